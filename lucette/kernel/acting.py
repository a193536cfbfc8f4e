"""Who acts, told to PostgreSQL for the time of one transaction: row-level security reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from lucette.kernel.actor import Actor


def tell(actor: str, scope: str) -> tuple[str, str]:
    """Set who acts until the end of the transaction; returns who acted before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('lucette.actor', true), ''), coalesce(current_setting('lucette.scope', true), '')")
        before = cursor.fetchone()
        cursor.execute("SELECT set_config('lucette.actor', %s, true), set_config('lucette.scope', %s, true)", [actor, scope])
    return (before[0], before[1]) if before else ("", "")


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Open the transaction in which this actor sees what is his."""
    with transaction.atomic():
        before = tell(str(actor.pk), str(actor.scope))
        yield
        if not connection.needs_rollback:
            tell(*before)  # only matters when nested in a longer transaction
