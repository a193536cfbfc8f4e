"""The day of an instant, in France."""

from __future__ import annotations

import datetime as dt

from lucette.kernel.clock import PARIS


def day(instant: dt.datetime | None) -> dt.date | None:
    return instant.astimezone(PARIS).date() if instant else None
