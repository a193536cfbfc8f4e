"""Help where it is needed: on each form, its questions; a letter to the team that says where it comes from."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications.models import Letter
from lucette.web.gate.access import DOORS
from lucette.web.gate.faq import helping, questions, searched
from lucette.web.gate.playing import act_pages
from tests.web.pages import WORD, read, sentences
from tests.web.people import signed_in
from tests.web.world import world

MESSAGE = {"topic": "site", "name": "Zoé Essai", "email": "zoe@example.fr", "message": "Le bouton manque."}
# spaces whose people read all and write little: the questions of the space are those of its forms
FEW_FORMS = ("audit:", "support:")


@pytest.mark.parametrize("page", act_pages(), ids=[it.route for it in act_pages()])
def test_every_act_has_its_help(page: type) -> None:
    assert helping(page.route), "write a question in gate/reference/faq.toml"


def test_nearly_every_act_has_a_question_of_its_own() -> None:
    """More than the questions of its whole space."""
    asked = [it.route for it in act_pages() if not it.route.startswith(FEW_FORMS)]
    general = [it for it in asked if max(found.closeness(it) for found in helping(it)) <= len(f"{it.partition(':')[0]}:*")]
    assert len(general) <= len(asked) // 20, f"write theirs in gate/reference/faq.toml: {general}"


def test_every_page_that_a_question_names_exists() -> None:
    lost = {
        name
        for it in questions()
        for name in it.pages
        if not (any(door.startswith(name[:-1]) for door in DOORS) if name.endswith("*") else name in DOORS)
    }
    assert not lost


def test_the_closest_questions_come_first_three_at_most() -> None:
    assert helping("host:declare_account")[0].title == "Comment changer de compte bancaire ?"
    assert max(len(helping(route)) for route in DOORS) == 3
    assert helping("public:nowhere") == ()


def test_answers_are_short_and_asked_once() -> None:
    titles = [it.title for it in questions()]
    assert len(titles) == len(set(titles)) >= 60
    for it in questions():
        assert max(len(WORD.findall(said)) for said in sentences([it.text])) <= 25, it.title
        assert len(it.text) <= 260, it.title


def test_words_find_questions_whatever_their_accents() -> None:
    assert [it.title for it in searched("iban")][:1] == ["Comment changer de compte bancaire ?"]
    assert len(searched("")) == len(questions()) and not searched("zzzz")


@pytest.mark.django_db
def test_a_form_shows_its_questions_and_leads_to_the_team_with_its_name(client: Client) -> None:
    it = world()
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.host.pk))
    page = read(client, reverse("host:declare_account"))
    assert "Comment changer de compte bancaire ?" in page
    link = re.search(r'href="(/contact/\?depuis=[^"]+)"', page)
    assert link and link[1] == "/contact/?depuis=host%3Adeclare_account", "the name of the page, never its object"
    told = read(client, link[1])
    assert "Votre message dira d’où vous écrivez." in told and "Rôle : Représentante légale" in told
    client.post(link[1], MESSAGE)
    letter = Letter.objects.get(kind="contact_message")
    assert "Le bouton manque." in letter.body and "Page : «" in letter.body and "Rôle :" in letter.body


@pytest.mark.django_db
def test_an_error_gives_its_reference_to_the_letter(client: Client) -> None:
    page = client.get("/nulle-part/").content.decode()
    link = re.search(r'href="(/contact/\?incident=(E-404-\w{6}))"', page)
    assert link
    assert f"Référence de l’erreur : {link[2]}." in read(client, link[1])


@pytest.mark.django_db
@pytest.mark.parametrize("made_up", ["?depuis=<script>", "?depuis=host:nowhere", "?incident=Votre+compte+est+bloqué", "?depuis=&incident="])
def test_what_a_visitor_makes_up_is_not_repeated(client: Client, made_up: str) -> None:
    assert "Votre message dira" not in read(client, f"/contact/{made_up}")


@pytest.mark.django_db
def test_every_question_is_on_the_page_of_help(client: Client) -> None:
    page = read(client, "/aide/")
    assert page.count("<details") >= len(questions())
    assert "iban" in read(client, "/aide/?q=iban") and 'href="/contact/"' in read(client, "/aide/?q=zzzz")
