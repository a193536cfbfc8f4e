"""Hosts are reminded before a date, once each time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.scheme.posts import actions as posts
from lucette.scheme.posts.models import Post
from lucette.scheme.reviews import actions as reviews
from lucette.stories.remind_recruit import remind_recruit
from tests.scheme.committee import factories as committee
from tests.scheme.reviews.factories import CompletionRequestFactory, answers_to

pytestmark = pytest.mark.django_db
DIRECTOR = Actor(uuid4(), RoleName.AGENCY_DIRECTOR, Scope())


def on(day: dt.date, remind: Callable[..., int]) -> int:
    with clock.at(day):
        return remind(on=day, by=SYSTEM)


def test_additions_are_reminded_at_half_time_and_three_days_before() -> None:
    CompletionRequestFactory(items=["Le budget"])  # asked on 1 March, due on the 16th
    days = [on(dt.date(2021, 3, day), reviews.remind_completion) for day in (2, 8, 9, 10, 13, 14, 16, 17)]
    assert days == [0, 0, 1, 0, 1, 0, 0, 0]
    first, last = Letter.objects.filter(kind="application.completion_reminded")
    assert "- Le budget" in first.body and "16 mars 2021" in last.body
    with clock.at(dt.date(2021, 3, 9)):
        other = CompletionRequestFactory().application
        reviews.complete(
            application_id=other.pk,
            answers=answers_to(other),
            by=Actor(uuid4(), RoleName.HOST_SECRETARY, Scope("organization", str(other.organization_id))),
        )
    assert on(dt.date(2021, 3, 14), reviews.remind_completion) == 0


def test_a_host_is_reminded_to_recruit_a_month_then_a_week_before_while_a_post_is_empty() -> None:
    award = committee.award()
    posts.create_for_award(award_id=award.pk, by=DIRECTOR)
    last = award.recruit_by
    told = [on(last - dt.timedelta(days=days), remind_recruit) for days in (31, 30, 29, 7, 6, 0, -1)]
    assert told == [0, 1, 0, 1, 0, 0, 0]
    assert "à pourvoir" in Letter.objects.filter(kind="application.recruit_reminded")[0].subject
    full = committee.award()
    posts.create_for_award(award_id=full.pk, by=DIRECTOR)
    Post.objects.filter(award=full).update(first_filled_on=dt.date(2021, 3, 1))
    assert on(full.recruit_by - dt.timedelta(days=5), remind_recruit) == 0
