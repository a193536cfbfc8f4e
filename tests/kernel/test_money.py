"""Money: whole cents, exact shares."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money, half_up, total


@given(st.integers(0, 10**12), st.lists(st.integers(0, 1000), min_size=1, max_size=12).filter(any))
def test_shares_sum_to_the_cent_and_none_is_negative(cents: int, weights: list[int]) -> None:
    shares = Money(cents).split(weights)
    assert total(shares) == Money(cents)
    assert min(shares) >= Money(0)


@pytest.mark.parametrize("value", [1.0, 0.1, "12", None, True])
def test_nothing_but_a_whole_number_enters(value: object) -> None:
    with pytest.raises(TypeError):
        Money(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [1, 1.5, "1"])
def test_money_adds_to_money_only(wrong: object) -> None:
    with pytest.raises(TypeError):
        Money(1) + wrong  # type: ignore[operator]


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("50 000,50 €", 5_000_050), ("50000", 5_000_000), ("1,5", 150), ("1.05", 105), ("-3,20", -320), ("12\u202f000", 1_200_000)],
)
def test_what_people_type_is_read(typed: str, cents: int) -> None:
    assert Money.parse(typed).cents == cents


@pytest.mark.parametrize("typed", ["", "douze", "1,234", "1,2,3", "NaN", "1e3", "€", "1.000,00"])
def test_what_cannot_be_read_is_refused_in_french(typed: str) -> None:
    with pytest.raises(Invalid, match="lisible"):
        Money.parse(typed)


@pytest.mark.parametrize(
    ("fraction", "rounded"), [(Fraction(1, 2), 1), (Fraction(-1, 2), -1), (Fraction(5, 3), 2), (Fraction(4, 3), 1), (Fraction(3), 3)]
)
def test_halves_go_away_from_zero(fraction: Fraction, rounded: int) -> None:
    assert half_up(fraction) == rounded


def test_amounts_are_written_in_french() -> None:
    assert str(Money(5_000_000)) == "50\u202f000,00\u00a0€"
    assert str(Money(-12345)) == "−123,45\u00a0€"


def test_fifty_thousand_in_three_takes_the_remainder_at_the_end() -> None:
    assert Money.euros(50_000).split([1, 1, 1]) == [Money(1_666_667), Money(1_666_667), Money(1_666_666)]
