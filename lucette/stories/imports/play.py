"""Play an import: each kind of file has its target; a short one is taken at once, a long one by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.imports import actions, queries
from lucette.foundation.imports.enums import ImportStatus
from lucette.foundation.imports.models import Import
from lucette.foundation.imports.rules import Target, template
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.stories.imports.activities import Activities
from lucette.stories.imports.structures import Structures

TARGETS: Mapping[str, Target] = {target.code: target for target in (Activities(), Structures())}
AT_ONCE = 1_000  # lines taken while one waits; more are the worker's


def target_of(kind: str) -> Target:
    """Raises NotFound (no such kind)."""
    if kind not in TARGETS:
        raise NotFound
    return TARGETS[kind]


def offer(kind: str) -> bytes:
    """The template to fill, a workbook."""
    target = target_of(kind)
    rows = [[example.get(column.name, "") for column in target.columns] for example in target.examples()]
    return template([column.label for column in target.columns], rows)


def read(*, kind: str, filename: str, content: bytes, by: Actor) -> Import:
    """Keep a file. Raises NotFound, Forbidden, Invalid (file)."""
    return actions.read(target=target_of(kind), filename=filename, content=content, by=by)


def match(*, import_id: UUID, matching: Mapping[str, int], by: Actor) -> Import:
    """Choose the columns and try. Raises NotFound, Forbidden, WrongState, RuleBroken, Invalid (by column)."""
    return actions.match(import_id=import_id, target=its_target(import_id, by), matching=matching, by=by)


def start(*, import_id: UUID, by: Actor) -> Import:
    """Take every line: at once when there are few; else the worker does. Raises NotFound, Forbidden, WrongState, RuleBroken."""
    target = its_target(import_id, by)
    it = actions.start(import_id=import_id, target=target, by=by)
    return actions.run(import_id=import_id, target=target, by=by) if it.total <= AT_ONCE else it


def undo(*, import_id: UUID, by: Actor) -> Import:
    """Take it back whole. Raises NotFound, Forbidden, WrongState, RuleBroken."""
    return actions.undo(import_id=import_id, target=its_target(import_id, by), by=by)


def drop(*, import_id: UUID, by: Actor) -> Import:
    return actions.drop(import_id=import_id, by=by)


def its_target(import_id: UUID, by: Actor) -> Target:
    return target_of(queries.imported(import_id, by).kind)


def go_on() -> int:
    """The worker's turn: every running import, each step in its own transaction, in the name of who asked. Returns how many ended."""
    ended = 0
    for it in queries.running():
        by, target, step = accounts.acting_again(it.person_id, it.role, it.scope), target_of(it.kind), it
        while step.status == ImportStatus.RUNNING:
            with acting(by):
                step = actions.advance(import_id=it.pk, target=target, by=by)
        ended += 1
    return ended


def cleared() -> int:
    """The night's work: erase the lines that no longer serve. Returns how many."""
    return actions.forget(on=clock.now())
