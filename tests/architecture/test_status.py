"""A status changes in one place: kernel.workflow.Stateful.move_to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHANGERS = {"update", "update_or_create", "create", "bulk_update", "bulk_create", "get_or_create"}


def offences(tree: ast.AST) -> Iterator[int]:
    """Lines that assign a status, or pass one to a writing method of a QuerySet."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []
        if any(isinstance(t, ast.Attribute) and t.attr == "status" for t in targets):
            yield node.lineno
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in CHANGERS and any(k.arg == "status" for k in node.keywords):
                yield node.lineno
            if name == "setattr" and len(node.args) > 1 and isinstance(node.args[1], ast.Constant) and node.args[1].value == "status":
                yield node.lineno


def test_no_status_is_assigned_outside_move_to() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in (ROOT / "lucette").rglob("*.py")
        if "migrations" not in path.parts and path.name != "workflow.py"
        for line in offences(ast.parse(path.read_text()))
    ]
    assert not found


def test_the_check_sees_each_way_of_assigning() -> None:
    planted = "a.status = 1\nq.update(status=2)\nsetattr(a, 'status', 3)\nM.objects.create(status=4)\na.status: int = 5\n"
    assert sorted(offences(ast.parse(planted))) == [1, 2, 3, 4, 5]
