"""Figures for everyone, counted behind the walls."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM


@contextmanager
def public_figures() -> Iterator[None]:
    """For a public page that shows totals of walled tables: national sight, PostgreSQL refusing any write meanwhile.

        with public_figures():
            figures = statistics.key_figures()

    Only aggregates come out, never rows of people; evaluate inside the block (a lazy QuerySet read later sees nothing).
    """
    with acting(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")  # until the end of this savepoint only
        yield
