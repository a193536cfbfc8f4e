"""docs/journey.md: every step of the scheme is there, and every act, page and test that it names exists."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import Resolver404, resolve

from lucette.web.gate.access import HOMES

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| ([RAB]\d+) \|(.*)\|$", re.M)
STEPS = [*(f"R{n}" for n in range(1, 15)), *(f"A{n}" for n in range(1, 12)), *(f"B{n}" for n in range(15))]
FLOORS = ("lucette", "lucette.scheme", "lucette.foundation", "lucette.insight")
TO_COME = "à venir"


def steps() -> dict[str, list[str]]:
    """Number → step, room, acts, page, tests."""
    return {number: [cell.strip() for cell in rest.split("|")] for number, rest in ROW.findall((ROOT / "docs" / "journey.md").read_text())}


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def act_exists(name: str) -> bool:
    """`room.module.function`, the room on any floor."""
    module, _, function = name.rpartition(".")
    for floor in FLOORS:
        try:
            return callable(getattr(importlib.import_module(f"{floor}.{module}"), function, None))
        except ImportError:
            continue
    return False


def proof_exists(name: str) -> bool:
    """`path::test` or `path::Class::test`."""
    path, *parts = name.split("::")
    if not parts or not (ROOT / path).is_file():
        return False
    body: list[ast.stmt] = ast.parse((ROOT / path).read_text()).body
    for part in parts:
        found = [node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == part]
        if not found:
            return False
        body = found[0].body
    return True


def page_is_of_the_act(address: str) -> bool:
    """An address that exists, `<id>` standing for an object; not where a space begins, from which the page is still to be found."""
    try:
        return resolve(re.sub(r"<\w+>", str(UUID(int=0)), address)).view_name not in {"home", *HOMES.values()}
    except Resolver404:
        return False


def test_the_journey_holds_every_step_once_and_in_order() -> None:
    numbers = [number for number, _ in ROW.findall((ROOT / "docs" / "journey.md").read_text())]
    assert numbers == STEPS


@pytest.mark.parametrize("number", STEPS)
def test_what_a_step_names_exists(number: str) -> None:
    step, room, acts, page, tests = steps()[number]
    assert step and room
    for cell in (acts, page, tests):
        assert named(cell) or cell.startswith(TO_COME), f"{number}: an empty cell in docs/journey.md"
    assert not [act for act in named(acts) if not act_exists(act)], f"{number}: an act of docs/journey.md is gone or renamed"
    assert not [test for test in named(tests) if not proof_exists(test)], f"{number}: a test of docs/journey.md is gone or renamed"
    assert not [address for address in named(page) if not page_is_of_the_act(address)], f"{number}: a page of docs/journey.md is gone"


def test_an_act_that_was_to_come_and_is_there_is_named() -> None:
    late = {act for _, _, acts, _, _ in steps().values() for act in re.findall(r"[\w.]+\.\w+", re.sub(r"`[^`]+`", "", acts))}
    here = sorted(act for act in late if act_exists(act))
    assert not here, f"these acts exist now: in docs/journey.md, write them between backticks, out of « {TO_COME} »: {', '.join(here)}"


def test_the_checks_see_what_is_not_there() -> None:
    assert act_exists("fund.actions.notify") and not act_exists("fund.actions.lend") and not act_exists("moon.actions.land")
    assert page_is_of_the_act("/caisse/ordres/<id>/certifier/") and not page_is_of_the_act("/caisse/") and not page_is_of_the_act("/lune/")
    here = "tests/architecture/test_journey.py"
    assert proof_exists(f"{here}::{test_the_checks_see_what_is_not_there.__name__}")
    assert not proof_exists(f"{here}::test_of_the_moon") and not proof_exists(here)
