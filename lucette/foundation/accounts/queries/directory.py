"""Whom a role can be written to: holders, members of an organization, contacts, names by id."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import FormerContact, Person, Role
from lucette.foundation.organizations.rules import Contact
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import NotFound

HOSTS = (RoleName.HOST_REPRESENTATIVE, RoleName.HOST_SECRETARY)


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone to write to."""

    person_id: UUID
    email: str
    name: str
    scope: Scope


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


def holders_within(role_name: RoleName | str, organizations: Collection[UUID]) -> list[tuple[UUID, Holder]]:
    """Who holds this role today in each of these organizations, oldest first: one question however many they are."""
    codes = {str(it) for it in organizations}
    held = Role.objects.live(clock.today()).filter(name=role_name, person__is_active=True, scope_kind="organization", scope_code__in=codes)
    found = held.select_related("person").oldest_first()
    return [(UUID(r.scope_code), Holder(r.person_id, r.person.email, str(r.person), r.scope)) for r in found]


def holder(person_id: UUID, role_name: RoleName | str, scope: Scope) -> Holder | None:
    """This person, if she holds this role today within exactly this scope, her account open."""
    held = Role.objects.live(clock.today()).within(scope).filter(person_id=person_id, name=role_name, person__is_active=True)
    role = held.select_related("person").first()
    return Holder(person_id, role.person.email, str(role.person), role.scope) if role else None


def acting_again(person_id: UUID, role_name: str, scope: Scope) -> Actor:
    """Whoever asked for something that the worker does, in the role in which she asked if she holds it still; else in none, and each act is
    refused to her."""
    held = holder(person_id, role_name, scope)
    return Actor(person_id, role_name, scope, held.name) if held else Actor(person_id, "", scope)


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
