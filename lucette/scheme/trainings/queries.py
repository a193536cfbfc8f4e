"""Sessions with their seats left, enrolments with what to do next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations.models import Organization
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.trainings.enums import LIVE, OWED, EnrolmentStatus
from lucette.scheme.trainings.models import Enrolment, TrainingSession
from lucette.scheme.trainings.rules import session_cents

NEXT_STEPS = {
    EnrolmentStatus.ENROLLED: "Suivre la formation à partir du premier jour de la session.",
    EnrolmentStatus.IN_PROGRESS: "Suivre la formation jusqu’à son dernier jour : l’assiduité est obligatoire.",
    EnrolmentStatus.COMPLETED: "Passer la certification Pix dans les six mois.",
    EnrolmentStatus.CERTIFIED: "Rien à faire : la certification est acquise.",
    EnrolmentStatus.INTERRUPTED: "S’inscrire à une autre session.",
}


MOMENTS = {"to_come": "à venir", "under_way": "en cours", "over": "terminée", "invoiced": "facturée"}


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as pages list it. `cost`: price of the seats followed so far."""

    id: UUID
    title: str
    body_name: str
    commune: str
    starts_on: dt.date
    ends_on: dt.date
    hours: int
    seats: int
    seats_left: int
    followed: int
    cost: Money
    invoiced: bool

    @property
    def pk(self) -> UUID:
        return self.id

    @property
    def status(self) -> str:
        """Where it stands today: a code of MOMENTS."""
        if self.invoiced:
            return "invoiced"
        today = clock.today()
        return "to_come" if today < self.starts_on else "under_way" if today <= self.ends_on else "over"


@dataclass(frozen=True, slots=True)
class EnrolmentLine:
    id: UUID
    session_id: UUID
    hire_id: UUID
    title: str
    starts_on: dt.date
    ends_on: dt.date
    adviser_name: str
    organization_name: str
    status: str
    status_label: str
    next_step: str
    certificate_number: str
    pix_score: int | None


def open_sessions() -> list[SessionLine]:
    """Sessions that have not ended and still have a seat, the next first. A catalogue: open to everyone."""
    return [it for it in lines(TrainingSession.objects.filter(ends_on__gte=clock.today(), invoiced_at=None)) if it.seats_left > 0]


def bodies() -> list[tuple[UUID, str]]:
    """(id, name) of the organizations for which somebody acts as a training body today, by name."""
    codes = {holder.scope.code for holder in accounts.holders(RoleName.TRAINING_BODY) if holder.scope.kind == "organization"}
    return [(it.pk, it.name) for it in Organization.objects.filter(pk__in=codes).order_by("name", "pk")]


def hires_and_training(organization_id: UUID, by: Actor) -> list[tuple[recruitment.HireLine, bool]]:
    """The hires of a host, newest first, each with whether a training is booked, going on or done; one query."""
    live = Enrolment.objects.filter(hire=OuterRef("pk"), status__in=LIVE)
    seen = Hire.objects.visible_to(by).filter(organization_id=organization_id).annotate(trained=Exists(live))
    rows = seen.select_related("candidate__person", "organization", "post").order_by("-created_at", "pk")
    return [(recruitment.line(it), bool(getattr(it, "trained", False))) for it in rows]


def offered_session(session_id: UUID) -> SessionLine:
    """One session of the catalogue, full or over, open to everyone. Raises NotFound."""
    found = lines(TrainingSession.objects.filter(pk=session_id))
    if not found:
        raise NotFound
    return found[0]


def sessions(by: Actor) -> list[SessionLine]:
    """Sessions of the actor's body, every session for a national role; none for others."""
    return lines(TrainingSession.objects.visible_to(by))


def session(session_id: UUID, by: Actor) -> TrainingSession:
    """Raises NotFound (absent, or out of the actor's scope)."""
    return TrainingSession.objects.visible_to(by).select_related("body", "commune", "endowment").known(session_id)


def lines(found: QuerySet[TrainingSession]) -> list[SessionLine]:
    rows = found.select_related("body", "commune").annotate(
        taken=Count("enrolments", filter=Q(enrolments__status__in=LIVE)),
        followed=Count("enrolments", filter=Q(enrolments__status__in=OWED)),
    )
    return [
        SessionLine(
            id=it.pk,
            title=it.title,
            body_name=it.body.name,
            commune=it.commune.name,
            starts_on=it.starts_on,
            ends_on=it.ends_on,
            hours=it.hours,
            seats=it.seats,
            seats_left=max(0, it.seats - it.taken),
            followed=it.followed,
            cost=Money(session_cents(it.seat_cents, it.followed)),
            invoiced=it.invoiced_at is not None,
        )
        for it in rows.order_by("starts_on", "created_at", "pk")
    ]


def enrolments(by: Actor, session_id: UUID | None = None) -> list[EnrolmentLine]:
    """Enrolments in the actor's scope (a host's, a body's, an adviser's own, all), of one session when given, the next first."""
    rows = Enrolment.objects.visible_to(by).select_related("session", "hire__candidate__person", "hire__organization")
    if session_id:
        rows = rows.filter(session_id=session_id)
    return [line(it) for it in rows.order_by("session__starts_on", "created_at", "pk")]


def enrolment(enrolment_id: UUID, by: Actor) -> Enrolment:
    """Raises NotFound (absent, or out of the actor's scope)."""
    parts = ("session__body", "session__commune", "hire__candidate__person", "hire__organization")
    rows = Enrolment.objects.visible_to(by).select_related(*parts)
    return rows.known(enrolment_id)


def line(it: Enrolment) -> EnrolmentLine:
    status = EnrolmentStatus(it.status)
    return EnrolmentLine(
        id=it.pk,
        session_id=it.session_id,
        hire_id=it.hire_id,
        title=it.session.title,
        starts_on=it.session.starts_on,
        ends_on=it.session.ends_on,
        adviser_name=str(it.hire.candidate.person),
        organization_name=it.hire.organization.name,
        status=status.value,
        status_label=status.label,
        next_step=NEXT_STEPS[status],
        certificate_number=it.certificate_number,
        pix_score=it.pix_score,
    )
