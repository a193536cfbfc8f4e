"""Hires: of a host, of a person, those that wait for the Banque des Territoires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Value
from django.db.models.functions import Coalesce

from lucette.foundation.territories.models import Folded
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.recruitment.enums import CONTRACTS, HireStatus
from lucette.scheme.recruitment.models import Hire

NEXT_STEPS = {
    HireStatus.INVITED: "Attendre la réponse du candidat à l’invitation.",
    HireStatus.ACCEPTED: "Rencontrer le candidat, puis le choisir ou annuler l’invitation.",
    HireStatus.DECLINED: "Le candidat a décliné : invitez-en un autre.",
    HireStatus.SELECTED: "Signer le contrat de travail, puis le déposer ici.",
    HireStatus.DECLARED: "Attendre que la Banque des Territoires valide le contrat.",
    HireStatus.VALIDATED: "Inscrire le conseiller à sa formation ; à la fin du contrat, prévenir la Banque des Territoires.",
    HireStatus.ENDED: "Le contrat est terminé : le poste peut être pourvu à nouveau.",
    HireStatus.CANCELLED: "Ce recrutement est annulé : invitez un autre candidat.",
}
# what the list of contracts may be ordered by
CONTRACT_SORTS: dict[str, Any] = {
    "structure": Folded("organization__name"),
    "debut": Coalesce("starts_on", Value(dt.date(9999, 12, 31))),
    "salaire": Coalesce("monthly_gross_cents", 0),
}


@dataclass(frozen=True, slots=True)
class HireLine:
    """A hire as pages list it, with what to do next."""

    id: UUID
    post_id: UUID
    post_number: str
    organization_name: str
    candidate_name: str
    status: str
    status_label: str
    next_step: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    monthly_gross: Money | None


def hire(hire_id: UUID, by: Actor) -> Hire:
    """The hire with its candidate, post and organization. Raises NotFound (absent, or out of the actor's scope)."""
    return (
        Hire.objects.visible_to(by)
        .select_related("candidate__person", "candidate__commune", "organization__commune", "post")
        .known(hire_id)
    )


def hires_of(organization_id: UUID, by: Actor) -> list[HireLine]:
    """All hires of one organization, newest first; none out of the actor's scope."""
    return lines(Hire.objects.visible_to(by).filter(organization_id=organization_id))


def hires_of_candidate(person_id: UUID, by: Actor) -> list[HireLine]:
    """Invitations and contracts of one person, newest first; none out of the actor's scope."""
    return lines(Hire.objects.visible_to(by).filter(candidate__person_id=person_id))


def hires_to_validate(by: Actor) -> list[HireLine]:
    """Contracts that wait for the Banque des Territoires, oldest declaration first."""
    return lines(Hire.objects.visible_to(by).filter(status=HireStatus.DECLARED), "status_since")


def contracts_page(by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50, sort: str = "") -> tuple[list[HireLine], str]:
    """Hires whose contract was filed (in these statuses of CONTRACTS), newest first; and the id that asks for the next ones."""
    wanted = [status for status in statuses if status in CONTRACTS] or CONTRACTS
    seen = Hire.objects.visible_to(by).filter(status__in=wanted).select_related("candidate__person", "organization", "post")
    found, following = seen.page(after, limit, sort, CONTRACT_SORTS)
    return [line(it) for it in found], following


def contract_counts(by: Actor) -> dict[str, int]:
    """How many hires with a contract are in each status."""
    seen = Hire.objects.visible_to(by).filter(status__in=CONTRACTS)
    return dict(seen.order_by("status").values_list("status").annotate(count=Count("pk")))


def current_hire(person_id: UUID, by: Actor) -> Hire | None:
    """The contract by which this person is an adviser today (the latest validated); None when there is none in the actor's scope."""
    seen = Hire.objects.visible_to(by).filter(candidate__person_id=person_id, status=HireStatus.VALIDATED)
    return seen.select_related("organization__commune", "post", "candidate__person").order_by("-starts_on", "pk").first()


def lines(found: QuerySet[Hire], order: str = "-created_at") -> list[HireLine]:
    rows = found.select_related("candidate__person", "organization", "post").order_by(order, "pk")
    return [line(it) for it in rows]


def line(it: Hire) -> HireLine:
    status = HireStatus(it.status)
    return HireLine(
        id=it.pk,
        post_id=it.post_id,
        post_number=it.post.number,
        organization_name=it.organization.name,
        candidate_name=str(it.candidate.person),
        status=status.value,
        status_label=status.label,
        next_step=NEXT_STEPS[status],
        starts_on=it.starts_on,
        ends_on=it.ends_on,
        monthly_gross=Money(it.monthly_gross_cents) if it.monthly_gross_cents is not None else None,
    )
