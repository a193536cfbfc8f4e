"""Totals are the sums of the rows, whatever is chosen."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter

import pytest

from lucette.insight.statistics import queries
from lucette.insight.statistics.rules import days_within, months_between
from lucette.insight.steering.counts import post_counts
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY
from lucette.scheme.activities.enums import Theme
from lucette.scheme.activities.models import Activity
from lucette.scheme.posts.models import Post
from tests.scheme.activities.factories import ActivityFactory, hired
from tests.scheme.places.factories import PlaceFactory
from tests.scheme.reports.factories import scene

pytestmark = pytest.mark.django_db


def test_totals_are_the_sums_of_what_was_chosen() -> None:
    chance, hires = random.Random(7), [hired(), hired()]
    rows = []
    for _ in range(60):
        people = chance.randint(2, 9)
        rows.append(
            ActivityFactory(
                hire=chance.choice(hires),
                place=None,
                channel="distance",
                kind=chance.choice(["collectif", "ponctuel"]),
                participants=people,
                recurring=chance.randint(0, people),
                minutes=chance.choice([15, 45, 90]),
                held_on=dt.date(2021, 1, 10) + dt.timedelta(days=chance.randint(0, 40)),
                themes=chance.sample(Theme.values, chance.randint(1, 4)),
                status=chance.choice(["recorded", "recorded", "removed"]),
            )
        )
    first, last = dt.date(2021, 1, 20), dt.date(2021, 2, 10)

    def expect(chosen: list[Activity], totals: queries.ActivityTotals) -> None:
        assert (totals.activities, totals.people_helped) == (len(chosen), sum(it.participants for it in chosen))
        assert (totals.recurring, totals.minutes) == (sum(it.recurring for it in chosen), sum(it.minutes for it in chosen))
        kinds = Counter(it.kind for it in chosen)
        assert (totals.workshops, totals.individual, totals.brief) == (kinds["collectif"], kinds["individuel"], kinds["ponctuel"])
        assert totals.by_theme == Counter(theme for it in chosen for theme in it.themes)

    live = [it for it in rows if it.status == "recorded"]
    expect(live, queries.activity_totals())
    expect([it for it in live if it.hire == hires[0]], queries.activity_totals(organization_id=hires[0].organization_id))
    expect([it for it in live if it.hire == hires[1]], queries.activity_totals(hire_ids=[hires[1].pk]))
    expect([it for it in live if it.hire == hires[0]], queries.activity_totals(endowment_id=hires[0].post.endowment_id))
    expect([it for it in live if first <= it.held_on <= last], queries.activity_totals(starts_on=first, ends_on=last))
    expect([], queries.activity_totals(hire_ids=[]))


def test_the_home_counts_for_everybody_what_only_some_may_read() -> None:
    it = scene(activities=3)
    PlaceFactory(organization=it.hire.organization)
    PlaceFactory(closed=True)
    with acting(NOBODY):
        assert queries.national_figures() == queries.NationalFigures(hosts=1, advisers=1, people_helped=9, activities=3, places=1)


def test_a_post_given_back_is_no_longer_counted_as_signed() -> None:
    it = scene(activities=0)
    code = it.hire.organization.commune.department_id
    given = Post.objects.filter(attachments__agreement=it.agreement).exclude(pk=it.hire.post_id)[0]
    Post.objects.filter(pk=given.pk).update(ended_on=clock.today(), ended_as="returned")
    assert next(row.posts for row in queries.by_department() if row.code == code) == 1
    assert (post_counts().to_fill, post_counts().released) == (0, 1)


def test_territories_add_up_and_none_is_left_out() -> None:
    it = scene(activities=3)
    PlaceFactory(organization=it.hire.organization)
    for rows, code in ((queries.by_department(), it.hire.organization.commune.department_id), (queries.by_region(), "75")):
        own = next(row for row in rows if row.code == code)
        assert (own.hosts, own.agreements, own.posts, own.cents) == (1, 1, 2, it.agreement.amount_cents)
        assert (own.advisers, own.places, own.activities, own.people_helped) == (1, 1, 3, 9)
        assert sum(row.activities for row in rows) == 3
    assert len(queries.by_department()) >= 101
    assert queries.network_figures(it.endowment.pk) == queries.NetworkFigures(1, 1, 1, 1, 0, 1)


@pytest.mark.parametrize(
    ("lower", "upper", "days"),
    [(1, 32, 31), (None, None, 31), (5, 10, 5), (31, None, 1), (32, None, 0), (None, 1, 0), (None, 2, 1)],
)
def test_days_of_a_period_within_january(lower: int | None, upper: int | None, days: int) -> None:
    def day(n: int | None) -> dt.date | None:
        return dt.date(2020, 12, 31) + dt.timedelta(days=n) if n else None

    assert days_within(day(lower), day(upper), dt.date(2021, 1, 1), dt.date(2021, 1, 31)) == days


def test_every_month_is_counted_the_empty_ones_too() -> None:
    ActivityFactory(held_on=dt.date(2021, 1, 5))
    ActivityFactory(held_on=dt.date(2020, 11, 30))
    with acting(NOBODY):
        found = queries.activities_by_month(dt.date(2020, 11, 15), dt.date(2021, 1, 31))
    assert list(found.values()) == [1, 0, 1]
    assert list(found) == months_between(dt.date(2020, 11, 2), dt.date(2021, 1, 2))
