"""Find help: words, wishes, list and map."""

from __future__ import annotations

import pytest
from django.test import Client

from lucette.web.gate.communes import look_up, sure
from tests.scheme.activities.factories import ActivityFactory, hired
from tests.scheme.places.factories import PlaceFactory
from tests.web.pages import read

pytestmark = pytest.mark.django_db
HELP = "/trouver-de-l-aide/"


@pytest.fixture
def place():
    return PlaceFactory(organization=hired().organization, name="Médiathèque de Tulle", step_free=True)


@pytest.mark.parametrize(
    "typed",
    ["tulle", "19000 Tulle", "12 rue des Écoles 19000 Tulle", "3 place de la Mairie, Tulle", "TULLE (19)"],
)
def test_a_commune_a_postcode_or_an_address_leads_to_the_same_commune(typed: str) -> None:
    found = sure(look_up(typed), typed)
    assert found
    assert found.name == "Tulle"


def test_each_place_says_what_how_far_and_when_and_its_next_slot_is_one_click_away(client: Client, place) -> None:
    page = read(client, f"{HELP}?q=tulle")
    assert "De l’aide près de Tulle" in page
    assert "Tous les besoins du quotidien" in page and "accessible en fauteuil roulant" in page and "sur rendez-vous" in page
    assert f'href="/rendez-vous/{place.pk}/?le=2021-03-01T09%3A30"' in page
    assert 'data-north="45.2678"' in page and '"FeatureCollection"' in page


def test_wishes_narrow_the_list_and_an_empty_list_says_what_to_do(client: Client, place) -> None:
    PlaceFactory(name="Mairie sans rampe", step_free=False, access="libre")
    assert "Mairie sans rampe" in read(client, f"{HELP}?commune=19272")
    assert "Mairie sans rampe" not in read(client, f"{HELP}?commune=19272&fauteuil=on")
    assert place.name not in read(client, f"{HELP}?commune=19272&acces=libre")
    assert "Aucun lieu ne répond à tous ces souhaits" in read(client, f"{HELP}?commune=19272&besoin=budget")
    assert place.name in read(client, f"{HELP}?commune=19272&besoin=n-importe&distance=x")


def test_a_filter_does_not_say_that_it_is_optional(client: Client, place) -> None:
    page = read(client, f"{HELP}?commune=19272&besoin=budget")
    assert "Optionnel" not in page
    assert page.count('class="fr-select"') == 3 and '<option value="budget" selected>' in page
    assert page.count('type="checkbox"') == 1


def test_what_a_place_offers_is_what_is_often_done_there(client: Client, place) -> None:
    hire = hired(organization=place.organization)
    for _ in range(5):
        ActivityFactory(hire=hire, place=place, themes=["sante"])
    ActivityFactory(hire=hire, place=place, themes=["budget"])
    page = read(client, f"{HELP}?commune=19272&besoin=sante")
    assert '<p class="fr-mb-1v">Santé</p>' in page


def test_a_place_without_appointment_says_so(client: Client) -> None:
    place = PlaceFactory(access="libre")
    assert "Venez sans rendez-vous" in read(client, f"{HELP}?commune=19272")
    assert "on vient sans rendez-vous" in read(client, f"{HELP}{place.pk}/")


def test_several_communes_of_one_name_are_offered(client: Client) -> None:
    page = read(client, f"{HELP}?q=saint-denis")
    assert "Plusieurs communes répondent" in page
    assert "Saint-Denis (Seine-Saint-Denis)" in page


def test_a_place_has_its_hours_in_words(client: Client, place) -> None:
    page = read(client, f"{HELP}{place.pk}/")
    assert "du lundi au vendredi de 9\u00a0h à 12\u00a0h" in page
    assert f"/rendez-vous/{place.pk}/?le=2021-03-01T09%3A30" in page
