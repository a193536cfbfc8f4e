"""One fact, one key, whole or nothing; balances follow."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.ledger import actions, queries
from lucette.foundation.ledger.actions import Fact, HeadingData, Line
from lucette.foundation.ledger.models import Account, Event, Posting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 3, 1)
CHART = [HeadingData("opened", "Ouvert", "debit"), HeadingData("available", "Disponible"), HeadingData("reserved", "Réservé")]


@pytest.fixture
def book() -> str:
    return actions.open_book("essai/BUDGET", "cents", CHART).code


def put(key: str, *lines: tuple[str, str, int], book: str = "essai/BUDGET", **more: str) -> Event:
    return actions.record(key, "essai", [Line(book, *line) for line in lines], business_date=DAY, by=SYSTEM, **more)


def test_a_fact_moves_every_balance(book: str) -> None:
    put("a", ("opened", "available/x", 100), ("available/x", "reserved/1", 30))
    assert queries.balances(book) == {"available/x": 70, "opened": 100, "reserved/1": 30}
    assert queries.balances(book, "reserved/") == {"reserved/1": 30}
    assert queries.balance(book, "available/x") == 70
    assert queries.balance(book, "available/never") == 0
    assert queries.totals([book]) == {book: {"opened": 100, "available": 70, "reserved": 30}}


def test_the_same_fact_again_writes_nothing(book: str) -> None:
    first = put("a", ("opened", "available/x", 100))
    assert put("a", ("opened", "available/x", 100)).pk == first.pk
    assert queries.balance(book, "available/x") == 100
    assert queries.postings_count() == 1


@pytest.mark.parametrize("change", ["amount", "account", "reason"])
def test_the_same_key_with_another_content_is_refused(book: str, change: str) -> None:
    put("a", ("opened", "available/x", 100))
    with pytest.raises(RuleBroken) as refusal:
        put(
            "a",
            ("opened", "available/y" if change == "account" else "available/x", 101 if change == "amount" else 100),
            reason="autre" if change == "reason" else "",
        )
    assert refusal.value.code == "ledger.key_reused"
    assert queries.postings_count() == 1


def test_an_account_never_passes_under_zero_and_the_sentence_names_it(book: str) -> None:
    put("a", ("opened", "available/x", 10_000))
    with pytest.raises(RuleBroken) as refusal:
        put("b", ("available/x", "reserved/1", 10_001))
    assert refusal.value.code == "ledger.insufficient"
    assert "sur « Disponible » : 100,00\u00a0€ pour 100,01\u00a0€ à prendre." in refusal.value.sentence
    assert queries.balance(book, "available/x") == 10_000
    assert not Event.objects.filter(key="b").exists()
    assert not Account.objects.filter(code="reserved/1").exists()


def test_many_facts_are_all_or_none(book: str, django_assert_max_num_queries) -> None:
    put("a", ("opened", "available/x", 100))
    facts = [Fact(f"r{n}", "essai", [Line(book, "available/x", f"reserved/{n}", 2)], DAY) for n in range(51)]
    with pytest.raises(RuleBroken):
        actions.record_many(facts, by=SYSTEM)
    assert queries.balance(book, "available/x") == 100
    with django_assert_max_num_queries(12):
        events = actions.record_many(facts[:50], by=SYSTEM)
    assert [event.key for event in events] == [fact.key for fact in facts[:50]]
    assert queries.totals([book])[book] == {"opened": 100, "available": 0, "reserved": 100}


def test_one_call_may_hold_the_same_fact_twice_but_not_two_contents(book: str) -> None:
    fact = Fact("a", "essai", [Line(book, "opened", "available/x", 5)], DAY)
    actions.record_many([fact, fact], by=SYSTEM)
    assert Posting.objects.count() == 1
    with pytest.raises(RuleBroken, match="autre contenu"):
        actions.record_many([fact, Fact("a", "essai", [Line(book, "opened", "available/x", 6)], DAY)], by=SYSTEM)


def test_a_book_not_opened_is_refused_in_french(book: str) -> None:
    with pytest.raises(RuleBroken, match="notifiée"):
        put("a", ("opened", "available/x", 1), book="ailleurs/BUDGET")


def test_an_account_outside_the_chart_is_a_fault_of_the_house(book: str) -> None:
    with pytest.raises(ValueError, match="no heading"):
        put("a", ("opened", "pocket/x", 1))


@pytest.mark.parametrize("amount", [0, -1, 1.5, True])
def test_an_amount_is_a_positive_whole_number(amount: float) -> None:
    with pytest.raises(ValueError, match="not a posting"):
        Line("b", "opened", "available/x", amount)  # type: ignore[arg-type]
