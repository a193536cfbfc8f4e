"""Close a period of books: nothing dated up to that day enters them any more, and nothing opens them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import OperationalError, connection, transaction

from lucette.foundation.ledger.actions import refusals
from lucette.foundation.ledger.models import Book, ClosedPeriod
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken


def close_period(*, books: Collection[str], until: dt.date, by: Actor, reason: str) -> list[ClosedPeriod]:
    """Close these books (codes) up to the day `until` included, with the decision as `reason`; returns the period of each, by code.

    A book already closed up to that day or later is left as it is. Waits for the writers in flight, then holds back new ones until the
    end of the transaction: to be called last in an act. Raises Invalid (no reason), RuleBroken (`ledger.period_not_over`,
    `ledger.book_absent`), Unavailable (a writer did not end in ten seconds).
    """
    if not reason.strip():
        raise Invalid("ledger.closing_reason", "Une clôture dit la décision qui la fonde.", {"reason": "Dites la décision."})
    if until >= clock.today():
        raise RuleBroken("ledger.period_not_over", f"Une période se clôt une fois finie : le {french.date(until)} n’est pas encore passé.")
    found = {book.code: book for book in Book.objects.filter(code__in=books)}
    if len(found) < len(set(books)):
        raise refusals.book_absent()
    try:
        with transaction.atomic():
            _hold_writers()
            return [_close(found[code], until, by, reason.strip()) for code in sorted(found)]
    except OperationalError as refusal:
        raise refusals.busy(refusal) from refusal


def _hold_writers() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_hold_writers()")


def _close(book: Book, until: dt.date, by: Actor, reason: str) -> ClosedPeriod:
    done = book.closed_periods.filter(until__gte=until).order_by("until").first()
    if done is not None:
        return done
    period = ClosedPeriod(book=book, until=until, closed_by=by.pk, reason=reason)
    period.save(force_insert=True)
    period.refresh_from_db(fields=["last_posting"])
    return period
