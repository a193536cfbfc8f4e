"""The programme: chapters planned in order, the story played, the figures told."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from lucette.jobs.cast import SEED, Cast
from lucette.jobs.demonstration import conventions, field, money, renewals, selection, source
from lucette.jobs.demonstration.left import changes as last_changes
from lucette.jobs.demonstration.left import money as last_orders
from lucette.jobs.demonstration.left import people as last_days
from lucette.jobs.demonstration.left import selection as last_sessions
from lucette.jobs.demonstration.left import source as last_signatures
from lucette.jobs.demonstration.story import BEGINS, Story
from lucette.kernel import clock

CANDIDATES = 140
PLAYED_ON = 150  # as many hosts as the demonstration without a file: a matter of minutes
MONTHLY = [dt.date(2021 + month // 12, month % 12 + 1, 5) for month in range(3, 13)]
Tell = Callable[[dt.date, int, int], None]


def play(tell: Tell, published: bytes | None = None, played_on: int = PLAYED_ON) -> Story:
    """Play the whole scheme on an empty base; with `published` results, on the hosts that the committee really chose.

    Every published award is taken over; `played_on` of their hosts play what follows.
    """
    with clock.at(BEGINS):
        story = Story(Cast(random.Random(SEED)), random.Random(SEED))  # noqa: S311 – a story, not a secret
    source.plan(story)
    if published is None:
        selection.plan(story)
    else:
        selection.plan_published(story, published, played_on)
    field_and_money(story, candidates=max(CANDIDATES, played_on * 3 // 2) if published else CANDIDATES)
    leave_something(story, invented=published is None)
    story.play(tell)
    with clock.at(story.ends):
        last_orders.leave_at_the_end(story)
        last_changes.leave_at_the_end(story)
        renewals.leave_at_the_end(story)
        last_sessions.leave_an_agenda(story)
    return story


def field_and_money(story: Story, candidates: int) -> None:
    """What comes back every month, and the reports."""
    story.plan(dt.date(2021, 3, 2), source.register_suppliers)  # after the first hosts: the chooser shows one of those
    story.plan(dt.date(2021, 3, 15), conventions.fill_the_pool, count=candidates)
    for day in MONTHLY:
        story.plan(day, money.pay)
        story.plan(day + dt.timedelta(15), field.open_training)
    story.plan(dt.date(2021, 6, 15), field.publish)


def leave_something(story: Story, invented: bool) -> None:
    """When the story stops, something waits at every step; no host is invented beside those of published results."""
    for chapter in (last_signatures, last_orders, last_days, renewals):
        chapter.plan(story)
    if invented:
        last_sessions.plan(story)
