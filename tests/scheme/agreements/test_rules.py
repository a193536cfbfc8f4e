"""Instalments to the cent, amounts in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucette.kernel.money import Money, total
from lucette.scheme.agreements import rules
from lucette.scheme.agreements.rules import renewals

SHARES = [rules.Share(1, 200, 0, "agreement_signed"), rules.Share(2, 300, 6, "month_reached"), rules.Share(3, 500, 12, "month_reached")]


def test_twenty_thirty_fifty() -> None:
    lines = rules.plan(Money.euros(50_000), 2, SHARES)
    assert [(line.number, line.post, line.amount) for line in lines] == [
        (1, Money.euros(10_000), Money.euros(20_000)),
        (2, Money.euros(15_000), Money.euros(30_000)),
        (3, Money.euros(25_000), Money.euros(50_000)),
    ]


@given(st.integers(1, 10**9), st.integers(1, 500), st.lists(st.integers(1, 999), min_size=1, max_size=6))
def test_the_instalments_are_always_the_whole_amount(cents: int, posts: int, cuts: list[int]) -> None:
    bounds = [0, *sorted(set(cuts)), 1000]
    shares = [rules.Share(n, b - a, n, "month_reached") for n, (a, b) in enumerate(pairwise(bounds), start=1)]
    lines = rules.plan(Money(cents), posts, shares)
    assert total(line.amount for line in lines) == Money(cents) * posts
    assert all(line.amount == line.post * posts and line.post >= Money(0) for line in lines)


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=6).filter(any), st.integers(1, 500))
def test_the_sums_of_a_scale_are_the_instalments_to_the_cent(sums: list[int], posts: int) -> None:
    lines = rules.plan(Money(sum(sums)), posts, [rules.Share(n, 0, 12 * n, "month_reached", cents) for n, cents in enumerate(sums, 1)])
    assert [line.post.cents for line in lines] == sums
    assert total(line.amount for line in lines) == Money(sum(sums)) * posts
    with pytest.raises(ValueError, match="add up"):
        rules.plan(Money(sum(sums) + 1), posts, [rules.Share(n, 0, 0, "month_reached", cents) for n, cents in enumerate(sums, 1)])


def test_shares_that_are_not_a_whole_are_a_fault_of_the_data() -> None:
    with pytest.raises(ValueError, match="1000"):
        rules.plan(Money.euros(50_000), 1, SHARES[:2])


@pytest.mark.parametrize(
    ("ends_on", "opens_on", "signed_on", "stayed", "begins_on"),
    [
        (dt.date(2023, 2, 28), dt.date(2022, 8, 28), dt.date(2023, 2, 1), 0, dt.date(2023, 3, 1)),
        (dt.date(2023, 8, 31), dt.date(2023, 2, 28), dt.date(2023, 9, 1), 0, dt.date(2023, 9, 1)),
        (dt.date(2023, 8, 31), dt.date(2023, 2, 28), dt.date(2023, 10, 5), 0, dt.date(2023, 10, 5)),
        (dt.date(2023, 8, 31), dt.date(2023, 2, 28), dt.date(2023, 10, 5), 2, dt.date(2023, 9, 1)),
    ],
)
def test_when_a_renewal_is_asked_and_from_when_it_holds(
    ends_on: dt.date, opens_on: dt.date, signed_on: dt.date, stayed: int, begins_on: dt.date
) -> None:
    assert renewals.opens_on(ends_on, 6) == opens_on
    assert renewals.entry(ends_on, signed_on, stayed) == begins_on
    term = renewals.Term("in_force", ends_on, 6, posts=2, stayed=stayed)
    assert not renewals.obstacle(term, opens_on) and renewals.obstacle(term, opens_on - dt.timedelta(days=1))
    assert bool(renewals.obstacle(term, ends_on + dt.timedelta(days=1))) is (stayed == 0)
    told = [renewals.obstacle(replace(term, **no), opens_on) for no in ({"posts": 0}, {"status": "suspended"}, {"asked": "C-1"})]
    assert all(told) and "C-1" in told[2]


@pytest.mark.parametrize(
    ("cents", "words"),
    [
        (100, "un euro"),
        (5_000_000, "cinquante mille euros"),
        (100_000, "mille euros"),
        (8_000_000, "quatre-vingt mille euros"),
        (20_000_000, "deux cent mille euros"),
        (7_100, "soixante et onze euros"),
        (9_150, "quatre-vingt-onze euros et cinquante centimes"),
        (8_000, "quatre-vingts euros"),
        (20_000, "deux cents euros"),
        (123_456_701, "un million deux cent trente-quatre mille cinq cent soixante-sept euros et un centime"),
        (200_000_000, "deux millions d’euros"),
        (2_100, "vingt et un euros"),
    ],
)
def test_amounts_in_words(cents: int, words: str) -> None:
    assert rules.in_words(Money(cents)) == words
