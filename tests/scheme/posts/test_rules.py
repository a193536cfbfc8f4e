"""The status of a post, day after day."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.scheme.posts.enums import PostStatus as S
from lucette.scheme.posts.rules import Held, PostFacts, status_on, vacant_since


def day(number: int) -> dt.date:
    return dt.date(2021, 3, number)


ENDED, LIVE, TERM_PAST = Held(day(5), day(10), True), Held(day(12), None, False), Held(day(5), day(10), False)


@pytest.mark.parametrize(
    ("agreed", "released", "holders", "on", "status"),
    [
        (None, None, [], 3, S.RESERVED),
        (3, None, [], 2, S.RESERVED),
        (3, None, [], 3, S.AGREED),
        (None, 4, [], 3, S.RESERVED),
        (None, 4, [], 4, S.RELEASED),
        (3, None, [ENDED], 4, S.AGREED),
        (3, None, [ENDED], 5, S.FILLED),
        (3, None, [ENDED], 9, S.FILLED),
        (3, None, [ENDED], 10, S.VACANT),
        (3, None, [ENDED], 20, S.VACANT),
        (3, None, [ENDED, LIVE], 12, S.FILLED),
        (3, None, [LIVE], 4, S.FILLED),
        (3, None, [TERM_PAST], 20, S.FILLED),
    ],
)
def test_the_status_on_a_day(agreed: int | None, released: int | None, holders: list[Held], on: int, status: S) -> None:
    facts = PostFacts(day(1), day(agreed) if agreed else None, day(released) if released else None, holders)
    assert status_on(facts, day(on)) == status


@pytest.mark.parametrize(("ended_as", "on", "status"), [("returned", 9, S.AGREED), ("returned", 10, S.RETURNED), ("ended", 20, S.ENDED)])
def test_a_post_given_back_or_ended_says_so_from_its_last_day_financed(ended_as: str, on: int, status: S) -> None:
    assert status_on(PostFacts(day(1), day(3), None, [], day(10), ended_as), day(on)) == status


def test_the_vacancy_clock_starts_the_last_day_worked() -> None:
    facts = PostFacts(day(1), day(3), None, [Held(day(4), day(5), True), Held(day(6), day(10), True)])
    assert (vacant_since(facts, day(20)), vacant_since(facts, day(8))) == (day(10), None)
