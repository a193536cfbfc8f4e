"""From a threshold on, two authorising officers sign an order; the money moves with the second."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications.models import Letter
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, RuleBroken
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.enums import LineStatus, OrderStatus
from lucette.scheme.payments.models import Order
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT, OFFICER, SECOND_OFFICER
from tests.states import count_rows

pytestmark = pytest.mark.django_db


def ordered_cents(order: Order) -> int:
    return fund.position(order.endowment_id).ordered


def test_under_the_threshold_one_officer_is_enough() -> None:
    order = make.certified()
    make.second_signer_from(order.cents + 1)
    assert actions.order(order_id=order.pk, by=OFFICER).status == OrderStatus.ORDERED


def test_at_the_threshold_two_sign_and_the_money_moves_with_the_second() -> None:
    other = make.certified()
    make.second_signer_from(other.cents)
    assert actions.order(order_id=other.pk, by=OFFICER).status == OrderStatus.TO_COUNTERSIGN
    assert ordered_cents(other) == 0 and {it.status for it in other.lines.all()} == {LineStatus.CERTIFIED}
    other = actions.countersign(order_id=other.pk, by=SECOND_OFFICER)
    assert (other.status, other.countersigned_by) == (OrderStatus.ORDERED, SECOND_OFFICER.pk)
    assert ordered_cents(other) == other.cents and {it.status for it in other.lines.all()} == {LineStatus.ORDERED}
    assert all(it.ok for it in fund.verify(extra=[queries.checks]))


def test_the_first_officer_never_countersigns_nor_does_another_hand() -> None:
    order = make.to_countersign()
    before = count_rows()
    for by in (OFFICER, ACCOUNTANT, Actor(order.certified_by, RoleName.AUTHORISING_OFFICER)):
        for act in (actions.countersign, lambda **told: actions.decline(reason="essai", **told)):
            with pytest.raises(Forbidden):
                act(order_id=order.pk, by=by)
    assert count_rows() == before


def test_the_second_officer_is_not_the_accountant_nor_the_first_one_later() -> None:
    order = actions.countersign(order_id=make.to_countersign().pk, by=SECOND_OFFICER)
    with pytest.raises(Forbidden):
        actions.take_in_charge(order_id=order.pk, by=Actor(SECOND_OFFICER.pk, RoleName.ACCOUNTANT))
    order = actions.reject(order_id=order.pk, reason="compte clos", by=ACCOUNTANT)
    with pytest.raises(Forbidden):
        actions.order(order_id=order.pk, by=SECOND_OFFICER)


def test_declined_it_is_certified_again_and_the_first_officer_hears_why() -> None:
    officer = RoleFactory(name=RoleName.AUTHORISING_OFFICER).person
    make.second_signer_from(1)
    order = actions.order(order_id=make.certified().pk, by=Actor(officer.pk, RoleName.AUTHORISING_OFFICER))
    with pytest.raises(RuleBroken):
        actions.decline(order_id=order.pk, reason=" ", by=SECOND_OFFICER)
    order = actions.decline(order_id=order.pk, reason="montant à revoir", by=SECOND_OFFICER)
    assert (order.status, order.to_countersign, order.reason) == (OrderStatus.CERTIFIED, False, "montant à revoir")
    letter = Letter.objects.get(to_email=officer.email)
    assert "montant à revoir" in letter.body
    assert actions.order(order_id=order.pk, by=OFFICER).status == OrderStatus.TO_COUNTERSIGN


def test_the_other_officers_are_told_and_never_the_one_who_signed() -> None:
    people = [RoleFactory(name=RoleName.AUTHORISING_OFFICER).person for _ in range(2)]
    make.second_signer_from(1)
    actions.order(order_id=make.certified().pk, by=Actor(people[0].pk, RoleName.AUTHORISING_OFFICER))
    assert [it.to_email for it in Letter.objects.filter(kind="order.to_countersign")] == [people[1].email]


def test_postgresql_wants_the_second_signature() -> None:
    order = make.to_countersign()
    with pytest.raises(IntegrityError, match="order_countersigned"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(status=OrderStatus.ORDERED)
    with pytest.raises(IntegrityError, match=r"countersigned_by_is_not_ordered_by|different"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(status=OrderStatus.ORDERED, countersigned_by=OFFICER.pk)
    assert PersonFactory().pk != order.ordered_by
