"""The story: dated deeds played in order, each at its date; a deed may plan others. The clock follows."""

from __future__ import annotations

import datetime as dt
import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from lucette.jobs.awards.takeover import Outcome
from lucette.jobs.cast import Cast
from lucette.jobs.demonstration.hosts import Host
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor

BEGINS = dt.date(2020, 11, 2)
ENDS = dt.date(2022, 1, 24)
NONE = UUID(int=0)
Deed = Callable[..., None]


@dataclass
class Filled:
    """An adviser in post: what the chapters on training, places, activity and reports need."""

    hire_id: UUID
    host: Host
    agreement_id: UUID
    adviser: Actor
    starts_on: dt.date
    place_id: UUID | None = None


@dataclass
class Story:
    """What has been played, and what is still to come. One seeded source of chance, so that every run tells the same story."""

    cast: Cast
    random: random.Random
    ends: dt.date = ENDS
    day: dt.date = BEGINS
    endowment_id: UUID = NONE
    sessions: dict[dt.date, UUID] = field(default_factory=dict)
    places: dict[UUID, UUID] = field(default_factory=dict)  # host → where it receives
    calls: dict[str, UUID] = field(default_factory=dict)  # employer → call
    opening: dict[str, dt.date] = field(default_factory=dict)  # employer → opening of its call
    hosts: dict[UUID, Host] = field(default_factory=dict)  # by organization
    body_id: UUID = NONE  # the training body
    trainer: Actor = SYSTEM
    producer_id: UUID = NONE  # who is paid for the animation
    candidates: dict[UUID, Actor] = field(default_factory=dict)  # by candidate
    advisers: list[Filled] = field(default_factory=list)
    waiting: list[Filled] = field(default_factory=list)  # for a seat in training
    reported: set[UUID] = field(default_factory=set)  # agreements
    outcome: Outcome | None = None  # of the take-over of published results
    played: int = 0
    _agenda: list[tuple[dt.date, int, Deed, dict[str, Any]]] = field(default_factory=list)
    _order: Any = field(default_factory=itertools.count)

    def plan(self, day: dt.date, deed: Deed, **what: Any) -> None:
        """Play `deed(story, **what)` on `day`, or never when the story ends before."""
        day = max(day, self.day)
        if day <= self.ends:
            heapq.heappush(self._agenda, (day, next(self._order), deed, what))

    def after(self, days: int, deed: Deed, **what: Any) -> None:
        self.plan(self.day + dt.timedelta(days), deed, **what)

    def play(self, tell: Callable[[dt.date, int, int], None]) -> None:
        """Play everything in the order of its date; `tell(day, days played, days in all)` moves the progress bar."""
        first = self.day
        whole = (self.ends - first).days
        while self._agenda:
            self.day, _, deed, what = heapq.heappop(self._agenda)
            with clock.at(self.day):
                deed(self, **what)
            self.played += 1
            tell(self.day, (self.day - first).days, whole)
        self.day = self.ends
