"""Arithmetic of periods. Pure."""

from __future__ import annotations

import datetime as dt


def days_within(lower: dt.date | None, upper: dt.date | None, starts_on: dt.date, ends_on: dt.date) -> int:
    """Days that the period [lower, upper) — None: no end — shares with [starts_on, ends_on], both included."""
    first = max(starts_on, lower) if lower else starts_on
    after = min(ends_on + dt.timedelta(days=1), upper) if upper else ends_on + dt.timedelta(days=1)
    return max(0, (after - first).days)


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first day of each month, from that of `first` to that of `last`."""
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    return [dt.date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]
