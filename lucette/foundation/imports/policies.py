"""Who may bring a file: the roles that its target names; then, the same person in the same role, or her team for a national one."""

from __future__ import annotations

from lucette.foundation.imports.rules import Target
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden


def can_import(by: Actor, target: Target) -> bool:
    return by.role in target.roles


def check_can_import(by: Actor, target: Target) -> None:
    """Raise Forbidden unless `can_import`."""
    if not can_import(by, target):
        raise Forbidden("import.role", "Votre rôle ne permet pas d’importer ce fichier.")
