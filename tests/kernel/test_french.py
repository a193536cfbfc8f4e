"""French words."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.kernel import french


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 poste"), (1, "1 poste"), (2, "2 postes"), (4000, "4\u202f000 postes")],
)
def test_french_is_singular_below_two(count: int, text: str) -> None:
    assert french.plural(count, "poste") == text


def test_irregular_plurals_are_given() -> None:
    assert french.plural(3, "journal", "journaux") == "3 journaux"


def test_dates_are_in_words() -> None:
    assert french.date(dt.date(2026, 3, 12)) == "12 mars 2026"
    assert french.date(dt.date(2026, 3, 1)) == "1ᵉʳ mars 2026"


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "aujourd’hui"), (1, "demain"), (-1, "hier"), (3, "dans 3 jours"), (-3, "il y a 3 jours")],
)
def test_delays_are_in_human_terms(days: int, text: str) -> None:
    today = dt.date(2021, 3, 1)
    assert french.delay(today + dt.timedelta(days), today) == text


def test_lists_end_with_and() -> None:
    assert [french.enumeration(w) for w in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a et b", "a, b et c"]


def test_accents_and_ligatures_fold() -> None:
    assert french.folded("Évry-Cœur d’Œuvre") == "evry-coeur d’oeuvre"
    assert (french.of("Ille-et-Vilaine"), french.of("Paris"), french.of("Évreux")) == ("d’Ille-et-Vilaine", "de Paris", "d’Évreux")


def test_a_telephone_number_is_said_two_digits_at_a_time() -> None:
    assert french.phone("0199000001") == "01\u00a099\u00a000\u00a000\u00a001"
    assert [french.phone(it) for it in ("", "+687 25 00 00")] == ["", "+687 25 00 00"]


def test_a_time_is_said_in_hours() -> None:
    assert [french.duration(it).replace("\u00a0", " ") for it in (45, 60, 90, 3575)] == ["45 min", "1 h", "1 h 30", "59 h 35"]
