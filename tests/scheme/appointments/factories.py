"""Referrals and appointments in each status."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from factory.django import DjangoModelFactory

from lucette.kernel.clock import PARIS
from lucette.scheme.activities.enums import Theme
from lucette.scheme.appointments.models import Appointment, Referral
from tests.scheme.activities.factories import hired
from tests.scheme.places.factories import PlaceFactory

MONDAY = dt.datetime(2021, 3, 8, 9, tzinfo=PARIS)  # a week after the tests' day, at the opening


def period(start: dt.datetime = MONDAY, minutes: int = 30) -> Any:
    return DateTimeTZRange(start, start + dt.timedelta(minutes=minutes))


class ReferralFactory(DjangoModelFactory):
    """`ReferralFactory(status="accepted")`."""

    class Meta:
        model = Referral

    hire = factory.LazyFunction(hired)
    organization = factory.SelfAttribute("hire.organization")
    first_name = "Lucette"
    phone = "0555000000"
    need = Theme.PROCEDURE


class AppointmentFactory(DjangoModelFactory):
    """`AppointmentFactory(status="confirmed")`: Monday 8 March 2021 at nine, half an hour."""

    class Meta:
        model = Appointment

    hire = factory.LazyFunction(hired)
    place = factory.LazyAttribute(lambda it: PlaceFactory(organization=it.hire.organization))
    slot = factory.LazyFunction(period)
    first_name = "Lucette"
    phone = "0555000000"
    booked_by = "citizen"
    need = Theme.PROCEDURE
