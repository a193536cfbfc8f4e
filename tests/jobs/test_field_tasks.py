"""What the worker does every day for the field: people are forgotten, late reports are asked for again."""

from __future__ import annotations

import datetime as dt

import pytest
from procrastinate.contrib.django import app

from lucette.jobs import tasks
from lucette.kernel import clock
from tests.scheme.appointments.factories import MONDAY, AppointmentFactory
from tests.scheme.reports.factories import host_report

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


def test_both_run_every_day() -> None:
    known = {it.task.name: it.cron for it in app.periodic_registry.periodic_tasks.values()}
    assert (known["forget_people"], known["remind_reports"]) == ("15 3 * * *", "0 8 * * *")
