"""Remember an act; seal what is remembered."""

from __future__ import annotations

import time
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.db import connection, models, transaction

from lucette.foundation.journal.models import Entry, Seal
from lucette.foundation.journal.queries import last_seal, lines_between
from lucette.foundation.journal.rules import GENESIS, digest
from lucette.kernel import clock
from lucette.kernel.actor import Actor

SEALERS = 7_341_101  # advisory lock: one sealer at a time
WRITERS = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND relation = 'journal_entry'::regclass AND mode = 'RowExclusiveLock' AND granted AND pid IS DISTINCT FROM pg_backend_pid()
"""


def record(act: str, *, subject: models.Model, by: Actor, reason: str = "", **facts: Any) -> Entry:
    """Write one row, in the transaction of the act. `act` is `room.past_participle`; `facts` are JSON values without personal data."""
    entry = _entry(act, subject, by, reason, facts)
    entry.save(force_insert=True)
    return entry


def record_many(act: str, *, subjects: Iterable[tuple[models.Model, dict[str, Any]]], by: Actor, reason: str = "") -> None:
    """The same act, for the same reason, on many subjects, each with its facts, in one INSERT a thousand."""
    Entry.objects.bulk_create([_entry(act, subject, by, reason, facts) for subject, facts in subjects], batch_size=1_000)


def _entry(act: str, subject: models.Model, by: Actor, reason: str, facts: dict[str, Any]) -> Entry:
    return Entry(
        at=clock.now(),
        actor_id=by.pk,
        role=by.role,
        scope=str(by.scope),
        act=act,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        reason=reason,
        facts=facts,
    )


@transaction.atomic(durable=True)
def seal(*, patience: float = 5.0, batch: int = 10_000) -> list[Seal]:
    """Chain every settled entry not yet sealed, in id order, by batches of at most `batch` rows. Returns the new seals, oldest first.

    A transaction of its own (durable: RuntimeError inside another one). No seal is made when writers are still at work after
    `patience` seconds: the next run will do it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALERS])
    before = last_seal()
    previous, after = (before.digest, before.last_entry) if before else (GENESIS, 0)
    frontier = Entry.objects.aggregate(last=models.Max("id"))["last"] or 0
    if frontier <= after or not _settled(patience):
        return []
    seals, lines = [], lines_between(after, frontier)
    while rows := list(islice(lines, batch)):
        previous_digest, (previous, count) = previous, digest(previous, rows)
        seals.append(Seal(first_entry=rows[0].id, last_entry=rows[-1].id, count=count, previous=previous_digest, digest=previous))
    return Seal.objects.bulk_create(seals)


def _settled(patience: float) -> bool:
    """True once every transaction that was writing entries a moment ago has ended, so that no id up to the frontier can still appear.

    Ids come from a sequence and are not transactional: number 7 may be committed after number 9. An INSERT locks the table before it
    draws its number, keeps the lock until it ends, and becomes visible before it lets go: whoever is not in the list read here either is
    visible to the next statement (READ COMMITTED) or will draw a number past the frontier. Only those listed are waited for, so a
    busy house does not starve the sealer; and nobody waits for the sealer, as everyone would behind LOCK TABLE … IN SHARE MODE (which
    the run-time role may not take anyway: it has no right of change on history). The snapshot's xmin would not do: a number may be
    drawn a moment before its transaction gets an id.
    """
    ours = _writers()
    waited = 0.0
    while ours and waited < patience:
        time.sleep(0.05)
        waited += 0.05
        ours &= _writers()
    return not ours


def _writers() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(WRITERS)
        return {row[0] for row in cursor.fetchall()}
