"""The only clock. Tests and the demonstration move it; nobody else reads the time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_stopped: ContextVar[dt.datetime | None] = ContextVar("stopped", default=None)
_shift = dt.timedelta()


def now() -> dt.datetime:
    """The instant of the act, aware, in Paris time."""
    if (instant := _stopped.get()) is not None:
        return instant
    return dt.datetime.now(PARIS) + _shift


def today() -> dt.date:
    """The date in Paris."""
    return now().date()


@contextmanager
def at(moment: dt.datetime | dt.date) -> Iterator[None]:
    """Stop the clock at `moment` (a date means nine in the morning in Paris) in this context and what it calls."""
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time(9), PARIS)
    token = _stopped.set(moment.astimezone(PARIS))
    try:
        yield
    finally:
        _stopped.reset(token)


def shift_to(moment: dt.datetime) -> None:
    """Make the whole process live as if it were `moment` now (the demonstration's story date); the clock keeps ticking."""
    global _shift
    _shift = moment - dt.datetime.now(PARIS)


def shifted() -> bool:
    """True when this process lives at the date of the demonstration's story."""
    return _shift != dt.timedelta()
