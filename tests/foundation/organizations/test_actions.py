"""Organizations are known once, and delegate their signature."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from lucette.foundation.journal.queries import history
from lucette.foundation.organizations import actions, queries
from lucette.foundation.organizations.models import Organization
from lucette.foundation.organizations.rules import siret_for
from lucette.kernel import clock
from lucette.kernel.actor import NOBODY, SYSTEM, Actor
from lucette.kernel.errors import Forbidden, Invalid
from tests.foundation.accounts.factories import actor
from tests.foundation.organizations.factories import OrganizationFactory, territory
from tests.states import count_rows

pytestmark = pytest.mark.django_db
SIRET = siret_for("732829320")
CERTIFIER, REQUESTER = actor("certifier"), actor("requester")


def register(**changes: object) -> Organization:
    territory()
    facts = {"siret": SIRET, "name": "Commune de Tulle", "commune_code": "19272", "legal_category": "7210", "by": NOBODY}
    return actions.register(**facts | changes)


def host(organization: Organization, role: str = "host_secretary") -> Actor:
    return actor(role, "organization", organization.pk)


def test_an_organization_is_known_once_by_its_siret() -> None:
    first = register()
    again = register(siret=f"{SIRET[:9]} {SIRET[9:]}", name="Autre nom", commune_code="inconnue")
    assert (again, again.name, again.employer, again.kind) == (first, "Commune de Tulle", "public", "commune")
    assert [entry.act for entry in history(first)] == ["organization.registered"]


def test_a_caledonian_organization_is_known_by_its_ridet() -> None:
    it = register(siret="", ridet="1 234 567", legal_category="", employer="private", kind="private")
    assert (it.siret, it.ridet, it.employer) == (None, "1234567", "private")
    assert register(siret="", ridet="1234567") == it


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"siret": "73282932000079"}, "siret"),
        ({"siret": ""}, "siret"),
        ({"ridet": "1234567"}, "siret"),
        ({"siret": "", "ridet": "12"}, "ridet"),
        ({"name": " "}, "name"),
        ({"commune_code": "ZZZZZ"}, "commune_code"),
        ({"legal_category": ""}, "employer"),
    ],
)
def test_what_is_wrong_is_said_on_its_field_and_nothing_is_written(changes: dict[str, str], field: str) -> None:
    territory()
    before = count_rows()
    with pytest.raises(Invalid) as refusal:
        register(**changes)
    assert set(refusal.value.fields) == {field}
    assert count_rows() == before


def test_a_delegation_holds_from_its_first_to_its_last_day() -> None:
    organization, person, today = OrganizationFactory(), uuid.uuid4(), clock.today()
    week = today + dt.timedelta(days=7)
    given = actions.delegate(
        organization_id=organization.pk,
        person_id=person,
        capacity="Maire",
        basis="Délibération du 4 juillet 2020",
        since=today,
        until=week,
        by=host(organization, "host_representative"),
    )
    day = dt.timedelta(days=1)
    found = [queries.signatory(organization.pk, person, on) for on in (today - day, today, week, week + day)]
    assert found == [None, given, given, None]
    assert queries.signatory(organization.pk, uuid.uuid4(), today) is None
    assert [entry.act for entry in history(given)] == ["delegation.given"]


def test_a_secretary_does_not_delegate_and_dates_are_in_order() -> None:
    organization = OrganizationFactory()
    facts = {"organization_id": organization.pk, "person_id": uuid.uuid4(), "basis": "Arrêté", "since": clock.today()}
    before = count_rows()
    with pytest.raises(Forbidden):
        actions.delegate(**facts, capacity="Adjointe", until=None, by=host(organization))
    with pytest.raises(Invalid) as refusal:
        actions.delegate(**facts, capacity="", until=clock.today() - dt.timedelta(days=1), by=SYSTEM)
    assert set(refusal.value.fields) == {"capacity", "until"}
    assert count_rows() == before
