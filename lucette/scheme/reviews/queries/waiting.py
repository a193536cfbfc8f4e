"""Applications that wait for an opinion, or for a place on an agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.scheme.applications.enums import SILENT
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import policies
from lucette.scheme.reviews.models import CompletionRequest, Opinion, Proposal, Review
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
    renews: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """Applications that wait for the instruction: `answered`, the host completed them and nothing was done since; `to_check`, a condition
    is left to a person; `appeals`, the host contests the decision, and this person may answer; `mine`, she instructs; `soon`, silence
    rejects within the days of the first alert; `silent`, it has; `opined`, the prefecture has answered; `late`, its time is over;
    `proposed`, it proposes another host or a transfer; `renewals`, they renew an agreement."""

    answered: set[UUID] = field(default_factory=set)
    to_check: set[UUID] = field(default_factory=set)
    appeals: set[UUID] = field(default_factory=set)
    mine: set[UUID] = field(default_factory=set)
    soon: set[UUID] = field(default_factory=set)
    silent: set[UUID] = field(default_factory=set)
    opined: set[UUID] = field(default_factory=set)
    late: set[UUID] = field(default_factory=set)
    proposed: set[UUID] = field(default_factory=set)
    renewals: set[UUID] = field(default_factory=set)


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
    renews: str = ""


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
        it.renews_number,
    )


def at_work(by: Actor) -> Work:
    """What waits for those who instruct, among the files on which the ANCT has the ball; one question to the base."""
    today = clock.today()
    review = Review.objects.filter(application=OuterRef("pk"))
    since = {"application": OuterRef("pk"), "answered_at__gte": OuterRef("status_since")}
    rows = Application.objects.visible_to(by).filter(status__in=SILENT)
    rows = rows.annotate(
        instructor=Subquery(review.values("instructor_id")[:1]),
        opinion_due_on=Subquery(review.values("opinion_due_on")[:1]),
        checks=Subquery(review.values("checks")[:1]),
        back=Exists(CompletionRequest.objects.filter(**since)),
        contested=Exists(answerable(by).filter(application=OuterRef("pk"))),
        given=Exists(Opinion.objects.filter(application=OuterRef("pk"), replaced_at=None)),
        instead=Exists(Proposal.objects.filter(application=OuterRef("pk"), replaced_at=None)),
        answers=in_force("review__application"),
        alert_days=parameters.value_within("applications.alert_days", today),
    )
    work = Work()
    for it in rows.only("pk", "status", "source", "answer_due_on", "implicit_on", "not_taken_over", "renews"):
        for name in _waits(it, by, today):
            getattr(work, name).add(it.pk)
    return work


def _waits(it: Any, by: Actor, today: dt.date) -> Iterator[str]:
    """The words under which this file waits."""
    reviewed = it.status == S.UNDER_REVIEW
    if it.contested and it.status == S.UNDER_APPEAL:
        yield "appeals"
    if reviewed and it.back:
        yield "answered"
    if reviewed and not it.source and open_checks(as_answered(it.checks or [], it.answers)):
        yield "to_check"
    if it.instructor == by.pk:
        yield "mine"
    if it.implicit_on:
        yield "silent"
    elif it.answer_due_on and it.answer_due_on <= today + dt.timedelta(days=it.alert_days):
        yield "soon"
    if it.instead:
        yield "proposed"
    if it.renews:
        yield "renewals"
    if reviewed and it.given:
        yield "opined"
    elif reviewed and it.opinion_due_on and it.opinion_due_on < today:
        yield "late"


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
            r.application.renews_number,
        )
        for r in rows.select_related("application__organization").order_by("opinion_due_on", "created_at")
    ]
