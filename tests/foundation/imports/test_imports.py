"""Every act of an import, from every state."""

from __future__ import annotations

import random

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.imports import actions
from lucette.foundation.imports.enums import IMPORT
from lucette.foundation.imports.models import Import
from lucette.kernel import clock
from lucette.stories import imports
from tests.foundation.accounts.factories import RoleFactory
from tests.foundation.imports.files import text
from tests.scheme.activities.factories import adviser, hired
from tests.states import assert_edge, edges
from tests.stories.dirty import HEADERS, rows


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "act"), edges(IMPORT))
def test_every_edge(status: str, act: str) -> None:
    by = adviser(hired())
    RoleFactory(person_id=by.pk, name=RoleName.ADVISER, scope_kind="person", scope_code=str(by.pk))
    target = imports.target_of("activities")

    def make(wanted: str) -> Import:
        it = imports.read(kind="activities", filename="a.csv", content=text([HEADERS, *rows(random.Random(1), 2)]), by=by)
        done = it.total if act == "finish" else 0
        if wanted == "done":
            imports.match(import_id=it.pk, matching=it.matching, by=by)
            return imports.start(import_id=it.pk, by=by)
        Import.objects.filter(pk=it.pk).update(status=wanted, status_since=clock.now(), done=done)
        return Import.objects.get(pk=it.pk)

    def stop(it: Import) -> None:
        """The world has moved: a line is no longer accepted."""
        it.lines.update(cells=["hier"])
        actions.advance(import_id=it.pk, target=target, by=by)

    perform = {
        "match": lambda it: imports.match(import_id=it.pk, matching=it.matching, by=by),
        "start": lambda it: imports.start(import_id=it.pk, by=by),
        "finish": lambda it: actions.advance(import_id=it.pk, target=target, by=by),
        "undo": lambda it: imports.undo(import_id=it.pk, by=by),
        "drop": lambda it: imports.drop(import_id=it.pk, by=by),
    }
    perform["stop"] = stop if status == "running" else perform["finish"]
    if status == "tried" and act == "start":
        perform["start"] = lambda it: actions.start(import_id=it.pk, target=target, by=by)
    assert_edge(IMPORT, status, act, make, perform)
