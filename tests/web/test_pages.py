"""What every page owes its readers."""

from __future__ import annotations

import re

import pytest
from django.contrib.messages import get_messages, info
from django.db import connection
from django.db.utils import InternalError, OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path

from config import urls
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.notifications.models import Letter
from lucette.kernel.errors import Forbidden, NotFound, RuleBroken, Unavailable
from lucette.web.gate import access, door, middleware
from lucette.web.gate.figures import public_figures
from lucette.web.gate.refusals import refusals_as_messages
from tests.foundation.accounts.factories import PersonFactory
from tests.web.people import signed_in

PUBLIC = [
    "/",
    "/contact/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/accessibilite/",
    "/plan-du-site/",
    "/connexion/",
    "/connexion/envoye/",
    "/connexion/un-jeton/",
    "/demonstration/",
    "/boite-aux-lettres/",
    "/design/",
]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_page_has_one_title_one_h1_and_is_in_french(client: Client, address: str) -> None:
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="fr"' in page
    assert len(re.findall("<h1[ >]", page)) == 1
    assert re.search(r"<title>[^<]+ — Lucette</title>", page)
    assert "République" not in page
    assert not re.search(r"\sstyle=|\son[a-z]+=\"", page)


def test_titles_of_public_pages_differ(client: Client) -> None:
    titles = [re.search("<title>(.+)</title>", client.get(address).content.decode()) for address in PUBLIC]
    assert len({title[1] for title in titles if title}) == len(PUBLIC)


def test_security_headers(client: Client) -> None:
    answer = client.get("/")
    policy = {words.split()[0]: words.split()[1:] for words in answer["Content-Security-Policy"].split(";")}
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["script-src"][0] == "'self'" and re.fullmatch("'nonce-[^']+'", policy["script-src"][1])
    assert "unsafe" not in answer["Content-Security-Policy"]
    nonce = policy["script-src"][1].removeprefix("'nonce-").removesuffix("'")
    page = answer.content.decode()
    assert page.count("<script") == page.count(f'nonce="{nonce}"') > 0
    assert answer["Cross-Origin-Opener-Policy"] == answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_pages_of_a_signed_in_person_are_not_kept_by_the_browser(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    assert client.get("/audit/")["Cache-Control"] == "no-store"
    assert client.get("/")["Cache-Control"] == "no-store"


def test_the_header_has_at_most_three_quick_links_and_the_footer_the_obligatory_ones(client: Client) -> None:
    page = client.get("/").content.decode()
    header = page[page.index("<header") : page.index("fr-header__menu-links")]
    assert header.count("<li>") <= 3
    footer = page[page.index("<footer") :]
    for words in (
        "Plan du site",
        "Accessibilité : partiellement conforme",
        "Mentions légales",
        "Données personnelles et cookies",
        "Contact",
        "etalab-2.0",
        "AGPL",
    ):
        assert words in footer


def test_a_contact_message_becomes_two_letters_with_a_reference(client: Client) -> None:
    answer = client.post(
        "/contact/", {"topic": "help", "name": "Lucette", "email": "lucette@example.fr", "message": "Bonjour"}, follow=True
    )
    reference = re.search(r"M-2021-[2-9A-Z]{6}", answer.content.decode())
    assert reference
    team, person = Letter.objects.order_by("kind")
    assert (team.kind, person.kind) == ("contact_message", "contact_received")
    assert "Bonjour" in team.body and reference[0] in team.subject
    assert person.to_email == "lucette@example.fr" and reference[0] in person.body


def test_an_incomplete_contact_message_writes_nothing_and_says_what_to_correct(client: Client) -> None:
    page = client.post("/contact/", {"email": "lucette"}).content.decode()
    assert "<title>Erreur : Nous contacter" in page
    assert "Cette adresse n’est pas complète" in page and "Cette réponse est nécessaire." in page
    assert not Letter.objects.exists()
    for anchor in re.findall(r'<li><a href="#([^"]*)"', page[page.index('id="erreurs"') :]):
        assert f'id="{anchor}"' in page
    assert 'aria-describedby="id_email-desc-error"' in page and 'id="id_email-desc-error"' in page


def test_health_robots_and_icon(client: Client) -> None:
    assert client.get("/sante/").json() == {"status": "ok"}
    assert "Disallow: /" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico")["Location"] == "/static/design/favicon.svg"


def test_without_a_database_the_site_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_database(actor: object) -> None:
        raise OperationalError

    monkeypatch.setattr(middleware, "acting", no_database)
    answer = client.get("/sante/")
    assert answer.status_code == 503
    assert "Service momentanément indisponible" in answer.content.decode()


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch):
    """A route that writes a person, then refuses."""

    def install(refusal: Exception, back: str = "") -> str:
        def view(request):
            PersonFactory(email="ecrit@example.fr")
            raise refusal

        route = path("refus/", refusals_as_messages(back)(view) if back else view, name="refusing")
        monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, route])
        monkeypatch.setitem(access.DOORS, "refusing", door.PUBLIC)

        clear_url_caches()
        return "/refus/"

    yield install

    clear_url_caches()


