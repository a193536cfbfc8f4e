"""Months and measures, in whole numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_STARS = 5
LONGEST_COMMENT = 500
FEWEST = 5  # opinions under which no average is published
PERSONAL = re.compile(r"\S+@\S+|(?:\d[ .-]?){8,}")


@dataclass(frozen=True, slots=True)
class Month:
    """One journey in one month. `seconds`: the median time of those who finished; None when nobody did."""

    first: dt.date
    journey: str
    begun: int
    finished: int
    seconds: int | None
    opinions: int
    stars: int

    @property
    def completion(self) -> int | None:
        """Per thousand who finished among those who began."""
        return 1000 * self.finished // self.begun if self.begun else None

    @property
    def satisfaction(self) -> int | None:
        """Tenths of a point out of ten, from one to five stars; None under FEWEST opinions."""
        return 20 * self.stars // self.opinions if self.opinions >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Availability:
    """How many minutes of a month the site was seen to answer, among those that went by since it is watched."""

    first: dt.date
    answered: int
    minutes: int


def first_of(day: dt.date) -> dt.date:
    return day.replace(day=1)


def next_month(first: dt.date) -> dt.date:
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def months_before(day: dt.date, count: int) -> list[dt.date]:
    """The first day of the last `count` months, this one included, the latest first."""
    found = [first_of(day)]
    while len(found) < count:
        found.append(first_of(found[-1] - dt.timedelta(days=1)))
    return found


def minutes_between(start: dt.datetime, end: dt.datetime) -> int:
    return max(0, int((end - start).total_seconds() // 60))


def median(values: Sequence[int]) -> int | None:
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2] if ordered else None


def holds_personal_data(comment: str) -> bool:
    """An address, a telephone, a number of a file or of a person: what must not be kept."""
    return bool(PERSONAL.search(comment))
