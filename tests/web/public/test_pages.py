"""What everyone reads: help nearby, calls, figures."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.web.gate.access import DOORS
from lucette.web.gate.door import PUBLIC
from lucette.web.public import texts
from tests.scheme.calls.factories import CallFactory
from tests.web.pages import read as sound
from tests.web.world import World, read, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme() -> World:
    return world()


def test_the_home_shows_live_figures(client: Client, scheme: World) -> None:
    page = read(client, "/")
    assert "conseillers en poste" in page and 'action="/trouver-de-l-aide/"' in page


def test_the_home_has_four_doors_six_steps_a_telephone_and_testimonies_said_to_be_fictional(client: Client) -> None:
    page = sound(client, "/")
    assert all(f'href="{address}"' in page for address in ("/j-aide-quelqu-un/", "/candidater/structure/", "/candidater/conseiller/"))
    assert page.count('class="lu-scene"') == 7 and "01 99 00 00 00" in page
    assert page.count("<blockquote>") == page.count("fictif") == 3


def test_no_invented_testimony_is_shown_outside_a_demonstration(client: Client, settings) -> None:
    settings.DEMONSTRATION = False
    texts.testimonies.cache_clear()
    assert "<blockquote>" not in read(client, "/")
    texts.testimonies.cache_clear()


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("", "Somme des participants"),
        ("?vue=regions", "Les postes, par état"),
        ("?vue=parcours", "versements échus"),
        ("?vue=x", "Activités"),
    ],
)
def test_figures_have_their_definitions_and_their_charts(client: Client, scheme: World, view: str, words: str) -> None:
    assert words in sound(client, f"/chiffres-cles/{view}")


def test_questions_are_searched_without_accents(client: Client) -> None:
    page = sound(client, "/aide/?q=diplome")
    assert "1 réponse" in page and "Faut-il un diplôme" in page and "Combien coûte" not in page
    assert "Aucune question ne contient ces mots" in sound(client, "/aide/?q=zzzz")


def test_the_site_map_leads_to_every_public_page(client: Client) -> None:
    page = sound(client, "/plan-du-site/")
    takes_an_id = {
        "public:place",
        "public:book",
        "public:appointment",
        "public:call",
        "public:contact_sent",
        "public:unsubscribe",
        "public:opinion",
        "public:verified",
        "public:confirm_contact",
    }
    machines = {"public:health", "public:robots", "public:favicon", "public:sitemap"}
    public = {name for name, door in DOORS.items() if door is PUBLIC and name.startswith("public:")}
    assert all(f'href="{reverse(name)}"' in page for name in public - takes_an_id - machines)


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


def test_a_structure_that_only_wants_training_is_answered_with_its_other_ways(client: Client) -> None:
    assert reverse("public:other_ways") in sound(client, "/candidater/structure/")
    page = sound(client, reverse("public:other_ways"))
    assert all(it.title in page and f'href="{it.link}"' in page for it in texts.ways()) and len(texts.ways()) == 4
