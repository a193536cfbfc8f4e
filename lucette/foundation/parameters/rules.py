"""A number with its dates: what it was, is, and will be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Value:
    """`value` in the unit of its parameter, from `since` (included) on; `source`: the text or the decision it comes from."""

    since: dt.date
    value: int
    source: str


@dataclass(frozen=True, slots=True)
class Described:
    """A parameter that the house knows: French words, unit, who decides it, the least and the most it may be, shipped values."""

    code: str
    label: str
    unit: str
    owner: str
    least: int
    most: int
    shipped: tuple[Value, ...]


def in_force(values: Iterable[Value], on: dt.date) -> Value | None:
    """The latest value begun by `on`; of two begun the same day, the one told last. None before the first."""
    found = None
    for it in values:
        if it.since <= on and (found is None or it.since >= found.since):
            found = it
    return found
