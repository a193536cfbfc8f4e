"""Where a post is in its life, from dated facts. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lucette.scheme.calls.rules import add_months
from lucette.scheme.posts.enums import PostStatus, VacancyStage


@dataclass(frozen=True, slots=True)
class Held:
    """One person on the post: first day, last day (None: none planned), whether its end is recorded."""

    starts_on: dt.date
    last_day: dt.date | None
    ended: bool


@dataclass(frozen=True, slots=True)
class PostFacts:
    """`created_on`: the award. `agreed_on`: its agreement. `released_on`: given back with the award. `holders`: every person it ever had.
    `ended_on`: its last day financed, recorded once it is reached; `ended_as`: RETURNED or ENDED."""

    created_on: dt.date
    agreed_on: dt.date | None
    released_on: dt.date | None
    holders: Sequence[Held]
    ended_on: dt.date | None = None
    ended_as: str = ""


def status_on(facts: PostFacts, on: dt.date) -> PostStatus:
    """The status of the post on a day, as the fund's POSTS book has it that day (I24).

    A post is filled from the day a contract is recorded until its end is recorded: a contract whose planned term is past but whose end
    nobody recorded still fills it (« an end of contract is recorded before a new hire »); its last day, once recorded, leaves it vacant.
    """
    if facts.released_on and facts.released_on <= on:
        return PostStatus.RELEASED
    if facts.ended_on and facts.ended_on <= on:
        return PostStatus(facts.ended_as)
    if any(_fills(it, on) for it in facts.holders):
        return PostStatus.FILLED
    if any(it.ended and _past(it, on) for it in facts.holders):
        return PostStatus.VACANT
    return PostStatus.AGREED if facts.agreed_on and facts.agreed_on <= on else PostStatus.RESERVED


def _fills(it: Held, on: dt.date) -> bool:
    return not it.ended or (it.starts_on <= on and it.last_day is not None and on < it.last_day)


def _past(it: Held, on: dt.date) -> bool:
    return it.last_day is not None and it.last_day <= on


@dataclass(frozen=True, slots=True)
class Standing:
    """A post that an agreement still finances, with its status today; `held_since`: the first day of who holds it, None for nobody."""

    post_id: UUID
    number: str
    status: PostStatus
    held_since: dt.date | None


GO_ON = (PostStatus.FILLED, PostStatus.VACANT, PostStatus.AGREED)  # which posts go on first when an agreement is renewed in part


def to_renew(standing: Sequence[Standing], count: int) -> list[Standing]:
    """The posts that go on when `count` of an agreement are renewed: those that somebody holds, then those that were held, then the
    others, each in the order of their numbers."""
    return sorted(standing, key=lambda it: (GO_ON.index(it.status), it.number))[:count]


def stayed(standing: Sequence[Standing], on: dt.date) -> int:
    """How many are held, without interruption, since that day or before."""
    return sum(it.held_since is not None and it.held_since <= on for it in standing)


def vacant_since(facts: PostFacts, on: dt.date) -> dt.date | None:
    """The last day worked of a vacant post: the vacancy clock starts there. None when it is not vacant."""
    if status_on(facts, on) != PostStatus.VACANT:
        return None
    return max(it.last_day for it in facts.holders if it.last_day and it.ended and it.last_day <= on)


VACANCY_SOON = dt.timedelta(days=30)  # before the limit, who must act is told


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A vacant post near the end of the time allowed, as letters tell it."""

    number: str
    host: str
    host_id: UUID
    since: dt.date
    until: dt.date
    stage: VacancyStage


def vacancy_limit(since: dt.date, months: int) -> dt.date:
    """Until when a post may stay vacant (domain.md §5: 3 months in 2023, 6 from 2025, then it must be given back). `months`: those in force
    on the day the vacancy began."""
    return add_months(since, months)


def vacancy_stage(limit: dt.date | None, on: dt.date) -> VacancyStage | None:
    """None while there is time, or nothing is vacant: near the limit, then reached. Nothing follows by itself."""
    if limit is None or on < limit - VACANCY_SOON:
        return None
    return VacancyStage.OVER if on >= limit else VacancyStage.SOON
