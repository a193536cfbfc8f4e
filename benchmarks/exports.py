"""A list of 100,000 rows written by the worker, page after page, against the whole list held in memory by the usual spreadsheet library."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from typing import Any
from uuid import UUID, uuid4

from openpyxl import Workbook, load_workbook

from benchmarks.database import analyze
from benchmarks.measure import Measure, timed
from lucette.foundation.accounts import actions as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.exports import actions as exports
from lucette.foundation.journal.models import Entry
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.web.audit.journal import FAMILIES, table
from lucette.web.gate import tasks
from lucette.web.gate.sheets import values

SIZE = 100_000


def write_journal() -> None:
    """Acts of every family, over a hundred days."""
    first, families = dt.datetime(2021, 3, 1, 12, tzinfo=dt.UTC), list(FAMILIES)
    told = {"actor_id": SYSTEM.pk, "role": "system", "scope": "national", "subject_type": "essai.essai", "reason": "un motif", "facts": {}}
    with acting(SYSTEM):
        Entry.objects.bulk_create(
            (
                Entry(at=first + dt.timedelta(minutes=n), act=f"{families[n % len(families)]}.tried", subject_id=str(UUID(int=n)), **told)
                for n in range(SIZE)
            ),
            batch_size=5_000,
        )
    analyze("journal_entry")


def ours(by: Actor) -> bytes:
    with acting(by):
        export = exports.ask(address="/audit/journal/?format=xlsx", title="Journal", name="journal", extension="xlsx", expected=SIZE, by=by)
    with tempfile.TemporaryFile() as out:
        tasks.fill(export, out)
        out.seek(0)
        return out.read()


def plain(by: Actor) -> bytes:
    """Every row read, drawn and written at once."""
    with acting(by):
        drawn = table(list(Entry.objects.order_by("-at", "-pk")))
    book, out = Workbook(), io.BytesIO()
    book.active.append([it.label for it in drawn.heads])
    for row in values(drawn):
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(io.BytesIO(content), read_only=True).active.iter_rows(values_only=True))


def measure() -> Measure:
    """Equality: the same rows in the same order, the act of asking for the export apart."""
    write_journal()
    with acting(SYSTEM):
        person = Person.objects.create(first_name="Essai", last_name="Auditeur", email=f"{uuid4()}@example.fr", fictional=True)
        accounts.grant_role(person_id=person.pk, name=RoleName.AUDITOR, scope=Scope(), by=SYSTEM)
    by = Actor(person.pk, RoleName.AUDITOR, Scope())
    with clock.at(dt.date(2021, 3, 1)):
        plain_ms, expected = timed(lambda: plain(by))
        ours_ms, written = timed(lambda: ours(by))
    found, known = rows_of(written), rows_of(expected)
    equal = [row for row in found if not str(row[1]).startswith("Export")] == known and len(known) > SIZE
    return Measure("liste exportée par l’ouvrier (XLSX)", SIZE, ours_ms, plain_ms, equal, "openpyxl, toute la liste en mémoire")
