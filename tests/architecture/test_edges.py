"""Every status × every act of every workflow is tried by a test: `edges(WORKFLOW)`, in the tests of its room."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import pytest

from lucette.jobs.states import workflows
from lucette.kernel.errors import WrongState
from lucette.kernel.workflow import Workflow

TESTS = Path(__file__).resolve().parents[1]
ALL = [pytest.param(name, workflow, id=f"{room}-{name}") for room, name, workflow in workflows()]


def left_out(tree: ast.AST) -> list[tuple[str, set[str]]]:
    """(name of the workflow, acts left out) of each call of `edges` under `parametrize`."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "edges" and node.args:
            without = [ast.literal_eval(keyword.value) for keyword in node.keywords if keyword.arg == "without"]
            found.append((node.args[0].id if isinstance(node.args[0], ast.Name) else "", set(*without)))
    return found


def tried() -> dict[str, list[set[str]]]:
    calls = defaultdict(list)
    for path in TESTS.rglob("test_*.py"):
        for name, without in left_out(ast.parse(path.read_text())):
            calls[name].append(without)
    return calls


@pytest.mark.parametrize(("name", "workflow"), ALL)
def test_no_act_is_left_out_of_every_test(name: str, workflow: Workflow) -> None:
    calls = tried()[name]
    assert calls, f"no test tries edges({name})"
    assert not set.intersection(*calls), f"acts of {name} that no test tries"


@pytest.mark.parametrize(("name", "workflow"), ALL)
def test_every_refusal_is_a_french_sentence_that_names_the_act_and_the_status(name: str, workflow: Workflow) -> None:
    for act in (t for t in workflow.transitions if t.sources):
        for status in workflow.statuses:
            if workflow.allows(status, act.act):
                continue
            with pytest.raises(WrongState) as refusal:
                workflow.check(status, act.act)
            sentence = refusal.value.sentence
            assert refusal.value.code == f"state.{act.act}"
            assert sentence.startswith(f"On ne peut pas {act.label} : ") and f"« {status.label} »" in sentence and sentence.endswith(".")


def test_the_check_sees_what_is_left_out() -> None:
    assert left_out(ast.parse("edges(ORDER, without={'pay'})\nedges(BATCH)")) == [("ORDER", {"pay"}), ("BATCH", set())]
