"""Hosts whose posts are still empty are reminded of their last day to recruit."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q

from lucette.kernel.actor import Actor
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.rules import RECRUIT_DAYS
from lucette.scheme.committee.models import Award
from lucette.scheme.posts.models import Post


def remind_recruit(*, on: dt.date, by: Actor) -> int:
    """Write to the hosts of awards whose last day comes and that have a post never filled. Returns how many. Raises Forbidden."""
    near = Award.objects.visible_to(by).filter(released_at=None, recruit_by__range=(on, on + dt.timedelta(days=max(RECRUIT_DAYS))))
    days = dict(near.values_list("pk", "recruit_by"))
    empty = Q(first_filled_on=None, released_at=None, ended_on=None)
    left = (
        Post.objects.filter(empty, award__in=days).values_list("award", "award__application").annotate(posts=Count("pk")).order_by("award")
    )
    return sum(
        applications.remind_to_recruit(application_id=application_id, recruit_by=days[award_id], posts=posts, by=by)
        for award_id, application_id, posts in left
    )
