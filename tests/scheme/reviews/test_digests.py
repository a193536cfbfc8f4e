"""A prefecture has one letter a working morning, and only when it has something to read; each date is told once."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications.models import Letter
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Forbidden
from lucette.scheme.reviews import actions
from tests.foundation.accounts.factories import RoleFactory, actor
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.reviews.factories import OpinionFactory, ReviewFactory

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2021, 3, 1)


def awaited(due_on: dt.date) -> object:
    return ReviewFactory(application=ApplicationFactory(under_review=True), opinion_due_on=due_on)


def test_what_is_new_then_what_is_due_soon_each_told_once() -> None:
    reader = RoleFactory(name=RoleName.PREFECTURE, scope_kind="department", scope_code="19")
    RoleFactory(name=RoleName.PREFECTURE, scope_kind="department", scope_code="23")
    awaited(MONDAY + dt.timedelta(days=20))
    awaited(MONDAY + dt.timedelta(days=3))
    given = awaited(MONDAY + dt.timedelta(days=3))
    OpinionFactory(application=given.application)
    days = (-1, 0, 1, 15, 16)  # a Sunday, then what is new, nothing, the first date that comes near, nothing
    assert [actions.write_digests(on=MONDAY + dt.timedelta(days=n), by=SYSTEM) for n in days] == [0, 1, 0, 1, 0]
    first, second = Letter.objects.filter(kind="review.opinions_awaited").order_by("created_at")
    assert first.to_person == second.to_person == reader.person_id
    assert first.subject.startswith("2") and first.body.count("avant le") == 2 and "cinq jours" not in first.body
    assert second.subject.startswith("1") and "cinq jours" in second.body


def test_nobody_writes_it_by_hand() -> None:
    with pytest.raises(Forbidden):
        actions.write_digests(on=MONDAY, by=actor(RoleName.INSTRUCTOR))
