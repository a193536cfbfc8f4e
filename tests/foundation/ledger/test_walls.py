"""What PostgreSQL refuses, whoever asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from config import databases
from config.postgres import JOBS
from lucette.foundation.ledger import actions, queries
from lucette.foundation.ledger.actions import HeadingData, Line
from lucette.foundation.ledger.models import Account, Book, Event, Posting, Seal
from lucette.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
COLUMNS = {
    "ledger_event": "key = 'x'",
    "ledger_posting": "amount = 1",
    "ledger_seal": "count = 1",
    "ledger_stamp": "authority = 'x'",
    "ledger_closedperiod": "until = '2000-01-01'",
}
TABLES = list(COLUMNS)
CHANGES = [
    change for table in TABLES for change in (f"UPDATE {table} SET {COLUMNS[table]}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE")
]
BALANCES = [
    "UPDATE ledger_balance SET amount = 5",
    "DELETE FROM ledger_balance",
    "INSERT INTO ledger_balance VALUES (1, 5, true)",
    "UPDATE ledger_account SET normal = 'debit'",
    "TRUNCATE ledger_balance",
    "DELETE FROM ledger_account",
    "TRUNCATE ledger_account CASCADE",
    "DELETE FROM ledger_heading",
    "UPDATE ledger_book SET code = 'x'",
    "ALTER TABLE ledger_posting DISABLE TRIGGER ALL",
    "DROP TRIGGER move_balances ON ledger_posting",
    "SET session_replication_role = replica",
    "CREATE OR REPLACE FUNCTION ledger_move_balances() RETURNS trigger LANGUAGE sql AS ''",
]
CHART = [HeadingData("opened", "Ouvert", "debit"), HeadingData("available", "Disponible")]


@pytest.fixture
def event() -> Event:
    for code in ("a", "b"):
        actions.open_book(code, "cents", CHART)
    return actions.record(
        "k",
        "essai",
        [Line("a", "opened", "available/x", 10), Line("b", "opened", "available/x", 10)],
        business_date=dt.date(2021, 3, 1),
        by=SYSTEM,
    )


def refuse(statement: str, match: str) -> None:
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("change", [*CHANGES, *BALANCES])
def test_the_runtime_role_changes_nothing(event: Event, change: str) -> None:
    refuse(change, "permission denied|must be owner")


@pytest.fixture
def jobs(db: None) -> Iterator[psycopg.Connection]:
    """A session of the worker's role."""
    it = databases.settings_for(JOBS)
    name = connection.settings_dict["NAME"]
    with psycopg.connect(
        host=it["HOST"], port=it["PORT"], user=it["USER"], password=it["PASSWORD"], dbname=name, autocommit=True
    ) as session:
        yield session


@pytest.mark.parametrize("change", [*CHANGES, *BALANCES])
def test_the_jobs_role_changes_nothing(jobs: psycopg.Connection, change: str) -> None:
    with pytest.raises(psycopg.Error, match=r"permission denied|must be owner"):
        jobs.execute(change)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [*CHANGES, "UPDATE ledger_account SET normal = 'debit'", "DELETE FROM ledger_account"])
def test_even_the_owner_is_refused(owner: psycopg.Connection, change: str) -> None:
    with pytest.raises(psycopg.Error, match="only ever added to"):
        owner.execute(change)


def test_a_trigger_function_of_the_owner_cannot_be_hung_on_a_table_of_ones_own(event: Event) -> None:
    refuse(
        "CREATE TEMP TABLE mine (id bigint, event_id bigint, debit_id bigint, credit_id bigint, amount bigint);"
        "CREATE TRIGGER t AFTER INSERT ON mine REFERENCING NEW TABLE AS added "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_move_balances()",
        "permission denied",
    )


def test_a_posting_stays_in_its_book(event: Event) -> None:
    a, b = Book.objects.get(code="a"), Book.objects.get(code="b")
    debit, credit = a.accounts.get(code="opened"), b.accounts.get(code="available/x")
    for book in (a, b):
        with pytest.raises(DatabaseError, match="in_its_book"), transaction.atomic():
            Posting.objects.create(event=event, book=book, debit=debit, credit=credit, amount=1)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_event_without_posting_is_refused_at_the_end() -> None:
    with pytest.raises(DatabaseError, match="has no posting"), transaction.atomic():
        Event.objects.create(key="alone", kind="essai", payload_hash="", business_date=dt.date(2021, 3, 1), actor_id=SYSTEM.pk)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_seals_chain_and_each_row_is_sealed_once(event: Event) -> None:
    first = actions.seal(most=1)
    second = actions.seal()
    assert first and second and second.previous == first.digest and (first.count, second.count) == (1, 1)
    assert actions.seal() is None
    assert queries.broken_seals() == []
    Seal.objects.create(first_posting=10**6, last_posting=10**6, count=1, previous=second.digest, digest="0" * 64)
    assert len(queries.broken_seals()) == 1


def test_verification_finds_nothing_on_a_sound_ledger(event: Event) -> None:
    for question in (
        queries.malformed_postings,
        queries.unbalanced_books,
        queries.below_zero,
        queries.wrong_balances,
        queries.broken_seals,
        queries.altered_events,
    ):
        assert question() == []


def test_verification_sees_an_event_that_was_not_written_by_the_engine(event: Event) -> None:
    accounts = Account.objects.filter(book__code="a").order_by("code")
    forged = Event.objects.create(key="forged", kind="essai", payload_hash="0" * 64, business_date=dt.date(2021, 3, 1), actor_id=SYSTEM.pk)
    Posting.objects.create(event=forged, book=accounts[0].book, debit=accounts[1], credit=accounts[0], amount=1)
    assert [key for _, key in queries.altered_events()] == ["forged"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_an_event_of_another_transaction() -> None:
    actions.open_book("a", "cents", CHART)
    event = actions.record("k", "essai", [Line("a", "opened", "available/x", 10)], business_date=dt.date(2021, 3, 1), by=SYSTEM)
    posting = event.postings.get()
    with pytest.raises(DatabaseError, match="written whole"):
        Posting.objects.create(event=event, book=posting.book, debit=posting.debit, credit=posting.credit, amount=1)
