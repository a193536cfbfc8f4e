"""The pure rules of a call."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucette.kernel.money import Money
from lucette.scheme.calls import rules
from lucette.scheme.calls.adapters import shipped, shipped_codes

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2090, 12, 31))


@given(DAYS, st.integers(0, 60))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: dt.date, months: int) -> None:
    later = rules.add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)


@given(DAYS, DAYS, st.integers(0, 24))
def test_later_days_stay_later(one: dt.date, other: dt.date, months: int) -> None:
    assert (one <= other) <= (rules.add_months(one, months) <= rules.add_months(other, months))


@given(DAYS, DAYS, st.none() | DAYS)
def test_a_window_holds_its_ends(day: dt.date, opens: dt.date, closes: dt.date | None) -> None:
    assert rules.within(day, opens, closes) == (day >= opens and (closes is None or day <= closes))


def test_the_last_day_of_february() -> None:
    assert rules.add_months(dt.date(2020, 12, 31), 2) == dt.date(2021, 2, 28)
    assert rules.add_months(dt.date(2023, 12, 31), 2) == dt.date(2024, 2, 29)


@pytest.mark.parametrize("code", shipped_codes())
def test_the_text_is_parted_as_it_was_joined(code: str) -> None:
    file = shipped(code)
    rules.check_file(file)
    text = rules.parted(rules.joined(file["summary"], file["sections"]))
    assert text.summary == file["summary"].strip()
    assert [(s.title, s.text) for s in text.sections] == [(s["title"], s["text"].strip()) for s in file["sections"]]
    assert all(it["source"] for kind in ("families", "scales", "instalments", "parameters") for it in file.get(kind, ()))


def test_instalments_must_make_the_whole_grant() -> None:
    with pytest.raises(ValueError, match="1000"):
        rules.check_file({"code": "x", "scales": [], "instalments": [{"number": 1, "share": 900}]})
    with pytest.raises(ValueError, match="5000"):
        rules.check_file({"code": "x", "scales": [{"cents": 5000, "instalments": [{"number": 1, "cents": 4999}]}]})


def test_the_note_of_a_scale_tells_its_sums() -> None:
    sums = (rules.Sum(1, Money.euros(17_500), 0, "signature"), rules.Sum(2, Money.euros(25_000), 12, "mois"))
    line = rules.ScaleLine("metro", "Structure publique", Money.euros(42_500), 36, "essai", sums=sums)
    told = rules.scale_note([line, line], [])
    assert told.count("Pour 42\u202f500,00\u00a0€\u00a0: 17\u202f500,00\u00a0€ à la signature de la convention, 25") == 1
    assert "trois échéances : 20\u00a0% à la signature" in rules.scale_note([], [(200, 0), (300, 6), (500, 12)])


def test_shares_are_written_in_french() -> None:
    assert rules.instalments_text([(200, 0), (125, 6)]) == (
        "20\u00a0% à la signature de la convention, 12,5\u00a0% au mois\u00a06 avec un contrat de travail en cours"
    )
