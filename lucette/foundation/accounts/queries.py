"""Who someone is, whom a role can be written to, names by id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Concat

from lucette.foundation.accounts.enums import JOURNEY, SPACES, RoleName
from lucette.foundation.accounts.models import FormerContact, Person, Role, RoleQuerySet
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import Contact
from lucette.foundation.parameters import queries as parameters
from lucette.foundation.territories.models import Department, Folded, Region
from lucette.kernel import clock
from lucette.kernel.actor import NOBODY, Actor, Scope
from lucette.kernel.errors import NotFound
from lucette.kernel.french import folded

HOSTS = (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role as a page shows it: `label` « Préfecture », `place` « Corrèze » (empty when national or personal), `space` of the website."""

    id: UUID
    person_id: UUID
    name: RoleName
    label: str
    place: str
    space: str
    scope: Scope
    since: dt.date
    until: dt.date | None = None

    @property
    def pk(self) -> UUID:
        """What an act on this role names."""
        return self.id


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone to write to."""

    person_id: UUID
    email: str
    name: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Persona:
    """A fictional person of the demonstration, shown for `role`; `roles` are all that she holds."""

    person_id: UUID
    name: str
    role: HeldRole
    roles: list[HeldRole]


def actor(person_id: UUID, role_id: UUID | None = None) -> Actor:
    """The person in the role she chose, if she holds it today, else in her first; without role, an actor who sees nothing.

    NOBODY for an unknown person or a closed account.
    """
    live = Role.objects.live(clock.today()).filter(person_id=person_id, person__is_active=True)
    held = list(live.select_related("person").oldest_first())
    if not held:
        person = Person.objects.filter(pk=person_id, is_active=True).first()
        return Actor(person.pk, "", NOBODY.scope, str(person)) if person else NOBODY
    role = next((r for r in held if r.pk == role_id), held[0])
    return Actor(person_id, role.name, role.scope, str(role.person))


def roles_of(person_id: UUID, on: dt.date | None = None) -> list[HeldRole]:
    """The roles she holds on that day (default: today), oldest first."""
    return described(Role.objects.live(on or clock.today()).filter(person_id=person_id).oldest_first())


def roles_within(scope: Scope) -> list[HeldRole]:
    """Every role held today within exactly this scope, oldest first."""
    return described(Role.objects.live(clock.today()).within(scope).oldest_first())


def role_of_record(role_id: UUID) -> HeldRole:
    """A role, held still or not. Raises NotFound."""
    return described([Role.objects.known(role_id)])[0]


def described(roles: Iterable[Role]) -> list[HeldRole]:
    """Roles with the names of their territories and organizations, in at most three more queries."""
    roles = list(roles)
    codes: dict[str, set[str]] = {}
    for role in roles:
        codes.setdefault(role.scope_kind, set()).add(role.scope_code)
    places: dict[tuple[str, str], str] = {}
    for kind, model in (("department", Department), ("region", Region), ("organization", Organization)):
        if kind in codes:
            places |= {(kind, str(it.pk)): str(it) for it in model._default_manager.filter(pk__in=codes[kind])}
    return [
        HeldRole(
            r.pk,
            r.person_id,
            RoleName(r.name),
            r.get_name_display(),
            places.get((r.scope_kind, r.scope_code), ""),
            SPACES.get(RoleName(r.name), ""),
            r.scope,
            r.since,
            r.until,
        )
        for r in roles
    ]


def place_of(by: Actor) -> str:
    """The name of the territory or organization in which the actor acts; "" for a national or personal scope."""
    for kind, model in (("department", Department), ("region", Region), ("organization", Organization)):
        if by.scope.kind == kind and (row := model._default_manager.filter(pk=by.scope.code).first()):
            return str(row)
    return ""


@dataclass(frozen=True, slots=True)
class Member:
    """Someone who acts for an organization. `came`: has she signed in once?"""

    role_id: UUID
    person_id: UUID
    name: str
    email: str
    role: RoleName
    label: str
    since: dt.date
    came: bool

    @property
    def pk(self) -> UUID:
        """What an act on her role names."""
        return self.role_id


def members(by: Actor) -> list[Member]:
    """Who acts for the actor's own organization today, oldest first; none for another scope."""
    if by.scope.kind != "organization":
        return []
    held = Role.objects.live(clock.today()).within(by.scope).filter(person__is_active=True).select_related("person").oldest_first()
    return [
        Member(r.pk, r.person_id, str(r.person), r.person.email, RoleName(r.name), r.get_name_display(), r.since, bool(r.person.last_login))
        for r in held
    ]


