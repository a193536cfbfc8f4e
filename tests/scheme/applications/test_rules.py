"""The pure rules of an application: dates, what is missing, what comes next."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucette.scheme.applications import rules
from lucette.scheme.applications.enums import ApplicationStatus as S

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2090, 12, 31))


@given(DAYS)
def test_the_answer_is_due_within_about_two_months(filed_on: dt.date) -> None:
    due = rules.answer_due(filed_on, 2)
    assert 59 <= (due - filed_on).days <= 62
    assert rules.recourse_until(filed_on) == due


@given(st.sampled_from(S.values), DAYS, DAYS, st.integers(1, 500))
def test_a_timeline_goes_from_done_to_now_to_come(status: str, filed: dt.date, due: dt.date, posts: int) -> None:
    dates = rules.Dates(answer_due_on=due, decided_on=filed, recruit_by=due, posts_granted=posts)
    steps = rules.timeline(status, {"open": filed, "file": filed}, filed, dates)
    states = [step.state for step in steps]
    assert states == sorted(states, key=["done", "now", "to_come"].index)
    assert states.count("now") == (status == S.UNDER_APPEAL or (status in rules.NOW and status != S.AGREED))
    assert all(step.who for step in steps)
    assert rules.next_step(status, dates).ball in rules.BALLS


@pytest.mark.parametrize(
    ("phone", "good"), [("0555000000", True), ("05 55 00 00 00", True), ("+33 5 55 00 00 00", True), ("12", False), ("", False)]
)
def test_a_telephone_has_ten_digits_or_its_country(phone: str, good: bool) -> None:
    filing = rules.Filing("A", "a@b.fr", True, phone, "x" * 30, 1, 500, dt.date(2021, 4, 1), True, True, dt.date(2021, 3, 1))
    assert ("contact_phone" not in rules.missing(filing)) == good


def test_a_draft_of_a_closed_call_waits_for_nobody() -> None:
    step = rules.next_step(S.DRAFT, rules.Dates(call_takes=False))
    assert (step.ball, "ne peut pas être déposé" in step.sentence) == ("", True)


def test_an_award_tells_the_posts_in_french() -> None:
    one, two = (rules.next_step(S.AWARDED, rules.Dates(posts_granted=n)).sentence for n in (1, 2))
    assert one.startswith("1 poste attribué :") and two.startswith("2 postes attribués :")
