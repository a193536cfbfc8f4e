"""The agenda; book, confirm, receive, call off; referrals."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from lucette.kernel import clock
from lucette.kernel.clock import PARIS
from lucette.scheme.activities.models import Activity
from lucette.scheme.appointments.models import Appointment
from tests.scheme.activities.factories import WorkshopFactory, hired
from tests.scheme.appointments.factories import MONDAY, AppointmentFactory, ReferralFactory, period
from tests.web.adviser.test_activities import chosen
from tests.web.hand import play, send
from tests.web.pages import read

pytestmark = pytest.mark.django_db
BOOK = "/conseiller/rendez-vous/prendre/"
NOON = dt.datetime(2021, 3, 1, 11, tzinfo=PARIS)


def act(name: str, it) -> str:
    return reverse(f"adviser:{name}", args=[it.pk])


def test_the_agenda_shows_the_week_the_day_and_what_is_not_settled(client: Client, live, place) -> None:
    AppointmentFactory(hire=live, place=place)
    AppointmentFactory(hire=live, place=place, slot=period(NOON - dt.timedelta(days=4)), first_name="Odette")
    WorkshopFactory(hire=live, place=place)
    page = read(client, "/conseiller/rendez-vous/")
    assert "Semaine du 1ᵉʳ mars 2021" in page and "Mercredi 3 mars 2021" in page and "Atelier : Premiers pas" in page
    assert "Odette" in page and "Dites si la personne est venue" in page
    assert "Lundi 8 mars 2021" in read(client, "/conseiller/rendez-vous/?le=2021-03-10")
    assert "Rien ce jour-là." in read(client, "/conseiller/rendez-vous/?le=2021-03-09&vue=jour")
    assert "Aucun rendez-vous cette semaine" in read(client, "/conseiller/rendez-vous/?le=2022-03-09")
    read(client, "/conseiller/rendez-vous/?le=x&vue=x")


def test_an_adviser_books_the_first_free_slot_for_a_person(client: Client, live, place) -> None:
    told = chosen(read(client, BOOK))
    assert (told["day"], told["hour"], told["place_id"]) == (["2021-03-02"], ["09:00"], [str(place.pk)])
    page = play(client, BOOK, **told | {"first_name": "Odette", "phone": "05 55 00 00 00", "need": "sante"})
    it = Appointment.objects.get()
    assert (it.first_name, it.need, it.slot.lower) == ("Odette", "sante", dt.datetime(2021, 3, 2, 9, tzinfo=PARIS))
    assert "Le rendez-vous est pris : 2 mars 2021 à 9\u00a0h." in page
    assert "Déjà pris le 2 mars 2021" in read(client, f"{BOOK}?le=2021-03-02")


def test_a_slot_already_taken_is_refused_and_nothing_typed_is_lost(client: Client, live, place) -> None:
    AppointmentFactory(hire=live, place=place)
    told = {"day": "2021-03-08", "hour": "09:00", "minutes": "30", "place_id": str(place.pk), "booked_by": "citizen", "need": "sante"}
    page = send(client, BOOK, first_name="Odette", **told)
    assert "Ce créneau vient d’être pris" in page and 'value="Odette"' in page
    assert Appointment.objects.count() == 1
    page = send(client, BOOK, first_name="Odette 06", **told | {"day": "2021-02-08"})
    assert "Écrivez un prénom seul" in page


def test_an_appointment_is_confirmed_then_becomes_an_activity(client: Client, live, place) -> None:
    it = AppointmentFactory(hire=live, place=place)
    page = read(client, act("appointment", it))
    assert act("confirm", it) in page and act("honour", it) not in page
    assert "Le rendez-vous est confirmé" in play(client, act("confirm", it))
    assert "revenez le jour dit" in send(client, act("honour", it), minutes="30")
    with clock.at(MONDAY + dt.timedelta(hours=1)):
        assert "dites si la personne est venue" in read(client, act("appointment", it))
        told = chosen(read(client, act("honour", it)))
        assert told["minutes"] == ["30"]
        page = play(client, act("honour", it), **told | {"age_band": "plus60Ans"})
    made = Activity.objects.get()
    assert (made.appointment_id, made.minutes, made.ages, made.place_id) == (it.pk, 30, {"plus60Ans": 1}, place.pk)
    assert "Le rendez-vous est devenu une activité de 30\u00a0min." in page
    assert "On ne peut pas" in client.get(act("confirm", it), follow=True).content.decode()


def test_who_came_is_recorded_in_one_tap_from_the_appointment(client: Client, live, place) -> None:
    it = AppointmentFactory(hire=live, place=place, slot=period(NOON))
    assert "Le rendez-vous est devenu une activité de 30\u00a0min." in play_from(client, act("appointment", it), act("honour", it))
    assert Activity.objects.get().minutes == 30


def play_from(client: Client, page: str, address: str) -> str:
    """Send the form of another act that this page carries, as it stands."""
    told = dict(re.findall(r'type="hidden" name="(once|minutes)" value="([^"]+)"', read(client, page)))
    return send(client, address, **told)


def test_an_absence_is_noted_and_counts_for_nothing(client: Client, live, place) -> None:
    it = AppointmentFactory(hire=live, place=place, slot=period(NOON))
    assert "L’absence est notée" in play(client, act("no_show", it))
    it.refresh_from_db()
    assert it.status == "no_show" and not Activity.objects.exists()
    assert "On ne peut pas" in send(client, act("honour", it), minutes="30")


@pytest.mark.parametrize(("name", "status"), [("cancel_for_person", "cancelled_by_citizen"), ("cancel_as_adviser", "cancelled_by_adviser")])
def test_an_appointment_is_called_off_for_her_or_for_me(client: Client, live, place, name: str, status: str) -> None:
    it = AppointmentFactory(hire=live, place=place)
    assert "Le créneau redevient libre." in read(client, act(name, it))
    assert "Le rendez-vous est annulé" in play(client, act(name, it))
    it.refresh_from_db()
    assert it.status == status
    assert "On ne peut pas" in send(client, act(name, it))


def test_a_referral_becomes_an_appointment(client: Client, live, place) -> None:
    it = ReferralFactory(hire=live, first_name="Odette")
    assert act("accept_referral", it) in read(client, act("referral", it))
    told = chosen(read(client, act("accept_referral", it)))
    assert "L’orientation est acceptée" in play(client, act("accept_referral", it), **told)
    it.refresh_from_db()
    assert it.status == "accepted" and it.appointment.first_name == "Odette"
    assert "On ne peut pas" in send(client, act("accept_referral", it), **told)


def test_a_referral_in_the_past_is_refused_beside_its_day(client: Client, live, place) -> None:
    it = ReferralFactory(hire=live)
    told = {"day": "2021-02-08", "hour": "09:00", "minutes": "30", "place_id": str(place.pk)}
    page = send(client, act("accept_referral", it), **told)
    assert "Créneau passé." in page and 'value="2021-02-08"' in page
    it.refresh_from_db()
    assert it.status == "sent"


def test_a_referral_is_closed_without_appointment(client: Client, live) -> None:
    it = ReferralFactory(hire=live)
    assert "L’orientation est close" in play(client, act("close_referral", it))
    assert "On ne peut pas" in client.get(act("accept_referral", it), follow=True).content.decode()


def test_what_is_another_adviser_s_is_not_found(client: Client, live) -> None:
    others = hired()
    appointment, referral = AppointmentFactory(hire=others), ReferralFactory(hire=others)
    for name in ("confirm", "honour", "no_show", "cancel_for_person", "cancel_as_adviser"):
        assert client.get(act(name, appointment)).status_code == client.post(act(name, appointment)).status_code == 404
    for name in ("accept_referral", "close_referral"):
        assert client.get(act(name, referral)).status_code == 404
