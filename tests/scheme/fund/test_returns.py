"""What comes back from the bank (15), what is taken back before it leaves (28, 29)."""

from __future__ import annotations

import pytest

from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.actions import Returned
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.queries import Line
from lucette.scheme.fund.rules import Payment
from tests.scheme.fund.factories import (
    ACCOUNTANT,
    CERTIFIER,
    DAY,
    DELEGATE,
    FUNDER,
    agreement,
    asked_back,
    assert_sound,
    certified,
    notified,
    paid_out,
    payment,
)
from tests.states import count_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def it() -> Endowment:
    return notified(grants=1_000, training=500, cash=800, posts=10)


@pytest.fixture
def paid(it: Endowment) -> Payment:
    return payment(it, agreement(it, {1: 100, 2: 200}), {1: 100})


def line(of: Payment, number: int = 1) -> Line:
    return queries.line(of.endowment_id, of.subject, number)


def come_back(of: Payment, key: str, cents: int | None = None, part: int = 1) -> Returned:
    return actions.return_transfer(payment=of, key=key, on=DAY, reason="AC04", by=ACCOUNTANT, cents=cents, part=part)


def test_a_returned_transfer_waits_for_a_corrected_account_then_is_paid_again(it: Endowment, paid: Payment) -> None:
    key = paid_out(paid)
    assert come_back(paid, key) == Returned(waiting=100)
    assert (line(paid).liquidated, line(paid).waiting, line(paid).paid) == (100, 100, 0)
    assert queries.position(it.pk).cash.bank == 800
    assert_sound(it)
    with pytest.raises(RuleBroken) as refusal:
        actions.order(payment=paid, key="order:2:1", by=DELEGATE)
    assert refusal.value.code == "fund.return_waits"
    actions.restore_returned(payment=paid, key="order:2:1", by=CERTIFIER)
    actions.order(payment=paid, key="order:2:1", by=DELEGATE)
    actions.send(payment=paid, key="order:2:1", by=ACCOUNTANT)
    actions.executed(payment=paid, key="order:2:1", on=DAY, by=ACCOUNTANT)
    assert (line(paid).paid, line(paid).waiting, queries.position(it.pk).cash.bank) == (100, 0, 700)
    assert_sound(it)


def test_a_return_told_twice_counts_once_and_a_second_part_is_another_fact(it: Endowment, paid: Payment) -> None:
    key = paid_out(paid)
    for _ in range(2):
        assert come_back(paid, key, 30) == Returned(waiting=30)
    assert line(paid).waiting == 30
    with pytest.raises(RuleBroken) as refusal:
        come_back(paid, key, 40)
    assert refusal.value.code == "ledger.key_reused"
    assert come_back(paid, key, 70, part=2) == Returned(waiting=70)
    with pytest.raises(RuleBroken) as refusal:
        come_back(paid, key, 1, part=3)
    assert refusal.value.code == "fund.more_than_paid"
    assert_sound(it)


def test_what_was_never_executed_does_not_come_back(paid: Payment) -> None:
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        come_back(paid, "order:1:1")
    assert refusal.value.code == "fund.never_executed"
    assert count_rows() == before


@pytest.mark.parametrize(
    ("asked", "collected", "back", "went"),
    [
        (30, 0, 100, Returned(70, 30, 0)),  # the return settles the open recovery
        (100, 0, 100, Returned(0, 100, 0)),
        (30, 30, 100, Returned(70, 0, 30)),  # already given back: the bank returns it a second time
        (60, 20, 90, Returned(40, 40, 10)),
        (60, 0, 20, Returned(20, 0, 0)),  # enough stays paid to cover the recovery
    ],
)
def test_a_return_settles_the_open_recovery_and_what_was_paid_twice_waits(
    it: Endowment, paid: Payment, asked: int, collected: int, back: int, went: Returned
) -> None:
    key = paid_out(paid)
    title = asked_back(paid, asked)
    if collected:
        actions.collect_recovery(recovery=title, key="recovery:1:2", cents=collected, on=DAY, by=ACCOUNTANT)
    assert come_back(paid, key, back) == went == come_back(paid, key, back)
    assert queries.position(it.pk).cash.suspense_receipts == went.suspended
    assert line(paid).asked_back == asked - collected - went.collected <= line(paid).paid
    assert_sound(it)


