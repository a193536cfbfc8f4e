"""The pool of a post: who fits, why, why not."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from lucette.foundation.accounts.rules import normal_email
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.rules import box
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.scheme.posts.models import Attachment
from lucette.scheme.recruitment import policies, rules
from lucette.scheme.recruitment.enums import ENGAGED, RADII_KM, WHOLE_FRANCE_KM, CandidateStatus
from lucette.scheme.recruitment.models import Candidate, Hire, place


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
class Offer:
    """A post on offer: where its host is, the last day by which a candidate must be available."""

    post_id: UUID
    organization: Organization
    place: rules.Place
    latest: dt.date
    number: str


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
        reasons=rules.reasons(it.wish, wanted.place, it.situations, it.diploma, it.pix_shared, clock.today()),
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


def candidate_of(person_id: UUID, by: Actor) -> Candidate | None:
    """The person's card in the pool, whatever its status; None when she never applied (or out of the actor's scope)."""
    return Candidate.objects.visible_to(by).select_related("commune", "person").filter(person_id=person_id).first()
