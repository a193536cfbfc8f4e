"""A seal waits for the writers: nothing in flight can later slip under it."""

from __future__ import annotations

import contextvars
import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from lucette.foundation.ledger import actions, queries
from lucette.foundation.ledger.actions import HeadingData, Line
from lucette.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
CHART = [HeadingData("opened", "Ouvert", "debit"), HeadingData("available", "Disponible")]


def put(key: str, account: str, book: str = "a") -> None:
    actions.record(key, "essai", [Line(book, "opened", account, 1)], business_date=dt.date(2021, 3, 1), by=SYSTEM)


def test_a_seal_waits_for_a_posting_in_flight() -> None:
    actions.open_book("a", "cents", CHART)
    put("before", "available/x")
    written, sealing = threading.Event(), threading.Event()

    def slow_writer() -> None:
        try:
            with transaction.atomic():
                put("slow", "available/y")
                written.set()
                sealing.wait(5)
                threading.Event().wait(0.3)
        finally:
            connection.close()

    thread = threading.Thread(target=contextvars.copy_context().run, args=(slow_writer,))
    thread.start()
    assert written.wait(5)
    sealing.set()
    seal = actions.seal()
    thread.join()
    assert seal is not None and seal.count == 2
    put("after", "available/x")
    assert queries.broken_seals() == []


def test_a_seal_gives_up_on_a_long_writer_and_blocks_nobody() -> None:
    for book in ("a", "b"):
        actions.open_book(book, "cents", CHART)
    put("before", "available/x")
    written, finish = threading.Event(), threading.Event()

    def endless_writer() -> None:
        try:
            with transaction.atomic():
                put("slow", "available/y")
                written.set()
                finish.wait(20)
        finally:
            connection.close()

    thread = threading.Thread(target=contextvars.copy_context().run, args=(endless_writer,))
    thread.start()
    assert written.wait(5)
    assert actions.seal() is None
    put("meanwhile", "available/x", book="b")
    finish.set()
    thread.join()
    seal = actions.seal()
    assert seal is not None and seal.count == 3
