"""Which organization, and who signs for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from lucette.foundation.organizations.adapters import Company, company_register
from lucette.foundation.organizations.enums import MergeStatus
from lucette.foundation.organizations.models import Delegation, Merge, Organization
from lucette.foundation.organizations.rules import Likeness, Named, core_of, likeness
from lucette.foundation.territories.models import Commune, Folded
from lucette.kernel.actor import Actor
from lucette.kernel.french import folded

NARROWED = 0.3  # word similarity below which two names are not even compared
SIREN = 9
PAGE = 20
# what the list of accounts may be ordered by


def organization(organization_id: UUID, by: Actor) -> Organization:
    """The organization with its commune and département. Raises NotFound (absent, or out of the actor's scope)."""
    return Organization.objects.visible_to(by).select_related("commune__department", "merged_into").known(organization_id)


def search(text: str, by: Actor) -> list[Organization]:
    """At most twenty organizations in the actor's scope whose name contains `text`, or whose SIRET or RIDET begins with it."""
    digits = re.sub(r"\s", "", text)
    wanted = Q(folded_name__contains=folded(text.strip()))
    if digits.isdecimal():
        wanted = Q(siret__startswith=digits) | Q(ridet__startswith=digits)
    seen = Organization.objects.visible_to(by).annotate(folded_name=Folded("name")).select_related("commune__department")
    return list(seen.filter(wanted).order_by("folded_name", "pk")[:PAGE]) if digits else []


@dataclass(frozen=True, slots=True)
class Match:
    """A structure that is perhaps the one being entered, and why."""

    organization: Organization
    why: Likeness

    @property
    def sentence(self) -> str:
        it = self.organization
        place = it.commune.name
        match self.why:
            case Likeness.SAME_SIREN:
                return f"Cet établissement de {place} a le même numéro SIREN : c’est la même personne morale."
            case Likeness.SAME_BODY:
                return f"Une structure de cette nature est déjà connue à {place} : il n’y en a qu’une par commune."
        return f"Son nom est très proche, à {place}."


def close_matches(*, name: str, commune_code: str, siret: str = "", ridet: str = "", but: UUID | None = None) -> list[Match]:
    """Known structures that are perhaps this one entered twice: same SIREN, or a close name in the département. `but`: not this one.
    A number already known is no duplicate: nothing is told of it.

    PostgreSQL narrows (trigrams, without accents); the pure rule decides. The surest come first. Names of structures are public: no actor.
    """
    here = Commune.objects.filter(pk=commune_code).values("department_id")
    number, core = re.sub(r"\s", "", siret), core_of(name)
    siren = number[:SIREN] if len(number) >= SIREN else ""
    known = Q(siret=number) if number else Q(ridet=ridet)
    if (number or ridet) and but is None and Organization.objects.filter(known).exists():
        return []
    near = Q(commune__department_id__in=here) & (Q(near__gte=NARROWED) | Q(commune_id=commune_code))
    rows = (
        Organization.objects.filter(merged_into=None)
        .annotate(near=TrigramWordSimilarity(core, Folded("name")))
        .select_related("commune__department")
    )
    rows = rows.filter(near | Q(siret__startswith=siren) if siren else near)
    wanted = Named(name, commune_code, siren)
    found = [
        Match(it, why)
        for it in (rows.exclude(pk=but) if but else rows)
        if (why := likeness(wanted, Named(it.name, it.commune_id, (it.siret or "")[:SIREN])))
    ]
    order = list(Likeness)
    return sorted(found, key=lambda it: (order.index(it.why), folded(it.organization.name), str(it.organization.pk)))


def by_siret(numbers: Iterable[str], by: Actor) -> dict[str, Organization]:
    """The known organizations of these numbers, by number, among those that the actor sees."""
    found = Organization.objects.visible_to(by).filter(siret__in=set(numbers))
    return {str(it.siret): it for it in found}


def merge(merge_id: UUID, by: Actor) -> Merge:
    """Raises NotFound."""
    return Merge.objects.visible_to(by).select_related("kept", "duplicate").known(merge_id)


def merges_of(organization_id: UUID, by: Actor) -> list[Merge]:
    """The live merges in which it is kept, or is the duplicate, newest first."""
    here = Q(kept_id=organization_id) | Q(duplicate_id=organization_id)
    seen = Merge.objects.visible_to(by).filter(here, status=MergeStatus.MERGED)
    return list(seen.select_related("kept", "duplicate").order_by("-created_at", "pk"))


def company(siret: str) -> Company | None:
    """What the company register knows of this SIRET; None when it knows nothing. Raises Unavailable: the person can type it herself."""
    return company_register().find(siret)


def delegations(organization_id: UUID, by: Actor) -> list[Delegation]:
    """The delegations of signature of an organization, the latest first; none out of the actor's scope."""
    seen = Organization.objects.visible_to(by).filter(pk=organization_id)
    return list(Delegation.objects.filter(organization__in=seen).order_by("-since", "-created_at"))


def delegation(delegation_id: UUID, by: Actor) -> Delegation:
    """One of them. Raises NotFound (absent, or out of the actor's scope)."""
    return Delegation.objects.filter(organization__in=Organization.objects.visible_to(by)).known(delegation_id)


def signatories(organization_id: UUID, on: dt.date) -> list[Delegation]:
    """The delegations of an organization that are live on that day (both ends included)."""
    given = Delegation.objects.filter(Q(until=None) | Q(until__gte=on), organization_id=organization_id, since__lte=on)
    return list(given.order_by("-since", "-created_at"))


def signatories_of(organization_ids: Collection[UUID], on: dt.date) -> list[Delegation]:
    """The same for many organizations at once."""
    live = Q(until=None) | Q(until__gte=on)
    return list(Delegation.objects.filter(live, organization_id__in=organization_ids, since__lte=on).order_by("-since", "-created_at"))


def signatory(organization_id: UUID, person_id: UUID, on: dt.date) -> Delegation | None:
    """The delegation by which this person may sign for the organization on that day (both ends included), the latest given."""
    given = Delegation.objects.filter(Q(until=None) | Q(until__gte=on), organization_id=organization_id, person_id=person_id, since__lte=on)
    return given.order_by("-since", "-created_at").first()
