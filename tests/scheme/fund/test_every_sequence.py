"""Any sequence of events, legal or not: the fund is what the paper says, every invariant holds, an act that the paper refuses is refused
and writes nothing, and each sequence is drained to zero at its end by legal acts. How often each event happened is counted and told."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from lucette.foundation.ledger.rules import Line
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import rules
from lucette.scheme.fund.rules import Payment, Returned
from tests.scheme.fund.naive import HAPPENED
from tests.scheme.fund.whole import WholeFund

SEQUENCES, SEED = int(os.environ.get("LUCETTE_SEQUENCES", "12")), int(os.environ.get("LUCETTE_SEED", "2021"))
STEPS, ROUNDS = 40, 4
EVENTS = [
    "amend", "receive", "move", "reserve", "release", "commit", "fill", "vacate", "liquidate", "order", "reject", "send", "refuse",
    "execute", "come_back", "restore", "return_posts", "end_posts", "add_posts", "transfer", "renew", "ask_back", "collect", "reuse",
    "restitute collected", "restitute unused", "restitute interest", "write_off", "service", "receipt", "expense", "as_tranche",
    "as_collection", "as_return", "as_execution", "as_interest", "as_charge", "as_refund", "as_error", "interest", "correct", "uncertify",
    "reduce", "change_entity", "reopen", "again", "drained",
]  # fmt: skip
REFUSED = ["reserve", "release", "commit", "fill", "vacate", "liquidate", "ask_back", "correct", "come_back", "return_posts", "reopen"]


def play(sequences: int, first_seed: int = SEED) -> None:
    """That many sequences of at most STEPS events; no failure is made shorter, its seed is enough."""
    drawn = settings(
        deadline=None, database=None, suppress_health_check=list(HealthCheck), report_multiple_bugs=False, phases=[Phase.generate],
        max_examples=sequences, stateful_step_count=STEPS,
    )  # fmt: skip
    run_state_machine_as_test(seed(first_seed)(WholeFund), settings=drawn)


def missing() -> list[str]:
    return [it for it in EVENTS if not HAPPENED[it]] + [f"{it} refused" for it in REFUSED if not HAPPENED[f"{it} refused"]]


@pytest.mark.django_db
def test_every_sequence_keeps_the_books_and_drains_to_zero(capsys: pytest.CaptureFixture[str]) -> None:
    """LUCETTE_SEQUENCES asks for a longer campaign, LUCETTE_SEED for other draws; a few more rounds when an event did not happen."""
    HAPPENED.clear()
    for n in range(ROUNDS):
        if missing():
            play(SEQUENCES, SEED + n)
    with capsys.disabled():
        print(f"\nseed {SEED}: " + ", ".join(f"{name} {HAPPENED[name]}" for name in sorted(HAPPENED)))
    assert missing() == []


def another_payee(payment: Payment) -> Payment:
    return replace(payment, payee=UUID(int=payment.payee.int ^ 1))


def collecting_elsewhere(books: Any, recovery: Any, *more: Any) -> list[Line]:
    """The budget leg of another instalment."""
    wrong = SOUND["recovery_collected"](books, replace(recovery, number=recovery.number % 3 + 1), *more)
    right = SOUND["recovery_collected"](books, recovery, *more)
    return [*wrong[:1], *right[1:]]


FAULTS: dict[str, tuple[str, Callable[..., Any]]] = {
    "13 without its budget leg": ("bank_refusal", lambda b, p: SOUND["bank_refusal"](b, p)[len(p.lines) :]),
    "12 debiting another payee": ("sending", lambda b, p: SOUND["sending"](b, another_payee(p))),
    "14 without its cash leg": ("execution", lambda b, p, *bank: rules.budget_step(b, p, "ordered", "paid")),
    "11 losing a line": ("rejection", lambda b, p: rules.budget_step(b, p, "ordered", "paid")),
    "4 without posts": ("reservation", lambda b, award, cents, posts: SOUND["reservation"](b, award, cents, 0)),
    "5 releasing double": ("release", lambda b, award, cents, posts: SOUND["release"](b, award, 2 * cents, posts)),
    "8 leaving the post filled": ("post_vacated", lambda b, agreement: [*rules.leg(b.posts, "available", f"vacant/{agreement}", 1)]),
    "32 leaving the post filled in the former agreement": (
        "posts_renewed",
        lambda b, former, agreement, posts: [*rules.leg(b.posts, "available", f"filled/{agreement}", sum(posts))],
    ),
    "18 moving more than the uncertified lines": (
        "post_transferred",
        lambda b, s, t, lines, vacant: SOUND["post_transferred"](b, s, t, {n: cents + 1 for n, cents in lines.items()}, vacant),
    ),
    "20 collecting from another instalment": ("recovery_collected", collecting_elsewhere),
    "15 not offset by the open recovery": ("split_return", lambda returned, paid, asked: Returned(returned)),
    "16 releasing double": (
        "posts_given_up",
        lambda b, a, lines, posts, t: SOUND["posts_given_up"](b, a, {n: 2 * c for n, c in lines.items()}, posts, t),
    ),
    "28 without its cash leg": ("certification_cancelled", lambda b, p, waiting: rules.budget_step(b, p, "liquidated", "committed")),
}
SOUND: dict[str, Callable[..., Any]] = {name: getattr(rules, name) for name, _ in FAULTS.values()}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_table_of_events_does_not_survive(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, *FAULTS[fault])
    with pytest.raises((AssertionError, RuleBroken, pytest.fail.Exception)):
        play(SEQUENCES)
