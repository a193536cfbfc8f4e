"""A mistake is mirrored, once, the latest first (27)."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from lucette.foundation.ledger import actions as ledger
from lucette.foundation.ledger import queries as ledger_queries
from lucette.foundation.ledger.rules import mirror
from lucette.kernel import clock
from lucette.kernel.errors import Invalid, NotFound, RuleBroken
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import CorrectionReason
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Payment
from tests.scheme.fund.factories import (
    ACCOUNTANT,
    CERTIFIER,
    DAY,
    DELEGATE,
    agreement,
    asked_back,
    assert_sound,
    certified,
    notified,
    paid_out,
    payment,
    sent,
)
from tests.states import count_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def it() -> Endowment:
    return notified(grants=1_000, training=500, cash=800, posts=10)


@pytest.fixture
def paid(it: Endowment) -> Payment:
    return payment(it, agreement(it, {1: 100, 2: 200}), {1: 100})


def undo(key: str) -> None:
    actions.correct(event_key=key, reason=CorrectionReason.DUPLICATE, by=CERTIFIER)


def refused(key: str, code: str) -> None:
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        undo(key)
    assert refusal.value.code == code
    assert count_rows() == before


def test_a_chain_is_undone_from_its_end_and_done_again_under_another_attempt(it: Endowment, paid: Payment) -> None:
    key = paid_out(paid)
    for step, later in (("executed", "sent"), ("sent", "ordered"), ("ordered", "liquidated")):
        refused(f"{key}:{later}", "fund.not_the_latest")
        undo(f"{key}:{step}")
        assert_sound(it)
    undo(f"{key}:liquidated")
    position = queries.position(it.pk)
    assert (position.committed, position.cash.bank, position.cash.uses["grants_public"]) == (300, 800, 0)
    assert queries.trail(paid.subject)[-1].on == clock.today()
    with pytest.raises(RuleBroken) as refusal:
        actions.liquidate(payment=paid, key=key, by=CERTIFIER)
    assert refusal.value.code == "fund.corrected", "never silently dropped"
    actions.liquidate(payment=paid, key="order:1:2", by=CERTIFIER)
    assert queries.position(it.pk).liquidated == 100
    assert_sound(it)


def test_an_event_is_corrected_once_and_a_correction_never(paid: Payment) -> None:
    key = certified(paid)
    undo(f"{key}:liquidated")
    refused(f"{key}:liquidated", "fund.corrected_once")
    refused(f"{key}:liquidated:corrected", "fund.corrected_once")


def test_a_correction_says_why_and_what(paid: Payment) -> None:
    key = certified(paid)
    with pytest.raises(Invalid):
        actions.correct(event_key=f"{key}:liquidated", reason="je me suis trompé", by=CERTIFIER)
    with pytest.raises(NotFound):
        undo("order:9:1:liquidated")


def test_what_was_paid_stays_paid_while_it_is_asked_back(it: Endowment, paid: Payment) -> None:
    key = paid_out(paid)
    title = asked_back(paid, 60)
    refused(f"{key}:executed", "fund.not_the_latest")
    other = payment(it, paid.subject.partition("/")[2], {2: 50}, paid.payee)  # type: ignore[arg-type]
    paid_out(other, 2)
    undo("order:2:1:executed")
    actions.write_off_recovery(recovery=title, key="recovery:1:2", cents=60, reason="décision", by=CERTIFIER)
    undo("recovery:1:2:recovery_written_off")
    assert queries.line(it.pk, paid.subject, 1).asked_back == 60
    assert_sound(it)


def test_a_written_off_recovery_is_not_asked_again_of_what_is_no_longer_paid(it: Endowment, paid: Payment) -> None:
    key = paid_out(paid)
    title = asked_back(paid, 60)
    actions.write_off_recovery(recovery=title, key="recovery:1:2", cents=60, reason="décision", by=CERTIFIER)
    actions.return_transfer(payment=paid, key=key, on=DAY, reason="AC04", by=ACCOUNTANT)
    refused("recovery:1:2:recovery_written_off", "fund.not_the_latest")


def test_the_money_of_a_correction_must_be_there(it: Endowment, paid: Payment) -> None:
    actions.receive_interest(endowment_id=it.pk, cents=50, key="interest:B1:1", on=DAY, by=ACCOUNTANT)
    big = payment(it, agreement(it, {1: 400, 2: 200}), {1: 400, 2: 200})
    actions.order(payment=big, key=certified(big, 5), by=DELEGATE)
    sent(payment(it, agreement(it, {1: 100}), {1: 100}), 6)
    actions.correct(event_key="interest:B1:1:interest_received", reason=CorrectionReason.WRONG_AMOUNT, by=CERTIFIER)
    actions.receive_interest(endowment_id=it.pk, cents=50, key="interest:B1:2", on=DAY, by=ACCOUNTANT)
    sent(payment(it, paid.subject.partition("/")[2], {1: 100, 2: 10}), 7)  # type: ignore[arg-type]
    refused("interest:B1:2:interest_received", "fund.no_free_cash")
    assert_sound(it)


def test_a_rejection_is_not_undone_while_a_transfer_of_its_line_waits(it: Endowment, paid: Payment) -> None:
    part = payment(it, paid.subject.partition("/")[2], {1: 40}, paid.payee)  # type: ignore[arg-type]
    rest = payment(it, paid.subject.partition("/")[2], {1: 60}, paid.payee)  # type: ignore[arg-type]
    key = paid_out(part)
    other = certified(rest, 2)
    actions.order(payment=rest, key=other, by=DELEGATE)
    actions.return_transfer(payment=part, key=key, on=DAY, reason="AC04", by=ACCOUNTANT)
    actions.reject_order(payment=rest, key=other, by=ACCOUNTANT)
    refused("order:2:1:order_rejected", "fund.return_waits")


def test_nothing_is_corrected_across_a_change_of_entity(it: Endowment, paid: Payment) -> None:
    key = certified(paid)
    new = uuid4()
    change = {"endowment_id": it.pk, "agreement_id": paid.owner, "old": paid.payee, "new": new, "by": CERTIFIER}
    actions.change_entity(**change, key="amendment:1:1")  # type: ignore[arg-type]
    refused(f"{key}:liquidated", "fund.entity_changed")
    undo("amendment:1:1:entity_changed")
    assert queries.payables(it.pk) == {paid.payee: 100}
    undo(f"{key}:liquidated")
    assert_sound(it)


def test_a_post_filled_by_mistake_is_agreed_again(it: Endowment) -> None:
    pk = agreement(it, {1: 100}, posts=2)
    for n in (1, 2):
        actions.fill(endowment_id=it.pk, agreement_id=pk, post_id=_post(n), attempt=1, was_vacant=False, by=CERTIFIER)
    undo(f"post:{_post(1)}:filled:1")
    actions.vacate(endowment_id=it.pk, agreement_id=pk, post_id=_post(2), attempt=1, by=CERTIFIER)
    refused(f"post:{_post(2)}:filled:1", "fund.not_the_latest")
    assert (queries.agreement_position(pk).agreed, queries.agreement_position(pk).vacant) == (1, 1)
    assert_sound(it)


def _post(n: int) -> UUID:
    return UUID(int=n)


@pytest.mark.parametrize("kind", ["notified", "tranche"])
def test_what_has_rows_of_its_own_is_not_corrected_so(it: Endowment, kind: str) -> None:
    key = f"endowment:{it.pk}:notified" if kind == "notified" else f"tranche:{it.pk}:T1"
    refused(key, "fund.not_correctable")


def test_a_mirror_written_twice_is_seen(it: Endowment, paid: Payment) -> None:
    """PostgreSQL refuses a second correction; told as something else, the bank no longer is what the live events say."""
    key = paid_out(paid)
    undo(f"{key}:executed")
    event = ledger_queries.event(f"{key}:executed")
    assert event
    lines = mirror(ledger_queries.lines_of(event.pk))
    with pytest.raises(RuleBroken) as refusal:
        ledger.record(f"{key}:twice", "corrected", lines, business_date=DAY, by=CERTIFIER, corrects=event.pk)
    assert refusal.value.code == "ledger.already_corrected"
    paid_out(payment(it, paid.subject.partition("/")[2], {2: 100}, paid.payee), 2)  # type: ignore[arg-type]
    other = ledger_queries.event("order:2:1:executed")
    assert other
    ledger.record("twice", "corrected", mirror(ledger_queries.lines_of(other.pk)), business_date=DAY, by=CERTIFIER)
    assert "I10" in {check.name for check in queries.verify(it.pk) if not check.ok}
