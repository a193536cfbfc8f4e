"""The pool of a post, the hires of a host, what each waits for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from lucette.foundation.accounts.rules import normal_email
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.rules import box
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.models import Agreement, AgreementLine
from lucette.scheme.calls.enums import Condition
from lucette.scheme.calls.rules import add_months
from lucette.scheme.posts.models import Attachment
from lucette.scheme.recruitment import policies, rules
from lucette.scheme.recruitment.adapters import wage_table
from lucette.scheme.recruitment.enums import CONTRACTS, ENGAGED, RADII_KM, WHOLE_FRANCE_KM, CandidateStatus, HireStatus
from lucette.scheme.recruitment.models import Candidate, Hire, place

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


@dataclass(frozen=True, slots=True)
class PoolCard:
    """A candidate as a host sees her for one post. `invitation`: status of her latest hire for this post, "" when never invited."""

    candidate_id: UUID
    name: str
    commune: str
    distance_km: float | None
    available_on: dt.date
    reasons: tuple[str, ...]
    diploma: str
    invitation: str

    @property
    def sentence(self) -> str:
        """« à 12 km, disponible le 1ᵉʳ mars 2021, diplômée, Pix partagé »."""
        return ", ".join(self.reasons)


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


@dataclass(frozen=True, slots=True)
class Offer:
    """A post on offer: where its host is, the last day by which a candidate must be available."""

    post_id: UUID
    organization: Organization
    place: rules.Place
    latest: dt.date
    number: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract must respect: `agreed` first and last day of the agreement, `free_from` first day on which post and person are
    free (None: already), `minimum` monthly gross pay in force today; `due`: the instalments that ask for a live contract."""

    agreed: tuple[dt.date, dt.date]
    free_from: dt.date | None
    minimum: Money
    due: list[tuple[int, dt.date, Money]]


def offer(post_id: UUID, by: Actor) -> Offer:
    """The post, at the host to which it is attached today. Raises NotFound (absent, released, out of the actor's scope)."""
    today = clock.today()
    attached = Attachment.objects.filter(post_id=post_id, period__contains=today).select_related(
        "organization__commune", "post__award__application"
    )
    match by.scope.kind:
        case "organization":
            attached = attached.filter(organization_id=by.scope.code)
        case "department":
            attached = attached.filter(organization__commune__department_id=by.scope.code)
        case "region":
            attached = attached.filter(organization__commune__region_id=by.scope.code)
        case "national":
            pass
        case _:
            raise NotFound
    found = attached.first()
    if found is None:
        raise NotFound
    latest = rules.latest_availability(found.post.award.application.start_on, today)
    return Offer(post_id, found.organization, place(found.organization.commune), latest, found.post.number)


def pool(post_id: UUID, by: Actor) -> list[PoolCard]:
    """Candidates who fit the post (rules.obstacle), nearest first; those already chosen for a contract elsewhere do not appear.

    Two queries: the post, then candidates within a box of degrees for each radius. Raises NotFound (post out of scope).
    """
    return cards(offer(post_id, by))


def cards(wanted: Offer) -> list[PoolCard]:
    """The same, for an offer already read."""
    latest_hire = Hire.objects.filter(post_id=wanted.post_id, candidate=OuterRef("pk")).order_by("-created_at").values("status")[:1]
    rows = free_candidates().filter(near(wanted.place), available_on__lte=wanted.latest).annotate(invitation=Subquery(latest_hire))
    fitting = [it for it in rows.select_related("person", "commune").defer("motivation") if fits(it, wanted)]
    return sorted(
        (card(it, wanted) for it in fitting),
        key=lambda it: (it.distance_km is None, it.distance_km or 0.0, it.available_on, str(it.candidate_id)),
    )


