"""The journal of an object, told in French: what was done, when, by whom."""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import queries as journal
from lucette.kernel.actor import SYSTEM
from lucette.kernel.clock import PARIS
from lucette.web.design.elements import Event

REFERENCE = Path(__file__).resolve().parent / "reference"
# every act that the house writes in its journal (a test reads them in the code)
LABELS = {
    f"{subject}.{act}": label
    for subject, acts in tomllib.loads((REFERENCE / "journal.toml").read_text(encoding="utf-8")).items()
    for act, label in acts.items()
}
QUIET = frozenset({"application.saved", "review.begun", "document.stored"})  # another line, or the document itself, says it better


def events(*subjects: Any, hidden: Container[str] = (), known: Mapping[UUID, str] | None = None) -> list[Event]:
    """The acts on these objects, newest first, without those `hidden`; two queries, one when the names of all are `known`."""
    return told(journal.history_many(subjects), hidden, known)


def told(entries: Iterable[Any], hidden: Container[str] = (), known: Mapping[UUID, str] | None = None) -> list[Event]:
    """The same, from entries already read: one query, for the names that are not `known`."""
    shown = [entry for entry in entries if entry.act not in QUIET and entry.act not in hidden]
    names = dict(known or {})
    unknown = {entry.actor_id for entry in shown if entry.role != SYSTEM.role} - set(names)
    names |= accounts.names(unknown) if unknown else {}
    return [
        Event(
            entry.at.astimezone(PARIS).date(),
            LABELS.get(entry.act, "Acte enregistré") + (f" : {entry.reason}" if entry.reason else ""),
            who(names.get(entry.actor_id, ""), entry.role),
        )
        for entry in reversed(shown)
    ]


def events_of(kind: str, pk: Any) -> list[Event]:
    """The acts on the object of this type (`places.place`) and id, for a page that has no object but its card."""
    return told(journal.history_of(kind, str(pk)))


def who(name: str, role: str) -> str:
    """« Camille Martin, préfecture »; the house itself when no person acted."""
    if role == SYSTEM.role:
        return "Lucette, d’elle-même"
    label = RoleName(role).label if role in RoleName.values else ""
    return ", ".join(filter(None, [name, label]))
