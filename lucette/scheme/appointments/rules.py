"""Free slots of a day; the little that is asked of a person. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
LENGTHS = (30, 60)  # minutes
KEPT_DAYS = 30  # after the appointment, then first name and telephone are blanked (trust.md §5)
Period = tuple[dt.datetime, dt.datetime]
# a first name: letters, spaces, hyphens, apostrophes; so neither a number nor a note gets in
FIRST_NAME = re.compile(r"[^\W\d_][^\W\d_ '’\-.]*(?:[ '’\-][^\W\d_]+){0,3}\.?")
PHONE = re.compile(r"(?:\+\d{1,3}|0)\d{8,10}")


def slots(
    day: dt.date, periods: Iterable[tuple[dt.time, dt.time]], taken: Iterable[Period], minutes: int, after: dt.datetime
) -> list[Period]:
    """What may be booked on `day`: periods of `minutes` from each opening, wholly open, that begin after `after` and meet nothing taken.

    Opening hours are wall-clock hours of Paris; the day when the clocks change included.
    """
    length, busy = dt.timedelta(minutes=minutes), list(taken)
    found: set[Period] = set()
    for opens, closes in periods:
        start, end = dt.datetime.combine(day, opens, PARIS), dt.datetime.combine(day, closes, PARIS)
        while start + length <= end:
            if start > after and not any(start < until and since < start + length for since, until in busy):
                found.add((start, start + length))
            start += length
    return sorted(found)


def inside(slot: Period, periods: Iterable[tuple[dt.time, dt.time]]) -> bool:
    """Is the slot, within one day of Paris, wholly inside one of the day's periods?"""
    start, end = slot[0].astimezone(PARIS), slot[1].astimezone(PARIS)
    return start.date() == end.date() and any(opens <= start.time() and end.time() <= closes for opens, closes in periods)


def problems(first_name: str, phone: str, *, phone_needed: bool) -> dict[str, str]:
    """What is wrong with what was typed, by field, in French."""
    found = {}
    if len(first_name) > 40 or not FIRST_NAME.fullmatch(first_name):
        found["first_name"] = "Écrivez un prénom seul, sans chiffre ni autre renseignement."
    if (phone or phone_needed) and not PHONE.fullmatch(phone):
        found["phone"] = "Écrivez un numéro de téléphone, par exemple 05 55 00 00 00."
    return found


def dialled(phone: str) -> str:
    """A telephone number without its spaces, dots and hyphens."""
    return re.sub(r"[\s.\-\u00a0\u202f]", "", phone)
