"""A call opens and closes at its dates; the hosts of open drafts are told."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.journal import queries as journal
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.calls.models import Call
from lucette.stories.close_intake import follow_dates
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.calls.factories import CallFactory

pytestmark = pytest.mark.django_db
OPENS, CLOSES = dt.date(2021, 3, 10), dt.date(2021, 3, 20)


def on(day: dt.date) -> int:
    with clock.at(day), acting(SYSTEM):
        return follow_dates(on=day)


def test_a_published_call_opens_on_its_day_and_closes_after_its_last() -> None:
    call = CallFactory(published=True, opens_on=OPENS, closes_on=CLOSES)
    draft, filed = ApplicationFactory(call=call, complete=True), ApplicationFactory(call=call, filed=True)
    seen = []
    for day in (OPENS - dt.timedelta(days=1), OPENS, OPENS, CLOSES, CLOSES + dt.timedelta(days=1), CLOSES + dt.timedelta(days=2)):
        moved = on(day)
        seen.append((moved, Call.objects.get(pk=call.pk).status))
    assert seen == [(0, "published"), (1, "open"), (0, "open"), (0, "open"), (1, "closed"), (0, "closed")]
    call.refresh_from_db()
    assert call.closing_reason == "La date de clôture, le 20 mars 2021, est passée."
    assert [letter.about_id for letter in Letter.objects.filter(kind="application.intake_closed")] == [draft.pk]
    filed.refresh_from_db()
    assert filed.status == "filed" and journal.history(call)[-1].act == "call.closed"


def test_a_call_without_last_day_stays_open_and_one_that_never_opened_closes() -> None:
    open_ended, missed = CallFactory(open=True), CallFactory(paused=True, closes_on=CLOSES)
    assert on(dt.date(2021, 6, 1)) == 1
    assert {it.pk: it.status for it in Call.objects.all()} == {open_ended.pk: "open", missed.pk: "closed"}
