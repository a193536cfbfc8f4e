"""The pure rules of the instruction."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from lucette.scheme.reviews import rules
from lucette.scheme.reviews.enums import Verdict

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
CHECKS = st.lists(st.sampled_from(Verdict.values).map(lambda v: rules.Check("x", v, "", "")), min_size=1)


@given(DAYS, st.integers(0, 60), st.integers(0, 400))
def test_the_clock_stands_still_until_the_answer_and_no_longer_than_allowed(asked: dt.date, allowed: int, taken: int) -> None:
    due, answered = asked + dt.timedelta(days=allowed), asked + dt.timedelta(days=taken)
    assert rules.suspended_days(asked, due, answered) == min(allowed, taken)


@given(CHECKS)
def test_one_failure_decides_and_one_doubt_leaves_it_open(checks: list[rules.Check]) -> None:
    verdicts = {check.verdict for check in checks}
    expected = False if "fail" in verdicts else None if "to_check" in verdicts else True
    assert rules.verdict(checks) is expected


@given(st.text(max_size=1100))
def test_a_comment_is_measured_without_its_margins(comment: str) -> None:
    assert (rules.comment_problem(comment) == "") == (10 <= len(comment.strip()) <= 1000)