def member(role_id: UUID, by: Actor) -> Member:
    """One of them. Raises NotFound (absent, or of another organization)."""
    found = next((it for it in members(by) if it.role_id == role_id), None)
    if found is None:
        raise NotFound
    return found


def holders(role_name: RoleName | str, scope: Scope | None = None) -> list[Holder]:
    """People who hold this role today (within exactly this scope, when given) and whose account is open, oldest first."""
    held = Role.objects.live(clock.today()).filter(name=role_name, person__is_active=True).select_related("person")
    if scope:
        held = held.within(scope)
    return [Holder(r.person_id, r.person.email, str(r.person), r.scope) for r in held.oldest_first()]


def holder(person_id: UUID, role_name: RoleName | str, scope: Scope) -> Holder | None:
    """This person, if she holds this role today within exactly this scope, her account open."""
    held = Role.objects.live(clock.today()).within(scope).filter(person_id=person_id, name=role_name, person__is_active=True)
    role = held.select_related("person").first()
    return Holder(person_id, role.person.email, str(role.person), role.scope) if role else None


def personas(prefer: Mapping[RoleName, Sequence[Scope]] | None = None) -> list[Persona]:
    """One fictional person per role, in the order of the scheme's journey, with all her roles.

    Of those who hold a role, whoever acts in the first of the scopes preferred for it; else the oldest.
    """
    held = list(fictional().oldest_first())
    chosen = {RoleName(name): first_of(held, RoleName(name), (prefer or {}).get(RoleName(name), ())) for name in {r.name for r in held}}
    people = {role.person_id for role in chosen.values()}
    told, known = described(role for role in held if role.person_id in people), names(people)
    shown = {role.id: role for role in told}
    return [
        Persona(role.person_id, known[role.person_id], shown[role.pk], [r for r in told if r.person_id == role.person_id])
        for role in (chosen[name] for name in JOURNEY if name in chosen)
    ]


def fictional_reader(*, person_id: UUID | None, email: str = "", organization_id: UUID | None = None) -> Persona | None:
    """The fictional person who reads a letter, with all her roles: the one it is written to, else whoever has this address, else the
    first who speaks for the organization. None when it is somebody real, or nobody with a role today."""
    live = fictional().oldest_first()
    if person_id is None:
        found = live.filter(person__email__iexact=email).first()
        if found is None and organization_id:
            found = live.within(Scope("organization", str(organization_id))).first()
        if found is None:
            return None
        person_id = found.person_id
    roles = described(live.filter(person_id=person_id))
    return Persona(person_id, names([person_id])[person_id], roles[0], roles) if roles else None


def fictional() -> RoleQuerySet:
    """The roles that people of the demonstration hold today."""
    return Role.objects.live(clock.today()).filter(person__fictional=True, person__is_active=True)


def first_of(held: list[Role], name: RoleName, scopes: Sequence[Scope]) -> Role:
    """Of the roles of this name, the one of the first preferred scope that somebody holds; else the oldest."""
    named = [role for role in held if role.name == name]
    by_scope = {role.scope: role for role in reversed(named)}
    return next((by_scope[scope] for scope in scopes if scope in by_scope), named[0])


def stand_in(name: RoleName, scope: Scope) -> HeldRole | None:
    """Whoever of the demonstration holds this role in exactly this scope; None when nobody does."""
    return next(iter(described(fictional().within(scope).filter(name=name).oldest_first()[:1])), None)


def fictional_role(role_id: UUID) -> HeldRole | None:
    """This role, when a person of the demonstration holds it today."""
    return next(iter(described(fictional().filter(pk=role_id))), None)


