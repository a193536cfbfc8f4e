"""Send a person to an adviser, book, meet; forget who she was."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Invalid, NotFound, RuleBroken
from lucette.scheme.activities import actions as activities
from lucette.scheme.activities.enums import ActivityKind, AgeBand, Channel, Occupation, Theme
from lucette.scheme.activities.models import Activity
from lucette.scheme.appointments import letters, policies
from lucette.scheme.appointments.enums import AppointmentStatus, BookedBy, ReferralStatus
from lucette.scheme.appointments.models import Appointment, Referral
from lucette.scheme.appointments.queries import in_post
from lucette.scheme.appointments.rules import LENGTHS, dialled, inside, problems
from lucette.scheme.places.models import Place
from lucette.scheme.places.rules import periods_of
from lucette.scheme.recruitment.models import Hire


@transaction.atomic
def refer(*, organization_id: UUID, hire_id: UUID, first_name: str, phone: str, need: Theme | str, by: Actor) -> Referral:
    """The host sends a person to its adviser: a first name, a telephone, a need. Raises NotFound, Forbidden, RuleBroken, Invalid."""
    hire = _hire(hire_id)
    policies.check_can_refer(by, hire)
    if hire.organization_id != organization_id:
        raise NotFound
    _check_in_post(hire, clock.today())
    first_name, phone = _person(first_name, phone, need, phone_needed=True)
    it = Referral.objects.create(organization_id=organization_id, hire=hire, first_name=first_name, phone=phone, need=Theme(need))
    journal.record("referral.sent", subject=it, by=by, need=it.need)
    return it


@transaction.atomic
def accept_referral(*, referral_id: UUID, starts_at: dt.datetime, minutes: int, place_id: UUID, by: Actor) -> Appointment:
    """The adviser takes the person and sets the appointment; the host is told.

    Raises NotFound, Forbidden, WrongState, RuleBroken, Invalid.
    """
    referral = Referral.objects.visible_to(by).lock(referral_id)
    hire = _hire(referral.hire_id, hold=True)
    policies.check_can_keep(by, hire)
    referral.check_act("accept")
    place, slot = _slot(hire, place_id, starts_at, minutes)
    referral.move_to(ReferralStatus.ACCEPTED, act="accept", on=clock.now(), by=by)
    it = _booked(hire, place, slot, referral.first_name, referral.phone, referral.need, BookedBy.HOST, by, referral)
    journal.record("referral.accepted", subject=referral, by=by, appointment=str(it.pk))
    letters.referral_accepted(referral, it)
    return it


@transaction.atomic
def close_referral(*, referral_id: UUID, by: Actor) -> Referral:
    """The adviser or her host goes no further. Raises NotFound, Forbidden, WrongState."""
    it = Referral.objects.visible_to(by).select_related("hire__candidate").lock(referral_id)
    policies.check_can_confirm(by, it.hire)
    it.move_to(ReferralStatus.CLOSED, act="close", on=clock.now(), by=by)
    journal.record("referral.closed", subject=it, by=by)
    return it


@transaction.atomic
def book(
    *,
    hire_id: UUID,
    place_id: UUID,
    starts_at: dt.datetime,
    minutes: int,
    first_name: str,
    phone: str,
    need: Theme | str,
    booked_by: BookedBy | str,
    by: Actor,
) -> Appointment:
    """Prendre rendez-vous: the public (`by` is NOBODY) in a free slot of a place by appointment; the host and the adviser at any hour.

    `minutes`: 30 or 60. Raises NotFound, Forbidden, RuleBroken (taken, closed, not in post), Invalid (first_name, phone, need, starts_at).
    """
    hire = _hire(hire_id, hold=True)
    policies.check_can_book(by, hire)
    public = policies.is_public(by)
    if (booked_by not in (BookedBy.CITIZEN, BookedBy.RELATIVE)) if public else booked_by not in BookedBy.values:
        raise Invalid("appointment.booked_by", "Dites pour qui vous prenez rendez-vous.", {"booked_by": "Choisissez dans la liste."})
    first_name, phone = _person(first_name, phone, need, phone_needed=public)
    place, slot = _slot(hire, place_id, starts_at, minutes)
    if public and not (place.by_appointment and inside(slot, periods_of(place.hours, slot[0].weekday()))):
        raise RuleBroken("appointment.closed", "Ce lieu ne reçoit pas sur rendez-vous à cette heure : choisissez un autre créneau.")
    return _booked(hire, place, slot, first_name, phone, need, BookedBy(booked_by), by)


@transaction.atomic
def confirm(*, appointment_id: UUID, by: Actor) -> Appointment:
    """The person was called and will come. Raises NotFound, Forbidden, WrongState."""
    it = _held(appointment_id, by)
    policies.check_can_confirm(by, it.hire)
    return _moved(it, AppointmentStatus.CONFIRMED, "confirm", "appointment.confirmed", by)


@transaction.atomic
def honour(
    *, appointment_id: UUID, minutes: int, by: Actor, age_band: AgeBand | str = "", occupation: Occupation | str = ""
) -> tuple[Appointment, Activity]:
    """The person came: the appointment becomes one activity, anonymous. `minutes`: how long it really lasted.

    Raises NotFound, Forbidden, WrongState, RuleBroken (its day has not come), Invalid by field.
    """
    it = _held(appointment_id, by)
    policies.check_can_keep(by, it.hire)
    it.check_act("honour")
    _check_day_come(it)
    _moved(it, AppointmentStatus.HONOURED, "honour", "appointment.honoured", by)
    activity = activities.record(
        hire_id=it.hire_id,
        place_id=it.place_id,
        kind=ActivityKind.INDIVIDUAL,
        channel=Channel.PLACE,
        held_on=it.slot.lower.astimezone(PARIS).date(),
        minutes=minutes,
        themes=[it.need],
        ages={age_band: 1} if age_band else {},
        occupations={occupation: 1} if occupation else {},
        participants=1,
        appointment_id=it.pk,
        by=by,
    )
    if it.referral_id:
        referral = Referral.objects.lock(it.referral_id)
        if referral.allows("done"):  # a host may have closed it meanwhile: the person came all the same
            referral.move_to(ReferralStatus.DONE, act="done", on=clock.now(), by=by)
            journal.record("referral.done", subject=referral, by=by)
    return it, activity


@transaction.atomic
def no_show(*, appointment_id: UUID, by: Actor) -> Appointment:
    """The person did not come. Raises NotFound, Forbidden, WrongState, RuleBroken (its day has not come)."""
    it = _held(appointment_id, by)
    policies.check_can_keep(by, it.hire)
    it.check_act("no_show")
    _check_day_come(it)
    return _moved(it, AppointmentStatus.NO_SHOW, "no_show", "appointment.missed", by)


@transaction.atomic
def cancel_by_citizen(*, appointment_id: UUID, by: Actor) -> Appointment:
    """The person, with the unguessable address of her appointment, or whoever she called (host, adviser). Raises NotFound, Forbidden,
    WrongState."""
    it = Appointment.objects.select_related("hire__candidate", "place").lock(appointment_id)
    policies.check_can_book(by, it.hire)
    return _moved(it, AppointmentStatus.CANCELLED_BY_CITIZEN, "cancel_by_citizen", "appointment.cancelled", by)


@transaction.atomic
def cancel_by_adviser(*, appointment_id: UUID, by: Actor) -> Appointment:
    """The adviser cannot receive: she calls the person. Raises NotFound, Forbidden, WrongState."""
    it = _held(appointment_id, by)
    policies.check_can_keep(by, it.hire)
    return _moved(it, AppointmentStatus.CANCELLED_BY_ADVISER, "cancel_by_adviser", "appointment.cancelled", by)


@transaction.atomic
def forget(*, before: dt.datetime, by: Actor) -> int:
    """Blank first names and telephones of appointments over, and of referrals sent, before that instant.

    A referral whose appointment is to come keeps them. Returns how many rows. Raises Forbidden: the system alone.
    """
    policies.check_can_forget(by)
    named = Appointment.objects.exclude(first_name="", phone="").filter(slot__endswith__lt=before)
    coming = Appointment.objects.filter(slot__endswith__gte=before, referral__isnull=False)
    sent = Referral.objects.exclude(first_name="", phone="").filter(created_at__lt=before).exclude(pk__in=coming.values("referral_id"))
    first = named.first() or sent.first()
    if first is None:
        return 0
    count = named.update(first_name="", phone="") + sent.update(first_name="", phone="")
    journal.record("appointment.forgotten", subject=first, by=by, count=count, before=before.isoformat())
    return count


def _hire(hire_id: UUID, hold: bool = False) -> Hire:
    """The adviser; held while she is being booked, so that two bookings never meet halfway."""
    rows = Hire.objects.select_related("candidate")
    return rows.lock(hire_id) if hold else rows.known(hire_id)


def _held(appointment_id: UUID, by: Actor) -> Appointment:
    return Appointment.objects.visible_to(by).select_related("hire__candidate", "place").lock(appointment_id)


def _person(first_name: str, phone: str, need: str, *, phone_needed: bool) -> tuple[str, str]:
    first_name, phone = first_name.strip(), dialled(phone)
    found = problems(first_name, phone, phone_needed=phone_needed)
    if need not in Theme.values:
        found["need"] = "Choisissez le besoin dans la liste."
    if found:
        raise Invalid("appointment.person", "Un renseignement est à corriger.", found)
    return first_name, phone


def _check_in_post(hire: Hire, day: dt.date) -> None:
    if not in_post(hire, day):
        raise RuleBroken("appointment.not_in_post", "Ce conseiller numérique n’est pas en poste à cette date : choisissez-en un autre.")


def _check_day_come(it: Appointment) -> None:
    """People come early: the day is what counts."""
    if it.slot.lower.astimezone(PARIS).date() > clock.today():
        raise RuleBroken("appointment.to_come", "Ce rendez-vous est à venir : revenez le jour dit.")


def _slot(hire: Hire, place_id: UUID, starts_at: dt.datetime, minutes: int) -> tuple[Place, tuple[dt.datetime, dt.datetime]]:
    """The place of her host, open that day, and the slot in Paris time."""
    if minutes not in LENGTHS:
        raise Invalid("appointment.minutes", "Un rendez-vous dure 30 ou 60 minutes.", {"minutes": "30 ou 60 minutes."})
    if starts_at <= clock.now():
        raise Invalid("appointment.past", "Ce créneau est passé : choisissez-en un autre.", {"starts_at": "Créneau passé."})
    start = starts_at.astimezone(PARIS)
    _check_in_post(hire, start.date())
    place = Place.objects.prefetch_related("opening_hours").known(place_id)
    if place.organization_id != hire.organization_id or not place.is_open(start.date()):
        raise RuleBroken("appointment.place", "Ce conseiller numérique ne reçoit pas dans ce lieu : choisissez-en un autre.")
    return place, (start, start + dt.timedelta(minutes=minutes))


def _booked(
    hire: Hire,
    place: Place,
    slot: tuple[dt.datetime, dt.datetime],
    first_name: str,
    phone: str,
    need: str,
    booked_by: BookedBy,
    by: Actor,
    referral: Referral | None = None,
) -> Appointment:
    """The appointment, unless another one meets it: PostgreSQL decides."""
    it = Appointment(
        hire=hire,
        place=place,
        referral=referral,
        slot=DateTimeTZRange(*slot),
        first_name=first_name,
        phone=phone,
        need=Theme(need),
        booked_by=booked_by,
    )
    try:
        with transaction.atomic():
            it.save(force_insert=True)
    except IntegrityError as error:
        if "one_appointment_at_a_time" not in str(error):
            raise
        raise RuleBroken("appointment.taken", "Ce créneau vient d’être pris : choisissez-en un autre.") from error
    journal.record("appointment.booked", subject=it, by=by, booked_by=booked_by.value, starts_at=slot[0].isoformat())
    return it


def _moved(it: Appointment, target: AppointmentStatus, act: str, past: str, by: Actor) -> Appointment:
    it.move_to(target, act=act, on=clock.now(), by=by)
    journal.record(past, subject=it, by=by, status=target.value)
    return it
