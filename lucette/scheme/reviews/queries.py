"""The instruction of an application: explained eligibility, opinion, what is asked of the host."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from lucette.foundation.organizations.adapters import Company
from lucette.foundation.organizations.enums import Employer
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import clean_ridet, clean_siret
from lucette.foundation.territories.models import Commune
from lucette.foundation.territories.rules import zone_of_department
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import Zone
from lucette.scheme.calls.models import Call
from lucette.scheme.reviews import policies, rules
from lucette.scheme.reviews.enums import OpinionState, Verdict
from lucette.scheme.reviews.models import CompletionRequest, Opinion, Review
from lucette.scheme.reviews.rules import Check

SUMMARIES = {
    True: "La candidature remplit toutes les conditions de l’appel.",
    False: "La candidature ne remplit pas toutes les conditions de l’appel.",
    None: "Une condition au moins est à vérifier sur pièces.",
}


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Eligibility explained: `eligible` True, False, or None (to check by hand); `summary` in French; each rule with its source."""

    eligible: bool | None
    summary: str
    checks: list[Check]

    @property
    def failed(self) -> list[Check]:
        return [check for check in self.checks if check.verdict == Verdict.FAIL]


@dataclass(frozen=True, slots=True)
class Prospect:
    """`call`: the one to answer, None when none is open for this kind of structure; `grant`, `months`: of one post."""

    call: Call | None
    eligibility: Eligibility | None
    grant: str
    months: int


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
class Completion:
    """What the instruction asked of the host; `answered_at` is None while it waits."""

    items: tuple[str, ...]
    comment: str
    due_on: dt.date
    answered_at: dt.datetime | None


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


def eligibility(
    call_id: UUID,
    organization: Organization,
    *,
    posts: int = 1,
    on: dt.date | None = None,
    taken_over: bool = False,
    call: Call | None = None,
) -> Eligibility:
    """The eligibility of this organization for this call if it files `posts` posts on `on` (default today), before or at filing.

    `call`: the same, when it is already read.

    Raises NotFound (call), RuleBroken (the call lacks its ceiling of posts).
    """
    on = on or clock.today()
    call = call or Call.objects.known(call_id)
    category = calls.eligible_category(call_id, organization.legal_category)
    zone = zone_of_department(organization.commune.department_id)
    grant, source = _grant(call, organization.employer, zone.value, on)
    checks = rules.eligibility(
        rules.Facts(
            legal_category=organization.legal_category,
            category=rules.Category(category.label, category.source, category.to_check) if category else None,
            identifier="SIRET" if organization.siret else "RIDET",
            identifier_valid=_identified(organization),
            closed_on=organization.closed_on,
            filed_on=on,
            opens_on=call.opens_on,
            closes_on=call.closes_on,
            posts_asked=posts,
            post_ceiling=calls.parameter(call_id, "post_ceiling", max(on, call.opens_on)),
            zone=f"{Employer(organization.employer).label.capitalize()}, {zone.label}",
            grant=grant,
            grant_source=source,
            taken_over=taken_over,
        )
    )
    return explained(checks)


def prospect(company: Company, employer: Employer, identifier: str = "siret") -> Prospect:
    """What a structure may hope for before it is registered: the open call for its kind, eligibility in words, the grant for one post.

    Raises NotFound (unknown commune).
    """
    today = clock.today()
    call = next((it for it in calls.open_calls(today) if it.employer == employer), None)
    if call is None:
        return Prospect(None, None, "", 0)
    commune = Commune.objects.known(company.commune_code)
    unsaved = Organization(
        name=company.name,
        legal_category=company.legal_category,
        employer=employer,
        commune=commune,
        closed_on=today if company.closed else None,
        **{identifier: company.siret},
    )
    zone = zone_of_department(commune.department_id)
    return Prospect(call, eligibility(call.pk, unsaved), *_offer(call, employer, zone.value, today))


def _offer(call: Call, employer: str, zone: str, on: dt.date) -> tuple[str, int]:
    try:
        scale = calls.scale_for(call.pk, employer, Zone(zone), max(on, call.opens_on))
    except RuleBroken:
        return "", 0
    return str(Money(scale.cents)), scale.months


