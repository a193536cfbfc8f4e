"""What a rectifying session may correct, and what its corrections take back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef
from django.db.models.functions import JSONObject

from lucette.kernel.actor import Actor
from lucette.scheme.committee.models import AgendaLine, Award, Session
from lucette.scheme.committee.rules import Said


@dataclass(frozen=True, slots=True)
class Correctable:
    """A decision of a closed session that is still that of its file."""

    application_id: UUID
    position: int
    host: str
    department: str
    said: Said


@dataclass(frozen=True, slots=True)
class Replaced:
    """An award that a rectifying session took back; `by`: the one it gave instead, None when it gave no post."""

    award: Award
    by: Award | None


def correctable(session: Session, by: Actor) -> list[Correctable]:
    """The decisions of the session that a new one may correct, in the order of its agenda, without those on which this person has a
    conflict: not corrected yet, still in force, no agreement signed."""
    seen = AgendaLine.objects.visible_to(by).filter(session=session, corrected_by=None).decided_last()
    lines = seen.select_related("application__organization__commune__department").order_by("position")
    return [
        Correctable(
            it.application_id,
            it.position,
            it.application.organization.name,
            it.application.organization.commune.department.name,
            it.said,
        )
        for it in lines
    ]


def marks() -> dict[str, Any]:
    """On a session: has it a decision that may be corrected, which sessions began to correct it?"""
    standing = AgendaLine.objects.filter(session=OuterRef("pk"), corrected_by=None).decided_last()
    later = Session.objects.filter(rectifies=OuterRef("pk")).order_by("held_on", "number")
    told = JSONObject(id="id", number="number", held_on="held_on")
    return {"correctable": Exists(standing), "rectified": ArraySubquery(later.values(told=told))}


def rectifying(session: Session) -> list[Session]:
    """The sessions that correct this one, the first held first. (Its readers may know of them before they see their decisions.)"""
    return list(session.rectified_by.order_by("held_on", "number"))


def changes(line: AgendaLine) -> bool:
    """Does its decision change anything? A rectifying session may also confirm what was decided."""
    return line.corrects is None or line.said != line.corrects.said


def taken_back(lines: Iterable[AgendaLine]) -> list[Award]:
    """The live awards that decided corrections take back."""
    of = [it.application_id for it in lines if it.corrects_id and it.decision]
    found = Award.objects.filter(application__in=of, released_at=None).select_related("application")
    return list(found.order_by("pk")) if of else []


def replaced_in(session_id: UUID, by: Actor) -> list[Replaced]:
    """What a rectifying session took back, in the order of its agenda."""
    taken = (
        Award.objects.visible_to(by)
        .filter(replaced_by__session_id=session_id)
        .select_related("replaced_by", "application")
        .order_by("replaced_by__position")
    )
    given = {it.line_id: it for it in Award.objects.visible_to(by).filter(session_id=session_id)}
    return [Replaced(it, given.get(it.replaced_by_id) if it.replaced_by_id else None) for it in taken]


def rectified(lines: Sequence[AgendaLine]) -> list[str]:
    """What the minutes and the decisions say of each correction."""
    return [f"dossier n° {it.position} : {it.corrected} ; {_instead(it)}. Motif : {it.correction}" for it in lines if it.corrects]


def _instead(line: AgendaLine) -> str:
    if not line.decision:
        return "à décider"
    return f"remplacé par : {line.said}" if changes(line) else "confirmé"
