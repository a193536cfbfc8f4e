"""PostgreSQL knows who acts: rows of another scope do not exist, and nobody sees nothing."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, connection, transaction

from lucette.foundation.organizations.models import BankDetails, Organization
from lucette.foundation.territories.models import Commune
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY, SYSTEM, Actor, Scope
from lucette.kernel.records import next_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_hosts() -> list[Organization]:
    commune = Commune.objects.get(code="19272")
    hosts = [
        Organization.objects.create(siret=siret, name=siret, employer="public", commune=commune)
        for siret in ("21190272200019", "21010053300012")
    ]
    for host in hosts:
        BankDetails.objects.create(organization=host, holder="TEST", iban="FR76", bic="X", declared_by=SYSTEM.pk)
    return hosts


def test_an_organization_sees_its_own_rows_only(two_hosts: list[Organization]) -> None:
    mine = Actor(uuid.uuid4(), "host_secretary", Scope("organization", str(two_hosts[0].pk)))
    with acting(mine):
        assert [b.organization_id for b in BankDetails.objects.all()] == [two_hosts[0].pk]
    assert BankDetails.objects.count() == 2  # the test acts as the system again


@pytest.mark.parametrize("actor", [NOBODY, Actor(uuid.uuid4(), "prefecture", Scope("department", "19"))])
def test_who_has_no_business_there_sees_nothing(two_hosts: list[Organization], actor: Actor) -> None:
    with acting(actor):
        assert not BankDetails.objects.exists()


def test_a_row_of_another_scope_cannot_be_written(two_hosts: list[Organization]) -> None:
    mine = Actor(uuid.uuid4(), "host_secretary", Scope("organization", str(two_hosts[0].pk)))
    with acting(mine), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        BankDetails.objects.create(organization=two_hosts[1], holder="x", iban="FR76", bic="X", declared_by=mine.pk)


def test_a_region_and_a_department_are_told_apart() -> None:
    """Department 75 (Paris) is not region 75 (Nouvelle-Aquitaine)."""
    with connection.cursor() as cursor:
        seen = {}
        for scope in (Scope("department", "75"), Scope("region", "75"), Scope("organization", "")):
            with acting(Actor(uuid.uuid4(), "x", scope)):
                cursor.execute("SELECT lucette_sees('75', '11', NULL), lucette_sees('19', '75', NULL)")
                seen[scope.kind] = cursor.fetchone()
    assert seen == {"department": (True, False), "region": (False, True), "organization": (None, None)}


def test_numbers_come_from_a_sequence() -> None:
    from lucette.kernel import clock

    first, second = (next_number("applications_number", "C", clock.today()) for _ in range(2))
    assert first.startswith("C-2021-")
    assert int(second[-5:]) == int(first[-5:]) + 1
