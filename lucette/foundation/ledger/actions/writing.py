"""Open books, write facts. Every fact is written once under its key; PostgreSQL moves the balances.

Locks are always taken in this order, so that two writers never wait for each other within one call: new accounts and keys of the events
(sorted), table of the postings (shared with every other writer; a closing and the horizon of a seal wait for it alone), balances
(by account).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction

from lucette.foundation.ledger import queries
from lucette.foundation.ledger.actions import refusals
from lucette.foundation.ledger.models import Account, Book, Event, Heading, Posting
from lucette.foundation.ledger.rules import Fact, HeadingData, Line, payload_hash
from lucette.kernel import clock
from lucette.kernel.actor import Actor

ADD_EVENTS = """
INSERT INTO ledger_event (key, kind, payload_hash, business_date, recorded_at, actor_id, subject, reason, corrects_id)
SELECT key, kind, payload_hash, business_date, %s, %s, subject, reason, corrects_id
  FROM unnest(%s::text[], %s::text[], %s::text[], %s::date[], %s::text[], %s::text[], %s::bigint[])
       AS t(key, kind, payload_hash, business_date, subject, reason, corrects_id)
ON CONFLICT (key) DO NOTHING RETURNING key
"""
GIVEN_UP, TRIES = {"40001", "40P01"}, 3  # serialization failure, deadlock
# at once rather than at the end of the transaction, for a refusal in French; then as before for the next fact
CHECK_MIRRORS = "SET CONSTRAINTS mirrors_exactly IMMEDIATE; SET CONSTRAINTS mirrors_exactly DEFERRED"


@transaction.atomic
def open_book(code: str, unit: str, chart: Iterable[HeadingData]) -> Book:
    """A book in `cents` or `posts`, with the headings its accounts may have. Opened once: a second call changes nothing."""
    book, created = Book.objects.get_or_create(code=code, defaults={"unit": unit})
    if created:
        Heading.objects.bulk_create(
            Heading(book=book, code=h.code, label=h.label, normal=h.normal, floored=h.floored, chart_number=h.chart_number) for h in chart
        )
    return book


def record(
    key: str,
    kind: str,
    postings: Sequence[Line],
    *,
    business_date: dt.date,
    by: Actor,
    subject: str = "",
    reason: str = "",
    corrects: int | None = None,
) -> Event:
    """Write one fact, whole or not at all; the same key and content again returns the event already written.

    Amounts are cents or posts, as the book's unit. `corrects`: the id of the event that this one mirrors (see rules.mirror).
    Raises RuleBroken: `ledger.key_reused` (same key, other content), `ledger.insufficient` (an account would pass under zero; the
    sentence names it), `ledger.period_closed` (dated in a closed period), `ledger.already_corrected`, `ledger.not_a_mirror`,
    `ledger.book_absent`.
    """
    return record_many([Fact(key, kind, postings, business_date, subject, reason, corrects)], by=by)[0]


def record_many(facts: Sequence[Fact], *, by: Actor) -> list[Event]:
    """Write many facts, all or none, in a handful of statements; returns the events in the order given. Raises as `record`.

    Bounds are checked on the whole: what one fact of the call puts in an account, another may take.
    """
    try:
        return _again(lambda: _write(facts, by))
    except IntegrityError as refusal:
        raise refusals.told(refusal) from refusal


def _again(write: Callable[[], list[Event]]) -> list[Event]:
    """Write in a transaction; alone in it, once more when PostgreSQL gave it up for another (inside a longer one, its owner decides)."""
    for left in range(0 if connection.in_atomic_block else TRIES - 1, -1, -1):
        try:
            with transaction.atomic():
                return write()
        except OperationalError as refusal:
            if not left or getattr(refusal.__cause__, "sqlstate", "") not in GIVEN_UP:
                raise
    raise AssertionError("unreachable")


def _write(facts: Sequence[Fact], by: Actor) -> list[Event]:
    wanted = {fact.key: fact for fact in facts}
    for fact in facts:
        if wanted[fact.key] != fact:
            raise refusals.key_reused(fact.key)
    accounts = _accounts({(line.book, code) for fact in wanted.values() for line in fact.postings for code in (line.debit, line.credit)})
    fresh = _add_events([wanted[key] for key in sorted(wanted)], by)
    events = {event.key: event for event in Event.objects.filter(key__in=wanted)}
    for key, event in events.items():
        if event.payload_hash != payload_hash(wanted[key]):
            raise refusals.key_reused(key)
    rows = []
    for fact in facts:
        if fact.key in fresh:
            fresh.remove(fact.key)
            rows += [_posting(events[fact.key], line, accounts) for line in fact.postings]
    Posting.objects.bulk_create(rows)
    if any(fact.corrects for fact in facts):
        with connection.cursor() as cursor:
            cursor.execute(CHECK_MIRRORS)
    return [events[fact.key] for fact in facts]


def _posting(event: Event, line: Line, accounts: dict[tuple[str, str], Account]) -> Posting:
    debit, credit = accounts[line.book, line.debit], accounts[line.book, line.credit]
    return Posting(event=event, book_id=debit.book_id, debit=debit, credit=credit, amount=line.amount)


def _add_events(facts: Sequence[Fact], by: Actor) -> set[str]:
    """Keys written now. A key being written by another transaction is waited for, then found."""
    columns: list[list[Any]] = [
        [f.key for f in facts],
        [f.kind for f in facts],
        [payload_hash(f) for f in facts],
        [f.business_date for f in facts],
        [f.subject for f in facts],
        [f.reason for f in facts],
        [f.corrects for f in facts],
    ]
    with connection.cursor() as cursor:
        cursor.execute(ADD_EVENTS, [clock.now(), by.pk, *columns])
        return {key for (key,) in cursor.fetchall()}


def _accounts(codes: set[tuple[str, str]]) -> dict[tuple[str, str], Account]:
    """The accounts, opened now when absent."""
    found = queries.accounts(codes)
    if missing := sorted(codes - found.keys()):
        books = {book.code: book for book in Book.objects.filter(code__in={book for book, _ in missing}).prefetch_related("headings")}
        Account.objects.bulk_create([_account(books, *where) for where in missing], ignore_conflicts=True)
        found |= queries.accounts(set(missing))
    return found


def _account(books: dict[str, Book], book_code: str, code: str) -> Account:
    if book_code not in books:
        raise refusals.book_absent()
    book = books[book_code]
    headings = {heading.code: heading for heading in book.headings.all()}
    heading = headings.get(code) or headings.get(code.split("/")[0])
    if heading is None:
        raise ValueError(f"{book_code}: no heading for {code}")
    return Account(
        book=book,
        code=code,
        label=heading.label,
        normal=heading.normal,
        floored=heading.floored,
        chart_number=heading.chart_number,
    )
