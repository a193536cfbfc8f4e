"""4,000 postings on one busy account: in one act, against one by one, each in its own transaction as acts come."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from benchmarks.measure import Measure, timed
from lucette.foundation.ledger import actions
from lucette.foundation.ledger.actions import Fact, HeadingData, Line
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM

SIZE = 4_000
ON = dt.date(2021, 6, 1)
CHART = [HeadingData("opened", "Ouvert", normal="debit"), HeadingData("available", "Disponible"), HeadingData("reserved", "Réservé")]


def facts(book: str) -> list[Fact]:
    """An opening, then reservations on 100 accounts, all from the same one."""
    opening = Fact(f"{book}:opened", "authority_notified", [Line(book, "opened", "available", SIZE * 5_000_000)], ON)
    lines = [Line(book, "available", f"reserved/{n % 100}", 3_200_000 + n) for n in range(SIZE - 1)]
    return [opening, *(Fact(f"{book}:{n}", "reserved", [line], ON) for n, line in enumerate(lines))]


def balances(book: str) -> list[tuple[str, int]]:
    """What stands on every account of the book, as PostgreSQL keeps it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, b.amount FROM ledger_balance b JOIN ledger_account a ON a.id = b.account_id "
            "JOIN ledger_book k ON k.id = a.book_id WHERE k.code = %s ORDER BY a.code",
            [book],
        )
        return [(code, amount) for code, amount in cursor.fetchall()]


def together(rows: list[Fact]) -> None:
    with acting(SYSTEM):
        actions.record_many(rows, by=SYSTEM)


def one_by_one(rows: list[Fact]) -> None:
    for it in rows:
        with acting(SYSTEM):
            actions.record(it.key, it.kind, it.postings, business_date=it.business_date, by=SYSTEM)


def measure() -> Measure:
    """Equality: two books given the same facts have the same balances to the cent."""
    with acting(SYSTEM):
        for code in ("BENCH/WARM", "BENCH/MANY", "BENCH/ONE"):
            actions.open_book(code, "cents", CHART)
    together(facts("BENCH/WARM")[:100])
    ours_ms, _ = timed(lambda: together(facts("BENCH/MANY")))
    plain_ms, _ = timed(lambda: one_by_one(facts("BENCH/ONE")))
    with acting(SYSTEM):
        equal = balances("BENCH/MANY") == balances("BENCH/ONE") != []
    return Measure("écritures comptables en un acte", SIZE, ours_ms, plain_ms, equal, "une par une, chacune dans sa transaction")
