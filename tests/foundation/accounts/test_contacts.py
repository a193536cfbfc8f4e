"""A person's former telephone and address are kept, and tell whom a structure had before a change of account."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.accounts import actions, queries
from lucette.foundation.accounts.models import FormerContact, Person
from lucette.foundation.accounts.rules import fresh, normal_phone
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.foundation.organizations.factories import OrganizationFactory

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def change(person: Person, phone: str, days_ago: int) -> None:
    with clock.at(clock.now() - days_ago * DAY):
        actions.change_phone(phone=phone, by=Actor(person.pk, "host_secretary"))


def test_the_number_of_a_contact_is_the_one_held_before_the_quiet_days() -> None:
    host, person = OrganizationFactory(), PersonFactory(phone="0555000001")
    RoleFactory(person=person, name="host_secretary", scope_kind="organization", scope_code=str(host.pk), since=dt.date(2020, 11, 2))
    for phone, days in (("05 55 00 00 02", 60), ("0555000003", 20), ("0555000004", 2)):
        change(person, phone, days)
    (found,) = queries.contacts(host.pk, clock.today())
    assert (found.phone, found.changed, found.emails) == ("0555000002", True, (person.email,))
    person.refresh_from_db()
    assert person.phone == "0555000004" and FormerContact.objects.count() == 3


def test_who_left_within_the_quiet_days_is_still_told_and_an_adviser_is_not_a_contact() -> None:
    host = OrganizationFactory()
    for name, until in (("host_secretary", 5), ("host_representative", 40), ("adviser", None)):
        ended = clock.today() - until * DAY if until else None
        facts = {"scope_kind": "organization", "scope_code": str(host.pk), "since": dt.date(2020, 11, 2), "until": ended}
        RoleFactory(name=name, **facts)
    assert [it.role for it in queries.contacts(host.pk, clock.today())] == ["host_secretary"]


def test_the_same_number_leaves_no_trace_and_a_wrong_one_is_refused() -> None:
    person = PersonFactory(phone="0555000001")
    change(person, "05 55 00 00 01", 0)
    assert not FormerContact.objects.exists()
    for typed in ("12", "05 55 00 00 0a", "+33"):
        with pytest.raises(Invalid):
            normal_phone(typed)


def test_postgresql_keeps_the_former_contact_whatever_the_channel() -> None:
    person = PersonFactory(phone="0555000001")
    for changes in ({"phone": "06"}, {"email": "autre@example.fr"}):
        with pytest.raises(IntegrityError, match="former contact"), transaction.atomic():
            Person.objects.filter(pk=person.pk).update(**changes)
    Person.objects.filter(pk=person.pk).update(first_name="Lou")


@pytest.mark.parametrize(("minutes", "expected"), [(0, True), (14.9, True), (15, False), (-1, False)])
def test_a_sign_in_is_fresh_for_some_minutes(minutes: float, expected: bool) -> None:
    assert fresh(clock.now() - dt.timedelta(minutes=minutes), clock.now(), 15) is expected
    assert not fresh(None, clock.now(), 15)
