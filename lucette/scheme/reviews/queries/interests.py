"""Who has a tie with which application, and what the platform finds by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.models import Role
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import WEBMAILS
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.applications.models import Application, Partner
from lucette.scheme.reviews import policies, rules
from lucette.scheme.reviews.enums import Strength
from lucette.scheme.reviews.models import Interest, Mandate
from lucette.scheme.reviews.models.interests import natural

UNKNOWN = "personne inconnue"


@dataclass(frozen=True, slots=True)
class Found:
    """A tie that the platform finds."""

    application_id: UUID
    person_id: UUID
    tie: rules.Tie


@dataclass(frozen=True, slots=True)
class InterestShown:
    """A tie as its list shows it; `may_withdraw`: by who reads."""

    id: UUID
    application_id: UUID
    number: str
    host: str
    person: str
    hard: bool
    strength: str
    source: str
    reason: str
    since: Any
    withdrawn_at: Any
    withdrawal_reason: str
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class MandateShown:
    id: UUID
    person: str
    office: str
    body: str
    siren: str
    since: Any
    ended_at: Any


def interests(by: Actor, application_id: UUID | None = None) -> list[InterestShown]:
    """The ties that this person may read, the latest first: hers; every one for the secretariat."""
    seen = Interest.objects.visible_to(by).select_related("application__organization").order_by("-created_at", "pk")
    found = list(seen.filter(application_id=application_id) if application_id else seen)
    names = accounts.names({it.person_id for it in found}) if found else {}
    mine = policies.accounts_of(by) if found else frozenset()
    return [_shown(it, names, by, mine) for it in found]


def interest(interest_id: UUID, by: Actor) -> Interest:
    """One tie. Raises NotFound."""
    return Interest.objects.visible_to(by).select_related("application__organization").known(interest_id)


def _shown(it: Interest, names: dict[UUID, str], by: Actor, mine: Collection[UUID]) -> InterestShown:
    return InterestShown(
        it.pk,
        it.application_id,
        it.application.number,
        it.application.organization.name,
        names.get(it.person_id, UNKNOWN),
        it.strength == Strength.HARD,
        it.get_strength_display(),
        it.get_source_display(),
        it.reason,
        it.created_at,
        it.withdrawn_at,
        it.withdrawal_reason,
        it.withdrawn_at is None and policies.can_withdraw(by, it, mine),
    )


def mandates(by: Actor) -> list[MandateShown]:
    """Hers; those of every member for the secretariat."""
    found = list(Mandate.objects.visible_to(by).order_by(F("ended_at").asc(nulls_first=True), "created_at", "pk"))
    names = accounts.names({it.person_id for it in found}) if found else {}
    return [MandateShown(it.pk, names.get(it.person_id, UNKNOWN), it.office, it.body, it.siren, it.created_at, it.ended_at) for it in found]


def mandate(mandate_id: UUID, by: Actor) -> Mandate:
    """One mandate. Raises NotFound."""
    return Mandate.objects.visible_to(by).known(mandate_id)


def barred(by: Actor) -> list[UUID]:
    """The applications that this person is kept away from."""
    return list(Interest.objects.barring().of(by.pk).values_list("application_id", flat=True).distinct())


def is_barred(application_id: UUID, by: Actor) -> bool:
    return policies.is_barred(by, application_id)


def found(applications: Iterable[Application], people: Collection[UUID] | None = None) -> list[Found]:
    """What ties the people who follow or decide of these applications to them (or only `people`, ids of accounts): four questions, however
    many they are. A prefecture is asked for the files of its territory."""
    files = {it.pk: it for it in applications}
    roles = _roles(people)
    partners: dict[UUID, list[str]] = defaultdict(list)
    for application_id, name in Partner.objects.filter(application__in=files).values_list("application_id", "name"):
        partners[application_id].append(name)
    offices = _offices({role.natural for role in roles})
    ties: dict[tuple[UUID, UUID], Found] = {}
    for it in files.values():
        host = it.organization
        of = rules.Bodies(host.name, (host.siret or "")[:9], tuple(partners[it.pk]), it.contact_email)
        for role in roles:
            email = "" if role.person.fictional else role.person.email  # an address of nobody
            if _follows(role, it) and (tie := rules.tie(offices[role.natural], email, of, WEBMAILS)):
                ties[it.pk, role.natural] = Found(it.pk, role.natural, tie)
    return list(ties.values())


def _roles(people: Collection[UUID] | None) -> list[Any]:
    """The roles of today of those whose ties count, each with the natural person who holds it."""
    live = Role.objects.live(clock.today()).filter(name__in=policies.TIED, person__is_active=True)
    live = live if people is None else live.filter(person__in=people)
    return list(live.select_related("person").annotate(natural=natural(F("person_id"))).oldest_first())


def _offices(people: Collection[UUID]) -> dict[UUID, list[rules.Office]]:
    """By natural person, every organization where she has or had a role, and every mandate that she declares."""
    found: dict[UUID, list[rules.Office]] = defaultdict(list)
    held = Role.objects.filter(scope_kind="organization").annotate(natural=natural(F("person_id"))).filter(natural__in=people)
    codes = list(held.values_list("natural", "scope_code").distinct())
    hosts = {str(it.pk): it for it in Organization.objects.filter(pk__in={code for _, code in codes})} if codes else {}
    for person, code in codes:
        if host := hosts.get(code):
            found[person].append(rules.Office("rôle, présent ou passé, dans la structure", host.name, (host.siret or "")[:9]))
    declared: QuerySet[Any] = Mandate.objects.live().annotate(natural=natural(F("person_id")))
    for it in declared.filter(natural__in=people):
        found[it.natural].append(rules.Office(f"mandat déclaré : {it.office}", it.body, it.siren))
    return found


def _follows(role: Any, it: Application) -> bool:
    codes = {"department": it.department_code, "region": it.region_code}
    return role.scope_kind not in codes or role.scope_code == codes[role.scope_kind]


def known_pairs(applications: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """The ties already found on these applications, lifted since or not: (application, natural person)."""
    rows = Interest.objects.filter(Q(application__in=applications), source="computed").annotate(natural=natural(F("person_id")))
    return set(rows.values_list("application_id", "natural"))
