"""Ask for one act on many objects, answer one line, end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.bulk import letters, queries
from lucette.foundation.bulk.models import BulkAct, BulkLine
from lucette.foundation.bulk.rules import KEPT_DAYS, MOST
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Refusal, RuleBroken

Play = Callable[[UUID, Actor], Any]


@transaction.atomic
def ask(
    *, code: str, subjects: Sequence[tuple[UUID, str]], params: Mapping[str, str], back: str, in_background: bool, by: Actor
) -> BulkAct:
    """Keep what is asked: each object with its name. Nothing is done yet. Raises RuleBroken (nothing chosen, too many)."""
    chosen = dict(subjects)
    if not chosen:
        raise RuleBroken("bulk.nothing", "Cochez au moins une ligne.")
    if len(chosen) > MOST:
        raise RuleBroken("bulk.too_many", f"Choisissez {french.number(MOST)} lignes au plus à la fois.")
    it = BulkAct.objects.create(
        code=code,
        person_id=by.pk,
        role=by.role,
        scope_kind=by.scope.kind,
        scope_code=by.scope.code,
        params=dict(params),
        back=back,
        total=len(chosen),
        in_background=in_background,
    )
    BulkLine.objects.bulk_create(
        BulkLine(of=it, rank=rank, subject_id=pk, name=name[:80]) for rank, (pk, name) in enumerate(chosen.items(), 1)
    )
    journal.record("bulk.asked", subject=it, by=by, kind=code, lines=it.total)
    return it


@transaction.atomic
def answer_next(*, bulk_id: UUID, play: Play, by: Actor) -> bool:
    """Do the act on the next line, in its own savepoint: what it wrote stays with its answer, or neither does. Is there another one?

    Two workers never take the same line; one that stops in the middle leaves it to the next.
    """
    line = BulkLine.objects.select_for_update(skip_locked=True).filter(of_id=bulk_id, answered_at=None).order_by("rank").first()
    if line is None:
        return False
    try:
        with transaction.atomic():
            play(line.subject_id, by)
    except Refusal as refusal:
        line.refusal = refusal.sentence
    line.answered_at = clock.now()
    line.save(update_fields=["answered_at", "refusal"])
    return True


@transaction.atomic
def end(*, bulk_id: UUID, label: str) -> bool:
    """When each line has its answer: over, told by a letter if one did not wait. Returns whether it is."""
    it = BulkAct.objects.lock(bulk_id)
    if it.ended_at or BulkLine.objects.filter(of=it, answered_at=None).exists():
        return it.ended_at is not None
    it.ended_at = clock.now()
    it.save(update_fields=["ended_at"])
    if it.in_background:
        letters.ended(it, label, queries.advance(it))
    return True


@transaction.atomic
def forget() -> int:
    """Erase those that ended thirty days ago: what each did is in the journal of its object. Returns how many."""
    over = BulkAct.objects.filter(ended_at__lt=clock.now() - dt.timedelta(days=KEPT_DAYS))
    return over.delete()[1].get("bulk.BulkAct", 0)
