"""A drawn sequence of acts, every invariant verified along it; the same seed plays the same sequence."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

from lucette.jobs.checks import all_checks
from lucette.jobs.simulation import moves, world
from lucette.kernel import clock, french
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.payments.adapters.tempers import CALM

EVERY = 50  # moves between two verifications


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
        events = [f"  {EventKind(kind).label:<45} {french.number(count)}" for kind, count in sorted(self.events.items())]
        acts = [f"  {name:<45} {french.number(count)}" for name, count in sorted(self.happened.items())]
        checks = [f"  {it.name:<4} {'conforme' if it.ok else 'ROMPU':<9} {it.label}" for it in self.checks]
        head = f"Graine {self.seed} : {french.plural(self.moves, 'acte tiré', 'actes tirés')}."
        return [head, "Actes :", *acts, "Événements du fonds :", *events, "Invariants :", *checks]


def simulate(seed: int, events: int) -> Outcome:
    """Draw `events` moves in a world made for them; stops at the first invariant that breaks."""
    it = world.make(seed, CALM)
    outcome = Outcome(seed, happened=it.happened)
    drawn = random.Random(seed)  # noqa: S311 – chance, not a secret
    names, weights = list(moves.MOVES), [weight for _, weight in moves.MOVES.values()]
    for rank in range(1, events + 1):
        (name,) = drawn.choices(names, weights)
        with clock.at(it.day):
            moves.MOVES[name][0](it)
        outcome.moves = rank
        if rank % EVERY == 0 and verified(outcome, it):
            break
    if not outcome.broken:
        verified(outcome, it)
    with acting(SYSTEM):
        outcome.events = fund.events_by_kind()
    return outcome


def verified(outcome: Outcome, it: world.World) -> bool:
    """Every invariant now; True when one is broken."""
    with clock.at(it.day):
        outcome.checks = all_checks()
    bad = [check for check in outcome.checks if not check.ok]
    outcome.broken += [f"{check.name} rompu après {french.plural(outcome.moves, 'acte')}" for check in bad]
    return bool(bad)
