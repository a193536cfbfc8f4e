"""Every status × every act of a workflow: the edges of the table succeed, all others are refused in French and write nothing.

@pytest.mark.parametrize(("status", "act"), edges(BANK_DETAILS))
def test_every_edge(status, act):
    assert_edge(BANK_DETAILS, status, act, make=…, perform={"verify": lambda it: …, …})
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from lucette.kernel.errors import WrongState
from lucette.kernel.workflow import Stateful, Workflow


def edges(workflow: Workflow, without: Collection[str] = ()) -> list[Any]:
    """One pytest.param(status, act) per status × act. Acts that create the object, and those named in `without`, are left out:
    `without` is for acts that nobody performs by themselves (a consequence of another act)."""
    acts = [t.act for t in workflow.transitions if t.sources and t.act not in without]
    return [pytest.param(status, act, id=f"{act}-from-{status}") for act in acts for status in workflow.statuses.values]


def assert_edge(
    workflow: Workflow, status: str, act: str, make: Callable[[str], Stateful], perform: Mapping[str, Callable[[Any], Any]]
) -> None:
    """`make(status)` returns a stored object in that status; `perform[act](obj)` does the act with the person it takes."""
    it = make(status)
    assert it.status == status, f"make({status!r}) returned an object in status {it.status!r}"
    row, rows = stored(it), count_rows()
    if workflow.allows(status, act):
        perform[act](it)
        assert stored(it)["status"] in workflow.by_act[act].targets
        return
    with pytest.raises(WrongState) as refusal:
        perform[act](it)
    sentence = refusal.value.sentence
    assert sentence[0].isupper() and sentence[-1] in ".?!" and " " in sentence, f"not a sentence: {sentence!r}"
    assert (stored(it), count_rows()) == (row, rows), "a refused act wrote something"


def stored(it: Stateful) -> dict[str, Any]:
    """The row as PostgreSQL has it."""
    return type(it)._base_manager.filter(pk=it.pk).values().get()


def count_rows() -> dict[str, int]:
    """Rows of every table of the house (reference data apart): journal, letters, postings, documents and the rest."""
    tables = sorted(
        m._meta.db_table
        for m in apps.get_models(include_auto_created=True)
        if m.__module__.startswith("lucette.") and m._meta.app_label != "territories" and m._meta.managed
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())
