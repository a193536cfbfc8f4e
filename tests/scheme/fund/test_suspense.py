"""What the bank tells and nobody knows yet (24), then what it was."""

from __future__ import annotations

import pytest

from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.actions import Returned
from lucette.scheme.fund.models import Endowment
from tests.scheme.fund.factories import (
    ACCOUNTANT,
    DAY,
    DELEGATE,
    FUNDER,
    agreement,
    asked_back,
    assert_sound,
    notified,
    paid_out,
    payment,
    sent,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def it() -> Endowment:
    it = notified(grants=1_000, cash=500, posts=10)
    actions.suspend_receipt(endowment_id=it.pk, key="bank_line:1:1", cents=90, on=DAY, by=ACCOUNTANT)
    actions.suspend_expense(endowment_id=it.pk, key="bank_line:2:1", cents=60, on=DAY, by=ACCOUNTANT)
    return it


def waits(it: Endowment) -> tuple[int, int, int]:
    cash = queries.position(it.pk).cash
    return cash.suspense_receipts, cash.suspense_expenses, cash.bank


def test_what_is_not_explained_is_not_free(it: Endowment) -> None:
    assert waits(it) == (90, 60, 530)
    assert queries.free_cash_cents(it.pk) == 440
    paid = payment(it, agreement(it, {1: 500}), {1: 441})
    actions.liquidate(payment=paid, key="order:1:1", by=DELEGATE)
    with pytest.raises(RuleBroken, match="trésorerie libre"):
        actions.order(payment=paid, key="order:1:1", by=DELEGATE)
    assert_sound(it)


def test_a_receipt_was_a_tranche(it: Endowment) -> None:
    for _ in range(2):
        actions.reclassify_as_tranche(endowment_id=it.pk, cents=90, bank_reference="T9", on=DAY, by=ACCOUNTANT)
    assert waits(it) == (0, 60, 530)
    assert [tranche.cents for tranche in queries.tranches(it.pk, DELEGATE)] == [500, 90]
    assert_sound(it)


def test_a_receipt_was_interest_and_the_rest_goes_back(it: Endowment) -> None:
    actions.reclassify_as_interest(endowment_id=it.pk, cents=40, key="interest:B1:1", by=ACCOUNTANT)
    actions.refund_receipt(endowment_id=it.pk, key="bank_line:1:1", cents=50, on=DAY, by=ACCOUNTANT)
    assert waits(it) == (0, 60, 480)
    with pytest.raises(RuleBroken):
        actions.refund_receipt(endowment_id=it.pk, key="bank_line:1:2", cents=1, on=DAY, by=ACCOUNTANT)
    assert_sound(it)


def test_a_receipt_settled_a_recovery_never_more_than_is_open(it: Endowment) -> None:
    paid = payment(it, agreement(it, {1: 100}), {1: 100})
    paid_out(paid)
    title = asked_back(paid, 50)
    with pytest.raises(RuleBroken):
        actions.reclassify_as_collection(recovery=title, key="recovery:1:2", cents=51, by=ACCOUNTANT)
    actions.reclassify_as_collection(recovery=title, key="recovery:1:2", cents=50, by=ACCOUNTANT)
    assert waits(it) == (40, 60, 430)
    assert_sound(it)


def test_a_receipt_was_a_transfer_that_came_back(it: Endowment) -> None:
    paid = payment(it, agreement(it, {1: 100}), {1: 100})
    key = paid_out(paid)
    title = asked_back(paid, 30)
    for _ in range(2):
        went = actions.reclassify_as_return(payment=paid, key=key, cents=90, reason="AC04", by=ACCOUNTANT)
        assert went == Returned(70, 20, 0)
    assert waits(it) == (0, 60, 430)
    actions.suspend_receipt(endowment_id=it.pk, key="bank_line:3:1", cents=10, on=DAY, by=ACCOUNTANT)
    actions.collect_recovery(recovery=title, key="recovery:1:2", cents=10, on=DAY, by=ACCOUNTANT)
    with pytest.raises(RuleBroken) as refusal:
        actions.reclassify_as_return(payment=paid, key=key, cents=10, reason="AC04", by=ACCOUNTANT, part=2)
    assert refusal.value.code == "fund.paid_twice"
    assert_sound(it)


def test_an_expense_was_an_order_the_bank_executed(it: Endowment) -> None:
    paid = payment(it, agreement(it, {1: 100}), {1: 60})
    key = sent(paid)
    for _ in range(2):
        actions.reclassify_as_execution(payment=paid, key=key, by=ACCOUNTANT)
    assert waits(it) == (90, 0, 530)
    assert queries.line(it.pk, paid.subject, 1).paid == 60
    assert_sound(it)


def test_an_expense_was_a_charge_of_the_bank_or_its_error() -> None:
    it = notified(grants=1_000, training=200, cash=500)
    actions.suspend_expense(endowment_id=it.pk, key="bank_line:2:1", cents=60, on=DAY, by=ACCOUNTANT)
    with pytest.raises(RuleBroken, match="reste pas assez"):
        actions.reclassify_as_bank_charge(endowment_id=it.pk, key="bank_line:2:1", cents=20, by=ACCOUNTANT)
    moved = actions.request_envelope_move(
        endowment_id=it.pk, source="training", target="management", cents=100, reason="frais", by=DELEGATE
    )
    actions.confirm_envelope_move(move_id=moved.pk, by=FUNDER)
    actions.reclassify_as_bank_charge(endowment_id=it.pk, key="bank_line:2:1", cents=20, by=ACCOUNTANT)
    actions.expense_given_back(endowment_id=it.pk, key="bank_line:2:1", cents=40, on=DAY, by=ACCOUNTANT)
    assert waits(it) == (0, 0, 480)
    assert queries.position(it.pk).cash.uses == {"management": 20}
    assert queries.buckets(it.pk) == {}
    assert_sound(it)
