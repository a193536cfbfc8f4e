"""People, roles, and actors for tests."""

from __future__ import annotations

import uuid

import factory
from factory.django import DjangoModelFactory

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person, Role
from lucette.kernel.actor import NATIONAL, Actor, Scope


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    email = factory.Sequence(lambda n: f"personne{n}@example.fr")
    first_name = "Camille"
    last_name = factory.Sequence(lambda n: f"Essai {n}")


class RoleFactory(DjangoModelFactory):
    """National by default; `RoleFactory(name="prefecture", scope_kind="department", scope_code="19")`."""

    class Meta:
        model = Role

    person = factory.SubFactory(PersonFactory)
    name = RoleName.INSTRUCTOR


def actor(role: RoleName | str, kind: str = NATIONAL, code: object = "") -> Actor:
    """Somebody new in this role; nothing is stored: `actor("prefecture", "department", "19")`."""
    return Actor(uuid.uuid4(), str(role), Scope(kind, str(code)), "Camille Essai")
