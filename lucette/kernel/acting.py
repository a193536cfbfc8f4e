"""Who acts, told to PostgreSQL for the time of one transaction: row-level security reads it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from lucette.kernel.actor import Actor


def tell(actor: str, scope: str) -> None:
    """Set who acts until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lucette.actor', %s, true), set_config('lucette.scope', %s, true)", [actor, scope])


def told() -> tuple[str, str]:
    """Who acts now, ("", "") for nobody: a setting once made locally reads '' ever after in that session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('lucette.actor', true), ''), coalesce(current_setting('lucette.scope', true), '')")
        actor, scope = cursor.fetchone() or ("", "")
    return actor, scope


@contextmanager
def reading(actor: Actor) -> Iterator[None]:
    """Open a transaction of its own in which everything is read as it was at one instant, and nothing can be written."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tell(str(actor.pk), str(actor.scope))
        yield


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Open the transaction in which this actor sees what is his; nested in a longer one, who acted before comes back afterwards."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = told() if nested else None
        tell(str(actor.pk), str(actor.scope))
        yield
        if before and not connection.needs_rollback:
            tell(*before)
