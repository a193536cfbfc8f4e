"""Balances, the trail of a subject, and what verification needs."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Count, Max, Prefetch, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from lucette.foundation.ledger.models import Account, Balance, ClosedPeriod, Event, Posting, Seal
from lucette.foundation.ledger.rules import GENESIS, Fact, Line, chained, payload_hash

# of one posting and its event, in id order: what a seal closes
SEALED = (
    "id",
    "book__code",
    "debit__code",
    "credit__code",
    "amount",
    "event_id",
    "event__key",
    "event__kind",
    "event__payload_hash",
    "event__business_date",
    "event__recorded_at",
    "event__actor_id",
    "event__subject",
    "event__reason",
    "event__corrects_id",
)


def accounts(codes: set[tuple[str, str]]) -> dict[tuple[str, str], Account]:
    """The accounts that exist among (book code, account code)."""
    found = Account.objects.select_related("book").filter(
        book__code__in={book for book, _ in codes},
        code__in={code for _, code in codes},
    )
    return {(account.book.code, account.code): account for account in found}


def balance(book: str, code: str) -> int:
    """Amount on the account's normal side (cents or posts); 0 when it was never opened."""
    return Balance.objects.filter(account__book__code=book, account__code=code).values_list("amount", flat=True).first() or 0


def balances(book: str, prefix: str = "") -> dict[str, int]:
    """Account code → amount, for every account of the book whose code starts with `prefix`."""
    rows = Balance.objects.filter(account__book__code=book, account__code__startswith=prefix)
    return dict(rows.order_by("account_id").values_list("account__code", "amount"))


def balances_in(books: Collection[str], codes: Collection[str]) -> dict[tuple[str, str], int]:
    """(book, account) → amount, for the accounts of these codes in these books; those never opened are absent."""
    rows = Balance.objects.filter(account__book__code__in=books, account__code__in=codes)
    return {(book, code): amount for book, code, amount in rows.values_list("account__book__code", "account__code", "amount")}


def balances_by_prefix(wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], dict[str, int]]:
    """(book, prefix) → what `balances` answers for it; one query for all."""
    asked = Q(pk=None)
    for book, prefix in wanted:
        asked |= Q(account__book__code=book, account__code__startswith=prefix)
    rows = Balance.objects.filter(asked).order_by("account_id").values_list("account__book__code", "account__code", "amount")
    found: dict[tuple[str, str], dict[str, int]] = {pair: {} for pair in wanted}
    for of, code, amount in rows:
        for book, prefix in wanted:
            if of == book and code.startswith(prefix):
                found[book, prefix][code] = amount
    return found


def totals(books: list[str]) -> dict[str, dict[str, int]]:
    """Book code → first word of its account codes → sum of amounts. Absent words read 0."""
    found: dict[str, dict[str, int]] = {book: defaultdict(int) for book in books}
    for book, word, amount in rows(
        "SELECT k.code, split_part(a.code, '/', 1), sum(b.amount)::bigint FROM ledger_balance b "
        "JOIN ledger_account a ON a.id = b.account_id JOIN ledger_book k ON k.id = a.book_id WHERE k.code = ANY(%s) GROUP BY 1, 2",
        [books],
    ):
        found[book][word] = amount
    return found


