"""Who someone is today; whom a role can be written to."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from lucette.foundation.accounts import queries
from lucette.foundation.accounts.enums import JOURNEY, SPACES, RoleName
from lucette.foundation.accounts.models import Role
from lucette.kernel import clock
from lucette.kernel.actor import NOBODY, Scope
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.foundation.organizations.factories import OrganizationFactory, territory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_the_actor_is_in_the_chosen_role_or_in_her_first_one() -> None:
    person = PersonFactory(first_name="Ada", last_name="Martin")
    first = RoleFactory(person=person, name="member", since=clock.today() - DAY)
    second = RoleFactory(person=person, name="prefecture", scope_kind="department", scope_code="19")
    assert (queries.actor(person.pk).role, queries.actor(person.pk).name) == (first.name, "Ada Martin")
    assert queries.actor(person.pk, second.pk).scope == Scope("department", "19")
    assert queries.actor(person.pk, RoleFactory(name="accountant").pk).role == "member"  # somebody else's role


def test_without_role_one_sees_nothing_and_a_closed_account_is_nobody() -> None:
    person = PersonFactory()
    assert (queries.actor(person.pk).pk, queries.actor(person.pk).role, queries.actor(person.pk).scope) == (person.pk, "", NOBODY.scope)
    assert queries.actor(RoleFactory(person__is_active=False).person_id) == NOBODY
    assert queries.actor(uuid.uuid4()) == NOBODY


def test_a_role_is_live_from_its_first_day_until_the_day_it_ends() -> None:
    today = clock.today()
    role = RoleFactory(since=today, until=today + DAY)
    assert [role in Role.objects.live(day) for day in (today - DAY, today, today + DAY)] == [False, True, False]


def test_roles_are_described_with_their_place_in_few_queries(django_assert_max_num_queries) -> None:
    commune = territory()
    host, person = OrganizationFactory(name="Mairie d’essai"), PersonFactory()
    for name, kind, code in (
        ("prefecture", "department", "19"),
        ("prefecture", "region", "75"),
        ("host_secretary", "organization", host.pk),
        ("candidate", "person", person.pk),
        ("auditor", "national", ""),
    ):
        RoleFactory(person=person, name=name, scope_kind=kind, scope_code=str(code))
    with django_assert_max_num_queries(4):
        held = queries.roles_of(person.pk)
    assert {(r.space, r.place) for r in held} == {
        ("prefecture", commune.department.name),
        ("prefecture", commune.region.name),
        ("host", "Mairie d’essai"),
        ("adviser", ""),
        ("audit", ""),
    }


def test_holders_are_the_people_who_can_be_written_to() -> None:
    here = RoleFactory(name="prefecture", scope_kind="department", scope_code="19")
    RoleFactory(name="prefecture", scope_kind="department", scope_code="23")
    RoleFactory(name="prefecture", scope_kind="department", scope_code="19", person__is_active=False)
    RoleFactory(name="prefecture", scope_kind="department", scope_code="19", until=clock.today())
    assert [h.email for h in queries.holders(RoleName.PREFECTURE, Scope("department", "19"))] == [here.person.email]
    assert len(queries.holders("prefecture")) == 2


def test_one_fictional_persona_per_role_in_the_order_of_the_journey() -> None:
    secretary = RoleFactory(name="support", person__fictional=True, since=clock.today() - DAY).person
    for name in ("funder", "support"):
        RoleFactory(name=name, person__fictional=True)
    RoleFactory(name="auditor", person=secretary)
    RoleFactory(name="chair")  # a real person
    shown = queries.personas()
    assert [p.role.name for p in shown] == ["funder", "auditor", "support"]
    assert {r.name for r in shown[2].roles} == {"support", "auditor"}


def test_every_role_but_the_importer_is_in_the_journey_and_has_a_space() -> None:
    assert {*JOURNEY} == {*SPACES} == {*RoleName} - {RoleName.IMPORTER}


def test_names_come_in_one_query(django_assert_num_queries) -> None:
    ada, bob = PersonFactory(first_name="Ada", last_name="A"), PersonFactory(first_name="Bob", last_name="B")
    with django_assert_num_queries(1):
        assert queries.names({ada.pk, bob.pk, uuid.uuid4()}) == {ada.pk: "Ada A", bob.pk: "Bob B"}
