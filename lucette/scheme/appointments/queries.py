"""When an adviser may be met; referrals and appointments of one's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.scheme.appointments.enums import BUSY, AppointmentStatus, ReferralStatus
from lucette.scheme.appointments.models import Appointment, Referral
from lucette.scheme.appointments.rules import Period, slots
from lucette.scheme.places.enums import Access
from lucette.scheme.places.models import Place
from lucette.scheme.places.rules import periods_of
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire

DAYS_AHEAD = 21


@dataclass(frozen=True, slots=True)
class Slot:
    """A bookable half hour (or hour), in Paris time."""

    hire_id: UUID
    place_id: UUID
    starts_at: dt.datetime
    ends_at: dt.datetime


def free_slots(hire_id: UUID, day: dt.date, minutes: int = 30, place_id: UUID | None = None) -> list[Slot]:
    """What the public may book with this adviser on `day`, soonest first, in the host's places by appointment (or in one): public.

    Raises NotFound. Empty out of her contract.
    """
    hire = Hire.objects.known(hire_id)
    places = Place.objects.open_on(day).filter(organization_id=hire.organization_id, access=Access.APPOINTMENT)
    if place_id:
        places = places.filter(pk=place_id)
    if not in_post(hire, day):
        return []
    return _free(hire, list(places.prefetch_related("opening_hours")), day, minutes, taken(hire_id, day, day))


def next_slot(place_id: UUID, minutes: int = 30) -> Slot | None:
    """The first free slot of a place by appointment within three weeks, whichever adviser of its host: public. Raises NotFound."""
    place, today = Place.objects.prefetch_related("opening_hours").known(place_id), clock.today()
    if not place.by_appointment:
        return None
    last = today + dt.timedelta(days=DAYS_AHEAD)
    hires = Hire.objects.filter(organization_id=place.organization_id, status=HireStatus.VALIDATED)
    busy = {hire: taken(hire.pk, today, last) for hire in hires}
    for day in (today + dt.timedelta(days=n) for n in range(DAYS_AHEAD + 1)):
        if not place.is_open(day):
            return None
        found = [slot for hire, periods in busy.items() if in_post(hire, day) for slot in _free(hire, [place], day, minutes, periods)]
        if found:
            return min(found, key=lambda slot: (slot.starts_at, slot.hire_id))
    return None


def in_post(hire: Hire, day: dt.date) -> bool:
    """Is she at work for the scheme on that day?"""
    begun = hire.starts_on is not None and hire.starts_on <= day
    return hire.status == HireStatus.VALIDATED and begun and (hire.ends_on is None or day <= hire.ends_on)


def taken(hire_id: UUID, first: dt.date, last: dt.date) -> list[Period]:
    """What already fills these days of hers."""
    since = dt.datetime.combine(first, dt.time(), PARIS)
    until = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), PARIS)
    rows = Appointment.objects.filter(hire_id=hire_id, status__in=BUSY, slot__overlap=(since, until))
    return [(slot.lower, slot.upper) for slot in rows.values_list("slot", flat=True)]


def _free(hire: Hire, places: list[Place], day: dt.date, minutes: int, busy: list[Period]) -> list[Slot]:
    now = clock.now()
    found = [
        Slot(hire.pk, place.pk, start, end)
        for place in places
        for start, end in slots(day, periods_of(place.hours, day.weekday()), busy, minutes, now)
    ]
    return sorted(found, key=lambda slot: (slot.starts_at, slot.place_id))


def appointment(appointment_id: UUID, by: Actor) -> Appointment:
    """Raises NotFound."""
    return Appointment.objects.visible_to(by).select_related("place", "hire__candidate", "referral").known(appointment_id)


def appointments_of_day(by: Actor, day: dt.date) -> list[Appointment]:
    """Those this actor sees on `day` that nobody cancelled, in order: « vos rendez-vous du jour »."""
    since = dt.datetime.combine(day, dt.time(), PARIS)
    until = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), PARIS)
    rows = Appointment.objects.visible_to(by).filter(slot__overlap=(since, until)).exclude(status__in=CANCELLED)
    return list(rows.select_related("place").order_by("slot"))


def appointments_to_come(by: Actor, limit: int = 50) -> list[Appointment]:
    """Those not begun that nobody cancelled, soonest first."""
    rows = Appointment.objects.visible_to(by).filter(status__in=OPEN, slot__startswith__gt=clock.now())
    return list(rows.select_related("place").order_by("slot")[:limit])


def appointments_to_settle(by: Actor) -> list[Appointment]:
    """Past, and nobody said whether the person came."""
    rows = Appointment.objects.visible_to(by).filter(status__in=OPEN, slot__endswith__lte=clock.now())
    return list(rows.select_related("place").order_by("slot"))


def referrals_waiting(by: Actor) -> list[Referral]:
    """Sent and not answered, oldest first."""
    return list(Referral.objects.visible_to(by).filter(status=ReferralStatus.SENT).select_related("organization", "hire").in_order())


def referral(referral_id: UUID, by: Actor) -> Referral:
    """Raises NotFound."""
    return Referral.objects.visible_to(by).select_related("organization", "hire__candidate").known(referral_id)


CANCELLED = (AppointmentStatus.CANCELLED_BY_CITIZEN, AppointmentStatus.CANCELLED_BY_ADVISER)
OPEN = (AppointmentStatus.BOOKED, AppointmentStatus.CONFIRMED)
