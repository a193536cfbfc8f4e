"""What moved, by live events: those that are no correction and that none corrects. A double mirror shows, since the event that it
corrects counts no more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q, QuerySet, Sum

from lucette.foundation.ledger.models import Account, Book, Event, Posting, Seal
from lucette.foundation.ledger.queries.rows import rows


def corrected(events: Collection[Event]) -> set[int]:
    """Of these events, the ids of those that a later one corrects."""
    return set(Event.objects.filter(corrects__in=[it.pk for it in events]).values_list("corrects_id", flat=True))


def live_events() -> QuerySet[Event]:
    """Events that are no correction, and that none corrects."""
    return Event.objects.filter(corrects=None).exclude(pk__in=Event.objects.exclude(corrects=None).values("corrects_id"))


def live_postings(kinds: Collection[str], books: Collection[str]) -> list[tuple[str, str, str, str, str, int]]:
    """(key, subject, book, account debited, account credited, amount) of the live events of these kinds in these books, in order."""
    found = Posting.objects.filter(event__in=live_events().filter(kind__in=kinds), book__code__in=books).order_by("id")
    return list(found.values_list("event__key", "event__subject", "book__code", "debit__code", "credit__code", "amount"))


def moving(accounts: Q) -> QuerySet[Posting]:
    """Postings that debit or credit one of these accounts (conditions on Account)."""
    ids = list(Account.objects.filter(accounts).values_list("pk", flat=True))
    return Posting.objects.filter(Q(debit__in=ids) | Q(credit__in=ids))


def first_debit(book: str, credit: str, debit_prefix: str) -> str:
    """The account first debited, under a prefix, to credit another ("" when none was)."""
    found = Posting.objects.filter(book__code=book, credit__code=credit, debit__code__startswith=debit_prefix).order_by("id")
    return found.values_list("debit__code", flat=True).first() or ""


def total_under(prefix: str, debits: Collection[str]) -> int:
    """Σ of what the live events whose key starts with `prefix` debited to some accounts."""
    found = Posting.objects.filter(event__in=live_events().filter(key__startswith=prefix), debit__code__in=debits)
    return found.aggregate(total=Sum("amount"))["total"] or 0


def live_flows(books: list[str]) -> dict[tuple[str, str, str, str], int]:
    """(book, kind of event, first word debited, first word credited) → sum, over the live events."""
    found = rows(
        "WITH a AS MATERIALIZED (SELECT a.id, k.code, split_part(a.code, '/', 1) AS word FROM ledger_account a "
        "  JOIN ledger_book k ON k.id = a.book_id WHERE k.code = ANY(%s)) "
        "SELECT d.code, e.kind, d.word, c.word, sum(p.amount)::bigint FROM ledger_posting p "
        "JOIN a d ON d.id = p.debit_id JOIN a c ON c.id = p.credit_id JOIN ledger_event e ON e.id = p.event_id "
        "WHERE e.corrects_id IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_event x WHERE x.corrects_id = e.id) GROUP BY 1, 2, 3, 4",
        [books],
    )
    return {(book, kind, debit, credit): amount for book, kind, debit, credit, amount in found}


# postings summed by pair of accounts first: a million become some thousands, then each account is read from its two sides
NET_FLOWS = """
WITH pair AS (
  SELECT p.debit_id, p.credit_id, sum(p.amount) AS amount FROM ledger_posting p
  WHERE p.book_id = (SELECT id FROM ledger_book WHERE code = %(book)s) AND (%(every)s OR p.event_id IN (
    SELECT e.id FROM ledger_event e LEFT JOIN ledger_event c ON c.id = e.corrects_id WHERE coalesce(c.kind, e.kind) = ANY(%(kinds)s)))
  GROUP BY 1, 2
)
SELECT m.code, sum(m.amount)::bigint FROM pair
JOIN ledger_account d ON d.id = pair.debit_id JOIN ledger_account c ON c.id = pair.credit_id
CROSS JOIN LATERAL (VALUES (c.code, d.code, pair.amount), (d.code, c.code, -pair.amount)) m (code, other, amount)
WHERE split_part(m.code, '/', 1) = %(word)s AND split_part(m.other, '/', 1) = ANY(%(words)s) GROUP BY 1
"""


def net_flows(book: str, words: Collection[str], word: str, kinds: Collection[str] = ()) -> dict[str, int]:
    """Account under `word` → what came to it from accounts under `words`, less what went back (by events of these kinds or correcting
    them; all by default)."""
    return dict(rows(NET_FLOWS, {"book": book, "word": word, "words": list(words), "kinds": list(kinds), "every": not kinds}))


def counts() -> dict[str, int]:
    """How many postings, events, accounts, books and seals there are: what a verification reads."""
    models = {"postings": Posting, "events": Event, "accounts": Account, "books": Book, "seals": Seal}
    return {name: model._default_manager.count() for name, model in models.items()}


def live_balance(book: str, code: str, until: dt.date, but: Collection[str] = ()) -> int:
    """Debits less credits of an account, by the live events dated until that day included, those of the keys `but` left out."""
    found = Posting.objects.filter(book__code=book, event__in=live_events().filter(business_date__lte=until).exclude(key__in=but))
    both = found.aggregate(
        debit=Sum("amount", filter=Q(debit__code=code), default=0), credit=Sum("amount", filter=Q(credit__code=code), default=0)
    )
    return both["debit"] - both["credit"]