def rows(statement: str, parameters: list[Any] | None = None) -> list[tuple[Any, ...]]:
    """The rows of a reading statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or [])
        return cursor.fetchall()


def events_of(subject: str, prefixes: tuple[str, ...] = ()) -> QuerySet[Event]:
    """Events about a subject, and those that moved an account whose code is a prefix or lies under it; oldest first."""
    touched = Account.objects.none()
    for prefix in prefixes:
        touched = touched | Account.objects.filter(code=prefix) | Account.objects.filter(code__startswith=f"{prefix}/")
    moved = Posting.objects.none()
    if prefixes:
        ids = list(touched.values_list("pk", flat=True))
        moved = Posting.objects.filter(debit__in=ids) | Posting.objects.filter(credit__in=ids)
    found = Event.objects.filter(subject=subject) | Event.objects.filter(pk__in=list(moved.values_list("event_id", flat=True)))
    return found.order_by("id").prefetch_related("postings__book", "postings__debit", "postings__credit")


def whole_postings() -> QuerySet[Posting]:
    """Postings with their book and both accounts."""
    return Posting.objects.select_related("book", "debit", "credit")


def events_of_kind(kind: str) -> QuerySet[Event]:
    """Events of this kind, oldest first."""
    return Event.objects.filter(kind=kind).order_by("id").prefetch_related(Prefetch("postings", whole_postings()))


def events(kind: str = "", after: str = "", limit: int = 50) -> tuple[list[Event], str]:
    """Events (of one kind), newest first, with their postings; and the id that asks for the next ones ("" at the end)."""
    rows = Event.objects.order_by("-id").prefetch_related(Prefetch("postings", whole_postings()))
    if kind:
        rows = rows.filter(kind=kind)
    if after.isdigit():
        rows = rows.filter(id__lt=int(after))
    found = list(rows[: limit + 1])
    return found[:limit], str(found[limit - 1].pk) if len(found) > limit else ""


def events_by_kind() -> dict[str, int]:
    """How many events of each kind were ever written."""
    return dict(Event.objects.order_by("kind").values_list("kind").annotate(count=Count("pk")))


def postings_count() -> int:
    return Posting.objects.count()


def sealed_content(after: int, up_to: int) -> QuerySet[Posting, tuple[Any, ...]]:
    """What seals close, of the postings with after < id ≤ up_to."""
    return Posting.objects.filter(id__gt=after, id__lte=up_to).order_by("id").values_list(*SEALED)


def moved_by(kind: str, book: str) -> int:
    """Sum of every posting of the book written by events of that kind."""
    return Posting.objects.filter(event__kind=kind, book__code=book).aggregate(total=Sum("amount"))["total"] or 0


def balances_under(prefixes: list[str]) -> list[tuple[str, str, int]]:
    """(unit of the book, account code, amount) of the accounts with one of these codes or under them, in every book."""
    wanted = Q()
    for prefix in prefixes:
        wanted |= Q(account__code=prefix) | Q(account__code__startswith=f"{prefix}/")
    # the books as an array: PostgreSQL then looks each up in the index of (book, code), as a join would not
    in_any_book = RawSQL("ledger_account.book_id = ANY (ARRAY(SELECT id FROM ledger_book))", [], BooleanField())
    found = Balance.objects.filter(in_any_book, wanted).order_by("account_id")
    return list(found.values_list("account__book__unit", "account__code", "amount"))


def written(key: str) -> bool:
    """Is there an event under this key?"""
    return Event.objects.filter(key=key).exists()


def event(key: str) -> Event | None:
    """The event written under this key."""
    return Event.objects.filter(key=key).first()


def lines_of(event_id: int) -> list[Line]:
    """The postings of an event as they were asked, in order; with `rules.mirror`, its correction."""
    found = Posting.objects.filter(event_id=event_id).order_by("id")
    return [Line(*row) for row in found.values_list("book__code", "debit__code", "credit__code", "amount")]


def correction_of(event_id: int) -> Event | None:
    """The event that corrects this one."""
    return Event.objects.filter(corrects_id=event_id).first()


def closed_periods(books: Collection[str]) -> QuerySet[ClosedPeriod]:
    """The closed periods of these books, with their book, oldest first."""
    return ClosedPeriod.objects.filter(book__code__in=books).select_related("book").order_by("until", "book__code")


def closed_until(book: str) -> dt.date | None:
    """The last day of the book that is closed."""
    return ClosedPeriod.objects.filter(book__code=book).aggregate(last=Max("until"))["last"]


# -- verification: each answers the rows at fault, none when all is well ---------------------------------------------------
def malformed_postings() -> list[tuple[Any, ...]]:
    """Postings with equal sides, no amount, or accounts of another book."""
    return rows(
        "SELECT p.id FROM ledger_posting p JOIN ledger_account d ON d.id = p.debit_id JOIN ledger_account c ON c.id = p.credit_id "
        "WHERE p.debit_id = p.credit_id OR p.amount <= 0 OR d.book_id <> p.book_id OR c.book_id <> p.book_id ORDER BY 1",
    )


def unbalanced_books() -> list[tuple[Any, ...]]:
    """Books whose stored balances do not sum to nothing: (code, debits − credits)."""
    return rows(
        "SELECT k.code, sum(CASE a.normal WHEN 'debit' THEN b.amount ELSE -b.amount END) FROM ledger_balance b "
        "JOIN ledger_account a ON a.id = b.account_id JOIN ledger_book k ON k.id = a.book_id "
        "GROUP BY 1 HAVING sum(CASE a.normal WHEN 'debit' THEN b.amount ELSE -b.amount END) <> 0 ORDER BY 1",
    )


def below_zero() -> list[tuple[Any, ...]]:
    """Accounts under zero on their normal side that may not be: (book, account, amount)."""
    return rows(
        "SELECT k.code, a.code, b.amount FROM ledger_account a LEFT JOIN ledger_balance b ON b.account_id = a.id "
        "JOIN ledger_book k ON k.id = a.book_id WHERE a.floored AND coalesce(b.amount, -1) < 0 ORDER BY 1, 2",
    )


def wrong_balances() -> list[tuple[Any, ...]]:
    """Balances that are not the sum of their postings: (book, account, stored, recomputed)."""
    return rows(
        "SELECT k.code, a.code, b.amount, coalesce(m.total, 0) FROM ledger_account a JOIN ledger_book k ON k.id = a.book_id "
        "LEFT JOIN ledger_balance b ON b.account_id = a.id LEFT JOIN ("
        "  SELECT s.account_id, sum(CASE WHEN s.side = a.normal THEN s.amount ELSE -s.amount END) AS total FROM ("
        "    SELECT debit_id AS account_id, 'debit' AS side, amount FROM ledger_posting"
        "    UNION ALL SELECT credit_id, 'credit', amount FROM ledger_posting) s"
        "  JOIN ledger_account a ON a.id = s.account_id GROUP BY s.account_id) m ON m.account_id = a.id "
        "WHERE b.amount IS DISTINCT FROM coalesce(m.total, 0) ORDER BY 1, 2",
    )


def dated_in_closed_period() -> list[tuple[Any, ...]]:
    """Postings entered in a book after it was closed, and dated within: (posting, key, book, date, closed until)."""
    return rows(
        "SELECT p.id, e.key, k.code, e.business_date, max(c.until) FROM ledger_closedperiod c "
        "JOIN ledger_posting p ON p.book_id = c.book_id AND p.id > c.last_posting "
        "JOIN ledger_event e ON e.id = p.event_id AND e.business_date <= c.until "
        "JOIN ledger_book k ON k.id = c.book_id GROUP BY 1, 2, 3, 4 ORDER BY 1",
    )


def broken_seals() -> list[tuple[Any, ...]]:
    """Seals that no longer match what they close, or the seal before: (id,)."""
    broken, previous, after = [], GENESIS, 0
    for seal in Seal.objects.order_by("id"):
        content = sealed_content(after, seal.last_posting)
        digest = chained(previous, content.iterator(chunk_size=5000))
        if (seal.previous, seal.digest, seal.count) != (previous, digest, content.count()):
            broken.append((seal.pk,))
        previous, after = seal.digest, seal.last_posting
    return broken


def facts() -> Iterator[tuple[Event, Fact]]:
    """Every event, with its fact as its rows tell it."""
    lines = Posting.objects.order_by("event_id", "id").values_list("event_id", "book__code", "debit__code", "credit__code", "amount")
    events = Event.objects.order_by("id").iterator(chunk_size=5000)
    by_event = groupby(lines.iterator(chunk_size=5000), key=lambda row: row[0])
    for event, (_, group) in zip(events, by_event, strict=False):
        postings = [Line(*row[1:]) for row in group]
        yield event, Fact(event.key, event.kind, postings, event.business_date, event.subject, event.reason, event.corrects_id)


def altered_events() -> list[tuple[Any, ...]]:
    """Events whose content no longer has its fingerprint: (id, key)."""
    return [(event.pk, event.key) for event, fact in facts() if event.payload_hash != payload_hash(fact)]
