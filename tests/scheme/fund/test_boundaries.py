"""The smallest amounts, the first and the last of a kind, and the trace that each act leaves."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from lucette.foundation.journal.models import Entry
from lucette.kernel.errors import Forbidden, Invalid, RuleBroken
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import EnvelopeCode
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Payment, fec, rendered
from tests.scheme.fund.factories import (
    ACCOUNTANT,
    CERTIFIER,
    DAY,
    DELEGATE,
    DIRECTOR,
    FUNDER,
    PREFECT,
    agreement,
    certified,
    notified,
    paid_out,
    payment,
)
from tests.scheme.fund.test_fund_calls import SOON
from tests.scheme.fund.test_renderings import MOTIVE, submitted_accounts
from tests.states import count_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def it() -> Endowment:
    return notified(grants=1_000, training=500, cash=800, posts=10)


def acts_of(subject: Any) -> list[str]:
    return list(Entry.objects.filter(subject_id=subject.pk).order_by("pk").values_list("act", flat=True))


def amended(it: Endowment, shares: dict[str, int], posts: int) -> None:
    actions.amend_authority(endowment_id=it.pk, reference="AV-1", shares=shares, posts=posts, reason="Loi de finances", by=FUNDER)


def test_an_amendment_of_money_alone_adds_money_and_one_may_touch_every_envelope(it: Endowment) -> None:
    amended(it, {"grants": 100}, posts=0)
    assert queries.position(it.pk).envelopes[0].available_cents == 1_100
    other = notified(grants=1_000, posts=10)
    amended(other, dict.fromkeys(EnvelopeCode.values, 1), posts=1)
    other.refresh_from_db()
    assert (other.authority_cents, other.posts) == (1_000 + len(EnvelopeCode.values), 11)


def test_one_cent_is_asked_for_returned_and_nothing_less(it: Endowment) -> None:
    assert actions.ask_funds(endowment_id=it.pk, cents=1, by=DELEGATE, **SOON).cents == 1  # type: ignore[arg-type]
    paid = payment(it, agreement(it, {1: 100}), {1: 100})
    back: dict[str, Any] = {"payment": paid, "key": paid_out(paid), "on": DAY, "reason": "AC04", "by": ACCOUNTANT}
    assert actions.return_transfer(cents=1, **back).waiting == 1
    for cents in (0, 100):
        before = count_rows()
        with pytest.raises(RuleBroken) as refusal:
            actions.return_transfer(cents=cents, part=2, **back)
        assert refusal.value.code == "fund.more_than_paid" and count_rows() == before


def test_what_came_back_in_part_counts_for_the_second_time(it: Endowment) -> None:
    paid = payment(it, agreement(it, {1: 100}), {1: 100})
    back: dict[str, Any] = {"payment": paid, "key": paid_out(paid), "on": DAY, "reason": "AC04", "by": ACCOUNTANT}
    actions.return_transfer(cents=60, **back)
    with pytest.raises(RuleBroken):
        actions.return_transfer(cents=41, part=2, **back)
    assert actions.return_transfer(cents=40, part=2, **back).waiting == 40


def test_a_payment_leaves_when_every_line_of_it_is_ordered_not_when_one_is(it: Endowment) -> None:
    owner = agreement(it, {1: 100, 2: 100})
    one = payment(it, owner, {1: 100})
    actions.order(payment=one, key=certified(one), by=DELEGATE)
    both = Payment(one.endowment_id, one.subject, one.payee, one.nature, {1: 100, 2: 100})
    with pytest.raises(RuleBroken) as refusal:
        actions.send(payment=both, key="order:9:1", by=ACCOUNTANT)
    assert refusal.value.code == "fund.not_ordered"


def test_a_move_between_envelopes_is_told_and_only_by_who_may(it: Endowment) -> None:
    told = {"endowment_id": it.pk, "source": "grants", "target": "training", "cents": 1, "reason": "Formations"}
    move = actions.request_envelope_move(**told, by=DIRECTOR)
    for stranger in (PREFECT, CERTIFIER):
        with pytest.raises(Forbidden):
            actions.confirm_envelope_move(move_id=move.pk, by=stranger)
    actions.confirm_envelope_move(move_id=move.pk, by=FUNDER)
    assert acts_of(move) == ["envelope_move.requested", "envelope_move.confirmed"]


def test_accounts_sent_back_say_why_in_four_hundred_characters_at_most() -> None:
    accounts = submitted_accounts()
    with pytest.raises(Invalid):
        actions.send_back_rendering(rendering_id=accounts.pk, reason="trop peu", by=FUNDER)
    sent_back = actions.send_back_rendering(rendering_id=accounts.pk, reason=MOTIVE + "x" * 500, by=FUNDER)
    assert len(sent_back.reason) == 400 and acts_of(sent_back)[-1] == "rendering.sent_back"


def test_the_extract_names_a_tranche_by_its_reference_and_another_fact_by_itself() -> None:
    names: Any = {"payees": {}, "pieces": {}}
    assert fec.piece_of(f"tranche:{uuid4()}:VIR-9", names) == "VIR-9"
    assert fec.piece_of("order:1:2:liquidated", names) == "order:1"


def test_the_accounts_end_on_the_last_day_of_the_year_and_count_in_french() -> None:
    figures = submitted_accounts().figures
    assert rendered.facts("RC-1", figures, DAY, "abc")["period"] == "du 1ᵉʳ janvier 2021 au 31 décembre 2021"
    assert rendered.words(1_234) == "1\u202f234" and rendered.words("mot") == "mot"
