"""How long, how many."""

from __future__ import annotations

import datetime as dt

KEPT_HOURS = 24  # a file, from when it is ready
KEPT_DAYS = 30  # what was asked, without its file
MOST_WAITING = 10  # exports of one person, not written yet
MOST_TRIES = 3
LEASE = dt.timedelta(minutes=10)  # a worker that says nothing for so long is gone


def place(export_id: object, extension: str) -> str:
    """Where the bytes live: nothing typed by a person."""
    return f"exports/{export_id}.{extension}"
