"""Seal what was written: batches chained one to the next."""

from __future__ import annotations

from django.db import connection, transaction

from lucette.foundation.ledger import queries
from lucette.foundation.ledger.models import Seal
from lucette.foundation.ledger.rules import GENESIS, chained

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
    last = Seal.objects.order_by("-id").first()
    rows = queries.sealed_content(last.last_posting if last else 0, horizon)[:most]
    content = list(rows)
    if not content:
        return None
    previous = last.digest if last else GENESIS
    return Seal.objects.create(
        first_posting=content[0][0],
        last_posting=content[-1][0],
        count=len(content),
        previous=previous,
        digest=chained(previous, content),
    )
