"""Ask for a list, write it, keep it a day, forget it."""

from __future__ import annotations

import datetime as dt
from typing import IO, Any
from uuid import UUID

from django.core.files import File
from django.db import transaction
from django.db.models import Q

from lucette.foundation.exports import letters
from lucette.foundation.exports.models import Export
from lucette.foundation.exports.queries import ready
from lucette.foundation.exports.rules import KEPT_DAYS, KEPT_HOURS, LEASE, MOST_TRIES, MOST_WAITING, place
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import RuleBroken


@transaction.atomic
def ask(*, address: str, title: str, name: str, extension: str, expected: int, by: Actor) -> Export:
    """Have this list written by the worker. The same list, asked again while it is not written, is the same export.

    Raises RuleBroken (too many wait already).
    """
    waiting = Export.objects.visible_to(by).unfinished()
    if same := waiting.filter(address=address, extension=extension).first():
        return same
    if waiting.count() >= MOST_WAITING:
        raise RuleBroken("export.too_many", f"{MOST_WAITING} exports sont déjà en préparation : attendez que l’un d’eux soit prêt.")
    export = Export.objects.create(
        person_id=by.pk,
        role=by.role,
        scope_kind=by.scope.kind,
        scope_code=by.scope.code,
        title=title[:200],
        name=name[:120],
        extension=extension,
        address=address,
        expected=expected,
    )
    journal.record("export.asked", subject=export, by=by, extension=extension)
    return export


@transaction.atomic
def claim() -> Export | None:
    """The export that has waited longest, for this worker alone; None when there is none. One that was tried too often fails."""
    free = Q(taken_at=None) | Q(taken_at__lt=clock.now() - LEASE)
    while it := Export.objects.unfinished().filter(free).select_for_update(skip_locked=True).in_order().first():
        if it.tries < MOST_TRIES:
            Export.objects.filter(pk=it.pk).update(taken_at=clock.now(), tries=it.tries + 1, rows=0)
            return it
        _fail(it, "Une erreur s’est produite : prévenez l’équipe d’assistance si elle revient.")
    return None


def told(*, export_id: UUID, rows: int) -> None:
    """How many rows are written so far: the worker is at work."""
    Export.objects.unfinished().filter(pk=export_id).update(rows=rows, taken_at=clock.now())


@transaction.atomic
def finish(*, export_id: UUID, content: IO[bytes], rows: int) -> Export:
    """The file is whole: keep it a day, and write to whoever asked. Raises NotFound (done already, by another worker)."""
    export = Export.objects.unfinished().lock(export_id)
    export.file.save(place(export.pk, export.extension), File(content), save=False)
    export.rows, export.size, export.ready_at = rows, export.file.size, clock.now()
    export.kept_until = export.ready_at + dt.timedelta(hours=KEPT_HOURS)
    export.save()
    journal.record("export.written", subject=export, by=SYSTEM, rows=rows)
    letters.ready(export)
    return export


@transaction.atomic
def fail(*, export_id: UUID, why: str) -> Export:
    """It cannot be written: say why. Raises NotFound (done already)."""
    return _fail(Export.objects.unfinished().lock(export_id), why)


def _fail(export: Export, why: str) -> Export:
    export.failed_at, export.failure = clock.now(), why[:300]
    export.address = ""
    export.save()
    letters.failed(export)
    return export


@transaction.atomic
def open_file(*, export_id: UUID, by: Actor) -> Export:
    """Take the file; that it was taken is remembered. Raises NotFound."""
    export = ready(export_id, by)
    journal.record("export.opened", subject=export, by=by)
    return export


@transaction.atomic
def forget() -> int:
    """Erase the files kept long enough, and the words that were searched; later, the line itself. Returns how many files."""
    now: Any = clock.now()
    over = list(Export.objects.select_for_update(skip_locked=True).filter(kept_until__lte=now).exclude(file=""))
    for export in over:
        export.file.delete(save=False)
        export.address = ""
        export.save()
    Export.objects.filter(created_at__lt=now - dt.timedelta(days=KEPT_DAYS), file="").delete()
    return len(over)
