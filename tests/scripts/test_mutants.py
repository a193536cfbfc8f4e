"""The mutants of a source: what may be changed, where, and that a changed function takes the place of the true one."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from scripts.mutants.operators import Mutant, listening, mutants
from scripts.mutants.play import become, replace

SOURCE = '''
"""A room."""
import functools

def flow(left, asked, *, keep=1):
    """Words are left alone."""
    if not left:
        raise ValueError("rien")
    return [Line("cash", "bank", "suspense", min(left, asked) - 1) for it in (1,) if left >= asked]

@functools.lru_cache
def kept(n: int = 3) -> int:
    return n + 1

class Line(tuple):
    def __new__(cls, book, debit, credit, amount):
        return super().__new__(cls, (book, debit, credit, amount))
'''


@pytest.fixture
def path(tmp_path: Path) -> str:
    path = tmp_path / "room.py"
    path.write_text(SOURCE)
    return str(path)


@pytest.fixture
def room(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location("room", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def the(path: str, operator: str, new: str) -> Mutant:
    (found,) = [it for it in mutants(path) if it.operator == operator and new in it.diff.rpartition("\n+")[2]]
    return found


def test_each_fault_is_seeded_once_in_the_body_of_a_function(path: str) -> None:
    found = list(mutants(path))
    assert len({it.ident for it in found}) == len(found)
    assert {it.operator for it in found} == {
        "comparison",
        "arithmetic",
        "constant",
        "condition",
        "not",
        "name",
        "return",
        "removed",
        "swapped",
    }
    assert {it.function for it in found} == {"flow", "kept", "Line.__new__"}
    assert not any("n: int" in it.diff or "keep=" in it.diff or "Words" in it.diff for it in found)  # read at import, or only said
    assert the(path, "swapped", "'suspense', 'bank'").line == 9


def test_a_mutated_function_takes_the_place_of_the_true_one_under_its_decorator(path: str, room: ModuleType) -> None:
    assert room.kept(5) == 6
    room.kept.cache_clear()
    replace(the(path, "arithmetic", "return n - 1"))
    assert room.kept(5) == 4
    assert room.flow(3, 3) == [("cash", "bank", "suspense", 2)]
    replace(the(path, "comparison", "left > asked"))
    assert room.flow(3, 3) == []


def test_a_result_outlives_what_moves_elsewhere_in_the_file(path: str) -> None:
    before = {it.ident for it in mutants(path)}
    Path(path).write_text(SOURCE.replace("import functools", "import functools\n\nEUROS = 100"))
    assert {it.ident for it in mutants(path)} == before


def test_a_function_that_is_listened_to_says_which_statements_run(path: str, room: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[int] = []
    monkeypatch.setattr("builtins.__ran__", lambda path, line: ran.append(line), raising=False)
    become({it.co_firstlineno: it for it in listening(path)}, path)
    assert room.flow(3, 3) == [("cash", "bank", "suspense", 2)]
    assert {7, 9} <= set(ran) and 8 not in ran
