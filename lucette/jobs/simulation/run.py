"""A drawn sequence of acts, every invariant verified along it; the same seed plays the same sequence."""

from __future__ import annotations

import random
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace

from lucette.jobs.checks import all_checks
from lucette.jobs.simulation import lives, moves, reading, upsets, world
from lucette.kernel import clock, french
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.payments.adapters.tempers import REAL, WILD, Temper

EVERY, MOST_DRAWS = 50, 20  # moves between two verifications; draws for a move, since one may find nothing to do
MOVES = moves.MOVES | reading.MOVES | upsets.MOVES | lives.MOVES
TEMPERS = {"real": REAL, "wild": WILD}


@dataclass
class Outcome:
    """What a simulation did and found. `broken`: each fault, in French, with the move after which it was seen."""

    seed: int
    moves: int = 0
    happened: Counter[str] = field(default_factory=Counter)
    events: dict[str, int] = field(default_factory=dict)
    checks: list[fund.Check] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The report, a line each."""
        events = [f"  {kind.label:<45} {french.number(self.events.get(kind, 0))}" for kind in EventKind]
        acts = [f"  {name:<45} {french.number(count)}" for name, count in sorted(self.happened.items())]
        checks = [f"  {it.name:<4} {'conforme' if it.ok else 'ROMPU':<9} {it.label}" for it in self.checks]
        head = f"Graine {self.seed} : {french.plural(self.moves, 'acte tiré', 'actes tirés')}."
        return [head, "Actes :", *acts, "Événements du fonds :", *events, "Invariants :", *checks]


def simulate(seed: int, events: int, temper: Temper = WILD) -> Outcome:
    """Draw moves in a world made for them until so many `events` were done or refused; stops at the first invariant that breaks, and at an
    error that is no refusal."""
    with drawn_identifiers(seed):
        it = world.make(seed, temper)
        outcome = Outcome(seed, happened=it.happened)
        drawn = random.Random(seed)  # noqa: S311 – chance, not a secret
        names, weights = list(MOVES), [weight for _, weight in MOVES.values()]
        for rank in range(1, MOST_DRAWS * events + 1):
            (name,) = drawn.choices(names, weights)
            before = it.happened.total()
            try:
                with clock.at(it.day):
                    MOVES[name][0](it)
            except Exception as error:
                raise Unforeseen(f"graine {seed}, tirage {rank} ({name}) : {error}") from error
            if it.happened.total() == before:
                continue
            outcome.moves += 1
            if (outcome.moves % EVERY == 0 and verified(outcome, it)) or outcome.moves == events:
                break
        if not outcome.broken:
            verified(outcome, it)
        with acting(SYSTEM):
            outcome.events = fund.events_by_kind()
        return outcome


class Unforeseen(Exception):
    """An act failed without being refused: the seed and the rank of the move, to play it again."""


@contextmanager
def drawn_identifiers(seed: int) -> Iterator[None]:
    """Identifiers of rows come from the seed too: what is sorted by them is the same at each replay."""
    chance, system = random.Random(seed), uuid.os  # type: ignore[attr-defined]  # noqa: S311
    uuid.os = SimpleNamespace(urandom=chance.randbytes)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        uuid.os = system  # type: ignore[attr-defined]


def verified(outcome: Outcome, it: world.World) -> bool:
    """Every invariant now; True when one is broken."""
    with clock.at(it.day):
        outcome.checks = all_checks()
    bad = [check for check in outcome.checks if not check.ok]
    outcome.broken += [f"{check.name} rompu après {french.plural(outcome.moves, 'acte')} : {check.first}" for check in bad]
    return bool(bad)
