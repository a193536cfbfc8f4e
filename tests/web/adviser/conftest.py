"""An adviser in post, and a candidate, signed in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from lucette.foundation.accounts.enums import RoleName
from tests.foundation.accounts.factories import RoleFactory
from tests.scheme.activities.factories import hired
from tests.scheme.places.factories import PlaceFactory
from tests.scheme.recruitment.factories import CandidateFactory


def as_person(client: Client, person: Any, role: RoleName) -> None:
    """Sign `client` in as this very person."""
    held = RoleFactory(person=person, name=role, scope_kind="person", scope_code=str(person.pk))
    client.force_login(person)
    session = client.session
    session["role"] = str(held.pk)
    session.save()


@pytest.fixture
def live(client: Client) -> Any:
    """An adviser in post, signed in."""
    it = hired()
    as_person(client, it.candidate.person, RoleName.ADVISER)
    return it


@pytest.fixture
def place(live: Any) -> Any:
    """Where she receives."""
    return PlaceFactory(organization=live.organization, name="Médiathèque de Tulle")


@pytest.fixture
def candidate(client: Client) -> Any:
    """A candidate of the pool, signed in."""
    it = CandidateFactory()
    as_person(client, it.person, RoleName.CANDIDATE)
    return it
