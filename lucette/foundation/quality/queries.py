"""The quality of the service, month by month."""

from __future__ import annotations

import datetime as dt

from lucette.foundation.quality.enums import Journey
from lucette.foundation.quality.models import Opinion, Passage, Reading
from lucette.foundation.quality.rules import Availability, Month, first_of, median, minutes_between, months_before, next_month
from lucette.kernel import clock
from lucette.kernel.clock import PARIS


def months(count: int = 12) -> list[Month]:
    """Each journey of the last months, the latest first; those that nobody went through are left aside. Two questions."""
    firsts = months_before(clock.today(), count)
    since = dt.datetime.combine(firsts[-1], dt.time(), PARIS)
    passages = list(Passage.objects.filter(created_at__gte=since).values_list("journey", "created_at", "finished_at"))
    opinions = list(Opinion.objects.filter(created_at__gte=since).values_list("journey", "created_at", "stars"))
    found = []
    for first in firsts:
        for journey in Journey:
            begun = [(start, end) for it, start, end in passages if it == journey and month_of(start) == first]
            ended = [int((end - start).total_seconds()) for start, end in begun if end]
            stars = [given for it, at, given in opinions if it == journey and month_of(at) == first]
            if begun or stars:
                found.append(Month(first, journey, len(begun), len(ended), median(ended), len(stars), sum(stars)))
    return found


def availability(count: int = 12) -> list[Availability]:
    """The months during which the site was watched, the latest first. One question."""
    readings = list(Reading.objects.order_by("day").values_list("day", "answered", "created_at"))
    if not readings:
        return []
    began, now = readings[0][2], clock.now()
    found = []
    for first in months_before(clock.today(), count):
        start = max(dt.datetime.combine(first, dt.time(), PARIS), began)
        end = min(dt.datetime.combine(next_month(first), dt.time(), PARIS), now)
        if minutes := minutes_between(start, end):
            found.append(Availability(first, sum(answered for day, answered, _ in readings if first_of(day) == first), minutes))
    return found


def month_of(moment: dt.datetime) -> dt.date:
    return first_of(moment.astimezone(PARIS).date())