def free_candidates() -> QuerySet[Candidate]:
    """Available, account open, not chosen by another host."""
    engaged = Hire.objects.filter(candidate=OuterRef("pk"), status__in=ENGAGED)
    return Candidate.objects.filter(~Exists(engaged), status=CandidateStatus.AVAILABLE, person__is_active=True)


def near(host: rules.Place) -> Q:
    """Candidates of the same commune, mobile everywhere, or whose commune lies in the box of their radius."""
    wanted = Q(radius_km=WHOLE_FRANCE_KM) | Q(commune_id=host.commune)
    if host.latitude is None or host.longitude is None:
        return wanted
    for radius in RADII_KM:
        if radius < WHOLE_FRANCE_KM:
            south, north, west, east = box(host.latitude, host.longitude, radius)
            wanted |= Q(radius_km=radius, commune__latitude__range=(south, north), commune__longitude__range=(west, east))
    return wanted


def fits(it: Candidate, wanted: Offer) -> bool:
    return not rules.obstacle(it.wish, wanted.place, wanted.latest)


def card(it: Candidate, wanted: Offer) -> PoolCard:
    return PoolCard(
        candidate_id=it.pk,
        name=str(it.person),
        commune=it.commune.name,
        distance_km=rules.distance(it.wish.place, wanted.place),
        available_on=it.available_on,
        reasons=rules.reasons(it.wish, wanted.place, it.situations, it.diploma, it.pix_shared),
        diploma=it.diploma,
        invitation=getattr(it, "invitation", None) or "",
    )


def pool_card(post_id: UUID, candidate_id: UUID, by: Actor) -> PoolCard:
    """One candidate as the host of the post sees her. Raises NotFound, RuleBroken (she does not appear: why)."""
    if obstacle := why_not(post_id, candidate_id, by):
        raise RuleBroken("hire.not_in_pool", obstacle)
    return card(Candidate.objects.select_related("person", "commune").known(candidate_id), offer(post_id, by))


def why_not_at(post_id: UUID, email: str, by: Actor) -> str:
    """Why the person of this address does not appear, for a host who knows her; "" when she does. Raises NotFound, Forbidden."""
    policies.check_is_host(by)
    offer(post_id, by)
    found = Candidate.objects.filter(person__email=normal_email(email)).values_list("pk", flat=True).first()
    if found is None:
        return "Personne n’est inscrit au vivier avec cette adresse : proposez à cette personne de s’y inscrire."
    return why_not(post_id, found, by)


def agreement_of(it: Hire) -> Agreement:
    """The agreement in force to which the post of this hire belongs today. Raises RuleBroken when there is none."""
    attached = Attachment.objects.filter(post_id=it.post_id, period__contains=clock.today()).select_related("agreement").first()
    agreement = attached.agreement if attached else None
    if agreement is None or agreement.status != AgreementStatus.IN_FORCE or not agreement.in_force_on or not agreement.ends_on:
        raise RuleBroken("hire.no_agreement", "La convention n’est pas encore signée : le contrat se dépose après sa signature.")
    return agreement


def agreement_period(it: Hire) -> tuple[dt.date, dt.date]:
    """First and last day of that agreement. Raises RuleBroken."""
    agreement = agreement_of(it)
    return cast("dt.date", agreement.in_force_on), cast("dt.date", agreement.ends_on)


def terms(it: Hire) -> Terms:
    """What the contract of this hire must respect, and what it opens. Raises RuleBroken (no agreement in force, wage not known)."""
    agreement = agreement_of(it)
    agreed = cast("dt.date", agreement.in_force_on), cast("dt.date", agreement.ends_on)
    lines = AgreementLine.objects.filter(agreement=agreement, condition=Condition.MONTH_REACHED).order_by("number")
    due = [(line.number, add_months(agreed[0], line.months_after), Money(line.post_cents)) for line in lines]
    minimum = minimum_wage(clock.today(), it.organization.commune.department_id)
    return Terms(agreed, free_from(it.post_id, it.candidate_id), minimum, due)


