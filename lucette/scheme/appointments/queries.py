"""When an adviser may be met; referrals and appointments of one's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

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


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment without the person: `adviser` is a first name; `to_come`: it may still be cancelled."""

    id: UUID
    place_id: UUID
    adviser: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    status: AppointmentStatus
    to_come: bool


@dataclass(frozen=True, slots=True)
class Day:
    """One day of an adviser: where she may receive (id and name), what is taken, what is free by appointment."""

    day: dt.date
    places: list[tuple[str, str]]
    taken: list[Period]
    free: list[Slot]


def day_of(hire: Hire, day: dt.date, minutes: int = 30) -> Day:
    """What the adviser of this hire needs to set an appointment on `day`. Three queries."""
    rows = Place.objects.open_on(day).filter(organization_id=hire.organization_id).prefetch_related("opening_hours").order_by("name", "pk")
    places, busy = list(rows), taken(hire.pk, day, day)
    free = _free(hire, [it for it in places if it.by_appointment], day, minutes, busy) if in_post(hire, day) else []
    return Day(day, [(str(it.pk), it.name) for it in places], busy, free)


def next_slots(place_ids: Iterable[UUID], minutes: int = 30) -> dict[UUID, Slot]:
    """The first free slot of each of these places by appointment within three weeks, whichever adviser of its host: public.

    Those without any are absent. Four queries, however many places.
    """
    return {place_id: min(found, key=soonest) for place_id, days in diary(place_ids, minutes) if (found := next(days, None))}


def slots_of_place(place_id: UUID, minutes: int = 30) -> list[Slot]:
    """All that the public may book there within three weeks, soonest first; one at each hour, whoever receives then."""
    once: dict[dt.datetime, Slot] = {}
    for _, days in diary([place_id], minutes):
        for found in days:
            for slot in sorted(found, key=soonest):
                once.setdefault(slot.starts_at, slot)
    return list(once.values())


def diary(place_ids: Iterable[UUID], minutes: int) -> Iterator[tuple[UUID, Iterator[list[Slot]]]]:
    """Each of these places that is by appointment, with what is free there day after day; days without anything free are left out."""
    today = clock.today()
    last = today + dt.timedelta(days=DAYS_AHEAD)
    places = list(Place.objects.filter(pk__in=list(place_ids), access=Access.APPOINTMENT).prefetch_related("opening_hours"))
    hires = list(Hire.objects.filter(organization_id__in={it.organization_id for it in places}, status=HireStatus.VALIDATED))
    busy = _taken([hire.pk for hire in hires], today, last)
    for place in places:
        of_host = [hire for hire in hires if hire.organization_id == place.organization_id]
        yield place.pk, _days(place, of_host, busy, minutes, today)


def _days(place: Place, hires: list[Hire], busy: dict[UUID, list[Period]], minutes: int, today: dt.date) -> Iterator[list[Slot]]:
    for day in (today + dt.timedelta(days=n) for n in range(DAYS_AHEAD + 1)):
        present = [hire for hire in hires if place.is_open(day) and in_post(hire, day)]
        if found := [slot for hire in present for slot in _free(hire, [place], day, minutes, busy.get(hire.pk, []))]:
            yield found


def soonest(slot: Slot) -> tuple[dt.datetime, UUID]:
    return slot.starts_at, slot.hire_id


def booked(appointment_id: UUID) -> Booked:
    """What the address of an appointment shows to whoever holds it: public, without name nor telephone of the person. Raises NotFound."""
    it = Appointment.objects.select_related("hire__candidate__person").known(appointment_id)
    status, starts_at = AppointmentStatus(it.status), it.slot.lower.astimezone(PARIS)
    return Booked(
        id=it.pk,
        place_id=it.place_id,
        adviser=it.hire.candidate.person.first_name,
        starts_at=starts_at,
        ends_at=it.slot.upper.astimezone(PARIS),
        status=status,
        to_come=status in OPEN and starts_at > clock.now(),
    )


def in_post(hire: Hire, day: dt.date) -> bool:
    """Is she at work for the scheme on that day?"""
    begun = hire.starts_on is not None and hire.starts_on <= day
    return hire.status == HireStatus.VALIDATED and begun and (hire.ends_on is None or day <= hire.ends_on)


def taken(hire_id: UUID, first: dt.date, last: dt.date) -> list[Period]:
    """What already fills these days of hers."""
    return _taken([hire_id], first, last).get(hire_id, [])


def _taken(hire_ids: list[UUID], first: dt.date, last: dt.date) -> dict[UUID, list[Period]]:
    since = dt.datetime.combine(first, dt.time(), PARIS)
    until = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), PARIS)
    rows = Appointment.objects.filter(hire_id__in=hire_ids, status__in=BUSY, slot__overlap=(since, until))
    found: dict[UUID, list[Period]] = {}
    for hire_id, slot in rows.values_list("hire_id", "slot"):
        found.setdefault(hire_id, []).append((slot.lower, slot.upper))
    return found


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


def appointments_between(by: Actor, first: dt.date, last: dt.date) -> list[Appointment]:
    """Those this actor sees, from the first to the last of these days, in order, whatever became of them."""
    since = dt.datetime.combine(first, dt.time(), PARIS)
    until = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), PARIS)
    return list(Appointment.objects.visible_to(by).filter(slot__overlap=(since, until)).select_related("place").order_by("slot"))


def appointments_at_hand(by: Actor, day: dt.date) -> list[Appointment]:
    """Those of `day` that nobody cancelled, and the earlier ones of which nobody said whether the person came, in order."""
    since = dt.datetime.combine(day, dt.time(), PARIS)
    until = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), PARIS)
    rows = Appointment.objects.visible_to(by).filter(
        Q(slot__overlap=(since, until)) & ~Q(status__in=CANCELLED) | Q(slot__endswith__lte=since, status__in=OPEN)
    )
    return list(rows.select_related("place").order_by("slot"))


def appointments_to_settle(by: Actor) -> list[Appointment]:
    """Past, and nobody said whether the person came."""
    rows = Appointment.objects.visible_to(by).filter(status__in=OPEN, slot__endswith__lte=clock.now())
    return list(rows.select_related("place").order_by("slot"))


def referrals_waiting(by: Actor) -> list[Referral]:
    """Sent and not answered, oldest first."""
    return list(Referral.objects.visible_to(by).filter(status=ReferralStatus.SENT).select_related("organization", "hire").in_order())


def referrals(by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50) -> tuple[list[Referral], str]:
    """Those this actor sees (in these statuses), newest first, with their adviser and appointment; and the id that asks for the next."""
    seen = Referral.objects.visible_to(by).select_related("organization", "hire__candidate__person", "appointment__place")
    return (seen.filter(status__in=statuses) if statuses else seen).page(after, limit)


def referral_counts(by: Actor) -> dict[str, int]:
    """How many referrals this actor sees in each status; those with none are absent."""
    return dict(Referral.objects.visible_to(by).values_list("status").annotate(count=Count("pk")).order_by("status"))


def referral(referral_id: UUID, by: Actor) -> Referral:
    """Raises NotFound."""
    return Referral.objects.visible_to(by).select_related("organization", "hire__candidate__person").known(referral_id)


CANCELLED = (AppointmentStatus.CANCELLED_BY_CITIZEN, AppointmentStatus.CANCELLED_BY_ADVISER)
OPEN = (AppointmentStatus.BOOKED, AppointmentStatus.CONFIRMED)
