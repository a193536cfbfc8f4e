"""Sealed history: complete, chained, and any later change is seen."""

from __future__ import annotations

import contextvars
import dataclasses
import threading

import psycopg
import pytest
from django.db import connection, transaction

from config import databases
from config.postgres import SUPERUSER, Server
from lucette.foundation.accounts.models import Person
from lucette.foundation.journal import actions, queries
from lucette.foundation.journal.models import Entry, Seal
from lucette.foundation.journal.rules import GENESIS, digest
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM


def remember(count: int = 1) -> Person:
    person = Person.objects.create(email="a@example.fr", first_name="Ada", last_name="Martin")
    for rank in range(count):
        actions.record("person.invited", subject=person, by=SYSTEM, reason="l’été", rank=rank, a={"z": 1, "b": None})
    return person


def tamper(statement: str) -> None:
    """As a superuser who silences the walls."""
    if databases.outside():
        pytest.skip("the superuser of a database from outside is not ours")
    name = connection.settings_dict["NAME"]
    with psycopg.connect(Server.here().address(SUPERUSER, name), autocommit=True) as it:
        for table in ("journal_entry", "journal_seal"):
            it.execute(f"ALTER TABLE {table} DISABLE TRIGGER never_changed")
        it.execute(statement)


@pytest.mark.django_db
def test_entries_are_sealed_in_batches_chained_in_id_order() -> None:
    remember(5)
    first, second, third = actions.seal(batch=2)
    assert (first.previous, second.previous, third.previous) == (GENESIS, first.digest, second.digest)
    assert [s.count for s in (first, second, third)] == [2, 2, 1]
    assert third.last_entry == Entry.objects.latest("id").pk
    assert queries.verify_seals() == (3, None)


@pytest.mark.django_db
def test_nothing_new_makes_no_seal_and_later_entries_follow_the_chain() -> None:
    assert actions.seal() == []
    person = remember()
    (first,) = actions.seal()
    assert actions.seal() == []
    actions.record("person.suspended", subject=person, by=SYSTEM)
    (second,) = actions.seal()
    assert second.previous == first.digest
    assert queries.last_seal() == second


@pytest.mark.django_db
def test_one_changed_byte_changes_the_digest() -> None:
    remember(3)
    (seal,) = actions.seal()
    lines = list(queries.lines_between(0, seal.last_entry))
    assert digest(GENESIS, lines) == (seal.digest, 3)
    for change in ({"reason": "l’étê"}, {"facts": lines[1].facts | {"rank": 2}}, {"role": "systen"}):
        altered = [lines[0], dataclasses.replace(lines[1], **change), lines[2]]
        assert digest(GENESIS, altered)[0] != seal.digest


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE journal_entry SET reason = reason || ' ' WHERE id = (SELECT max(id) FROM journal_entry)",
        "DELETE FROM journal_entry WHERE id = (SELECT max(id) - 1 FROM journal_entry)",
        "UPDATE journal_seal SET count = count + 1 WHERE id = (SELECT max(id) FROM journal_seal)",
        "UPDATE journal_seal SET digest = repeat('a', 64) WHERE id = (SELECT max(id) FROM journal_seal)",
    ],
)
def test_what_a_superuser_changes_behind_the_walls_is_seen(harm: str) -> None:
    with acting(SYSTEM):
        remember(4)
    actions.seal(batch=2)
    tamper(harm)
    good, bad = queries.verify_seals()
    assert (good, bad) == (1, Seal.objects.latest("id"))


@pytest.mark.django_db(transaction=True)
def test_a_seal_removed_from_the_chain_is_seen() -> None:
    with acting(SYSTEM):
        remember(6)
    actions.seal(batch=2)
    tamper("DELETE FROM journal_seal WHERE id = (SELECT min(id) + 1 FROM journal_seal)")
    assert queries.verify_seals() == (1, Seal.objects.latest("id"))


@pytest.mark.django_db(transaction=True)
def test_sealing_inside_a_business_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        actions.seal()


@pytest.mark.django_db(transaction=True)
def test_an_id_still_in_flight_is_never_sealed_past() -> None:
    with acting(SYSTEM):
        person = remember()
    written, let_go = threading.Event(), threading.Event()

    def slow() -> None:
        with acting(SYSTEM):
            actions.record("person.slow", subject=person, by=SYSTEM)
            written.set()
            let_go.wait(10)
        connection.close()

    thread = threading.Thread(target=contextvars.copy_context().run, args=[slow])
    thread.start()
    assert written.wait(10)
    with acting(SYSTEM):
        actions.record("person.quick", subject=person, by=SYSTEM)  # a higher number, committed first
    assert actions.seal(patience=0.2) == []
    threading.Timer(0.3, let_go.set).start()
    (seal,) = actions.seal(patience=10)
    thread.join()
    assert seal.count == 3
    assert queries.verify_seals() == (1, None)


@pytest.mark.django_db
def test_the_histories_of_a_file_and_its_parts_are_merged_in_order() -> None:
    one = remember(1)
    other = Person.objects.create(email="b@example.fr", first_name="Bea", last_name="Petit")
    actions.record("person.suspended", subject=other, by=SYSTEM)
    actions.record("person.left", subject=one, by=SYSTEM)
    assert [e.act for e in queries.history_many([one, other])] == ["person.invited", "person.suspended", "person.left"]
    assert queries.history_many([]) == []
    assert [e.act for e in queries.recent(2)] == ["person.left", "person.suspended"]
