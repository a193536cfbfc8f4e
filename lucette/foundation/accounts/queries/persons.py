"""A person as the support team sees her, all her accounts, how many hold each role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value
from django.db.models.functions import Concat

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person, Role
from lucette.foundation.accounts.queries.roles import HeldRole, described
from lucette.foundation.territories.models import Folded
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.french import folded


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
