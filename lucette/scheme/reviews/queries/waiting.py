"""Applications that wait for an opinion, or for a place on an agenda."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import policies
from lucette.scheme.reviews.enums import Verdict
from lucette.scheme.reviews.models import CompletionRequest, Opinion, Review
from lucette.scheme.reviews.queries.appeals import answerable
from lucette.scheme.reviews.queries.instruction import as_answered, in_force
from lucette.scheme.reviews.rules import Check, open_checks


@dataclass(frozen=True, slots=True)
class Awaited:
    """An application on which a prefecture's opinion is awaited."""

    id: UUID
    number: str
    organization: str
    department_code: str
    posts_asked: int
    asked_on: dt.date | None
    due_on: dt.date | None
    late: bool


@dataclass(frozen=True, slots=True)
class Work:
    """Applications that wait for the instruction: `answered`, the host completed them and nothing was done since; `to_check`, a condition
    is left to a person; `appeals`, the host contests the decision, and this person may answer."""

    answered: set[UUID]
    to_check: set[UUID]
    appeals: set[UUID]


@dataclass(frozen=True, slots=True)
class AgendaCandidate:
    """A file that may be put on an agenda; `obstacle` says in French why not yet. `rank`: its place on the waiting list."""

    id: UUID
    number: str
    organization: str
    department: str
    posts_asked: int
    rank: int | None
    opinion: str
    obstacle: str


def agenda_candidates(by: Actor, endowment_id: UUID) -> list[AgendaCandidate]:
    """The files that a session of this endowment may take: under review or on the waiting list, the most urgent first; four queries."""
    seen = Application.objects.visible_to(by).filter(status__in=[S.UNDER_REVIEW, S.WAITING_LIST], call__endowment_id=endowment_id)
    rows = list(seen.select_related("organization__commune__department").order_by("answer_due_on", "created_at", "pk"))
    reviewed = {it.application_id: it for it in Review.objects.filter(application__in=rows)}
    given = dict(Opinion.objects.filter(application__in=rows, replaced_at=None).values_list("application_id", "favourable"))
    checks = policies.answered_checks(reviewed.values())
    return [_candidate(it, reviewed.get(it.pk), checks, given.get(it.pk)) for it in rows]


def _candidate(it: Application, review: Review | None, checks: dict[UUID, list[Check]], favourable: bool | None) -> AgendaCandidate:
    state = policies.state_of(it, review, favourable is not None, clock.today())
    obstacle = policies.agenda_obstacle(it, review, checks[review.pk] if review else [], state)
    opinion = state.label if favourable is None else "favorable" if favourable else "défavorable"
    return AgendaCandidate(
        it.pk,
        it.number,
        it.organization.name,
        it.organization.commune.department.name,
        it.posts_asked,
        it.waiting_rank,
        opinion,
        obstacle[1] if obstacle else "",
    )


def at_work(by: Actor) -> Work:
    """What waits for those who instruct, among the files under review or under appeal; one question to the base."""
    since = {"application": OuterRef("application"), "answered_at__gte": OuterRef("application__status_since")}
    seen = Review.objects.filter(application__in=Application.objects.visible_to(by).filter(status__in=[S.UNDER_REVIEW, S.UNDER_APPEAL]))
    left = Q(application__status=S.UNDER_REVIEW, application__source="", checks__contains=[{"verdict": Verdict.TO_CHECK}])
    contested = Q(Exists(answerable(by).filter(application=OuterRef("application"))), application__status=S.UNDER_APPEAL)
    rows = seen.annotate(back=Exists(CompletionRequest.objects.filter(**since)), left=left, contested=contested, answers=in_force())
    work = Work(set(), set(), set())
    for it in rows.filter(Q(back=True) | Q(left=True) | Q(contested=True)):
        if it.contested:
            work.appeals.add(it.application_id)
        if it.back:
            work.answered.add(it.application_id)
        if it.left and open_checks(as_answered(it.checks, it.answers)):
            work.to_check.add(it.application_id)
    return work


def awaited_opinions(by: Actor) -> list[Awaited]:
    """Applications of the actor's territory on which no opinion is given yet, the most urgent first."""
    today = clock.today()
    given = Opinion.objects.filter(replaced_at=None).values("application_id")
    waiting = Application.objects.visible_to(by).filter(status__in=[S.UNDER_REVIEW, S.ON_AGENDA]).exclude(pk__in=given)
    rows = Review.objects.filter(application__in=waiting.exclude(not_taken_over__contains=["opinion"]))
    return [
        Awaited(
            r.application_id,
            r.application.number,
            r.application.organization.name,
            r.application.department_code,
            r.application.posts_asked,
            r.opinion_asked_at.astimezone(PARIS).date() if r.opinion_asked_at else None,
            r.opinion_due_on,
            bool(r.opinion_due_on and r.opinion_due_on < today),
        )
        for r in rows.select_related("application__organization").order_by("opinion_due_on", "created_at")
    ]
