"""The history of objects, and whether it was touched since it was sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_

from django.db import models

from lucette.foundation.journal.models import Entry, Seal
from lucette.foundation.journal.rules import GENESIS, Line, digest
from lucette.kernel.clock import PARIS


def history(subject: models.Model) -> list[Entry]:
    """Every act on `subject`, oldest first."""
    return history_many([subject])


def history_many(subjects: Iterable[models.Model]) -> list[Entry]:
    """Every act on any of `subjects` (a file and its parts), merged, oldest first."""
    wanted: dict[str, list[str]] = {}
    for subject in subjects:
        wanted.setdefault(subject._meta.label_lower, []).append(str(subject.pk))
    if not wanted:
        return []
    anyone = reduce(or_, (models.Q(subject_type=kind, subject_id__in=ids) for kind, ids in wanted.items()))
    return list(Entry.objects.filter(anyone).order_by("id"))


def history_of(subject_type: str, subject_id: str) -> list[Entry]:
    """Every act on the object of that type (`payments.order`) and id, oldest first."""
    return list(Entry.objects.filter(subject_type=subject_type, subject_id=subject_id).order_by("id"))


def latest(acts: Iterable[str]) -> list[Entry]:
    """The last time each of these acts was done, in the order of the house."""
    return sorted(Entry.objects.filter(act__in=list(acts)).order_by("act", "-id").distinct("act"), key=lambda it: it.pk)


def page(*, family: str = "", role: str = "", on: dt.date | None = None, after: str = "", limit: int = 50) -> tuple[list[Entry], str]:
    """Acts of the whole house, newest first, of one family (`order`: « order.certified »…), role, or day in Paris; and the id that asks
    for the next ones ("" at the end)."""
    rows = _narrowed(family, role, on).order_by("-id")
    if after.isdigit():
        rows = rows.filter(id__lt=int(after))
    found = list(rows[: limit + 1])
    return found[:limit], str(found[limit - 1].pk) if len(found) > limit else ""


def count(*, family: str = "", role: str = "", on: dt.date | None = None) -> int:
    """How many acts the same words keep."""
    return _narrowed(family, role, on).count()


def _narrowed(family: str, role: str, on: dt.date | None) -> models.QuerySet[Entry]:
    rows = Entry.objects.all()
    if family:
        rows = rows.filter(act__startswith=f"{family}.")
    if role:
        rows = rows.filter(role=role)
    if on:
        begins = dt.datetime.combine(on, dt.time(), PARIS)
        rows = rows.filter(at__gte=begins, at__lt=begins + dt.timedelta(days=1))
    return rows


def families() -> dict[str, int]:
    """How many acts of each family the journal holds: `order` for « order.certified »."""
    word = models.Func(models.F("act"), models.Value("."), models.Value(1), function="split_part", output_field=models.CharField())
    return dict(Entry.objects.annotate(family=word).values_list("family").annotate(count=models.Count("pk")).order_by("family"))


def recent(limit: int = 50) -> list[Entry]:
    """The latest acts of the whole house, newest first."""
    return list(Entry.objects.order_by("-id")[:limit])


def lines_between(after: int, last: int) -> Iterator[Line]:
    """Entries with after < id <= last, in id order, read little by little."""
    rows = Entry.objects.filter(id__gt=after, id__lte=last).order_by("id")
    for row in rows.values_list(*Line.__slots__).iterator(chunk_size=5000):
        yield Line(*row)


def last_seal() -> Seal | None:
    """The seal that holds all the others: kept outside the house (printed, sent to the auditor), it anchors the whole chain."""
    return Seal.objects.order_by("last_entry").last()


def verify_seals() -> tuple[int, Seal | None]:
    """Recompute the chain from the stored entries. Returns (seals found good, the first bad one or None).

    Seen: an entry changed, removed, or slipped into a sealed range; a seal changed, or removed before the last one.
    """
    previous, after, good = GENESIS, 0, 0
    for seal in Seal.objects.order_by("last_entry"):
        recomputed = digest(previous, lines_between(after, seal.last_entry))
        if seal.previous != previous or recomputed != (seal.digest, seal.count):
            return good, seal
        previous, after, good = seal.digest, seal.last_entry, good + 1
    return good, None
