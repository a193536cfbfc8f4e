"""Certified orders signed together: all or none, each once, sealed in one document."""

from __future__ import annotations

import contextvars
import threading
from typing import Any

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Forbidden, NotFound, Refusal, RuleBroken, WrongState
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions, queries
from lucette.scheme.payments.enums import BORDEREAU, BordereauStatus, OrderStatus
from lucette.scheme.payments.models import Bordereau, Order
from tests.foundation.accounts.factories import actor
from tests.scheme.payments import factories as make
from tests.scheme.payments.factories import ACCOUNTANT, CERTIFIER, OFFICER, SECOND_OFFICER
from tests.states import assert_edge, count_rows, edges
from tests.verified import verified


def composed(count: int = 2) -> Bordereau:
    endowment = make.endowment()
    orders = [make.certified(instalment=make.schedule(of=endowment)[0]) for _ in range(count)]
    return actions.compose_bordereau(endowment_id=endowment.pk, order_ids=[it.pk for it in orders], by=OFFICER)


def bordereau_in(status: str) -> Bordereau:
    if status == BordereauStatus.TO_COUNTERSIGN:
        make.second_signer_from(1)
    it = composed()
    if status == BordereauStatus.CANCELLED:
        return actions.cancel_bordereau(bordereau_id=it.pk, reason="erreur", by=OFFICER)
    return it if status == BordereauStatus.COMPOSED else actions.sign_bordereau(bordereau_id=it.pk, by=OFFICER)


PERFORM: dict[str, Any] = {
    "take_out": lambda it: actions.take_out(bordereau_id=it.pk, order_id=it.orders.first().pk if it.orders.exists() else it.pk, by=OFFICER),
    "sign": lambda it: actions.sign_bordereau(bordereau_id=it.pk, by=OFFICER),
    "countersign": lambda it: actions.countersign_bordereau(bordereau_id=it.pk, by=SECOND_OFFICER),
    "cancel": lambda it: actions.cancel_bordereau(bordereau_id=it.pk, reason="erreur", by=OFFICER),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "act"), edges(BORDEREAU))
def test_every_edge_of_a_slip(status: str, act: str) -> None:
    assert_edge(BORDEREAU, status, act, bordereau_in, PERFORM)


