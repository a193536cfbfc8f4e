"""The smallest amounts, the first and the last of a kind, and the trace that each act leaves."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from lucette.foundation.journal.models import Entry
from lucette.foundation.ledger.rules import Entry as Posting
from lucette.foundation.ledger.rules import Side
from lucette.kernel import clock
from lucette.kernel.errors import Forbidden, Invalid, RuleBroken
from lucette.scheme.fund import actions, queries, rules
from lucette.scheme.fund.actions import books
from lucette.scheme.fund.enums import EnvelopeCode, EventKind
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Payment, accounts, fec, rendered
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


# -- told once, sealed, counted


def test_a_fact_told_again_is_told_once_in_the_journal_and_an_amendment_is_given_back(it: Endowment) -> None:
    for _ in range(2):
        tranche = actions.receive_tranche(endowment_id=it.pk, cents=50, bank_reference="T9", on=DAY, by=ACCOUNTANT)
        actions.receive_interest(endowment_id=it.pk, cents=5, key="interest:I9:1", on=DAY, by=ACCOUNTANT)
    assert acts_of(tranche) == ["tranche.received"]
    assert acts_of(it).count("interest.received") == 1
    told = {"reference": "AV-9", "shares": {"grants": 7}, "posts": 0, "reason": "Loi", "by": FUNDER}
    assert actions.amend_authority(endowment_id=it.pk, **told).cents == 7  # type: ignore[arg-type]


def test_an_act_that_moves_nothing_is_refused(it: Endowment) -> None:
    with pytest.raises(RuleBroken) as refusal:
        books.tell("order:1:1", EventKind.SENT, [], by=ACCOUNTANT, subject="essai")
    assert refusal.value.code == "fund.nothing"


def test_the_ledger_says_how_many_seals_it_made_and_when_it_is_dated_for_today(it: Endowment) -> None:
    assert actions.seal_ledger() >= 1
    assert actions.seal_ledger() == 0
    assert (actions.stamp_ledger(), actions.stamp_ledger()) == (True, False)


def test_a_call_for_funds_may_be_for_today_and_a_move_is_taken_back_by_who_may(it: Endowment) -> None:
    today = SOON | {"needed_on": clock.today()}
    assert actions.ask_funds(endowment_id=it.pk, cents=10, by=DELEGATE, **today).needed_on == clock.today()  # type: ignore[arg-type]
    told = {"endowment_id": it.pk, "source": "grants", "target": "training", "cents": 1, "reason": "Formations"}
    move = actions.request_envelope_move(**told, by=DIRECTOR)
    with pytest.raises(Forbidden):
        actions.withdraw_envelope_move(move_id=move.pk, by=PREFECT)


def test_months_used_are_never_less_than_none() -> None:
    assert rules.earned(2_400, -3, 24) == 0 and rules.earned(2_400, 30, 24) == 2_400


def test_a_debt_brought_forward_is_on_the_credit_side_and_an_entry_has_the_journal_of_its_first_posting() -> None:
    side = Side("payable/x", "payable", "Dû aux structures", "467")
    (line,) = fec.lines({side: -30}, [], {"payees": {}, "pieces": {}}, DAY)  # type: ignore[typeddict-item]
    assert (line.debit, line.credit) == (0, 30)
    used = Side("uses/grants_public", "uses", "Emplois", "657")
    first, last = (
        Posting(1, n, "order:1:1:x", kind, DAY, DAY, "", "", "", used, side, 5) for n, kind in ((1, "liquidated"), (2, "ordered"))
    )
    assert fec.journal([first, last]) == fec.journal([first]) != fec.journal([last])


def test_the_extent_of_a_year_counts_its_postings_and_names_the_last() -> None:
    year = accounts.Year({})
    side, other = Side("bank", "bank", "Banque", "512"), Side("payable/x", "payable", "Dû", "467")
    for posting in (4, 9, 7):
        year.add(Posting(posting, 1, "order:1:1:x", "executed", DAY, DAY, "", "", "", other, side, 5))
    assert (year.postings, year.last) == (3, 9)


def test_a_statement_shows_its_columns_and_total_when_it_has_rows_and_says_when_it_has_none() -> None:
    full = rendered.advance([{"label": "Dotation", "received": 30, "spent": 10}])
    told = rendered.section(full)
    assert told["columns"][0] == "Nature" and told["total"][0] == "Total" and told["text"] == full.text
    empty = rendered.section(rendered.Statement("Titre", "", ("Nature",), (), ()))
    assert (empty["columns"], empty["total"]) == ([], []) and empty["text"] == rendered.NOTHING
