"""Asked back (19), collected (20), reused or restituted (21), written off (22); interest (25)."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lucette.kernel.errors import Forbidden, Invalid, RuleBroken
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.actions import Collected
from lucette.scheme.fund.enums import Nature, Origin
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Payment
from tests.scheme.fund.factories import (
    ACCOUNTANT,
    CERTIFIER,
    DAY,
    DELEGATE,
    FUNDER,
    PREFECT,
    agreement,
    asked_back,
    assert_sound,
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
    paid = payment(it, agreement(it, {1: 100, 2: 200}), {1: 100})
    paid_out(paid)
    return paid


def test_a_recovery_is_gross_and_frees_nothing_before_the_cash_is_in(it: Endowment, paid: Payment) -> None:
    title = asked_back(paid, 60)
    position = queries.position(it.pk)
    assert (position.cash.receivable, position.cash.resources["recoveries"], position.paid, position.available) == (60, 60, 100, 1200)
    assert actions.collect_recovery(recovery=title, key="recovery:1:2", cents=25, on=DAY, by=ACCOUNTANT) == Collected(25, 0)
    for _ in range(2):
        found = actions.collect_recovery(recovery=title, key="recovery:1:3", cents=50, on=DAY, by=ACCOUNTANT)
        assert found == Collected(35, 15), "what exceeds the recovery waits to be refunded"
    position = queries.position(it.pk)
    assert (position.paid, position.recovered, position.cash.receivable, position.cash.suspense_receipts) == (40, 60, 0, 15)
    assert_sound(it)


def test_no_more_is_asked_back_than_what_is_still_paid(it: Endowment, paid: Payment) -> None:
    asked_back(paid, 60)
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        asked_back(paid, 41, title=2)
    assert refusal.value.code == "fund.recovery_beyond_paid"
    assert count_rows() == before
    asked_back(paid, 60)
    asked_back(paid, 40, title=2)
    with pytest.raises(RuleBroken):
        asked_back(paid, 1, number=2, title=3)
    assert_sound(it)


def test_a_recovery_is_written_off_in_part(it: Endowment, paid: Payment) -> None:
    title = asked_back(paid, 60)
    actions.write_off_recovery(recovery=title, key="recovery:1:2", cents=50, reason="décision 12", by=CERTIFIER)
    position = queries.position(it.pk)
    assert (position.cash.receivable, position.cash.resources["recoveries"], position.paid) == (10, 10, 100)
    with pytest.raises(RuleBroken):
        actions.write_off_recovery(recovery=title, key="recovery:1:3", cents=11, reason="décision 13", by=CERTIFIER)
    assert_sound(it)


def test_what_was_collected_is_reused_or_restituted(it: Endowment, paid: Payment) -> None:
    title = asked_back(paid, 60)
    actions.collect_recovery(recovery=title, key="recovery:1:2", cents=60, on=DAY, by=ACCOUNTANT)
    reuse = {"endowment_id": it.pk, "subject": paid.subject, "number": 1, "cents": 20, "key": "reuse:1:1"}
    with pytest.raises(Forbidden):
        actions.reuse_collected(**reuse, by=PREFECT)  # type: ignore[arg-type]
    for _ in range(2):
        actions.reuse_collected(**reuse, by=FUNDER)  # type: ignore[arg-type]
    given = {"endowment_id": it.pk, "subject": paid.subject, "on": DAY, "by": ACCOUNTANT}
    for _ in range(2):
        actions.restitute(**given, origin=Origin.COLLECTED, cents=40, key="restitution:1:1")  # type: ignore[arg-type]
    position = queries.position(it.pk)
    assert (position.available, position.recovered, position.restituted, position.cash.bank) == (1220, 0, 40, 720)
    with pytest.raises(RuleBroken):
        actions.restitute(**given, origin=Origin.COLLECTED, cents=1, key="restitution:2:1")  # type: ignore[arg-type]
    assert_sound(it)


def test_unused_authority_is_restituted_within_free_cash(it: Endowment) -> None:
    given = {"endowment_id": it.pk, "origin": Origin.UNUSED, "on": DAY, "envelope": "training"}
    with pytest.raises(Forbidden):
        actions.restitute(**given, cents=100, key="restitution:1:1", by=FUNDER)  # type: ignore[arg-type]
    with pytest.raises(RuleBroken, match="trésorerie libre"):
        actions.restitute(**given, cents=801, key="restitution:1:1", by=DELEGATE)  # type: ignore[arg-type]
    actions.restitute(**given, cents=300, key="restitution:1:1", by=DELEGATE)  # type: ignore[arg-type]
    assert queries.position(it.pk).restituted == 300
    with pytest.raises(RuleBroken, match="formation"):
        actions.restitute(**given, cents=201, key="restitution:2:1", by=DELEGATE)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        actions.restitute(endowment_id=it.pk, origin="ailleurs", cents=1, key="restitution:3:1", on=DAY, by=DELEGATE)
    assert_sound(it)


def test_interest_is_cash_alone_and_no_more_is_restituted_than_received(it: Endowment) -> None:
    with pytest.raises(Forbidden):
        actions.receive_interest(endowment_id=it.pk, cents=9, key="interest:B1:1", on=DAY, by=FUNDER)
    for _ in range(2):
        actions.receive_interest(endowment_id=it.pk, cents=9, key="interest:B1:1", on=DAY, by=ACCOUNTANT)
    with pytest.raises(Invalid):
        actions.receive_interest(endowment_id=it.pk, cents=0, key="interest:B2:1", on=DAY, by=ACCOUNTANT)
    position = queries.position(it.pk)
    assert (position.cash.bank, position.available, position.cash.resources["interest"]) == (809, 1500, 9)
    given = {"endowment_id": it.pk, "origin": Origin.INTEREST, "on": DAY, "by": ACCOUNTANT}
    with pytest.raises(RuleBroken) as refusal:
        actions.restitute(**given, cents=10, key="restitution:1:1")  # type: ignore[arg-type]
    assert refusal.value.code == "fund.no_interest"
    actions.restitute(**given, cents=9, key="restitution:1:1")  # type: ignore[arg-type]
    assert queries.position(it.pk).restituted == 0
    assert_sound(it)


def test_a_supplier_gives_back_too_and_its_envelope_gets_it(it: Endowment) -> None:
    service = uuid4()
    actions.commit_service(endowment_id=it.pk, envelope="training", service_id=service, cents=300, by=DELEGATE)
    bill = Payment(it.pk, f"service/{service}", uuid4(), Nature.TRAINING, {1: 300}, supplier=True)
    paid_out(bill)
    title = asked_back(bill, 100)
    actions.collect_recovery(recovery=title, key="recovery:1:2", cents=100, on=DAY, by=ACCOUNTANT)
    actions.reuse_collected(endowment_id=it.pk, subject=bill.subject, number=1, cents=100, key="reuse:1:1", by=FUNDER)
    assert next(e for e in queries.position(it.pk).envelopes if e.code == "training").available_cents == 300
    assert_sound(it)
