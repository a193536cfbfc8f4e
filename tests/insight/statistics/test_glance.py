"""An adviser's work in one look."""

from __future__ import annotations

import uuid

import pytest

from lucette.insight.statistics import queries
from tests.scheme.activities.factories import ActivityFactory, hired
from tests.scheme.places.factories import PlaceFactory
from tests.scheme.trainings.factories import EnrolmentFactory

pytestmark = pytest.mark.django_db


def test_her_totals_and_her_first_steps_are_one_query(django_assert_num_queries) -> None:
    hire = hired()
    place = PlaceFactory(organization=hire.organization)
    ActivityFactory(hire=hire, place=place)
    ActivityFactory(hire=hire, place=place, kind="individuel", participants=1, minutes=30)
    ActivityFactory(hire=hire, place=place, status="removed")
    EnrolmentFactory(hire=hire)
    with django_assert_num_queries(1):
        assert queries.glance(hire.pk) == queries.Glance(2, 5, 1, 1, 90, True, True)


def test_who_has_not_begun_has_nothing() -> None:
    hire = hired()
    PlaceFactory(organization=hire.organization, hours=[])
    EnrolmentFactory(hire=hire, interrupted=True)
    assert queries.glance(hire.pk) == queries.glance(uuid.uuid4()) == queries.Glance()
