"""What everyone reads: help nearby, calls, figures."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from tests.scheme.calls.factories import CallFactory
from tests.web.world import World, read, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme() -> World:
    return world()


def test_the_home_shows_live_figures(client: Client, scheme: World) -> None:
    page = read(client, "/")
    assert "conseillers en poste" in page and 'action="/trouver-de-l-aide/"' in page


def test_figures_have_their_definitions(client: Client, scheme: World) -> None:
    assert "Somme des participants" in read(client, "/chiffres-cles/")


def test_a_commune_leads_to_the_places_nearby(client: Client, scheme: World, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(20):
        page = read(client, "/trouver-de-l-aide/?q=tulle")
    assert "près de Tulle" in page and scheme.place.name in page and "lundi" in page
    place = read(client, f"/trouver-de-l-aide/{scheme.place.pk}/")
    assert "1 place de l’Essai" in place
    assert client.get(f"/trouver-de-l-aide/{uuid.uuid4()}/").status_code == 404


def test_several_communes_are_offered_and_an_unknown_one_is_said(client: Client) -> None:
    assert "Quelle commune" in read(client, "/trouver-de-l-aide/?q=saint-denis")
    assert "ne trouvons pas" in read(client, "/trouver-de-l-aide/?q=zzzzqqq")
    assert "ne trouvons pas" in read(client, "/trouver-de-l-aide/?commune=00000")
    read(client, "/trouver-de-l-aide/?q=%00%27")


def test_a_published_call_has_its_text_scale_and_pdf(client: Client, scheme: World) -> None:
    assert scheme.call.title in read(client, "/appels/")
    page = read(client, f"/appels/{scheme.call.code}/")
    assert "Subvention pour un poste" in page and "/document/" in page
    pdf = page.split('href="/document/')[1].split('"')[0]
    assert client.get(f"/document/{pdf}").content.startswith(b"%PDF")


def test_a_draft_call_is_absent(client: Client) -> None:
    draft = CallFactory(draft=True)
    assert client.get(f"/appels/{draft.code}/").status_code == 404
    assert draft.title not in read(client, "/appels/")
