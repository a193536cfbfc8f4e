"""An adviser opens a place, says its hours, closes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lucette.scheme.places.models import Place
from tests.scheme.places.factories import PlaceFactory
from tests.web.adviser.test_activities import chosen
from tests.web.hand import play, send
from tests.web.pages import read

pytestmark = pytest.mark.django_db
OPEN = "/conseiller/lieux/ouvrir/"
TOLD = {"name": "Maison France Services", "kind": "france_services", "address": "1 rue de la Poste", "commune": "Tulle", "access": "rdv"}


def act(name: str, it: Any) -> str:
    return reverse(f"adviser:{name}", args=[it.pk])


def test_a_place_is_opened_with_its_hours_as_one_writes_them(client: Client, live: Any) -> None:
    assert OPEN in read(client, "/conseiller/lieux/")
    page = play(client, OPEN, **TOLD, lundi="9 h – 12 h, 14h-17h30", samedi="10:00 à 12:00", step_free="oui")
    it = Place.objects.get()
    assert (it.organization_id, it.commune_id, it.step_free) == (live.organization_id, "19272", True)
    assert it.hours == [
        (0, dt.time(9), dt.time(12)),
        (0, dt.time(14), dt.time(17, 30)),
        (5, dt.time(10), dt.time(12)),
    ]
    assert "est ouvert au public" in page and "lundi de 9\u00a0h à 12\u00a0h" in page


def test_hours_that_cannot_be_read_are_told_beside_their_day(client: Client, live: Any) -> None:
    page = send(client, OPEN, **TOLD, lundi="le matin", mardi="25h-26h")
    assert page.count("Écrivez par exemple") > 4 and 'value="le matin"' in page
    page = send(client, OPEN, **TOLD, lundi="12h-9h")
    assert "l’heure de fermeture doit suivre" in page and not Place.objects.exists()


def test_hours_are_changed_and_found_again(client: Client, live: Any, place: Any) -> None:
    told = chosen(read(client, act("set_hours", place)))
    assert told["lundi"] == ["9 h – 12 h"] and "samedi" not in told
    assert "Les horaires sont enregistrés" in play(client, act("set_hours", place), **told | {"lundi": ""})
    assert [day for day, _, _ in Place.objects.get().hours] == [1, 2, 3, 4]


def test_a_place_says_whether_one_comes_in_with_a_wheelchair(client: Client, live: Any, place: Any) -> None:
    play(client, act("set_step_free", place), step_free="non")
    place.refresh_from_db()
    assert place.step_free is False


def test_a_place_is_closed_once(client: Client, live: Any, place: Any) -> None:
    assert act("close_place", place) in read(client, act("place", place))
    assert "est fermé à partir du 1ᵉʳ mars 2021" in play(client, act("close_place", place), on="2021-03-01")
    place.refresh_from_db()
    assert place.closed_on == dt.date(2021, 3, 1)
    assert "déjà fermé" in send(client, act("close_place", place), on="2021-03-01")
    assert act("close_place", place) not in read(client, act("place", place))


def test_another_host_s_place_is_not_found(client: Client, live: Any) -> None:
    it = PlaceFactory()
    for name in ("place", "set_hours", "set_step_free", "close_place"):
        assert client.get(act(name, it)).status_code == 404
    assert client.post(act("close_place", it), {"on": "2021-03-01"}).status_code == 404
