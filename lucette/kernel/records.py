"""What every stored object shares: an unguessable id, a creation date, a lock, a number that is never max + 1."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any, Self, TypeVar

from django.db import connection, models

from lucette.kernel import clock
from lucette.kernel.errors import NotFound

M = TypeVar("M", bound=models.Model, covariant=True)


class RecordQuerySet(models.QuerySet[M]):
    """Words every room's QuerySet has. Rooms add `.visible_to(actor)`."""

    def lock(self, pk: uuid.UUID) -> M:
        """The row, held until the end of the transaction. Raises NotFound (absent, or not visible in this scope)."""
        row = self.select_for_update(of=("self",)).filter(pk=pk).first()
        if row is None:
            raise NotFound
        return row

    def known(self, pk: Any) -> M:
        """The row, not held. Raises NotFound."""
        row = self.filter(pk=pk).first()
        if row is None:
            raise NotFound
        return row

    def in_order(self) -> Self:
        return self.order_by("created_at", "pk")

    def page(self, after: str = "", limit: int = 50, sort: str = "", sorts: Mapping[str, Any] | None = None) -> tuple[list[M], str]:
        """At most `limit` rows that follow the row of id `after`; and the id to ask the next ones with ("" at the end).

        `sort`: a word of `sorts` (what it orders by, never null), the other way round after a « - »; else newest first. An id that is
        not one, or not of these rows, gives the first page.
        """
        if sorts and sort.lstrip("-") in sorts:
            ordered: Any = self.annotate(sorted_by=sorts[sort.lstrip("-")])
            return ordered.keyed(["-sorted_by" if sort.startswith("-") else "sorted_by"], after, limit)
        rows = self.order_by("-created_at", "-pk")
        if after and (last := self.filter(pk=after).first() if is_uuid(after) else None):
            moment = last.created_at  # type: ignore[attr-defined]
            rows = rows.filter(models.Q(created_at__lt=moment) | models.Q(created_at=moment, pk__lt=last.pk))
        found = list(rows[: limit + 1])
        return found[:limit], str(found[limit - 1].pk) if len(found) > limit else ""

    def keyed(self, keys: Sequence[str], after: str = "", limit: int = 50) -> tuple[list[M], str]:
        """At most `limit` rows that follow the row of id `after`, and the id to ask the next ones with, in the order of `keys`: fields or
        annotations that are never null, the other way round after a « - ». Ids settle ties, in the direction of the first key."""
        keys = [*keys, f"{'-' if keys[0].startswith('-') else ''}pk"]
        names, rows = [key.lstrip("-") for key in keys], self.order_by(*keys)
        last = self.order_by().filter(pk=after).values_list(*names).first() if is_uuid(after) else None
        if last:
            rows = rows.filter(beyond(keys, names, last))
        found = list(rows[: limit + 1])
        return found[:limit], str(found[limit - 1].pk) if len(found) > limit else ""


def beyond(keys: Sequence[str], names: Sequence[str], last: Sequence[Any]) -> models.Q:
    """What comes after the row of these values in this order."""
    further, equal = models.Q(), models.Q()
    for key, name, value in zip(keys, names, last, strict=True):
        further |= equal & models.Q(**{f"{name}__{'lt' if key.startswith('-') else 'gt'}": value})
        equal &= models.Q(**{name: value})
    return further


def is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


class Record(models.Model):
    """UUID key; date of creation from the clock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField("créé le", default=clock.now, editable=False)

    class Meta:
        abstract = True


def next_number(sequence: str, prefix: str, on: dt.date) -> str:
    """A number people quote, like `C-2021-00042`, from a PostgreSQL sequence: never reused, gaps are normal."""
    [number] = next_numbers(sequence, prefix, on, 1)
    return number


def next_numbers(sequence: str, prefix: str, on: dt.date, count: int) -> list[str]:
    """As many of them, in one question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count])
        return [f"{prefix}-{on.year}-{number:05d}" for (number,) in cursor.fetchall()]
