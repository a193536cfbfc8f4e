"""What a post that ends early keeps, and what is taken back (16): properties of the pure rule."""

from __future__ import annotations

from fractions import Fraction

import hypothesis.strategies as st
import pytest
from hypothesis import given

from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund.rules import Cut, Returned, Share, Stage, cut, earned, split_return, spread_return

cents = st.integers(0, 5_000_000)
stages = st.sampled_from([Stage.PLANNED, Stage.CERTIFIED, Stage.PAID])
shares = st.lists(st.builds(Share, st.integers(1, 6), cents, stages), max_size=8, unique_by=lambda share: (share.number, share.stage))


@given(cents, st.integers(-2, 60), st.integers(1, 48))
def test_what_is_earned_is_the_share_of_the_months_used_half_a_cent_up(unit: int, used: int, financed: int) -> None:
    exact = Fraction(unit * min(max(used, 0), financed), financed)
    assert earned(unit, used, financed) == (exact + Fraction(1, 2)).__floor__()
    assert 0 <= earned(unit, used, financed) <= unit


@given(shares, cents, st.integers(0, 48), st.integers(1, 48))
def test_the_post_keeps_what_it_earned_and_no_more(parts: list[Share], unit: int, used: int, financed: int) -> None:
    found, live = cut(parts, unit, used, financed), sum(share.cents for share in parts)
    assert live - found.total == min(live, found.earned)
    for stage, taken in ((Stage.PLANNED, found.planned), (Stage.CERTIFIED, found.certified), (Stage.PAID, found.paid)):
        held = {share.number: share.cents for share in parts if share.stage == stage}
        assert all(0 < part <= held[number] for number, part in taken.items())
        assert all(taken.get(n, 0) == held[n] for n in held if taken and n > min(taken)), "the last instalment first"


@given(shares, cents, st.integers(0, 48), st.integers(1, 48))
def test_what_is_planned_goes_before_what_is_certified_and_that_before_what_is_paid(
    parts: list[Share], unit: int, used: int, financed: int
) -> None:
    found = cut(parts, unit, used, financed)
    whole = {stage: sum(share.cents for share in parts if share.stage == stage) for stage in Stage}
    assert not found.certified or sum(found.planned.values()) == whole[Stage.PLANNED]
    assert not found.paid or sum(found.certified.values()) == whole[Stage.CERTIFIED]


def test_an_example_to_the_cent() -> None:
    parts = [Share(1, 1_000_000, Stage.PAID), Share(2, 1_500_000, Stage.CERTIFIED), Share(3, 2_500_001, Stage.PLANNED)]
    assert cut(parts, 5_000_001, 7, 36) == Cut(972_222, {3: 2_500_001}, {2: 1_500_000}, {1: 27_778})
    assert cut(parts, 5_000_001, 36, 36).total == 0


def test_nothing_is_cut_while_an_order_is_under_way() -> None:
    with pytest.raises(RuleBroken) as refusal:
        cut([Share(1, 10, Stage.ORDERED)], 10, 1, 2)
    assert refusal.value.code == "fund.order_under_way"


@given(cents, cents, cents)
def test_a_return_leaves_on_its_line_at_least_what_is_asked_back(paid: int, asked: int, back: int) -> None:
    asked = min(asked, paid)
    went = split_return(back, paid, asked)
    left, still = paid - went.waiting - went.collected, asked - went.collected
    assert went.waiting + went.collected + went.suspended == back
    assert min(went.waiting, went.collected, went.suspended) >= 0
    assert 0 <= still <= left
    assert not went.suspended or (left, still) == (0, 0), "only what is beyond everything paid was paid twice"


@given(st.dictionaries(st.integers(1, 6), st.integers(1, 500), min_size=1), st.integers(0, 3_000))
def test_a_partial_return_is_of_the_last_lines(lines: dict[int, int], back: int) -> None:
    back = min(back, sum(lines.values()))
    parts = spread_return(lines, back)
    assert sum(parts.values()) == back
    assert all(parts[n] == lines[n] for n in parts if n > min(parts))
    assert Returned(1, 2, 3) + Returned(4, 5, 6) == Returned(5, 7, 9)
