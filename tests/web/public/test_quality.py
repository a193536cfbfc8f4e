"""« Je donne mon avis », and what is published of it."""

from __future__ import annotations

import pytest
from django.test import Client

from lucette.foundation.quality import actions
from lucette.foundation.quality.enums import Journey
from lucette.foundation.quality.models import Opinion, Passage
from tests.web.pages import faults, read

pytestmark = pytest.mark.django_db
MESSAGE = {"topic": "site", "name": "Zoé Essai", "email": "zoe@example.fr", "message": "Le bouton manque."}


def test_a_journey_is_counted_from_its_form_to_its_confirmation_which_asks_an_opinion(client: Client) -> None:
    for _ in range(2):
        read(client, "/contact/")
    assert Passage.objects.get().finished_at is None, "once a visit"
    page = client.post("/contact/", MESSAGE, follow=True).content.decode()
    assert 'href="/avis/contact/">Je donne mon avis</a>' in page and "01 99 00 00 00" in page and 'href="/trouver-de-l-aide/"' in page
    assert Passage.objects.get().finished_at is not None
    read(client, "/contact/")
    assert Passage.objects.count() == 2


def test_an_opinion_is_given_in_two_questions_and_thanked(client: Client) -> None:
    assert "Très bien".lower() in read(client, "/avis/contact/").lower()
    answer = client.post("/avis/contact/", {"stars": "4", "comment": "Plus de lieux le samedi."}, follow=True)
    page = answer.content.decode()
    assert "Merci de votre avis" in page and not faults(page)
    it = Opinion.objects.get()
    assert (it.journey, it.stars, it.comment) == ("contact", 4, "Plus de lieux le samedi.")


def test_an_opinion_that_says_who_is_not_kept_and_stays_on_the_page(client: Client) -> None:
    page = client.post("/avis/contact/", {"stars": "2", "comment": "Appelez-moi au 05 55 00 00 00"}).content.decode()
    assert "un avis ne dit pas de qui il vient" in page and "05 55 00 00 00" in page and not Opinion.objects.exists()


def test_too_many_opinions_from_one_visit_are_refused(client: Client) -> None:
    for _ in range(6):
        page = client.post("/avis/contact/", {"stars": "5"}, follow=True).content.decode()
    assert Opinion.objects.count() == 5 and "réessayez dans une heure" in page


def test_a_journey_that_is_not_measured_asks_nothing(client: Client) -> None:
    assert client.get("/avis/lune/").status_code == client.get("/avis/contact/encore/").status_code == 404


@pytest.mark.parametrize(
    ("told", "address"),
    [
        ("", "/avis/contact/"),
        ("https://jedonnemonavis.numerique.gouv.fr/Demarches/1?button=2", "https://jedonnemonavis.numerique.gouv.fr/Demarches/1?button=2"),
        ("contact=https://a.example/1 host=https://a.example/2", "https://a.example/1"),
        ("host=https://a.example/2", "/avis/contact/"),
    ],
)
def test_the_button_of_the_state_replaces_our_form_when_its_address_is_set(client: Client, settings, told: str, address: str) -> None:
    settings.OPINION_BUTTONS = told
    page = client.post("/contact/", MESSAGE, follow=True).content.decode()
    assert f'href="{address}"' in page
    assert ("Je donne mon avis — nouvelle fenêtre" in page) is address.startswith("https")


def test_the_quality_of_the_service_is_published(client: Client) -> None:
    assert "pas encore mesuré" in read(client, "/qualite/")
    for stars in (5, 5, 4, 4, 4):
        actions.give_opinion(journey=Journey.HOST, stars=stars, comment="Mot secret")
        actions.finish(passage_id=actions.begin(journey=Journey.HOST))
    actions.begin(journey=Journey.HOST)
    page = read(client, "/qualite/")
    assert "8,8 sur 10" in page and "83,3" in page and "mars 2021" in page
    assert "Mot secret" not in page, "comments are not published"


def test_an_address_of_the_quality_page_is_on_every_page(client: Client) -> None:
    assert 'href="/qualite/"' in read(client, "/")
