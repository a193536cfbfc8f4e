from __future__ import annotations

import datetime as dt

import pytest

from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import ZERO, Money
from lucette.scheme.recruitment.adapters import wage_table
from lucette.scheme.recruitment.rules import Place, Wish, contract_problems, latest_availability, minimum_wage, obstacle, reasons

TULLE = Place("19272", "19", 45.27, 1.77)
BRIVE = Place("19031", "19", 45.15, 1.53)
PARIS = Place("75056", "75", 48.86, 2.34)
BASSE_TERRE = Place("97105", "971", 16.0, -61.73)
SAINT_MARTIN = Place("97801", "978", None, None)
SAINT_DENIS = Place("97411", "974", -20.88, 55.45)
DAY = dt.date(2021, 3, 1)


@pytest.mark.parametrize(
    ("on", "territory", "cents"),
    [
        (dt.date(2021, 3, 1), "19", 155458),
        (dt.date(2021, 9, 30), "19", 155458),
        (dt.date(2021, 10, 1), "971", 158947),
        (dt.date(2026, 1, 1), "19", 182303),
        (dt.date(2026, 12, 1), "974", 186702),
        (dt.date(2021, 3, 1), "976", 117393),  # 7.74 × 151.67 = 1173.9258
        (dt.date(2026, 1, 1), "976", 141508),  # 9.33 × 151.67 = 1415.0811
    ],
)
def test_the_minimum_wage_is_that_of_the_day_and_of_the_territory(on, territory, cents):
    assert minimum_wage(on, territory, wage_table()) == Money(cents)


@pytest.mark.parametrize(
    ("on", "territory"), [(dt.date(2001, 12, 31), "19"), (dt.date(2020, 12, 31), "976"), (dt.date(2021, 10, 1), "976")]
)
def test_a_minimum_wage_that_is_not_known_is_not_guessed(on, territory):
    with pytest.raises(RuleBroken, match="n’est pas connu"):
        minimum_wage(on, territory, wage_table())


def test_the_smic_does_not_apply_in_new_caledonia():
    assert minimum_wage(DAY, "988", wage_table()) == ZERO


def test_the_shipped_table_has_34_rows_in_order():
    days = [day for day, _ in wage_table()[""]]
    assert len(days) == 34
    assert days == sorted(set(days))


@pytest.mark.parametrize(
    ("wish", "host", "said"),
    [
        (Wish(TULLE, 10, DAY), TULLE, ""),
        (Wish(BRIVE, 40, DAY), TULLE, ""),
        (Wish(BRIVE, 20, DAY), TULLE, "au-delà du rayon de 20 km"),
        (Wish(PARIS, 2000, DAY), TULLE, ""),
        (Wish(SAINT_DENIS, 2000, DAY), TULLE, ""),
        (Wish(BASSE_TERRE, 2000, DAY), TULLE, "sur leur seul territoire"),
        (Wish(TULLE, 2000, DAY), SAINT_MARTIN, "sur leur seul territoire"),
        (Wish(SAINT_MARTIN, 5, DAY), SAINT_MARTIN, ""),
        (Wish(Place("97701", "977", None, None), 100, DAY), TULLE, "n’est pas connue"),
        (Wish(TULLE, 10, DAY + dt.timedelta(days=15)), TULLE, ""),
        (Wish(TULLE, 10, DAY + dt.timedelta(days=16)), TULLE, "n’est disponible que le 17 mars 2021"),
    ],
)
def test_a_candidate_appears_or_one_is_told_why_not(wish, host, said):
    obstacles = obstacle(wish, host, latest_availability(None, DAY))
    assert (said in obstacles) if said else obstacles == ""


def test_the_wished_start_counts_when_it_is_later_than_today():
    assert latest_availability(dt.date(2021, 5, 1), DAY) == dt.date(2021, 5, 16)
    assert latest_availability(dt.date(2020, 5, 1), DAY) == dt.date(2021, 3, 16)


def test_reasons_read_as_a_person_would_say_them():
    said = reasons(Wish(BRIVE, 40, DAY), TULLE, ["graduate"], "", True)
    assert ", ".join(said) == "à 23 km, disponible le 1ᵉʳ mars 2021, diplômée, Pix partagé"
    assert "disponible maintenant" in reasons(Wish(BRIVE, 40, DAY), TULLE, [], "", False, DAY)
    assert reasons(Wish(TULLE, 2000, DAY), TULLE, [], "", False)[:2] == ("dans la même commune", "mobile dans toute la France")


AGREED = (dt.date(2021, 3, 1), dt.date(2023, 2, 28))


@pytest.mark.parametrize(
    ("kind", "starts_on", "ends_on", "free_from", "fields"),
    [
        ("cdi", DAY, None, None, set()),
        ("cdd", DAY, dt.date(2022, 9, 1), None, set()),
        ("cdi", DAY, DAY, None, {"ends_on"}),
        ("cdd", DAY, None, None, {"ends_on"}),
        ("pec", DAY, dt.date(2021, 2, 1), None, {"ends_on"}),
        ("service civique", DAY, DAY, None, {"kind"}),
        ("cdi", dt.date(2021, 2, 28), None, None, {"starts_on"}),
        ("cdi", dt.date(2023, 3, 1), None, None, {"starts_on"}),
        ("cdi", DAY, None, dt.date(2021, 3, 2), {"starts_on"}),
    ],
)
def test_a_contract_holds_to_its_kind_its_agreement_and_the_earlier_contract(kind, starts_on, ends_on, free_from, fields):
    assert set(contract_problems(kind, starts_on, ends_on, agreed=AGREED, free_from=free_from)) == fields
