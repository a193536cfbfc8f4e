"""The fictional people of the demonstration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.accounts.enums import JOURNEY, RoleName
from lucette.foundation.accounts.models import Role, RoleQuerySet
from lucette.foundation.accounts.queries.directory import names
from lucette.foundation.accounts.queries.roles import HeldRole, described
from lucette.kernel import clock
from lucette.kernel.actor import Scope


@dataclass(frozen=True, slots=True)
class Persona:
    """A fictional person of the demonstration, shown for `role`; `roles` are all that she holds."""

    person_id: UUID
    name: str
    role: HeldRole
    roles: list[HeldRole]


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
