"""The waiting list: who comes first when posts return."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from lucette.kernel.actor import Actor
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.committee.enums import Decision, SessionStatus
from lucette.scheme.committee.models import AgendaLine, Session
from lucette.scheme.committee.rules import first_to_serve
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.models import Endowment


@dataclass(frozen=True, slots=True)
class Returned:
    """Posts of an endowment that may be awarded again while files wait; `session`: the one in preparation, if any."""

    endowment: Endowment
    posts: int
    waiting: int
    session: Session | None


def rank_before(application_id: UUID, session_id: UUID) -> int | None:
    """The rank that the application had on the waiting list before this session took it; None when it came from the instruction."""
    lines = AgendaLine.objects.filter(application_id=application_id, session__status__in=[SessionStatus.CLOSED, SessionStatus.PUBLISHED])
    last = lines.exclude(session_id=session_id).order_by("-session__closed_at").first()
    return last.waiting_rank if last and last.decision == Decision.WAITING else None


def waiting(endowment_id: UUID, by: Actor) -> list[Application]:
    """The files that wait for a post of this endowment, by rank."""
    seen = Application.objects.visible_to(by).filter(status=ApplicationStatus.WAITING_LIST, call__endowment_id=endowment_id)
    return list(seen.select_related("organization__commune__department").order_by("waiting_rank", "created_at"))


def first_in_line(endowment_id: UUID, by: Actor) -> list[Application]:
    """Those that the posts left would serve, in whole or in part."""
    files, left = waiting(endowment_id, by), fund.left_to_award(Endowment.objects.known(endowment_id))
    return files[: first_to_serve([0 if it.renews else it.posts_asked for it in files], left.posts if left.cents > 0 else 0)]


def returned(sessions: Iterable[Any]) -> list[Returned]:
    """Where posts are left while files wait, among these sessions as `queries.sessions` gives them; one question an endowment."""
    found: dict[UUID, Returned] = {}
    for it in sessions:
        if not it.waiting_files:
            continue
        known = found.get(it.endowment_id)
        if known is None:
            left = fund.left_to_award(it.endowment)
            known = Returned(it.endowment, left.posts if left.cents > 0 else 0, it.waiting_files, None)
        if it.status == SessionStatus.PREPARED and not it.rectifies_id:
            known = replace(known, session=it)
        found[it.endowment_id] = known
    return [it for it in found.values() if it.posts > 0]