def accounts_of(person_id: UUID) -> QuerySet[Person, UUID]:
    """The ids of every account of the natural person behind this one, to ask another question with."""
    first = Q(pk=person_id) | Q(other_accounts=person_id)
    joined = Q(same_person_as=person_id) | Q(same_person_as__other_accounts=person_id)
    return Person.objects.filter(first | joined).values_list("pk", flat=True)


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as the support team sees her: who, since when, her roles of today and of before."""

    id: UUID
    name: str
    email: str
    open: bool
    last_login: dt.datetime | None
    roles: list[HeldRole]
    former: list[HeldRole]
    same_person_as: str = ""  # the name of her first account

    @property
    def pk(self) -> UUID:
        """What an act on her names."""
        return self.id


def people(words: str, by: Actor, limit: int = 20) -> list[Person]:
    """For the support team: people whose name contains `words`, or whose address this is; nobody without words."""
    if by.role != RoleName.SUPPORT or len(words.strip()) < 2:
        return []
    called = Folded(Concat("first_name", Value(" "), "last_name"))
    wanted = Q(called__contains=folded(words.strip())) | Q(email__iexact=words.strip())
    return list(Person.objects.annotate(called=called).filter(wanted).order_by("called", "pk")[:limit])


def person_card(person_id: UUID, by: Actor) -> PersonCard:
    """One person, for the support team. Raises NotFound (absent, or asked by somebody else)."""
    if by.role != RoleName.SUPPORT:
        raise NotFound
    person = Person.objects.select_related("same_person_as").known(person_id)
    held = described(Role.objects.filter(person=person).oldest_first())
    live = {it.id for it in held if it.until is None or it.until > clock.today()}
    return PersonCard(
        person.pk,
        str(person),
        person.email,
        person.is_active,
        person.last_login,
        [it for it in held if it.id in live],
        [it for it in held if it.id not in live],
        str(person.same_person_as) if person.same_person_as else "",
    )


def held_role(role_id: UUID, by: Actor) -> HeldRole:
    """A role that somebody holds or held, for the support team. Raises NotFound."""
    if by.role != RoleName.SUPPORT:
        raise NotFound
    return described([Role.objects.known(role_id)])[0]


def counts_by_role() -> dict[RoleName, int]:
    """How many people hold each role today, their account open; roles that nobody holds are absent."""
    held = Role.objects.live(clock.today()).filter(person__is_active=True)
    found = held.order_by("name").values_list("name").annotate(people=Count("person", distinct=True))
    return {RoleName(name): people for name, people in found}


def contacts(organization_id: UUID, on: dt.date) -> list[Contact]:
    """Who acts for an organization, or did not long ago, as known before the quiet days that a change of account looks back on.

    Her telephone is the one held then; her addresses, those of today and of then.
    """
    begins = on - dt.timedelta(days=parameters.value("bank_details.contact_quiet_days", on))
    scope = Scope("organization", str(organization_id))
    held = Role.objects.within(scope).filter(Q(until=None) | Q(until__gt=begins), name__in=HOSTS, since__lte=on)
    roles = {role.person_id: role for role in reversed(list(held.select_related("person").oldest_first()))}
    moment = dt.datetime.combine(begins, dt.time(23, 59, 59), clock.PARIS)
    formers: dict[UUID, list[FormerContact]] = {}
    for it in FormerContact.objects.filter(person__in=roles, created_at__gt=moment).in_order():
        formers.setdefault(it.person_id, []).append(it)
    return [_contact(role, formers.get(role.person_id, [])) for role in roles.values()]


def _contact(role: Role, formers: list[FormerContact]) -> Contact:
    person, before = role.person, formers[0] if formers else role.person
    emails = dict.fromkeys([*(it.email for it in formers), person.email])
    return Contact(person.pk, str(person), role.name, tuple(emails), before.phone, role.since, bool(formers))


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """« Prénom Nom » by id, in one query; unknown ids are absent."""
    known = Person.objects.filter(pk__in=set(ids)).values_list("pk", "first_name", "last_name")
    return {pk: f"{first} {last}" for pk, first, last in known}