def why_not(post_id: UUID, candidate_id: UUID, by: Actor) -> str:
    """Why this candidate does not appear in the pool of this post, in French; "" when she does. Raises NotFound."""
    wanted = offer(post_id, by)
    it = Candidate.objects.select_related("person", "commune").known(candidate_id)
    if it.status == CandidateStatus.WITHDRAWN or not it.person.is_active:
        return "Ce candidat s’est retiré du vivier."
    if it.status == CandidateStatus.HIRED:
        return "Ce candidat est déjà recruté comme conseiller numérique."
    if not free_candidates().filter(pk=it.pk).exists():
        return "Ce candidat est déjà choisi par une structure : il reparaîtra si ce recrutement n’aboutit pas."
    return rules.obstacle(it.wish, wanted.place, wanted.latest)


def minimum_wage(on: dt.date, territory: str) -> Money:
    """The monthly gross minimum wage on that day in this department. Raises RuleBroken when it is not known."""
    return rules.minimum_wage(on, territory, wage_table())


def hires_of(organization_id: UUID, by: Actor) -> list[HireLine]:
    """All hires of one organization, newest first; none out of the actor's scope."""
    return lines(Hire.objects.visible_to(by).filter(organization_id=organization_id))


def hires_to_validate(by: Actor) -> list[HireLine]:
    """Contracts that wait for the Banque des Territoires, oldest declaration first."""
    return lines(Hire.objects.visible_to(by).filter(status=HireStatus.DECLARED), "status_since")


def contracts_page(by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50) -> tuple[list[HireLine], str]:
    """Hires whose contract was filed (in these statuses of CONTRACTS), newest first; and the id that asks for the next ones."""
    wanted = [status for status in statuses if status in CONTRACTS] or CONTRACTS
    seen = Hire.objects.visible_to(by).filter(status__in=wanted).select_related("candidate__person", "organization", "post")
    found, following = seen.page(after, limit)
    return [line(it) for it in found], following


def contract_counts(by: Actor) -> dict[str, int]:
    """How many hires with a contract are in each status."""
    seen = Hire.objects.visible_to(by).filter(status__in=CONTRACTS)
    return dict(seen.order_by("status").values_list("status").annotate(count=Count("pk")))


def hires_of_candidate(person_id: UUID, by: Actor) -> list[HireLine]:
    """Invitations and contracts of one person, newest first; none out of the actor's scope."""
    return lines(Hire.objects.visible_to(by).filter(candidate__person_id=person_id))


def hire(hire_id: UUID, by: Actor) -> Hire:
    """The hire with its candidate, post and organization. Raises NotFound (absent, or out of the actor's scope)."""
    return (
        Hire.objects.visible_to(by)
        .select_related("candidate__person", "candidate__commune", "organization__commune", "post")
        .known(hire_id)
    )


def current_hire(person_id: UUID, by: Actor) -> Hire | None:
    """The contract by which this person is an adviser today (the latest validated); None when there is none in the actor's scope."""
    seen = Hire.objects.visible_to(by).filter(candidate__person_id=person_id, status=HireStatus.VALIDATED)
    return seen.select_related("organization__commune", "post", "candidate__person").order_by("-starts_on", "pk").first()


def candidate_of(person_id: UUID, by: Actor) -> Candidate | None:
    """The person's card in the pool, whatever its status; None when she never applied (or out of the actor's scope)."""
    return Candidate.objects.visible_to(by).select_related("commune", "person").filter(person_id=person_id).first()


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


def free_from(post_id: UUID, candidate_id: UUID) -> dt.date | None:
    """The first day on which the post and the person are both free of an ended contract; None when there never was one."""
    ended = Hire.objects.filter(Q(post_id=post_id) | Q(candidate_id=candidate_id), status=HireStatus.ENDED)
    return rules.day_after(ended.order_by(F("ended_on").desc(nulls_last=True)).values_list("ended_on", flat=True).first())
