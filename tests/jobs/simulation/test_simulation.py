"""A drawn sequence of real acts keeps every invariant; the same seed plays the same sequence."""

from __future__ import annotations

import pytest

from lucette.jobs.simulation.run import MOVES, simulate


@pytest.mark.django_db
def test_a_drawn_sequence_keeps_every_invariant(capsys: pytest.CaptureFixture[str]) -> None:
    """`lucette simulate fund --seed N --events M` goes on longer."""
    outcome = simulate(seed=7, events=160)
    with capsys.disabled():
        print("\n" + "\n".join(outcome.lines()))
    assert not outcome.broken
    assert outcome.moves == 160 and len(outcome.happened) > 20
    assert {it.name for it in outcome.checks} == {f"I{n}" for n in range(1, 26)}


def test_every_move_may_be_drawn() -> None:
    assert all(weight > 0 for _, weight in MOVES.values())
