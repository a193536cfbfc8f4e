"""The prefecture's space: its territory, and no other."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from lucette.foundation.accounts.enums import RoleName
from lucette.scheme.applications.models import Application
from tests.scheme.applications.factories import ApplicationFactory
from tests.web.pages import read
from tests.web.people import signed_in
from tests.web.world import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def territory(client: Client) -> World:
    made = world()
    signed_in(client, RoleName.PREFECTURE, "19")
    return made


@pytest.mark.parametrize("address", ["", "avis/", "candidatures/", "postes/"])
def test_pages_show_the_territory_only(client: Client, territory: World, address: str) -> None:
    page = read(client, f"/prefecture/{address}")
    assert "Commune de Tulle" in page and "Ville de Paris" not in page


def test_the_file_explains_eligibility_and_the_territory(client: Client, territory: World) -> None:
    page = read(client, f"/prefecture/candidatures/{territory.reviewed.pk}/")
    assert "non disponible" in page and "attend votre avis" in page and "besoin est réel" in page


def test_drafts_and_other_territories_are_absent(client: Client, territory: World) -> None:
    for pk in (territory.draft.pk, territory.elsewhere.pk, uuid.uuid4()):
        assert client.get(f"/prefecture/candidatures/{pk}/").status_code == 404


def test_figures_are_links_to_the_lists_they_count(client: Client, territory: World) -> None:
    page = read(client, "/prefecture/")
    for address in ("/prefecture/candidatures/", "/prefecture/avis/", "/prefecture/postes/?etat=filled"):
        assert f'href="{address}"' in page


def test_an_unknown_file_before_its_instruction_shows_eligibility_as_of_its_filing(client: Client, territory: World) -> None:
    filed: Application = ApplicationFactory(organization=territory.host, filed=True)
    assert "Éligibilité" in read(client, f"/prefecture/candidatures/{filed.pk}/")
