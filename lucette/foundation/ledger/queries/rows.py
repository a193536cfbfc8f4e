"""A reading statement."""

from __future__ import annotations

from typing import Any

from django.db import connection


def rows(statement: str, parameters: list[Any] | dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a reading statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or [])
        return cursor.fetchall()
