"""Whoever holds the whole server changes one thing in the books: verification says so, and where."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from hashlib import sha256

import psycopg
import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from config import databases
from config.postgres import SUPERUSER, Server
from lucette.foundation.ledger import actions, queries
from lucette.foundation.ledger.actions import Fact, HeadingData, Line
from lucette.foundation.ledger.models import Event, Posting, Seal
from lucette.foundation.ledger.rules import mirror
from lucette.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
CHART = [HeadingData("opened", "Ouvert", "debit"), HeadingData("available", "Disponible"), HeadingData("reserved", "Réservé")]
DAY = dt.date(2021, 3, 1)


@pytest.fixture
def superuser() -> Iterator[psycopg.Connection]:
    """A session that no trigger and no right stops, on sealed books of ten events."""
    if databases.outside():
        pytest.skip("the superuser of an outside server is not ours")
    actions.open_book("a", "cents", CHART)
    for n in range(10):
        actions.record(
            f"k{n}",
            "essai",
            [Line("a", "opened", "available/x", 100 + n), Line("a", "available/x", "reserved/1", 4)],
            business_date=DAY,
            by=SYSTEM,
            subject="agreement/é",
            reason='un "motif"',
        )
        if n % 4 == 3:
            actions.seal()
    last = Event.objects.latest("pk")
    actions.record("k9:corrected", "essai", mirror(queries.lines_of(last.pk)), business_date=DAY, by=SYSTEM, corrects=last.pk)
    actions.seal()
    assert findings() == {}
    address = Server.here().address(SUPERUSER, connection.settings_dict["NAME"])
    with psycopg.connect(address, autocommit=True) as it:
        it.execute("SET session_replication_role = replica")  # foreign keys and ordinary triggers; the walls are ENABLE ALWAYS
        for table in ("event", "posting", "seal", "account", "closedperiod"):
            it.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER ALL")
        yield it


QUESTIONS: dict[str, Callable[[], list[tuple[object, ...]]]] = {
    "I1": queries.malformed_postings,
    "I2": queries.unbalanced_books,
    "I3": queries.below_zero,
    "I5": queries.broken_seals,
    "I6": queries.altered_events,
    "I7": queries.dated_in_closed_period,
    "I20": queries.wrong_balances,
}


def findings() -> dict[str, tuple[object, ...]]:
    """Invariant → its first row at fault, for those that are broken."""
    return {name: found[0] for name, ask in QUESTIONS.items() if (found := ask())}


def posting(n: int) -> int:
    return Posting.objects.order_by("id").values_list("pk", flat=True)[n]


EVENT_CHANGES = {
    "key": "key = 'k5bis'",
    "kind": "kind = 'autre'",
    "date": "business_date = business_date + 1",
    "hour": "recorded_at = recorded_at + interval '1 microsecond'",
    "author": "actor_id = '00000000-0000-0000-0000-000000000001'",
    "subject": "subject = 'agreement/e'",
    "reason": "reason = reason || ' '",
    "correction": "corrects_id = 1",
    "fingerprint": "payload_hash = repeat('0', 64)",
    "transaction": "written_in = written_in + 1",
}


@pytest.mark.parametrize("change", EVENT_CHANGES)
def test_a_changed_event_is_seen_with_its_first_posting(superuser: psycopg.Connection, change: str) -> None:
    superuser.execute(f"UPDATE ledger_event SET {EVENT_CHANGES[change]} WHERE key = 'k5'")  # type: ignore[arg-type]
    found = findings()
    assert found["I5"][1] == f"écriture {posting(10)} modifiée"
    assert ("I6" in found) == (change in {"kind", "date", "subject", "reason", "correction", "fingerprint"})


@pytest.mark.parametrize(
    ("change", "also"),
    [
        ("amount = amount + 1", {"I6", "I20"}),
        ("credit_id = (SELECT id FROM ledger_account WHERE code = 'reserved/1')", {"I6", "I20"}),
        ("debit_id = 99999", {"I1", "I6", "I20"}),
        ("event_id = event_id + 1", {"I6"}),
        ("book_id = 99999", {"I1", "I6"}),
    ],
)
def test_a_changed_posting_is_named(superuser: psycopg.Connection, change: str, also: set[str]) -> None:
    pk = posting(10)
    superuser.execute(f"UPDATE ledger_posting SET {change} WHERE id = %s", [pk])  # type: ignore[arg-type]
    found = findings()
    assert found["I5"] == ("sceau 2", f"écriture {pk} modifiée")
    assert also <= found.keys()


def test_a_posting_taken_away_is_named(superuser: psycopg.Connection) -> None:
    pk = posting(10)
    superuser.execute("DELETE FROM ledger_posting WHERE id = %s", [pk])
    found = findings()
    assert found["I5"][1] == f"écriture {pk} disparue" and {"I6", "I20"} <= found.keys()


def test_an_event_taken_away_with_its_postings_and_their_balances_is_named(superuser: psycopg.Connection) -> None:
    pk = posting(10)
    superuser.execute("DELETE FROM ledger_posting WHERE event_id = (SELECT id FROM ledger_event WHERE key = 'k5')")
    superuser.execute("DELETE FROM ledger_event WHERE key = 'k5'")
    superuser.execute(
        "UPDATE ledger_balance SET amount = amount - 105 + 4 WHERE account_id = (SELECT id FROM ledger_account WHERE code = 'available/x')"
    )
    superuser.execute(
        "UPDATE ledger_balance SET amount = amount - 105 WHERE account_id = (SELECT id FROM ledger_account WHERE code = 'opened')"
    )
    superuser.execute(
        "UPDATE ledger_balance SET amount = amount - 4 WHERE account_id = (SELECT id FROM ledger_account WHERE code = 'reserved/1')"
    )
    assert findings() == {"I5": ("sceau 2", f"écriture {pk} disparue")}


def test_an_event_alone_taken_away_is_named(superuser: psycopg.Connection) -> None:
    superuser.execute("DELETE FROM ledger_event WHERE key = 'k5'")
    assert findings() == {"I1": (posting(10),), "I5": ("sceau 2", f"écriture {posting(10)} modifiée")}


def test_a_posting_slipped_in_is_named(superuser: psycopg.Connection) -> None:
    last = posting(21)
    superuser.execute("UPDATE ledger_seal SET last_posting = last_posting + 1000 WHERE id = 3")
    superuser.execute(
        "INSERT INTO ledger_posting (id, event_id, book_id, debit_id, credit_id, amount) "
        "SELECT %s, event_id, book_id, debit_id, credit_id, amount FROM ledger_posting WHERE id = %s",
        [last + 1000, last],
    )
    found = findings()
    assert found["I5"] == ("sceau 3", f"écriture {last + 1000} ajoutée") and {"I6", "I20"} <= found.keys()


@pytest.mark.parametrize(
    "change",
    [
        "digest = repeat('0', 64)",
        "previous = repeat('0', 64)",
        "count = count + 1",
        "first_posting = first_posting + 1",
        "last_posting = last_posting + 1",
        "sealed_at = sealed_at + interval '1 microsecond'",
        "marks = marks || '\\x00'::bytea",
    ],
)
def test_a_changed_seal_is_named(superuser: psycopg.Connection, change: str) -> None:
    superuser.execute(f"UPDATE ledger_seal SET {change} WHERE id = 2")  # type: ignore[arg-type]
    assert findings()["I5"][0] == "sceau 2"


def test_a_seal_taken_away_is_seen_by_the_next(superuser: psycopg.Connection) -> None:
    superuser.execute("DELETE FROM ledger_seal WHERE id = 2")
    assert findings()["I5"][0] == "sceau 3"


@pytest.mark.parametrize("change", ["code = 'available/y'", "normal = 'debit'", "floored = false"])
def test_a_changed_account_is_seen(superuser: psycopg.Connection, change: str) -> None:
    superuser.execute(f"UPDATE ledger_account SET {change} WHERE code = 'available/x'")  # type: ignore[arg-type]
    assert findings()["I5"] == ("sceau 1", f"écriture {posting(0)} modifiée")


@pytest.mark.parametrize("change", ["amount = amount + 1", "floored = false"])
def test_a_changed_balance_is_named(superuser: psycopg.Connection, change: str) -> None:
    superuser.execute(f"UPDATE ledger_balance SET {change} WHERE account_id = (SELECT id FROM ledger_account WHERE code = 'reserved/1')")  # type: ignore[arg-type]
    assert findings()["I20"][:2] == ("a", "reserved/1")


def test_the_digest_of_a_seal_can_be_made_again_without_postgresql(superuser: psycopg.Connection) -> None:
    content = sha256()
    for it in (
        Posting.objects.filter(pk__lte=Seal.objects.get(pk=1).last_posting)
        .select_related("event", "book", "debit", "credit")
        .order_by("pk")
    ):
        event, sides = it.event, [(side.code, side.normal, side.floored) for side in (it.debit, it.credit)]
        utc = event.recorded_at.astimezone(dt.UTC).replace(tzinfo=None)
        leaf = [it.pk, it.book.code, *sides[0], *sides[1], it.amount, event.pk, event.key, event.kind, event.payload_hash]
        leaf += [
            str(event.business_date),
            utc.isoformat(),
            str(event.actor_id),
            event.subject,
            event.reason,
            event.corrects_id,
            event.written_in,
        ]
        content.update(sha256(json.dumps(leaf, ensure_ascii=False).encode()).digest())
    seal = Seal.objects.get(pk=1)
    head = ["0" * 64, seal.sealed_at.astimezone(dt.UTC).isoformat(), seal.first_posting, seal.last_posting, seal.count]
    told = json.dumps(head, separators=(",", ":")).encode() + b"\n" + content.digest()
    assert seal.digest == sha256(told).hexdigest()


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


@pytest.mark.django_db(transaction=False)
@given(texts=st.lists(st.tuples(WORDS, WORDS, WORDS, st.dates(dt.date(1, 1, 1))), min_size=1, max_size=30))
def test_postgresql_and_the_engine_write_the_same_fingerprint(texts: list[tuple[str, str, str, dt.date]]) -> None:
    actions.open_book("a", "cents", CHART)
    seen = Event.objects.count()
    facts = [
        Fact(
            f"k{seen + n}",
            kind,
            [Line("a", "opened", f"available/{subject}", n + 1), Line("a", "opened", "available/x", 1)],
            on,
            subject,
            reason,
        )
        for n, (kind, subject, reason, on) in enumerate(texts)
    ]
    actions.record_many(facts, by=SYSTEM)
    assert queries.altered_events() == []
