"""A citizen books from the public pages."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.clock import PARIS
from lucette.scheme.appointments.models import Appointment
from lucette.web.public.booking import token_of
from tests.scheme.activities.factories import hired
from tests.scheme.appointments.factories import MONDAY, AppointmentFactory
from tests.scheme.places.factories import PlaceFactory
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
LE = "2021-03-08T09:00"
PERSON = {"le": LE, "first_name": "Huguette", "phone": "05 55 00 00 00", "need": "sante", "booked_by": "citizen"}


@pytest.fixture
def hire():
    return hired()


@pytest.fixture
def place(hire):
    return PlaceFactory(organization=hire.organization)


def address(place, le: str = LE) -> str:
    return f"/rendez-vous/{place.pk}/?le={le}"


def test_slots_are_offered_day_by_day_then_the_person_is_asked(client: Client, place) -> None:
    page = read(client, f"/rendez-vous/{place.pk}/")
    assert "Lundi 8 mars" in page and "Étape 1 sur 2" in page
    assert "<strong>Lundi 8 mars à 9\u00a0h</strong>" in read(client, address(place))


def test_a_slot_is_booked_shown_and_cancelled_without_an_account(client: Client, place, hire) -> None:
    answer = client.post(address(place), PERSON)
    it = Appointment.objects.get()
    assert (it.hire_id, it.booked_by, it.slot.lower.astimezone(PARIS)) == (hire.pk, "citizen", MONDAY)
    assert answer.status_code == 302 and "Huguette" not in answer["Location"]
    page = read(client, answer["Location"])
    assert "Votre rendez-vous est pris" in page and hire.candidate.person.first_name in page
    assert "0555000000" not in page and "Huguette" not in page
    client.post(answer["Location"])
    it.refresh_from_db()
    assert it.status == "cancelled_by_citizen"
    assert "Ce rendez-vous est annulé" in read(client, answer["Location"])
    assert "ne peut plus être annulé ici" in client.post(answer["Location"], follow=True).content.decode()


def test_a_slot_taken_meanwhile_keeps_what_was_typed_and_proposes_others(client: Client, place, hire) -> None:
    AppointmentFactory(hire=hire, place=place)
    page = client.post(address(place), PERSON).content.decode()
    assert "Ce créneau n’est plus libre" in page and 'value="Huguette"' in page and "lundi 8 mars à 9\u00a0h\u00a030" in page
    assert Appointment.objects.count() == 1
    assert client.post(address(place), PERSON | {"le": "2021-03-08T09:30"}).status_code == 302


def test_what_is_typed_badly_is_said_beside_the_field(client: Client, place) -> None:
    page = client.post(address(place), PERSON | {"phone": "12", "first_name": "Lucette Dupont 06"}).content.decode()
    assert "Écrivez un numéro de téléphone" in page and "Écrivez un prénom seul" in page and 'value="12"' in page
    assert not Appointment.objects.exists()


def test_an_agent_signed_in_books_as_the_public_does(client: Client, place) -> None:
    signed_in(client, RoleName.PREFECTURE)
    assert client.post(address(place), PERSON | {"booked_by": "relative"}).status_code == 302
    assert Appointment.objects.get().booked_by == "relative"


def test_a_sixth_appointment_in_an_hour_is_refused(client: Client, place) -> None:
    hours = [f"2021-03-{day:02d}T09:00" for day in range(8, 13)] + ["2021-03-15T09:00"]
    answers = [client.post(address(place, le), PERSON | {"le": le}) for le in hours]
    assert [it.status_code for it in answers] == [302] * 5 + [200]
    assert "réessayez dans une heure" in answers[-1].content.decode()


def test_an_address_made_up_leads_nowhere(client: Client, place) -> None:
    it = AppointmentFactory(place=place)
    good = token_of(it.pk)
    assert client.get(f"/rendez-vous/suivi/{good}/").status_code == 200
    for made_up in (it.pk.hex, f"{it.pk.hex}-x", good[:-1] + ("A" if good[-1] != "A" else "B"), token_of(uuid.uuid4())):
        assert client.get(f"/rendez-vous/suivi/{made_up}/").status_code == 404
    assert client.get(f"/rendez-vous/{uuid.uuid4()}/").status_code == 404


def test_a_place_without_free_slot_says_whom_to_call(client: Client) -> None:
    assert "Appelez le lieu" in read(client, f"/rendez-vous/{PlaceFactory().pk}/?le={LE}")
