"""The journal is only ever added to."""

from __future__ import annotations

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from lucette.foundation.accounts.models import Person
from lucette.foundation.journal import actions, queries
from lucette.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
CHANGES = ["UPDATE journal_entry SET act = 'x'", "DELETE FROM journal_entry", "TRUNCATE journal_entry"]


def test_tests_run_as_the_runtime_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == ("lucette_app", "lucette_app")


def test_an_act_is_remembered_with_who_and_in_which_role() -> None:
    person = Person.objects.create(email="a@example.fr", first_name="Ada", last_name="Martin")
    actions.record("person.invited", subject=person, by=SYSTEM, reason="essai", count=3)
    (entry,) = queries.history(person)
    assert (entry.act, entry.actor_id, entry.role, entry.reason) == ("person.invited", SYSTEM.pk, "system", "essai")
    assert entry.facts == {"count": 3}


@pytest.mark.parametrize("change", CHANGES)
def test_the_runtime_role_cannot_change_history(change: str) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


@pytest.mark.parametrize("change", CHANGES)
def test_even_the_owner_is_refused(owner: psycopg.Connection, change: str) -> None:
    with pytest.raises(psycopg.Error, match="only ever added to"):
        owner.execute(change)


def test_the_last_time_of_each_act_is_found() -> None:
    person = Person.objects.create(email="a@example.fr", first_name="Ada", last_name="Martin")
    for act in ("order.requested", "order.certified", "order.requested"):
        actions.record(act, subject=person, by=SYSTEM)
    found = queries.latest(["order.requested", "order.certified", "order.paid"])
    assert [it.act for it in found] == ["order.certified", "order.requested"]
    assert found[-1].pk == queries.recent(1)[0].pk


def test_the_journal_is_read_by_family_and_page_by_page() -> None:
    person = Person.objects.create(email="a@example.fr", first_name="Ada", last_name="Martin")
    for act in ("order.requested", "order.certified", "batch.sent"):
        actions.record(act, subject=person, by=SYSTEM)
    assert queries.families() == {"batch": 1, "order": 2}
    first, rest = queries.page(family="order", limit=1)
    assert [it.act for it in first] == ["order.certified"] and rest == str(first[0].pk)
    then, end = queries.page(family="order", after=rest, limit=1)
    assert [it.act for it in then] == ["order.requested"] and end == ""
    assert queries.page(role="auditor") == ([], "")


def test_one_act_on_many_subjects_is_remembered_for_each_with_its_facts() -> None:
    people = [Person.objects.create(email=f"{n}@example.fr", first_name="Ada", last_name="Martin") for n in range(3)]
    actions.record_many("person.invited", subjects=[(it, {"rank": n}) for n, it in enumerate(people)], by=SYSTEM)
    told = [(entry.act, entry.role, entry.facts) for it in people for entry in queries.history(it)]
    assert told == [("person.invited", "system", {"rank": n}) for n in range(3)]
