"""What the worker does every day: people are forgotten, time passes on instalments and on additions awaited, late reports are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from procrastinate.contrib.django import app

from lucette.jobs import tasks
from lucette.kernel import clock
from lucette.scheme.posts.models import Post
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.appointments.factories import MONDAY, AppointmentFactory
from tests.scheme.payments import factories as payments
from tests.scheme.reports.factories import host_report
from tests.scheme.reviews.factories import CompletionRequestFactory

pytestmark = pytest.mark.django_db


def test_who_came_is_forgotten_thirty_days_after_and_not_before() -> None:
    it = AppointmentFactory()
    for days, forgotten in ((29, 0), (31, 1), (32, 0)):
        with clock.at(MONDAY + dt.timedelta(days=days)):
            assert tasks.forget_people() == forgotten, days
    it.refresh_from_db()
    assert (it.first_name, it.phone) == ("", "")


def test_a_late_report_is_asked_for_again() -> None:
    report = host_report()
    with clock.at(report.due_on):
        assert tasks.remind_reports() == 0
    with clock.at(report.due_on + dt.timedelta(days=1)):
        assert tasks.remind_reports() == 1


def test_an_instalment_falls_due_on_its_day() -> None:
    _, second, _ = payments.schedule(posts=1)
    payments.contract(Post.objects.get())
    due = [tasks_on(tasks.instalments_fall_due, second.due_on + dt.timedelta(days=days)) for days in (-1, 0, 1)]
    assert due == [0, 1, 0]


def test_additions_that_never_came_close_the_application() -> None:
    request = CompletionRequestFactory(application=ApplicationFactory(incomplete=True))
    closed = [tasks_on(tasks.applications_lapse, request.due_on + dt.timedelta(days=days)) for days in (0, 1, 2)]
    assert closed == [0, 1, 0]


def tasks_on(task: Callable[[], int], day: dt.date) -> int:
    with clock.at(day):
        return task()


def test_they_run_every_day() -> None:
    known = {it.task.name: it.cron for it in app.periodic_registry.periodic_tasks.values()}
    assert {name: known[name] for name in ("forget_people", "instalments_fall_due", "applications_lapse", "remind_reports")} == {
        "forget_people": "15 3 * * *",
        "instalments_fall_due": "30 3 * * *",
        "applications_lapse": "45 3 * * *",
        "remind_reports": "0 8 * * *",
    }
