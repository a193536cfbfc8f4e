"""The world of a simulation: a few hosts with their agreements, suppliers, people at each desk, and a bank that misbehaves."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from lucette.foundation.accounts.enums import RoleName
from lucette.jobs.cast import SEED, Cast, do
from lucette.jobs.demonstration import conventions, selection, source
from lucette.jobs.demonstration.story import Story
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Refusal
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.adapters import LocalBank, Receipt
from lucette.scheme.payments.adapters.tempers import Temper

HOSTS = 8
NEIGHBOUR = "19031"  # Brive-la-Gaillarde: the département of the first host, since a post only passes within one
CANDIDATES = 24
ENDS = dt.date(2021, 7, 5)


@dataclass
class World:
    """What the moves share. `inbox`: files of the bank not read yet; `happened`: each move, done or refused, counted; `told`: what is not
    said twice; `early`: tranches that the bank told first; `accounts`: accounts declared, not used yet;
    `explained`: lines of the bank on which one may come back; `asked_to_end`: notices of hosts that want the end; `to_sign`: amendments
    that something holds back."""

    story: Story
    rng: random.Random
    bank: LocalBank
    second_officer: Actor
    day: dt.date = ENDS
    inbox: list[Any] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    told: set[object] = field(default_factory=set)
    early: list[tuple[int, str, dt.date]] = field(default_factory=list)
    accounts: list[UUID] = field(default_factory=list)
    explained: list[UUID] = field(default_factory=list)
    asked_to_end: list[UUID] = field(default_factory=list)
    to_sign: list[UUID] = field(default_factory=list)

    @property
    def endowment(self) -> UUID:
        return self.story.endowment_id

    def who(self, key: str) -> Actor:
        return self.story.cast[key]

    def one(self, found: list[Any]) -> Any:
        return self.rng.choice(found) if found else None

    @contextmanager
    def seen_by(self, key: str) -> Iterator[Actor]:
        """Look as this person."""
        with acting(self.who(key)):
            yield self.who(key)

    def play(self, name: str, by: Actor, act: Callable[..., Any], **what: Any) -> Any:
        """One act; a refusal is counted, and is no fault. Returns what the act returned, None when refused."""
        try:
            done = do(by, act, **what)
        except Refusal as refusal:
            self.happened[f"{name} refusé ({refusal.code})"] += 1
            return None
        self.happened[name] += 1
        return done if done is not None else True


def make(seed: int, temper: Temper) -> World:
    """The demonstration's own chapters, on a few hosts, until July 2021; the same seed makes the same world."""
    with clock.at(dt.date(2020, 11, 2)):
        story = Story(Cast(random.Random(SEED)), random.Random(SEED), ends=ENDS)  # noqa: S311 – chance, not a secret
    source.plan(story)
    selection.plan(story, (HOSTS, 0))  # a second session, for a file that the first defers
    first = selection.SESSIONS[0]
    story.plan(first - dt.timedelta(30), selection.apply, index=HOSTS, code=NEIGHBOUR, kind="commune", held_on=first)
    story.plan(dt.date(2021, 3, 2), source.register_suppliers)
    story.plan(dt.date(2021, 3, 15), conventions.fill_the_pool, count=CANDIDATES)
    story.play(lambda *_: None)
    with clock.at(ENDS):
        second = story.cast.person(RoleName.AUTHORISING_OFFICER, Scope())
    with acting(SYSTEM):
        account = payments.treasury_account(story.endowment_id)
    bank = LocalBank(account.iban if account else "", temper=temper, seed=seed)
    world = World(story, random.Random(seed), bank, second)  # noqa: S311
    announce(world)
    return world


def announce(world: World) -> None:
    """The bank will credit the tranches that the fund says it received."""
    with acting(SYSTEM):
        tranches = fund.tranches(world.endowment, SYSTEM)
    for it in tranches:
        if it.bank_reference not in world.told:
            world.told.add(it.bank_reference)
            world.bank.credit(Receipt(it.cents, it.bank_reference, "Tranche de la dotation"), on=world.day)


def fresh() -> str:
    """A reference that no other has."""
    return uuid4().hex[:16]
