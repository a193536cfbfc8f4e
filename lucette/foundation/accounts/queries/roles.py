"""The roles that a person holds, with the names of their places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.accounts.enums import SPACES, RoleName
from lucette.foundation.accounts.models import Person, Role
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Department, Region
from lucette.kernel import clock
from lucette.kernel.actor import NOBODY, Actor, Scope


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
