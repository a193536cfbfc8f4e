"""`fund verify` on a million postings (LUCETTE_BENCH_POSTINGS), against fingerprints recomputed event by event in Python."""

from __future__ import annotations

import datetime as dt
import os
import sys
import uuid
from collections.abc import Iterator
from itertools import count, groupby

import psycopg
from psycopg.sql import SQL, Identifier

from benchmarks.database import analyze
from benchmarks.measure import Measure, timed
from config import databases
from config.postgres import OWNER
from lucette.foundation.ledger import actions
from lucette.foundation.ledger import queries as ledger
from lucette.foundation.ledger.actions import Fact, Line
from lucette.foundation.ledger.models import Event, Posting
from lucette.foundation.ledger.rules import payload_hash
from lucette.jobs.checks import all_checks
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.fund.enums import EndowmentStatus, EventKind
from lucette.scheme.fund.models import Endowment, Tranche
from lucette.scheme.fund.queries.shipped import shipped_chart
from lucette.scheme.fund.rules import Books

SIZE = int(os.environ.get("LUCETTE_BENCH_POSTINGS", "1_000_000"))
AGREEMENTS, CENTS, ON = 2_500, 1_600_000, dt.date(2021, 6, 1)
BOOKS = Books("bench-verify")
ARRIVALS = """
CREATE TEMPORARY TABLE arriving_event (n int, key text, kind text, hash text, dated date, subject text);
CREATE TEMPORARY TABLE arriving_posting (id serial, event int, book text, debit text, credit text, amount bigint);
"""
INTO_THE_LEDGER = [
    "INSERT INTO ledger_account (book_id, code, label, normal, floored, chart_number)"
    " SELECT k.id, a.code, h.label, h.normal, h.floored, h.chart_number"
    " FROM (SELECT book, debit AS code FROM arriving_posting UNION SELECT book, credit FROM arriving_posting) a"
    " JOIN ledger_book k ON k.code = a.book JOIN ledger_heading h ON h.book_id = k.id AND h.code IN (a.code, split_part(a.code, '/', 1))",
    "INSERT INTO ledger_event (key, kind, payload_hash, business_date, recorded_at, actor_id, subject, reason)"
    " SELECT key, kind, hash, dated, now(), '00000000-0000-0000-0000-000000000000', subject, '' FROM arriving_event ORDER BY n",
    "INSERT INTO ledger_posting (event_id, book_id, debit_id, credit_id, amount)"
    " SELECT e.id, k.id, d.id, c.id, p.amount FROM arriving_posting p JOIN arriving_event a ON a.n = p.event"
    " JOIN ledger_event e USING (key) JOIN ledger_book k ON k.code = p.book JOIN ledger_account d ON d.book_id = k.id AND d.code = p.debit"
    " JOIN ledger_account c ON c.book_id = k.id AND c.code = p.credit ORDER BY p.id",
    "UPDATE ledger_balance b SET amount = m.moved FROM ledger_moves("
    " ARRAY(SELECT debit_id FROM ledger_posting ORDER BY id), ARRAY(SELECT credit_id FROM ledger_posting ORDER BY id),"
    " ARRAY(SELECT amount FROM ledger_posting ORDER BY id)) m WHERE m.account_id = b.account_id",
]
# what only rooms without a row of their own can say of these books
OF_THE_ROOMS = {"I8", "I12", "I21", "I22", "I24"}


def agreement(code: str) -> Iterator[tuple[str, list[Line]]]:
    """One post from its reservation to its three payments."""
    money, posts, cash = BOOKS.all[0], BOOKS.all[1], BOOKS.all[2]
    yield (
        EventKind.RESERVED,
        [Line(money, "available/grants", f"reserved/{code}", 3 * CENTS), Line(posts, "available", f"reserved/{code}", 1)],
    )
    steps = [Line(money, f"reserved/{code}", f"committed/{code}/{n}", CENTS) for n in (1, 2, 3)]
    yield EventKind.COMMITTED, [*steps, Line(posts, f"reserved/{code}", f"agreed/{code}", 1)]
    for n in (1, 2, 3):
        yield (
            EventKind.LIQUIDATED,
            [
                Line(money, f"committed/{code}/{n}", f"liquidated/{code}/{n}", CENTS),
                Line(cash, "uses/grants_public", f"payable/{code}", CENTS),
            ],
        )


def to_the_bank(code: str, n: int, kind: str) -> Iterator[tuple[str, list[Line]]]:
    """Ordered, sent, then executed or refused."""
    money, cash, owed, flying = BOOKS.budget, BOOKS.cash, f"payable/{code}", f"in_flight/{code}/{n}"
    ordered, liquidated = f"ordered/{code}/{n}", f"liquidated/{code}/{n}"
    yield EventKind.ORDERED, [Line(money, liquidated, ordered, CENTS)]
    yield EventKind.SENT, [Line(cash, owed, flying, CENTS)]
    if kind == EventKind.EXECUTED:
        yield kind, [Line(money, ordered, f"paid/{code}/{n}", CENTS), Line(cash, flying, "bank", CENTS)]
    else:
        yield kind, [Line(money, ordered, liquidated, CENTS), Line(cash, flying, owed, CENTS)]


