"""Several writers at once: one key one payload, no deadlock, and the one that PostgreSQL gives up is tried again."""

from __future__ import annotations

import contextvars
import datetime as dt
import threading
from collections.abc import Callable, Sequence

import pytest
from django.db import OperationalError, connection, transaction
from psycopg import errors

from lucette.foundation.ledger import actions, queries
from lucette.foundation.ledger.actions import Fact, HeadingData, Line, writing
from lucette.foundation.ledger.models import Event
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db(transaction=True)
CHART = [HeadingData("opened", "Ouvert", "debit"), HeadingData("available", "Disponible"), HeadingData("reserved", "Réservé")]
DAY = dt.date(2021, 3, 1)


def put(key: str, *lines: tuple[str, str, int]) -> Event:
    return actions.record(key, "essai", [Line("a", *line) for line in lines], business_date=DAY, by=SYSTEM)


def together(acts: Sequence[Callable[[], object]]) -> list[object]:
    """What each gave or raised, all started at the same instant in sessions of their own."""
    start, told = threading.Barrier(len(acts)), [None] * len(acts)

    def run(n: int) -> None:
        try:
            start.wait(20)
            told[n] = acts[n]()
        except Exception as refusal:
            told[n] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(run, n)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return list(told)


@pytest.fixture
def book() -> None:
    actions.open_book("a", "cents", CHART)
    put("opened", ("opened", "available/x", 1_000), ("opened", "available/y", 1_000))


def test_the_same_fact_told_twelve_times_at_once_is_written_once(book: None) -> None:
    told = together([lambda: put("fact", ("available/x", "reserved/1", 10)).pk] * 12)
    assert len(set(told)) == 1 and isinstance(told[0], int)
    assert queries.balance("a", "reserved/1") == 10


def test_one_key_with_twelve_contents_at_once_keeps_one(book: None) -> None:
    told = together([lambda n=n: put("fact", ("available/x", "reserved/1", n)).postings.get().amount for n in range(1, 13)])
    kept = [it for it in told if isinstance(it, int)]
    refused = [it.code for it in told if isinstance(it, RuleBroken)]
    assert len(kept) == 1 and refused == ["ledger.key_reused"] * 11
    assert queries.balance("a", "reserved/1") == kept[0]


def test_opposite_orders_of_accounts_and_keys_do_not_lock_each_other(book: None) -> None:
    def forth(n: int) -> None:
        put(f"forth{n}", ("available/x", "reserved/1", 1), ("available/y", "reserved/2", 1))

    def back(n: int) -> None:
        actions.record_many(
            [
                Fact(f"z{n}", "essai", [Line("a", "available/y", "reserved/9", 1)], DAY),
                Fact(f"b{n}", "essai", [Line("a", "available/x", "reserved/1", 1)], DAY),
            ],
            by=SYSTEM,
        )

    told = together([act for n in range(8) for act in (lambda n=n: forth(n), lambda n=n: back(n))])
    assert told == [None] * 16
    assert queries.balances("a") == {
        "opened": 2_000,
        "available/x": 984,
        "available/y": 984,
        "reserved/1": 16,
        "reserved/2": 8,
        "reserved/9": 8,
    }


def test_two_transactions_of_several_facts_in_opposite_orders_end_with_one_given_up_and_the_books_right(book: None) -> None:
    met = threading.Barrier(2)

    def crossing(first: str, second: str) -> None:
        with transaction.atomic():
            put(f"1:{first}", (f"available/{first}", f"reserved/{first}1", 1))
            met.wait(10)
            put(f"2:{first}", (f"available/{second}", f"reserved/{first}2", 1))

    told = together([lambda: crossing("x", "y"), lambda: crossing("y", "x")])
    lost = [it for it in told if it is not None]
    assert [type(it) for it in lost] == [OperationalError]
    assert queries.wrong_balances() == queries.altered_events() == []


@pytest.mark.parametrize("error", [errors.SerializationFailure, errors.DeadlockDetected])
def test_a_fact_given_up_by_postgresql_is_written_again(book: None, monkeypatch: pytest.MonkeyPatch, error: type[Exception]) -> None:
    plain, tries = writing._write, []

    def unlucky(facts: Sequence[Fact], by: object) -> list[Event]:
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError from error()
        return plain(facts, SYSTEM)

    monkeypatch.setattr(writing, "_write", unlucky)
    put("fact", ("available/x", "reserved/1", 1))
    assert len(tries) == 3 and queries.balance("a", "reserved/1") == 1
    tries[:] = []
    with pytest.raises(OperationalError), transaction.atomic():
        put("inside", ("available/x", "reserved/1", 1))
    assert len(tries) == 1


def test_another_error_is_not_tried_again(book: None, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = []

    def broken(facts: Sequence[Fact], by: object) -> list[Event]:
        tries.append(1)
        raise OperationalError

    monkeypatch.setattr(writing, "_write", broken)
    with pytest.raises(OperationalError):
        put("fact", ("available/x", "reserved/1", 1))
    assert len(tries) == 1
