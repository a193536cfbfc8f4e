"""One book over a period, from its postings alone: every posting with both its accounts, and what stood before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any

from django.db import connection

from lucette.foundation.ledger.queries.rows import rows
from lucette.foundation.ledger.rules import Entry, Side

CHUNK = 5000
HEADINGS = (
    "WITH a AS MATERIALIZED (SELECT a.id, a.code, coalesce(h.code, split_part(a.code, '/', 1)) AS heading, a.label, a.chart_number "
    "  FROM ledger_account a JOIN ledger_book k ON k.id = a.book_id "
    "  LEFT JOIN ledger_heading h ON h.book_id = a.book_id AND h.code = a.code WHERE k.code = %(book)s) "
)


def under_headings(statement: str) -> str:
    """The statement, to which `a` gives the accounts of the book `%(book)s` with their headings."""
    return HEADINGS + statement


def entries(book: str, since: dt.date, until: dt.date, through: int | None = None) -> Iterator[Entry]:
    """Every posting of the book dated within these days (of id at most `through`), in the order of their events, read little by little."""
    statement = under_headings(
        "SELECT p.id, e.id, e.key, e.kind, e.business_date, (e.recorded_at AT TIME ZONE 'Europe/Paris')::date, e.subject, e.reason, "
        "  coalesce(x.kind, ''), d.code, d.heading, d.label, d.chart_number, c.code, c.heading, c.label, c.chart_number, p.amount "
        "FROM ledger_posting p JOIN a d ON d.id = p.debit_id JOIN a c ON c.id = p.credit_id JOIN ledger_event e ON e.id = p.event_id "
        "LEFT JOIN ledger_event x ON x.id = e.corrects_id "
        "WHERE e.business_date BETWEEN %(since)s AND %(until)s AND (%(through)s::bigint IS NULL OR p.id <= %(through)s) ORDER BY e.id, p.id"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, {"book": book, "since": since, "until": until, "through": through})
        while found := cursor.fetchmany(CHUNK):
            for it in found:
                event: list[Any] = [*it[:9], Side(*it[9:13]), Side(*it[13:17]), it[17]]
                yield Entry(*event)


def standing(book: str, before: dt.date) -> dict[Side, int]:
    """Account → debits less credits by everything dated before that day; settled accounts left out."""
    statement = under_headings(
        ", p AS (SELECT p.debit_id, p.credit_id, p.amount FROM ledger_posting p JOIN ledger_event e ON e.id = p.event_id "
        "        JOIN a ON a.id = p.debit_id WHERE e.business_date < %(before)s) "
        "SELECT a.code, a.heading, a.label, a.chart_number, sum(m.amount)::bigint FROM "
        "(SELECT debit_id AS id, amount FROM p UNION ALL SELECT credit_id, -amount FROM p) m JOIN a ON a.id = m.id "
        "GROUP BY 1, 2, 3, 4 HAVING sum(m.amount) <> 0 ORDER BY a.code"
    )
    return {Side(*it[:4]): it[4] for it in rows(statement, {"book": book, "before": before})}


def exchanged(book: str, prefix: str, until: dt.date, through: int | None = None) -> dict[tuple[str, str], tuple[int, int]]:
    """(account under `prefix`, heading of the other account) → (debited to it, credited to it), by everything dated until that day."""
    statement = under_headings(
        "SELECT a.code, o.heading, sum(m.debit)::bigint, sum(m.credit)::bigint FROM ("
        "  SELECT p.debit_id AS id, p.credit_id AS other, p.amount AS debit, 0 AS credit, p.event_id, p.id AS posting "
        "    FROM ledger_posting p UNION ALL SELECT p.credit_id, p.debit_id, 0, p.amount, p.event_id, p.id FROM ledger_posting p) m "
        "JOIN a ON a.id = m.id AND (a.code = %(exact)s OR starts_with(a.code, %(under)s)) JOIN a o ON o.id = m.other "
        "JOIN ledger_event e ON e.id = m.event_id AND e.business_date <= %(until)s "
        "WHERE (%(through)s::bigint IS NULL OR m.posting <= %(through)s) GROUP BY 1, 2 ORDER BY 1, 2"
    )
    asked = {"book": book, "exact": prefix, "under": f"{prefix}/", "until": until, "through": through}
    return {(code, other): (debit, credit) for code, other, debit, credit in rows(statement, asked)}


def debited_by_fact(book: str, word: str, until: dt.date) -> dict[str, str]:
    """First two parts of an event's key (`order:<id>`) → the last account under `word` that such an event debited until that day."""
    statement = under_headings(
        "SELECT split_part(e.key, ':', 1) || ':' || split_part(e.key, ':', 2), d.code FROM ledger_posting p "
        "JOIN a d ON d.id = p.debit_id AND starts_with(d.code, %(under)s) JOIN ledger_event e ON e.id = p.event_id "
        "WHERE e.business_date <= %(until)s ORDER BY e.id"
    )
    asked: dict[str, Any] = {"book": book, "under": f"{word}/", "until": until}
    return dict(rows(statement, asked))


def extent(books: Collection[str], since: dt.date, until: dt.date) -> tuple[int, int]:
    """How many postings of these books are dated within these days, and the last of their ids (0 for none)."""
    statement = (
        "SELECT count(*), coalesce(max(p.id), 0) FROM ledger_posting p JOIN ledger_book k ON k.id = p.book_id "
        "JOIN ledger_event e ON e.id = p.event_id WHERE k.code = ANY(%s) AND e.business_date BETWEEN %s AND %s"
    )
    count, last = rows(statement, [list(books), since, until])[0]
    return count, last


def first_days(books: Collection[str]) -> dict[str, dt.date]:
    """Book → the first day anything of it is dated; books with nothing are absent."""
    statement = (
        "SELECT k.code, min(e.business_date) FROM ledger_posting p JOIN ledger_book k ON k.id = p.book_id "
        "JOIN ledger_event e ON e.id = p.event_id WHERE k.code = ANY(%s) GROUP BY 1"
    )
    return dict(rows(statement, [list(books)]))