@pytest.mark.django_db
class TestSlip:
    def test_signed_it_orders_every_line_and_the_document_is_sealed(self) -> None:
        it = actions.sign_bordereau(bordereau_id=composed().pk, by=OFFICER)
        assert {order.status for order in it.orders.all()} == {OrderStatus.ORDERED}
        assert fund.position(it.endowment_id).ordered == it.cents
        assert ("Bordereau", it.number) in verified("bordereau", it.pk, 1).subject.facts
        assert all(check.ok for check in fund.verify(extra=[queries.checks]))

    def test_above_the_threshold_another_officer_countersigns(self) -> None:
        it = bordereau_in(BordereauStatus.TO_COUNTERSIGN)
        first = it.document_id
        assert fund.position(it.endowment_id).ordered == 0
        with pytest.raises(Forbidden):
            actions.countersign_bordereau(bordereau_id=it.pk, by=OFFICER)
        with pytest.raises(RuleBroken):
            actions.countersign(order_id=it.orders.first().pk, by=SECOND_OFFICER)
        it = actions.countersign_bordereau(bordereau_id=it.pk, by=SECOND_OFFICER)
        assert it.status == BordereauStatus.SIGNED and it.document_id != first
        assert fund.position(it.endowment_id).ordered == it.cents

    def test_when_one_order_is_refused_none_is_signed(self) -> None:
        endowment = make.endowment(cash=3_000_000)
        orders = [make.certified(instalment=make.schedule(of=endowment)[0]) for _ in range(2)]
        it = actions.compose_bordereau(endowment_id=endowment.pk, order_ids=[order.pk for order in orders], by=OFFICER)
        before = count_rows()
        with pytest.raises(RuleBroken) as refusal:
            actions.sign_bordereau(bordereau_id=it.pk, by=OFFICER)
        assert refusal.value.code == "fund.no_free_cash" and count_rows() == before
        assert {order.status for order in it.orders.all()} == {OrderStatus.CERTIFIED}

    def test_an_order_is_on_one_slip_at_most_and_of_one_endowment(self) -> None:
        it = composed(1)
        other = make.certified()
        for ids, code in (([it.orders.get().pk], "bordereau.taken"), ([other.pk], "bordereau.taken")):
            with pytest.raises(RuleBroken) as refusal:
                actions.compose_bordereau(endowment_id=it.endowment_id, order_ids=ids, by=OFFICER)
            assert refusal.value.code == code
        with pytest.raises(NotFound):
            actions.compose_bordereau(endowment_id=it.endowment_id, order_ids=[], by=OFFICER)
        with pytest.raises(WrongState):
            actions.compose_bordereau(endowment_id=it.endowment_id, order_ids=[make.requested().pk], by=OFFICER)
        with pytest.raises(RuleBroken):
            actions.order(order_id=it.orders.get().pk, by=OFFICER)

    def test_taken_out_an_order_waits_alone_and_the_last_one_stays(self) -> None:
        it = composed()
        gone = it.orders.first()
        it = actions.take_out(bordereau_id=it.pk, order_id=gone.pk, by=OFFICER)
        assert (it.count, it.cents) == (1, it.orders.get().cents)
        assert actions.order(order_id=gone.pk, by=OFFICER).status == OrderStatus.ORDERED
        with pytest.raises(RuleBroken):
            actions.take_out(bordereau_id=it.pk, order_id=it.orders.get().pk, by=OFFICER)
        with pytest.raises(NotFound):
            actions.take_out(bordereau_id=it.pk, order_id=gone.pk, by=OFFICER)

    def test_a_rejected_order_leaves_the_slip(self) -> None:
        it = actions.sign_bordereau(bordereau_id=composed().pk, by=OFFICER)
        order = actions.reject(order_id=it.orders.first().pk, reason="compte clos", by=ACCOUNTANT)
        assert order.bordereau_id is None and it.orders.count() == 1
        assert actions.order(order_id=order.pk, by=OFFICER).status == OrderStatus.ORDERED

    def test_other_hands_and_other_roles_are_refused(self) -> None:
        it = composed()
        before = count_rows()
        for by in (ACCOUNTANT, Actor(CERTIFIER.pk, RoleName.AUTHORISING_OFFICER), actor(RoleName.AUDITOR)):
            for act in ("take_out", "sign", "cancel"):
                with pytest.raises(Refusal):
                    {
                        "take_out": lambda by=by: actions.take_out(bordereau_id=it.pk, order_id=it.orders.first().pk, by=by),
                        "sign": lambda by=by: actions.sign_bordereau(bordereau_id=it.pk, by=by),
                        "cancel": lambda by=by: actions.cancel_bordereau(bordereau_id=it.pk, reason="x", by=by),
                    }[act]()
        assert count_rows() == before


@pytest.mark.django_db(transaction=True)
def test_two_officers_sign_the_same_slip_at_once_and_it_is_signed_once() -> None:
    with acting(SYSTEM):
        it, other = composed(1), actor(RoleName.AUTHORISING_OFFICER)
    told: list[str] = []

    def sign(by: Actor) -> None:
        with acting(by):
            try:
                actions.sign_bordereau(bordereau_id=it.pk, by=by)
                told.append("signed")
            except Refusal:
                told.append("refused")

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(sign, by)) for by in (OFFICER, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["refused", "signed"]
    assert Order.objects.get(bordereau=it).status == OrderStatus.ORDERED


@pytest.mark.django_db
def test_a_slip_that_changed_while_it_was_signed_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    it = composed()
    out = it.orders.order_by("pk")[0]

    def slow(content: bytes, *_: object) -> bytes:
        actions.take_out(bordereau_id=it.pk, order_id=out.pk, by=OFFICER)
        return content

    monkeypatch.setattr("lucette.scheme.payments.actions.bordereaux.sign_pdf", slow)
    with pytest.raises(RuleBroken, match="a changé pendant la signature"):
        actions.sign_bordereau(bordereau_id=it.pk, by=OFFICER)
    assert {order.status for order in it.orders.all()} == {OrderStatus.CERTIFIED}
