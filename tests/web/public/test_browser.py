"""The public site in a real browser: accessible and strict on every page, its map, its weight; the list without JavaScript."""

from __future__ import annotations

from typing import Any

import brotli
import pytest
from playwright.sync_api import Browser

from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.appointments.models import Appointment
from lucette.web.public.booking import token_of
from tests.browser import needs_chromium, violations, watched
from tests.foundation.organizations.factories import territory
from tests.scheme.activities.factories import hired
from tests.scheme.appointments.factories import AppointmentFactory
from tests.scheme.places.factories import PlaceFactory

pytestmark = needs_chromium
FIRST_LOAD = 300_000  # bytes, compressed as the site serves them


@pytest.fixture
def place() -> Any:
    with acting(SYSTEM):
        territory()
        return PlaceFactory(organization=hired(contract_kind="cdi", ends_on=None).organization, name="Médiathèque de Tulle", step_free=True)


def test_every_public_page_is_strict_and_accessible(chromium: Browser, live_server: Any, place: Any) -> None:
    with acting(SYSTEM):
        slip = token_of(AppointmentFactory(place=place, hire=hired(organization=place.organization)).pk)
    context = chromium.new_context(locale="fr-FR")
    page, seen = context.new_page(), watched(context, live_server.url)
    addresses = [
        "/trouver-de-l-aide/",
        "/trouver-de-l-aide/?q=tulle",
        "/trouver-de-l-aide/?q=saint-denis",
        "/trouver-de-l-aide/?q=zzzz",
        f"/trouver-de-l-aide/{place.pk}/",
        f"/rendez-vous/{place.pk}/",
        f"/rendez-vous/{place.pk}/?le=2021-03-08T09:00",
        f"/rendez-vous/suivi/{slip}/",
        "/j-aide-quelqu-un/",
        "/comprendre/",
        "/aide/?q=payer",
        "/facile-a-lire/",
        "/candidater/structure/",
        "/candidater/structure/siret/",
        "/candidater/conseiller/",
        "/candidater/conseiller/contact/",
        "/chiffres-cles/",
        "/chiffres-cles/?vue=regions",
        "/plan-du-site/",
        "/accessibilite/",
    ]
    for address in addresses:
        page.goto(f"{live_server.url}{address}")
        assert not violations(page), address
    context.close()
    assert seen == {"complaints": [], "elsewhere": []}


def test_the_map_shows_the_places_of_the_list_and_leads_to_them(chromium: Browser, live_server: Any, place: Any) -> None:
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    seen = watched(page.context, live_server.url)
    page.goto(f"{live_server.url}/trouver-de-l-aide/?q=tulle")
    marker = page.get_by_role("button", name="1. Médiathèque de Tulle")
    marker.focus()
    page.keyboard.press("Enter")
    page.locator(".leaflet-popup").get_by_role("link", name="Médiathèque de Tulle").click()
    page.get_by_role("heading", level=1, name="Médiathèque de Tulle").wait_for()
    page.close()
    assert seen == {"complaints": [], "elsewhere": []}


def test_a_citizen_finds_books_and_cancels_without_javascript(chromium: Browser, live_server: Any, place: Any) -> None:
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 375, "height": 700})
    page = context.new_page()
    page.goto(live_server.url)
    page.get_by_label("Votre commune, votre adresse").fill("12 rue des Écoles 19000 Tulle")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Réserver").click()
    page.get_by_label("Votre prénom").fill("Huguette")
    page.get_by_label("Votre numéro de téléphone").fill("05 55 00 00 00")
    page.get_by_label("Votre besoin").select_option("sante")
    page.get_by_role("button", name="Confirmer le rendez-vous").click()
    page.get_by_role("heading", level=1, name="Votre rendez-vous est pris").wait_for()
    page.get_by_role("button", name="Annuler ce rendez-vous").click()
    page.get_by_role("heading", level=1, name="Ce rendez-vous est annulé").wait_for()
    context.close()
    with acting(SYSTEM):
        assert Appointment.objects.get().status == "cancelled_by_citizen"


@pytest.mark.parametrize("address", ["/", "/trouver-de-l-aide/?q=tulle", "/comprendre/"])
def test_a_first_visit_on_a_phone_stays_light(chromium: Browser, live_server: Any, place: Any, address: str) -> None:
    context = chromium.new_context(viewport={"width": 375, "height": 700})
    page, weights = context.new_page(), {}

    def weigh(answer: Any) -> None:
        body = answer.body()
        weights[answer.url] = len(body) if answer.url.endswith("woff2") else len(brotli.compress(body))

    page.on("response", lambda answer: answer.ok and weigh(answer))
    page.goto(f"{live_server.url}{address}", wait_until="networkidle")
    context.close()
    assert sum(weights.values()) <= FIRST_LOAD, sorted(weights.items(), key=lambda it: -it[1])
