"""A closed period holds, whatever the channel and however close the race."""

from __future__ import annotations

import contextvars
import datetime as dt
import threading
from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from lucette.foundation.ledger import actions, queries
from lucette.foundation.ledger.actions import HeadingData, Line
from lucette.foundation.ledger.models import ClosedPeriod, Event, Posting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Invalid, RuleBroken, Unavailable

CHART = [HeadingData("opened", "Ouvert", "debit"), HeadingData("available", "Disponible")]
YEAR_END = dt.date(2020, 12, 31)
DAY = dt.date(2021, 1, 1)


def put(key: str, on: dt.date, book: str = "a") -> Event:
    return actions.record(key, "essai", [Line(book, "opened", "available/x", 1)], business_date=on, by=SYSTEM)


def close(*books: str, until: dt.date = YEAR_END, reason: str = "Compte rendu approuvé") -> list[ClosedPeriod]:
    return actions.close_period(books=books, until=until, by=SYSTEM, reason=reason)


def open_books() -> None:
    for book in ("a", "b"):
        actions.open_book(book, "cents", CHART)


@pytest.fixture
def books(db: None) -> None:
    open_books()


def test_nothing_dated_in_a_closed_period_enters_the_book(books: None) -> None:
    put("before", YEAR_END)
    close("a")
    for on in (YEAR_END, YEAR_END - dt.timedelta(days=300)):
        with pytest.raises(RuleBroken, match="clos jusqu’au 31 décembre 2020") as refusal:
            put("late", on)
        assert refusal.value.code == "ledger.period_closed"
    assert queries.event("late") is None
    put("next", DAY)
    put("elsewhere", YEAR_END, book="b")
    assert queries.dated_in_closed_period() == []


def test_a_fact_already_written_may_be_told_again_after_the_closing(books: None) -> None:
    first = put("before", YEAR_END)
    close("a")
    assert put("before", YEAR_END) == first


def test_closing_again_changes_nothing(books: None) -> None:
    [first] = close("a")
    assert close("a") == [first] == close("a", until=dt.date(2020, 6, 30), reason="Autre")
    assert [it.until for it in queries.closed_periods(["a", "b"])] == [YEAR_END]
    later = dt.date(2021, 1, 31)
    assert [it.book.code for it in close("b", "a", until=later)] == ["a", "b"]
    assert [it.until for it in queries.closed_periods(["a"])][-1] == later


@pytest.mark.parametrize(
    ("until", "reason", "code"), [(dt.date(2021, 3, 1), "x", "ledger.period_not_over"), (YEAR_END, " ", "ledger.closing_reason")]
)
def test_a_period_is_closed_once_over_and_by_a_decision(books: None, until: dt.date, reason: str, code: str) -> None:
    with pytest.raises((RuleBroken, Invalid)) as refusal:
        close("a", until=until, reason=reason)
    assert refusal.value.code == code


def test_a_book_that_does_not_exist_is_not_closed(books: None) -> None:
    with pytest.raises(RuleBroken, match="notifiée"):
        close("a", "ailleurs")
    assert not queries.closed_periods(["a"])


def test_postgresql_refuses_an_older_closing_and_says_itself_what_was_last(books: None) -> None:
    last = put("before", YEAR_END).postings.get().pk
    [period] = close("a")
    assert period.last_posting == last
    with pytest.raises(DatabaseError, match="already closed"), transaction.atomic():
        ClosedPeriod.objects.create(book=period.book, until=dt.date(2020, 6, 30), closed_by=SYSTEM.pk, reason="x", last_posting=10**9)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("isolation", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_snapshot_that_would_not_see_a_closing_may_not_write(isolation: str) -> None:
    open_books()
    with pytest.raises(DatabaseError, match="READ COMMITTED"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {isolation}")
        put("old snapshot", DAY)


class Writer:
    """Another session that writes, then waits for leave to end its transaction."""

    def __init__(self, write: Callable[[], object]) -> None:
        self.write, self.wrote, self.leave = write, threading.Event(), threading.Event()
        self.thread = threading.Thread(target=contextvars.copy_context().run, args=(self._run,))
        self.thread.start()
        assert self.wrote.wait(10)

    def _run(self) -> None:
        try:
            with transaction.atomic():
                self.write()
                self.wrote.set()
                self.leave.wait(20)
        finally:
            connection.close()

    def end(self) -> None:
        self.leave.set()
        self.thread.join()


@pytest.mark.django_db(transaction=True)
def test_a_closing_waits_for_a_writer_in_flight() -> None:
    open_books()
    slow = Writer(lambda: put("slow", YEAR_END))
    threading.Timer(0.4, slow.end).start()
    [period] = close("a")
    assert period.last_posting == Posting.objects.get().pk
    with pytest.raises(RuleBroken, match="clos"):
        put("late", YEAR_END)
    assert queries.dated_in_closed_period() == []


@pytest.mark.django_db(transaction=True)
def test_a_writer_waits_for_a_closing_in_flight_then_is_refused() -> None:
    open_books()
    closing = Writer(lambda: close("a"))
    threading.Timer(0.4, closing.end).start()
    with pytest.raises(RuleBroken, match="clos jusqu’au"):
        put("late", YEAR_END)
    assert queries.postings_count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_closing_gives_up_on_a_long_writer_and_says_so(owner: psycopg.Connection) -> None:
    open_books()
    owner.execute("ALTER FUNCTION ledger_hold_writers() SET lock_timeout = '200ms'")
    slow = Writer(lambda: put("slow", YEAR_END))
    with pytest.raises(Unavailable, match="recommencez"):
        close("a")
    slow.end()
    assert not queries.closed_periods(["a"])


@pytest.mark.django_db(transaction=True)
def test_two_closings_at_once_make_one() -> None:
    open_books()
    other = Writer(lambda: close("a", "b"))
    threading.Timer(0.4, other.end).start()
    close("b", "a")
    assert ClosedPeriod.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_verification_names_what_entered_a_closed_period_by_another_way(owner: psycopg.Connection) -> None:
    open_books()
    put("before", YEAR_END)
    close("a")
    owner.execute("ALTER TABLE ledger_posting DISABLE TRIGGER in_an_open_period")
    posting = put("forced", YEAR_END).postings.get()
    assert queries.dated_in_closed_period() == [(posting.pk, "forced", "a", YEAR_END, YEAR_END)]
