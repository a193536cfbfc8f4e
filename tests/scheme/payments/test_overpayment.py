"""What was paid and not earned: to the cent, never below zero, never more than what was paid."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.rules import months_after, overpayment

START = dt.date(2021, 3, 1)
UNIT = 5_000_000
days = st.dates(dt.date(2021, 1, 1), dt.date(2023, 12, 31))
contracts = st.lists(st.tuples(days, st.none() | days), max_size=4)


def test_a_month_begun_is_a_month_used() -> None:
    def used(*lived: overpayment.Contract, until: dt.date = dt.date(2023, 2, 28)) -> int:
        return overpayment.months_used(START, until, lived, 24)

    assert used() == 0
    assert used((START, None)) == 24
    assert used((START, START)) == 1
    assert used((dt.date(2021, 3, 31), dt.date(2021, 4, 1))) == 2
    assert used((dt.date(2021, 3, 2), dt.date(2021, 3, 5)), (dt.date(2021, 3, 20), dt.date(2021, 3, 22))) == 1, "once a month"
    assert used((START, None), until=dt.date(2021, 5, 1)) == 3
    assert used((dt.date(2023, 3, 1), None)) == 0, "after the financed period"


def test_a_vacant_month_is_a_whole_month_that_is_over() -> None:
    def vacant(until: dt.date, *lived: overpayment.Contract, months: int = 6) -> int:
        return overpayment.months_vacant(START, until, lived, months)

    assert vacant(dt.date(2021, 3, 30)) == 0
    assert vacant(dt.date(2021, 3, 31)) == 1
    assert vacant(dt.date(2022, 3, 1)) == 6
    assert vacant(dt.date(2022, 3, 1), (START, dt.date(2021, 5, 2))) == 3


def test_the_shares_to_the_cent_half_up() -> None:
    assert overpayment.ended("P", UNIT, 1_000_000, 2, 24).over_cents == 1_000_000 - 416_667
    assert overpayment.ended("P", UNIT, 100, 2, 24).over_cents == 0
    assert overpayment.ended("P", 1, 1, 1, 2).over_cents == 0, "half a cent goes to the host"
    assert overpayment.vacant("P", UNIT, 1_000_000, 2, 24).over_cents == 416_667
    assert overpayment.vacant("P", UNIT, 1_000_000, 24, 24).over_cents == 1_000_000
    assert (overpayment.unjustified(100, 30), overpayment.unjustified(100, 130), overpayment.unjustified(100, -5)) == (70, 0, 100)
    assert (overpayment.beyond_cost(100, 90, 20), overpayment.beyond_cost(100, 200, 20), overpayment.beyond_cost(100, 10, 20)) == (
        30,
        0,
        100,
    )
    assert overpayment.months_paid(UNIT, 1_250_000, 24) == 6 and overpayment.months_paid(0, 5, 24) == 0


@given(unit=st.integers(1, 10**9), paid=st.integers(0, 10**9), used=st.integers(0, 60), months=st.integers(1, 60))
def test_what_is_kept_and_what_comes_back_make_what_was_paid(unit: int, paid: int, used: int, months: int) -> None:
    it, later = (overpayment.ended("P", unit, paid, n, months) for n in (used, used + 1))
    assert 0 <= later.over_cents <= it.over_cents <= paid
    assert abs((paid - it.over_cents) * months - min(paid * months, unit * min(used, months))) * 2 <= months
    empty = overpayment.vacant("P", unit, paid, used, months)
    assert 0 <= empty.over_cents <= paid and empty.used + min(used, months) == months


@given(lived=contracts, until=days, months=st.integers(1, 36))
def test_used_and_vacant_never_count_a_month_twice(lived: list[overpayment.Contract], until: dt.date, months: int) -> None:
    used, vacant = overpayment.months_used(START, until, lived, months), overpayment.months_vacant(START, until, lived, months)
    begun = sum(months_after(START, n) <= until for n in range(months))
    assert used >= 0 and vacant >= 0 and used + vacant <= begun
    assert overpayment.months_used(START, until, [*lived, (START, None)], months) == begun


@given(left=st.dictionaries(st.integers(1, 9), st.integers(0, 10**6), min_size=1), part=st.integers(0, 100))
def test_the_last_instalment_comes_first_and_the_sum_is_exact(left: dict[int, int], part: int) -> None:
    cents = sum(left.values()) * part // 100
    if not cents:
        return
    found = overpayment.spread(cents, left)
    assert sum(found.values()) == cents and all(0 < found[n] <= left[n] for n in found)
    lowest = min(found)
    assert all(found.get(n, 0) == left[n] for n in left if n > lowest), "a later one is whole before an earlier one begins"
    with pytest.raises(RuleBroken):
        overpayment.spread(sum(left.values()) + 1, left)


@given(paid=st.integers(0, 10**9), salary=st.integers(0, 10**9), aid=st.integers(0, 10**9))
def test_the_grant_never_passes_the_cost_less_other_aid(paid: int, salary: int, aid: int) -> None:
    kept = paid - overpayment.beyond_cost(paid, salary, aid)
    assert 0 <= kept <= paid and kept <= max(0, salary - aid)
    assert kept == paid or kept == max(0, salary - aid)


@given(seed=st.text(min_size=1), names=st.sets(st.text(min_size=1), min_size=1), size=st.integers(1, 20))
def test_the_same_seed_draws_the_same_sample_in_any_order(seed: str, names: set[str], size: int) -> None:
    found = overpayment.drawn(seed, names, size)
    assert found == overpayment.drawn(seed, sorted(names, reverse=True), size)
    assert len(found) == len(set(found)) == min(size, len(names)) and set(found) <= names