def test_a_partial_return_is_of_the_last_lines_first(it: Endowment) -> None:
    both = payment(it, agreement(it, {1: 100, 2: 200}), {1: 100, 2: 50})
    assert come_back(both, paid_out(both), 70) == Returned(waiting=70)
    assert (line(both, 1).waiting, line(both, 2).waiting) == (20, 50)
    assert_sound(it)


def test_a_certification_is_cancelled_in_whole_or_in_part_before_it_is_ordered(it: Endowment, paid: Payment) -> None:
    key = certified(paid)
    part = payment(it, paid.subject.partition("/")[2], {1: 40}, paid.payee)  # type: ignore[arg-type]
    actions.cancel_certification(payment=part, key="order:1:1", reason="plafond", by=CERTIFIER)
    assert (line(paid).committed, line(paid).liquidated) == (40, 60)
    assert queries.position(it.pk).cash.uses == {"grants_public": 60}
    with pytest.raises(RuleBroken):
        actions.cancel_certification(payment=paid, key="order:1:2", reason="plafond", by=CERTIFIER)
    actions.reduce_line(endowment_id=it.pk, subject=paid.subject, lines={1: 40}, key="line:1:1", reason="plafond", by=CERTIFIER)
    assert (line(paid).committed, queries.position(it.pk).envelopes[0].available_cents) == (0, 740)
    assert key == "order:1:1"
    assert_sound(it)


def test_a_certification_whose_transfer_came_back_is_cancelled_from_what_waits(it: Endowment, paid: Payment) -> None:
    come_back(paid, paid_out(paid))
    with pytest.raises(RuleBroken) as refusal:
        actions.cancel_certification(payment=paid, key="order:1:1", reason="fermée", by=CERTIFIER)
    assert refusal.value.code == "fund.not_certified"
    actions.cancel_certification(payment=paid, key="order:1:1", reason="fermée", by=CERTIFIER, waiting=True)
    assert (line(paid).committed, line(paid).waiting) == (100, 0)
    assert_sound(it)


def test_the_residue_of_a_service_goes_back_to_its_own_envelope(it: Endowment) -> None:
    service = payment(it, agreement(it, {1: 100}), {1: 100})
    pk = service.endowment_id
    actions.commit_service(endowment_id=it.pk, envelope="training", service_id=pk, cents=300, by=DELEGATE)
    actions.reduce_line(endowment_id=it.pk, subject=f"service/{pk}", lines={1: 120}, key="line:2:1", reason="reste", by=CERTIFIER)
    training = next(e for e in queries.position(it.pk).envelopes if e.code == "training")
    assert training.available_cents == 320
    assert_sound(it)


def test_a_change_of_entity_moves_what_is_owed_and_what_is_asked_back(it: Endowment) -> None:
    both = payment(it, agreement(it, {1: 100, 2: 200}), {1: 100})
    paid_out(both)
    title = asked_back(both, 30)
    owed = payment(it, both.subject.partition("/")[2], {2: 80}, both.payee)  # type: ignore[arg-type]
    key = certified(owed, 2)
    new = FUNDER.pk
    change = {"endowment_id": it.pk, "agreement_id": title.owner, "old": both.payee, "new": new, "key": "amendment:1:1", "by": CERTIFIER}
    actions.order(payment=owed, key=key, by=DELEGATE)
    with pytest.raises(RuleBroken) as refusal:
        actions.change_entity(**change)  # type: ignore[arg-type]
    assert refusal.value.code == "fund.order_under_way"
    actions.reject_order(payment=owed, key=key, by=ACCOUNTANT)
    assert actions.change_entity(**change)  # type: ignore[arg-type]
    assert actions.change_entity(**change)  # type: ignore[arg-type]
    assert queries.payables(it.pk) == {new: 80}
    assert line(both).holders == {new: 30}
    assert_sound(it)
