"""The reader's agenda, by week or by day; the page of an appointment and of a referral."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.kernel.clock import PARIS
from lucette.scheme.activities import queries as activities
from lucette.scheme.activities.enums import Theme
from lucette.scheme.appointments import queries
from lucette.scheme.appointments.enums import AppointmentStatus, ReferralStatus
from lucette.scheme.places.rules import WEEKDAYS, time_in_words
from lucette.web.adviser import tables
from lucette.web.adviser.acts.appointments import ON_APPOINTMENT, Honour, day_come
from lucette.web.adviser.acts.referrals import ON_REFERRAL, referral_facts
from lucette.web.design.elements import Cell, Fact, File, Filter, Table
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.request import Request

CRUMB = ("Rendez-vous", "adviser:appointments")
WAITS = (AppointmentStatus.BOOKED, AppointmentStatus.CONFIRMED)
WEEK = 7


@require_safe
def agenda(request: Request) -> HttpResponse:
    """What is booked, day by day: appointments and workshops; first, those of which nobody said whether the person came."""
    by, chosen, whole = request.actor, day_of(request), request.GET.get("vue") != "jour"
    first = chosen - dt.timedelta(days=chosen.weekday()) if whole else chosen
    last = first + dt.timedelta(days=WEEK - 1) if whole else first
    booked, workshops = queries.appointments_between(by, first, last), activities.workshops_between(by, first, last)
    days = [of_day(first + dt.timedelta(days=n), booked, workshops) for n in range((last - first).days + 1)]
    unsettled = queries.appointments_to_settle(by)
    context = {
        "title": "Vos rendez-vous",
        "settle": tables.appointments(unsettled, "À clore", "Tous vos rendez-vous passés sont clos.") if unsettled else None,
        "days": [table for table in days if table.rows or not whole],
        "heading_of_days": f"Semaine du {french.date(first)}" if whole else named(first),
        "nothing": "Aucun rendez-vous cette semaine. Ceux que prennent les habitants apparaîtront ici.",
        "views": [Filter("Semaine", place(chosen, True), whole), Filter("Jour", place(chosen, False), not whole)],
        "before": place(first - dt.timedelta(days=WEEK if whole else 1), whole),
        "after": place(last + dt.timedelta(days=1), whole),
        "today": place(clock.today(), whole),
        "book": f"{reverse('adviser:book')}?le={max(chosen, clock.today()):%Y-%m-%d}",
    }
    return render(request, "adviser/agenda.html", context | tables.frame(by))


def day_of(request: Request) -> dt.date:
    try:
        return dt.date.fromisoformat(request.GET.get("le", ""))
    except ValueError:
        return clock.today()


def place(day: dt.date, whole: bool) -> str:
    return f"{reverse('adviser:appointments')}?le={day:%Y-%m-%d}" + ("" if whole else "&vue=jour")


def named(day: dt.date) -> str:
    """`Lundi 8 mars 2021`."""
    return f"{WEEKDAYS[day.weekday()].capitalize()} {french.date(day)}"


def of_day(day: dt.date, booked: list[Any], workshops: list[Any]) -> Table:
    """Appointments and workshops of one day, in order."""
    met = [(it.slot.lower.astimezone(PARIS), line(it)) for it in booked if it.slot.lower.astimezone(PARIS).date() == day]
    met += [(it.starts_at.astimezone(PARIS), workshop_line(it)) for it in workshops if it.starts_at.astimezone(PARIS).date() == day]
    rows = [[Cell(time_in_words(start.time()), address), *rest] for start, (address, *rest) in sorted(met, key=lambda found: found[0])]
    return Table(named(day), ["Heure", "Qui", "Besoin", "Lieu", "État"], rows, "Rien ce jour-là.")


def line(it: Any) -> tuple[Any, ...]:
    address = reverse("adviser:appointment", args=[it.pk])
    return address, it.first_name or "effacée", it.get_need_display(), it.place.name, tables.state(it.status, it.get_status_display())


def workshop_line(it: Any) -> tuple[Any, ...]:
    address = reverse("adviser:workshop", args=[it.pk])
    who = f"Atelier : {it.title} ({it.registered} sur {it.seats})"
    return address, who, Theme(it.theme).label, it.place.name, tables.state(it.status, it.get_status_display())


@require_safe
def page(request: Request, appointment_id: UUID) -> HttpResponse:
    """One appointment: when, where, who, and what may be done. Raises NotFound."""
    it = queries.appointment(appointment_id, request.actor)
    minutes = int((it.slot.upper - it.slot.lower).total_seconds() // 60)
    came = bool(offered(request.actor, [Honour], it))
    file = File(
        it.status,
        it.get_status_display(),
        next_step=next_step(it),
        mine=it.status in WAITS and not came,
        acts=offered(request.actor, ON_APPOINTMENT[1:], it),
        facts=[
            Fact("Quand", tables.when(it.slot.lower), note=french.duration(minutes)),
            Fact("Lieu", it.place.name, note=it.place.address),
            Fact("Personne", it.first_name or "effacée", note="Effacée trente jours après le rendez-vous."),
            *([Fact("Téléphone", it.phone)] if it.phone else []),
            Fact("Besoin", it.get_need_display()),
            Fact("Réservé par", it.get_booked_by_display()),
        ],
        history=events(it),
    )
    context = {
        "title": f"Rendez-vous du {tables.when(it.slot.lower)}",
        "file": file,
        "came": reverse("adviser:honour", args=[it.pk]) if came else "",
        "minutes": str(minutes),
        "once": uuid4(),
    }
    return render(request, "adviser/appointment.html", context | tables.frame(request.actor, CRUMB))


def next_step(it: Any) -> str:
    if it.status not in WAITS:
        return ""
    if day_come(it):
        return "dites si la personne est venue."
    return "confirmez le rendez-vous à la personne." if it.status == AppointmentStatus.BOOKED else "recevez la personne ce jour-là."


@require_safe
def referral(request: Request, referral_id: UUID) -> HttpResponse:
    """A person whom the host sent. Raises NotFound."""
    it = queries.referral(referral_id, request.actor)
    waits = it.status == ReferralStatus.SENT
    file = File(
        it.status,
        it.get_status_display(),
        next_step="appelez la personne et proposez-lui un rendez-vous." if waits else "",
        mine=waits,
        acts=offered(request.actor, ON_REFERRAL, it),
        facts=referral_facts(it),
        history=events(it),
    )
    return tables.shown(request, "Personne orientée vers vous", file, CRUMB)
