"""A correction is the exact mirror of what it corrects, once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from lucette.foundation.ledger import actions, queries
from lucette.foundation.ledger.actions import HeadingData, Line
from lucette.foundation.ledger.models import Event, Posting
from lucette.foundation.ledger.rules import mirror
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db
CHART = [HeadingData("opened", "Ouvert", "debit"), HeadingData("available", "Disponible"), HeadingData("reserved", "Réservé")]
LINES = [Line("a", "opened", "available/x", 10), Line("a", "available/x", "reserved/1", 4), Line("b", "opened", "available/x", 2)]


def put(key: str, lines: list[Line], corrects: int | None = None) -> Event:
    return actions.record(key, "essai", lines, business_date=dt.date(2021, 3, 1), by=SYSTEM, corrects=corrects)


@pytest.fixture
def wrong() -> Event:
    for book in ("a", "b"):
        actions.open_book(book, "cents", CHART)
    return put("wrong", LINES)


def test_a_mirror_undoes_every_posting(wrong: Event) -> None:
    assert queries.lines_of(wrong.pk) == LINES
    correction = put("wrong:corrected", mirror(queries.lines_of(wrong.pk)), corrects=wrong.pk)
    assert Event.objects.get(corrects=wrong) == correction
    assert not Event.objects.filter(corrects=correction).exists()
    assert set(queries.balances("a").values()) == set(queries.balances("b").values()) == {0}


def test_the_order_of_the_postings_is_free(wrong: Event) -> None:
    put("wrong:corrected", mirror(reversed(LINES)), corrects=wrong.pk)


@pytest.mark.parametrize(
    "lines",
    [
        mirror(LINES[:2]),
        LINES,
        mirror([*LINES[:2], Line("b", "opened", "available/x", 1)]),
        mirror([*LINES, Line("a", "opened", "available/x", 1)]),
    ],
)
def test_a_correction_that_is_not_the_mirror_is_refused(wrong: Event, lines: list[Line]) -> None:
    put("more", LINES)
    with pytest.raises(RuleBroken, match="sens inverse") as refusal:
        put("wrong:corrected", lines, corrects=wrong.pk)
    assert refusal.value.code == "ledger.not_a_mirror"
    assert not Event.objects.filter(corrects=wrong).exists()


def test_an_event_is_corrected_once(wrong: Event) -> None:
    put("more", LINES)
    once = put("wrong:corrected", mirror(LINES), corrects=wrong.pk)
    with pytest.raises(RuleBroken) as refusal:
        put("wrong:corrected:again", mirror(LINES), corrects=wrong.pk)
    assert refusal.value.code == "ledger.already_corrected"
    assert put("wrong:corrected", mirror(LINES), corrects=wrong.pk) == once


def test_postgresql_checks_the_mirror_at_the_end_of_the_transaction_whatever_the_channel(wrong: Event) -> None:
    line = wrong.postings.order_by("id")[0]
    with pytest.raises(DatabaseError, match="does not mirror"), transaction.atomic(), connection.cursor() as cursor:
        forged = Event.objects.create(
            key="forged", kind="essai", payload_hash="", business_date=dt.date(2021, 3, 1), actor_id=SYSTEM.pk, corrects=wrong
        )
        Posting.objects.create(event=forged, book=line.book, debit=line.debit, credit=line.credit, amount=1)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_fact_after_a_correction_in_the_same_transaction_is_written_as_usual(wrong: Event) -> None:
    put("wrong:corrected", mirror(LINES), corrects=wrong.pk)
    more = put("more", LINES)
    put("more:corrected", mirror(LINES), corrects=more.pk)