def explained(checks: list[Check]) -> Eligibility:
    found = rules.verdict(checks)
    return Eligibility(found, SUMMARIES[found], checks)


def _grant(call: Call, employer: str, zone: str, on: dt.date) -> tuple[str, str]:
    """The grant in French and its source; empty when the scale has no such line."""
    try:
        scale = calls.scale_for(call.pk, employer, Zone(zone), max(on, call.opens_on))
    except RuleBroken:
        return "", ""
    return str(Money(scale.cents)), scale.source


def _identified(organization: Organization) -> bool:
    try:
        clean_siret(organization.siret) if organization.siret else clean_ridet(organization.ridet or "")
    except Invalid:
        return False
    return True


def review(application_id: UUID) -> Review | None:
    """The instruction of the application; None until it is taken."""
    return Review.objects.filter(application_id=application_id).first()


def instruction(application_id: UUID) -> tuple[Review | None, list[Completion]]:
    """The instruction and what it asked of the host, oldest first, in one question to the base; (None, []) until the file is taken."""
    asked = CompletionRequest.objects.filter(application=OuterRef("application")).order_by("created_at", "pk")
    said = asked.values(said=JSONObject(items="items", comment="comment", due_on="due_on", answered_at="answered_at"))
    found = Review.objects.annotate(asked=ArraySubquery(said)).filter(application_id=application_id).first()
    return (found, [_completion(it) for it in found.asked]) if found else (None, [])


def _completion(said: dict[str, Any]) -> Completion:
    answered = said["answered_at"]
    at = dt.datetime.fromisoformat(answered) if answered else None
    return Completion(tuple(said["items"]), said["comment"], dt.date.fromisoformat(said["due_on"]), at)


def frozen_eligibility(application_id: UUID) -> Eligibility | None:
    """Eligibility as it was computed when the application was taken; None until then."""
    it = review(application_id)
    return explained([Check(**check) for check in it.checks]) if it else None


def opinion(application_id: UUID) -> Opinion | None:
    """The opinion in force; None when there is none."""
    return Opinion.objects.filter(application_id=application_id, replaced_at=None).first()


def opinions(application_id: UUID) -> list[Opinion]:
    """Every opinion given, the former ones too, oldest first."""
    return list(Opinion.objects.filter(application_id=application_id).order_by("given_at", "created_at"))


def opinion_state(application_id: UUID, on: dt.date) -> str:
    """`given`, `late`, `waiting` or `not_taken_over` on that day (enums.OpinionState). Raises NotFound."""
    return policies.opinion_state(Application.objects.known(application_id), on).value


def agenda_candidates(by: Actor, endowment_id: UUID) -> list[AgendaCandidate]:
    """The files that a session of this endowment may take: under review or on the waiting list, the most urgent first; three queries."""
    seen = Application.objects.visible_to(by).filter(status__in=[S.UNDER_REVIEW, S.WAITING_LIST], call__endowment_id=endowment_id)
    rows = list(seen.select_related("organization__commune__department").order_by("answer_due_on", "created_at", "pk"))
    reviewed = {it.application_id: it for it in Review.objects.filter(application__in=rows)}
    given = dict(Opinion.objects.filter(application__in=rows, replaced_at=None).values_list("application_id", "favourable"))
    return [_candidate(it, reviewed.get(it.pk), given.get(it.pk)) for it in rows]


def _candidate(it: Application, review: Review | None, favourable: bool | None) -> AgendaCandidate:
    state = policies.state_of(it, review, favourable is not None, clock.today())
    obstacle = policies.agenda_obstacle(review, state)
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


def completion_requests(application_id: UUID) -> list[CompletionRequest]:
    """What was asked of the host, oldest first; the one without `answered_at` is open."""
    return list(CompletionRequest.objects.filter(application_id=application_id).in_order())


__all__ = [
    "Awaited",
    "Check",
    "Eligibility",
    "OpinionState",
    "Prospect",
    "awaited_opinions",
    "completion_requests",
    "eligibility",
    "frozen_eligibility",
    "opinion",
    "opinion_state",
    "opinions",
    "prospect",
    "review",
]
