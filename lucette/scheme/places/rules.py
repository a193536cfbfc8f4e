"""Opening hours: what holds together, and how they read. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import pairwise

from lucette.kernel.errors import Invalid
from lucette.kernel.french import enumeration

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
Hours = tuple[int, dt.time, dt.time]  # weekday (Monday is 0), opens, closes


def checked_hours(hours: Iterable[Hours]) -> list[Hours]:
    """The same, in order. Raises Invalid (field `hours`): unknown day, closing before opening, two periods that overlap."""
    ordered = sorted(hours)
    for weekday, opens, closes in ordered:
        if weekday not in range(7):
            raise invalid("Choisissez un jour de la semaine.")
        if closes <= opens:
            raise invalid(f"Le {WEEKDAYS[weekday]}, l’heure de fermeture doit suivre l’heure d’ouverture.")
    for (weekday, _, closes), (other, opens, _) in pairwise(ordered):
        if weekday == other and opens < closes:
            raise invalid(f"Le {WEEKDAYS[weekday]}, deux horaires se chevauchent : corrigez l’un des deux.")
    return ordered


def invalid(sentence: str) -> Invalid:
    return Invalid("place.hours", sentence, {"hours": sentence})


def hours_in_words(hours: Iterable[Hours]) -> str:
    """`lundi, mardi et jeudi de 9 h à 12 h et de 14 h à 17 h 30 ; samedi de 9 h à 12 h`; empty without hours."""
    by_day: dict[int, list[str]] = {}
    for weekday, opens, closes in sorted(hours):
        by_day.setdefault(weekday, []).append(f"de {time_in_words(opens)} à {time_in_words(closes)}")
    same: dict[str, list[int]] = {}
    for weekday, periods in by_day.items():
        same.setdefault(enumeration(periods), []).append(weekday)
    return " ; ".join(f"{days_in_words(days)} {periods}" for periods, days in same.items())


def days_in_words(days: Sequence[int]) -> str:
    """`du lundi au jeudi`, `lundi et mercredi`: in order."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"du {WEEKDAYS[days[0]]} au {WEEKDAYS[days[-1]]}"
    return enumeration([WEEKDAYS[day] for day in days])


def time_in_words(time: dt.time) -> str:
    """`9 h`, `17 h 30` (no-break spaces)."""
    return f"{time.hour}\u00a0h" + (f"\u00a0{time.minute:02d}" if time.minute else "")


def periods_of(hours: Iterable[Hours], weekday: int) -> list[tuple[dt.time, dt.time]]:
    """When it is open on that day of the week, in order."""
    return sorted((opens, closes) for day, opens, closes in hours if day == weekday)
