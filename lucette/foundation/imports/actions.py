"""Read a file, match its columns and try it, take it whole, take it back whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from lucette.foundation.imports import policies
from lucette.foundation.imports.enums import ImportStatus as S
from lucette.foundation.imports.models import Import, ImportLine
from lucette.foundation.imports.rules import Line, Target, Written, guessed, lines_told, matching_problems
from lucette.foundation.imports.rules import read as read_sheet
from lucette.foundation.imports.rules.columns import missing
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, Refusal, RuleBroken

BATCH = 1_000  # lines checked again in one transaction, while it runs
UNDO_DAYS = 30
MOST_TOLD = 200  # wrong lines whose problems are kept: the same mistake is often made on each
KEPT_DAYS = 7  # a file tried and never taken


@transaction.atomic
def read(*, target: Target, filename: str, content: bytes, by: Actor) -> Import:
    """Keep the lines of a file, to be matched. Raises Forbidden, Invalid (file)."""
    policies.check_can_import(by, target)
    digest = sha256(content).hexdigest()
    if Import.objects.visible_to(by).filter(kind=target.code, sha256=digest, status__in=(S.RUNNING, S.DONE)).exists():
        sentence = "Ce fichier est déjà importé : annulez d’abord l’import précédent pour le reprendre."
        raise Invalid("import.again", sentence, {"file": sentence})
    sheet = read_sheet(content)
    it = Import.objects.create(
        kind=target.code,
        person_id=by.pk,
        role=by.role,
        scope_kind=by.scope.kind,
        scope_code=by.scope.code,
        filename=filename.replace("\0", "")[-120:],
        sha256=digest,
        headers=sheet.headers,
        matching=guessed(target.columns, sheet.headers),
        total=len(sheet.lines),
        status_since=clock.now(),
        status_by=by.pk,
    )
    ImportLine.objects.bulk_create((ImportLine(of=it, number=number, cells=cells) for number, cells in sheet.lines), batch_size=2000)
    journal.record("import.read", subject=it, by=by, kind=it.kind, lines=it.total)
    return it


@transaction.atomic
def match(*, import_id: UUID, target: Target, matching: Mapping[str, int], by: Actor) -> Import:
    """Say which column answers what, and try: each line is checked, nothing is written elsewhere.

    Raises NotFound, Forbidden, WrongState, Invalid (by name of column).
    """
    it = Import.objects.visible_to(by).lock(import_id)
    policies.check_can_import(by, target)
    it.check_act("match")
    if wrong := matching_problems(target.columns, matching, len(it.headers)):
        raise Invalid("import.matching", "Le choix des colonnes est à corriger.", wrong)
    rows = list(it.lines.order_by("number"))
    problems, counts = tried(target, lines_told(target.columns, matching, [(row.number, row.cells) for row in rows]), by)
    keep_problems(target, rows, problems)
    it.move_to(
        S.TRIED, act="match", on=clock.now(), by=by, matching=dict(matching), wrong=len(problems), done=0, counts=dict(counts), refusal=""
    )
    journal.record("import.tried", subject=it, by=by, lines=it.total, wrong=it.wrong)
    return it


Problems = dict[int, list[tuple[str, str]]]


def tried(target: Target, lines: Sequence[Line], by: Actor) -> tuple[Problems, dict[str, int]]:
    """What is wrong in these lines: empty cells first, then what the target says of the others."""
    problems = {line.number: found for line in lines if (found := missing(target.columns, line))}
    trial = target.check([line for line in lines if line.number not in problems], by)
    return problems | {number: list(found) for number, found in trial.problems.items() if found}, dict(trial.counts)


def keep_problems(target: Target, rows: Sequence[ImportLine], problems: Problems) -> None:
    """What is wrong, beside each line; of the first ones alone when there are too many."""
    labels, changed, told_of = {column.name: column.label for column in target.columns}, [], 0
    for row in rows:
        told = [[labels.get(name, ""), sentence] for name, sentence in problems.get(row.number, [])] if told_of < MOST_TOLD else []
        told_of += bool(told)
        if row.problems != told:
            row.problems = told
            changed.append(row)
    ImportLine.objects.bulk_update(changed, ["problems"], batch_size=200)


@transaction.atomic
def start(*, import_id: UUID, target: Target, by: Actor) -> Import:
    """Ask for the import of every line. Raises NotFound, Forbidden, WrongState, RuleBroken (a line is refused)."""
    it = Import.objects.visible_to(by).lock(import_id)
    policies.check_can_import(by, target)
    it.check_act("start")
    if it.wrong:
        many = french.plural(it.wrong, "ligne est refusée", "lignes sont refusées")
        raise RuleBroken("import.wrong", f"{many} : corrigez le fichier, puis déposez-le de nouveau. Rien n’est importé à moitié.")
    it.move_to(S.RUNNING, act="start", on=clock.now(), by=by, done=0)
    journal.record("import.started", subject=it, by=by, lines=it.total)
    return it


@transaction.atomic
def advance(*, import_id: UUID, target: Target, by: Actor) -> Import:
    """One step of a running import: check the next lines again, for the world has moved since the trial; after the last, write all of them.

    The writing is one transaction: a crash, a refusal, leave nothing. What was checked stays counted, so that a killed worker goes on.
    Raises NotFound, WrongState.
    """
    it = Import.objects.lock(import_id)
    it.check_act("finish")
    if not policies.can_import(by, target):
        return stopped(it, by, refusal="Le rôle qui permettait cet import a pris fin.")
    try:
        with transaction.atomic():
            return checked(it, target, by) if it.done < it.total else taken(it, target, by)
    except Refusal as refusal:
        return stopped(Import.objects.known(it.pk), by, refusal=refusal.sentence)


def checked(it: Import, target: Target, by: Actor) -> Import:
    """The next lines, tried again."""
    rows = list(it.lines.order_by("number")[it.done : it.done + BATCH])
    problems, _ = tried(target, lines_told(target.columns, it.matching, [(row.number, row.cells) for row in rows]), by)
    if problems:
        keep_problems(target, rows, problems)
        return stopped(it, by, wrong=len(problems))
    it.done += len(rows)
    it.save(update_fields=["done"])
    return it


def taken(it: Import, target: Target, by: Actor) -> Import:
    """Every line, written."""
    rows = list(it.lines.order_by("number"))
    written = target.write(lines_told(target.columns, it.matching, [(row.number, row.cells) for row in rows]), by)
    keep_written(it, rows, written)
    it.move_to(S.DONE, act="finish", on=clock.now(), by=by)
    journal.record("import.finished", subject=it, by=by, lines=it.total)
    return it


def stopped(it: Import, by: Actor, *, wrong: int = 0, refusal: str = "") -> Import:
    """Back to the trial: nothing was written."""
    it.move_to(S.TRIED, act="stop", on=clock.now(), by=by, done=0, wrong=wrong, refusal=refusal)
    journal.record("import.stopped", subject=it, by=by, wrong=wrong)
    return it


def keep_written(it: Import, rows: Sequence[ImportLine], written: Sequence[Written]) -> None:
    """What each line became; its cells are forgotten: the rooms have what they need, and a file may say more than they ask."""
    became = {line.number: line for line in written}
    ImportLine.objects.filter(of=it).delete()
    kept = ((row.number, became.get(row.number)) for row in rows)
    ImportLine.objects.bulk_create(
        (ImportLine(of=it, number=number, made=one.made if one else None, before=one.before if one else None) for number, one in kept),
        batch_size=2000,
    )


def run(*, import_id: UUID, target: Target, by: Actor) -> Import:
    """Every step of a running import, each in its own transaction when nothing else is open."""
    it = advance(import_id=import_id, target=target, by=by)
    while it.status == S.RUNNING:
        it = advance(import_id=import_id, target=target, by=by)
    return it


@transaction.atomic
def undo(*, import_id: UUID, target: Target, by: Actor) -> Import:
    """Take the whole import back. Raises NotFound, Forbidden, WrongState, RuleBroken (too late, or something depends on it)."""
    it = Import.objects.visible_to(by).lock(import_id)
    policies.check_can_import(by, target)
    it.check_act("undo")
    if not may_still_undo(it):
        raise RuleBroken("import.late", f"Un import s’annule dans les {UNDO_DAYS} jours : corrigez les lignes une à une.")
    written = [Written(row.number, row.made, row.before) for row in it.lines.order_by("number") if row.made]
    target.take_back(written, by)
    it.move_to(S.UNDONE, act="undo", on=clock.now(), by=by)
    journal.record("import.undone", subject=it, by=by, lines=len(written))
    return it


def may_still_undo(it: Import) -> bool:
    return it.status_since is not None and clock.now() - it.status_since <= dt.timedelta(days=UNDO_DAYS)


@transaction.atomic
def drop(*, import_id: UUID, by: Actor) -> Import:
    """Give the file up: its lines are erased. Raises NotFound, WrongState."""
    it = Import.objects.visible_to(by).lock(import_id)
    it.move_to(S.DROPPED, act="drop", on=clock.now(), by=by)
    it.lines.all().delete()
    journal.record("import.dropped", subject=it, by=by)
    return it


@transaction.atomic
def forget(*, on: dt.datetime) -> int:
    """Erase the lines of files that nobody took, and of imports that can no longer be taken back. Returns how many lines."""
    idle = ImportLine.objects.filter(of__status__in=(S.READ, S.TRIED), of__status_since__lt=on - dt.timedelta(days=KEPT_DAYS))
    over = ImportLine.objects.filter(of__status__in=(S.DONE, S.UNDONE), of__status_since__lt=on - dt.timedelta(days=UNDO_DAYS))
    return idle.delete()[0] + over.delete()[0]
