"""Days, hours and telephone numbers as one says them."""

from __future__ import annotations

import datetime as dt

from lucette.kernel import clock
from lucette.kernel.french import MONTHS
from lucette.scheme.places.rules import WEEKDAYS, time_in_words

FORM = "%Y-%m-%dT%H:%M"


def day_in_words(day: dt.date) -> str:
    """`mardi 24 novembre`; with the year when it is not this one."""
    year = "" if day.year == clock.today().year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()]} {'1ᵉʳ' if day.day == 1 else day.day} {MONTHS[day.month - 1]}{year}"


def in_words(moment: dt.datetime) -> str:
    """`mardi 24 novembre à 9 h 30`, in Paris."""
    here = moment.astimezone(clock.PARIS)
    return f"{day_in_words(here.date())} à {time_in_words(here.time())}"


def written(moment: dt.datetime) -> str:
    """As an address carries it: `2026-11-24T09:30`, Paris time."""
    return moment.astimezone(clock.PARIS).strftime(FORM)


def read(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.strptime(text, FORM).replace(tzinfo=clock.PARIS)
    except ValueError:
        return None
