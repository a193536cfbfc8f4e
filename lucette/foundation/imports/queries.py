"""An import, its first lines, what is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.imports.enums import ImportStatus
from lucette.foundation.imports.models import Import, ImportLine
from lucette.kernel.actor import Actor

FIRST_LINES = 3


@dataclass(frozen=True, slots=True)
class Problem:
    """« Ligne 12, colonne « Durée » : … »."""

    line: int
    column: str
    sentence: str

    @property
    def words(self) -> str:
        where = f"Ligne {self.line}, colonne « {self.column} »" if self.column else f"Ligne {self.line}"
        return f"{where} : {self.sentence[:1].lower()}{self.sentence[1:]}"


def imported(import_id: UUID, by: Actor) -> Import:
    """One import of this person. Raises NotFound."""
    return Import.objects.visible_to(by).known(import_id)


def imports(by: Actor, kind: str, limit: int = 20) -> list[Import]:
    """The latest imports of this kind that this person may open, newest first."""
    return list(Import.objects.visible_to(by).filter(kind=kind).order_by("-created_at", "-pk")[:limit])


def first_lines(it: Import) -> list[ImportLine]:
    """To recognise the columns by."""
    return list(ImportLine.objects.filter(of=it).order_by("number")[:FIRST_LINES])


def problems(it: Import, limit: int = 50) -> list[Problem]:
    """What is wrong, in the order of the file."""
    rows = ImportLine.objects.filter(of=it).exclude(problems=[]).order_by("number")[:limit]
    return [Problem(row.number, column, sentence) for row in rows for column, sentence in row.problems][:limit]


def running() -> list[Import]:
    """Those that wait for the worker, oldest first."""
    return list(Import.objects.filter(status=ImportStatus.RUNNING).in_order())