def facts(size: int) -> Iterator[Fact]:
    """The endowment, its agreements, then orders that the bank refuses again and again, until there are `size` postings."""
    codes, written, numbers = [str(uuid.UUID(int=n + 1)) for n in range(AGREEMENTS)], 0, count()
    authority = AGREEMENTS * 3 * CENTS

    def steps() -> Iterator[tuple[str, list[Line]]]:
        yield (
            EventKind.AUTHORITY_NOTIFIED,
            [Line(BOOKS.budget, "opened", "available/grants", authority), Line(BOOKS.posts, "opened", "available", AGREEMENTS)],
        )
        yield EventKind.TRANCHE_RECEIVED, [Line(BOOKS.cash, "bank", "resources/endowment", authority)]
        for code in codes:
            yield from agreement(code)
            yield from to_the_bank(code, 1, EventKind.EXECUTED)
        while True:
            for code in codes:
                yield from to_the_bank(code, 2, EventKind.REFUSED_BY_BANK)

    for kind, lines in steps():
        yield Fact(f"{BOOKS.code}:{next(numbers)}", kind, lines, ON, f"endowment/{BOOKS.code}")
        written += len(lines)
        if written >= size and kind in (EventKind.REFUSED_BY_BANK, EventKind.EXECUTED):
            return


def opened() -> None:
    """The endowment as its acts would leave it, and its three books."""
    now, authority, chart = clock.now(), AGREEMENTS * 3 * CENTS, shipped_chart()
    it = Endowment.objects.create(
        code=BOOKS.code,
        title="Mesure",
        authority_cents=authority,
        posts=AGREEMENTS,
        status=EndowmentStatus.NOTIFIED,
        signed_at=now,
        notified_at=now,
        status_since=now,
        status_by=SYSTEM.pk,
    )
    Tranche.objects.create(endowment=it, cents=authority, bank_reference="bench", received_on=ON, recorded_by=SYSTEM.pk)
    for code, unit, headings in zip(BOOKS.all, ("cents", "posts", "cents"), ("budget", "posts", "cash"), strict=True):
        actions.open_book(code, unit, chart[headings])


def fill(size: int) -> None:
    """Copy the facts in as the owner, the ledger's triggers and foreign keys set aside (the database is dropped afterwards)."""
    with acting(SYSTEM):
        opened()
    with psycopg.connect(os.environ[databases.VARIABLES[OWNER]]) as owner:
        owner.execute("ALTER TABLE ledger_event DISABLE TRIGGER USER")
        owner.execute("ALTER TABLE ledger_posting DISABLE TRIGGER USER")
        found = owner.execute("SELECT conname FROM pg_constraint WHERE conrelid = 'ledger_posting'::regclass AND contype = 'f'")
        for (name,) in found.fetchall():
            owner.execute(SQL("ALTER TABLE ledger_posting DROP CONSTRAINT {}").format(Identifier(name)))
        owner.execute(ARRIVALS)
        copy_facts(owner, size)
        for statement in INTO_THE_LEDGER:
            owner.execute(statement)
    for table in ("ledger_account", "ledger_balance", "ledger_event", "ledger_posting"):
        analyze(table)


def copy_facts(owner: psycopg.Connection, size: int) -> None:
    with owner.cursor().copy("COPY arriving_event FROM STDIN") as rows:
        for n, fact in enumerate(facts(size)):
            rows.write_row((n, fact.key, fact.kind, payload_hash(fact), fact.business_date, fact.subject))
    with owner.cursor().copy("COPY arriving_posting (event, book, debit, credit, amount) FROM STDIN") as rows:
        for n, fact in enumerate(facts(size)):
            for line in fact.postings:
                rows.write_row((n, line.book, line.debit, line.credit, line.amount))


def altered_in_python() -> list[tuple[int, str]]:
    """The plain way: each event and its postings read through the ORM, its fingerprint made again."""
    lines = Posting.objects.order_by("event_id", "id").values_list("event_id", "book__code", "debit__code", "credit__code", "amount")
    by_event = {pk: [Line(*row[1:]) for row in group] for pk, group in groupby(lines.iterator(chunk_size=5000), key=lambda row: row[0])}
    found = []
    for it in Event.objects.order_by("id").iterator(chunk_size=5000):
        fact = Fact(it.key, it.kind, by_event.pop(it.pk), it.business_date, it.subject, it.reason, it.corrects_id)
        if payload_hash(fact) != it.payload_hash:
            found.append((it.pk, it.key))
    return found


def seal_all() -> None:
    while actions.seal():
        pass


def measure() -> Measure:
    """Equality: nothing is found on sound books; one amount changed by the owner is found by both ways, and its seal broken."""
    fill(SIZE)
    filled = ledger.postings_count()
    sealing_ms, _ = timed(seal_all)
    ours_ms, checks = timed(all_checks)
    sound = [check.name for check in checks if not check.ok and check.name not in OF_THE_ROOMS] == []
    plain_ms, none = timed(altered_in_python)
    middle = Posting.objects.order_by("id").values_list("pk", flat=True)[filled // 2]
    with psycopg.connect(os.environ[databases.VARIABLES[OWNER]]) as owner:
        owner.execute("UPDATE ledger_posting SET amount = amount + 1 WHERE id = %s", [middle])
    again_ms, checks = timed(all_checks)
    told = {check.name: check for check in checks}
    seen = all(not told[name].ok for name in ("I5", "I6", "I20")) and f"écriture {middle} modifiée" in told["I5"].first
    note = f"empreintes refaites en Python, événement par événement ; {ours_ms / 1000:.1f} s, un octet changé vu en {again_ms / 1000:.1f} s"
    print(f"{filled} écritures ; scellées en {sealing_ms / 1000:.1f} s ; {note}", file=sys.stderr)
    return Measure("tous les invariants du fonds", filled, ours_ms, plain_ms, sound and none == [] and seen, note)