@pytest.mark.parametrize(
    ("refusal", "status", "words"),
    [
        (Forbidden("x", "Seule la préfecture donne un avis."), 403, "Seule la préfecture donne un avis."),
        (NotFound("x", "La convention secrète"), 404, NotFound().sentence),
        (RuleBroken("x", "Il ne reste plus de poste."), 409, "Il ne reste plus de poste."),
        (Unavailable("x", "Le répertoire Sirene ne répond pas."), 503, "Le répertoire Sirene ne répond pas."),
    ],
)
def test_a_refusal_is_a_page_and_writes_nothing(client: Client, refusing, refusal: Exception, status: int, words: str) -> None:

    answer = client.get(refusing(refusal))
    assert answer.status_code == status
    assert words in answer.content.decode() and "secrète" not in answer.content.decode()
    assert not Person.objects.filter(email="ecrit@example.fr").exists()


def test_a_refusal_may_be_a_message_on_the_page_before(client: Client, refusing) -> None:

    answer = client.get(refusing(RuleBroken("x", "Il ne reste plus de poste."), back="home"))
    assert answer["Location"] == "/"
    assert [str(message) for message in get_messages(answer.wsgi_request)] == ["Il ne reste plus de poste."]
    assert not Person.objects.filter(email="ecrit@example.fr").exists()


def test_an_unexpected_error_is_a_page(refusing) -> None:
    answer = Client(raise_request_exception=False).get(refusing(ZeroDivisionError()))
    assert answer.status_code == 500
    assert "Erreur inattendue" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_in_french() -> None:
    answer = Client(enforce_csrf_checks=True).post("/contact/", {})
    assert answer.status_code == 403
    assert "Ce formulaire a expiré" in answer.content.decode()


def test_public_figures_see_everything_and_write_nothing() -> None:
    with pytest.raises(InternalError, match="read-only"), public_figures():
        PersonFactory()
    with public_figures(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lucette.scope')")
        assert cursor.fetchone() == ("national",)
    PersonFactory()


def test_the_demonstration_says_its_date(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lucette.kernel.clock.shifted", lambda: True)
    assert "Démonstration : nous sommes le 1ᵉʳ mars 2021." in client.get("/").content.decode()


def test_the_brand_of_the_state_is_a_switch(client: Client, settings) -> None:
    settings.STATE_BRAND = True
    assert "République<br>Française" in client.get("/").content.decode()


@pytest.mark.parametrize(("times", "status"), [(2, 200), (9, 503)])
def test_a_request_stopped_for_another_to_pass_is_played_again(client: Client, monkeypatch, times: int, status: int) -> None:
    tried = []

    def view(request):
        PersonFactory(email=f"essai{len(tried)}@example.fr")
        info(request, "essai")
        tried.append(1)
        if len(tried) <= times:
            with connection.cursor() as cursor:
                cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$")
        return HttpResponse(str(len(get_messages(request))))

    monkeypatch.setattr(urls, "urlpatterns", [*urls.urlpatterns, path("heurt/", view, name="colliding")])
    monkeypatch.setitem(access.DOORS, "colliding", door.PUBLIC)
    clear_url_caches()
    answer = client.get("/heurt/")
    clear_url_caches()
    assert answer.status_code == status
    assert Person.objects.filter(email__startswith="essai").count() == (1 if status == 200 else 0), "what was tried left nothing"
    if status == 200:
        assert answer.content == b"1"
