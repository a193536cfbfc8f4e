"""Seal what was written: batches chained one to the next."""

from __future__ import annotations

from django.db import connection, transaction

from lucette.foundation.ledger.models import Seal
from lucette.foundation.ledger.queries import sealed
from lucette.foundation.ledger.rules import GENESIS, chained
from lucette.kernel import clock

SEAL_LOCK = 7_401_001


@transaction.atomic
def seal(most: int = 50_000) -> Seal | None:
    """Close the next batch (at most `most` postings) with a hash chained to the batch before; None when there is nothing to seal.

    Everything under the horizon is written for good: PostgreSQL has waited, an instant, for the writers (3 s at most, else None).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])
        cursor.execute("SELECT ledger_horizon()")
        (horizon,) = cursor.fetchone()
    last = Seal.objects.defer("marks").order_by("-id").first()
    found = sealed.next_batch(last.last_posting if last else 0, horizon, most)
    if found is None:
        return None
    batch, marks = found
    previous, now = last.digest if last else GENESIS, clock.now()
    return Seal.objects.create(
        sealed_at=now,
        first_posting=batch.first,
        last_posting=batch.last,
        count=batch.count,
        previous=previous,
        digest=chained(previous, now, batch),
        marks=marks,
    )
