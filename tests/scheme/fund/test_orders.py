"""The chain of a payment: events 9 to 14, and 23."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import Nature
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Payment
from tests.scheme.fund.factories import ACCOUNTANT, DAY, DELEGATE, agreement, notified, payment
from tests.states import count_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def it() -> Endowment:
    return notified(grants=1_000, training=500, cash=800, posts=10)


def state(it: Endowment) -> tuple[int, ...]:
    """committed, liquidated, ordered, paid; owed, in flight, bank, free."""
    p = queries.position(it.pk)
    return (
        p.committed,
        p.liquidated,
        p.ordered,
        p.paid,
        p.cash.payable + p.cash.payable_supplier,
        p.cash.in_flight,
        p.cash.bank,
        p.cash.free,
    )


def assert_sound(it: Endowment) -> None:
    assert [check for check in queries.verify(it.pk) if not check.ok] == []


def test_a_payment_goes_from_committed_to_paid(it: Endowment) -> None:
    paid, key = payment(it, agreement(it, {1: 100, 2: 200}), {1: 100, 2: 50}), "order:7:1"
    actions.liquidate(payment=paid, key=key, by=DELEGATE)
    assert state(it) == (150, 150, 0, 0, 150, 0, 800, 800)
    actions.order(payment=paid, key=key, by=DELEGATE)
    assert state(it) == (150, 0, 150, 0, 150, 0, 800, 650)
    actions.send(payment=paid, key=key, by=ACCOUNTANT)
    assert state(it) == (150, 0, 150, 0, 0, 150, 800, 650)
    actions.executed(payment=paid, key=key, on=dt.date(2021, 3, 3), by=ACCOUNTANT)
    assert state(it) == (150, 0, 0, 150, 0, 0, 650, 650)
    assert queries.position(it.pk).cash.uses == {"grants_public": 150}
    lines = queries.agreement_position(paid.subject.partition("/")[2]).lines  # type: ignore[arg-type]
    assert (lines[1].paid, lines[2].paid, lines[2].committed, lines[2].total) == (100, 50, 150, 200)
    trail = queries.trail(paid.subject)
    assert [event.kind for event in trail] == ["committed", "liquidated", "ordered", "sent", "executed"]
    assert trail[-1].on == dt.date(2021, 3, 3)
    assert [event.kind for event in queries.trail(f"host/{paid.payee}")] == ["liquidated", "sent"]
    assert_sound(it)


def test_a_rejected_then_refused_order_is_ordered_again_under_another_attempt(it: Endowment) -> None:
    paid = payment(it, agreement(it, {1: 100}), {1: 100})
    actions.liquidate(payment=paid, key="order:7:1", by=DELEGATE)
    actions.order(payment=paid, key="order:7:1", by=DELEGATE)
    actions.reject_order(payment=paid, key="order:7:1", by=ACCOUNTANT, reason="RIB illisible")
    assert state(it) == (0, 100, 0, 0, 100, 0, 800, 800)
    actions.order(payment=paid, key="order:7:2", by=DELEGATE)
    actions.send(payment=paid, key="order:7:2", by=ACCOUNTANT)
    actions.refused_by_bank(payment=paid, key="order:7:2", by=ACCOUNTANT, reason="AC04")
    assert state(it) == (0, 100, 0, 0, 100, 0, 800, 800)
    actions.order(payment=paid, key="order:7:3", by=DELEGATE)
    assert state(it) == (0, 0, 100, 0, 100, 0, 800, 700)
    assert_sound(it)


def test_a_fact_told_twice_counts_once_and_a_new_order_needs_a_new_attempt(it: Endowment) -> None:
    paid = payment(it, agreement(it, {1: 800}), {1: 800})
    for _ in range(2):
        actions.liquidate(payment=paid, key="order:7:1", by=DELEGATE)
        actions.order(payment=paid, key="order:7:1", by=DELEGATE)
    assert state(it) == (0, 0, 800, 0, 800, 0, 800, 0)
    actions.reject_order(payment=paid, key="order:7:1", by=ACCOUNTANT)
    actions.order(payment=paid, key="order:7:1", by=DELEGATE)
    assert state(it)[1:3] == (800, 0), "the same attempt is the same fact: nothing is ordered again"


def test_a_key_with_another_payload_is_refused(it: Endowment) -> None:
    agreed = agreement(it, {1: 100})
    actions.liquidate(payment=payment(it, agreed, {1: 60}), key="order:7:1", by=DELEGATE)
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        actions.liquidate(payment=payment(it, agreed, {1: 40}), key="order:7:1", by=DELEGATE)
    assert refusal.value.code == "ledger.key_reused"
    assert count_rows() == before


@pytest.mark.parametrize("key", ["order:7", "order:7:0", "order:7:", "order:7:2:ordered", "7:1", ""])
def test_a_key_without_attempt_is_a_fault_of_the_caller(it: Endowment, key: str) -> None:
    with pytest.raises(ValueError, match="attempt"):
        actions.liquidate(payment=payment(it, agreement(it, {1: 100}), {1: 60}), key=key, by=DELEGATE)


def test_nothing_is_liquidated_beyond_what_is_committed(it: Endowment) -> None:
    paid = payment(it, agreement(it, {1: 100, 2: 100}), {1: 101})
    before = count_rows()
    with pytest.raises(RuleBroken, match="Engagé"):
        actions.liquidate(payment=paid, key="order:7:1", by=DELEGATE)
    assert count_rows() == before


@pytest.mark.parametrize("step", [actions.order, actions.reject_order, actions.send, actions.refused_by_bank])
def test_no_step_comes_before_its_time(it: Endowment, step) -> None:
    paid = payment(it, agreement(it, {1: 100}), {1: 100})
    with pytest.raises(RuleBroken) as refusal:
        step(payment=paid, key="order:7:1", by=DELEGATE)
    assert refusal.value.code == ("fund.not_ordered" if step is actions.send else "ledger.insufficient")


def test_nothing_leaves_for_the_bank_before_it_is_ordered(it: Endowment) -> None:
    agreed = agreement(it, {1: 100})
    one, other = payment(it, agreed, {1: 60}), payment(it, agreed, {1: 40})
    for paid, key in ((one, "order:7:1"), (other, "order:8:1")):
        actions.liquidate(payment=paid, key=key, by=DELEGATE)
    actions.order(payment=one, key="order:7:1", by=DELEGATE)
    for _ in range(2):
        actions.send(payment=one, key="order:7:1", by=ACCOUNTANT)
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        actions.send(payment=other, key="order:8:1", by=ACCOUNTANT)
    assert refusal.value.code == "fund.not_ordered"
    assert count_rows() == before


def test_an_order_waits_for_the_cash(it: Endowment) -> None:
    paid = payment(it, agreement(it, {1: 801}), {1: 801})
    actions.liquidate(payment=paid, key="order:7:1", by=DELEGATE)
    with pytest.raises(RuleBroken, match="trésorerie libre") as refusal:
        actions.order(payment=paid, key="order:7:1", by=DELEGATE)
    assert refusal.value.code == "fund.no_free_cash"
    actions.receive_tranche(endowment_id=it.pk, cents=1, bank_reference="T2", on=DAY, by=ACCOUNTANT)
    actions.order(payment=paid, key="order:7:1", by=DELEGATE)
    assert queries.free_cash_cents(it.pk) == 0


def test_a_service_follows_the_same_chain_on_its_envelope(it: Endowment) -> None:
    service, body = uuid4(), uuid4()
    actions.commit_service(endowment_id=it.pk, envelope="training", service_id=service, cents=300, by=DELEGATE)
    assert next(e for e in queries.position(it.pk).envelopes if e.code == "training").used_cents == 300
    bill = Payment(it.pk, f"service/{service}", body, Nature.TRAINING, {1: 300}, supplier=True)
    actions.liquidate(payment=bill, key="order:8:1", by=DELEGATE)
    assert queries.position(it.pk).cash.payable_supplier == 300
    actions.order(payment=bill, key="order:8:1", by=DELEGATE)
    actions.send(payment=bill, key="order:8:1", by=ACCOUNTANT)
    actions.executed(payment=bill, key="order:8:1", on=DAY, by=ACCOUNTANT)
    position = queries.position(it.pk)
    assert (position.paid, position.cash.bank, position.cash.uses) == (300, 500, {"training": 300})
    assert len(queries.trail(f"service/{service}")) == 5
    with pytest.raises(RuleBroken, match="formation"):
        actions.commit_service(endowment_id=it.pk, envelope="training", service_id=uuid4(), cents=201, by=DELEGATE)
    assert_sound(it)


@pytest.mark.parametrize(
    ("subject", "lines"),
    [
        ("agreement/x", {1: 1}),
        ("host/00000000-0000-4000-8000-000000000001", {1: 1}),
        ("agreement/00000000-0000-4000-8000-000000000002", {}),
    ],
)
def test_a_payment_says_what_it_is_about(subject: str, lines: dict[int, int]) -> None:
    with pytest.raises(ValueError, match="subject and lines"):
        Payment(uuid4(), subject, uuid4(), Nature.GRANTS_PUBLIC, lines)
