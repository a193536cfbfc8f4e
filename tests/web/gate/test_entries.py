"""What is typed is kept: for its author, for the form, until it is sent; through a session that ends and a page that expires."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any, ClassVar

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.drafts.models import Draft
from lucette.foundation.drafts.rules import MOST_CHARACTERS
from lucette.kernel import clock
from lucette.scheme.applications.models import Application
from lucette.web.design.forms import Form
from lucette.web.gate.entries import shaped
from lucette.web.host.acts.draft import DraftProject
from tests.scheme.applications.factories import ApplicationFactory
from tests.web.gate.test_acts import once
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
TYPED = {
    "posts_asked": "trois",
    "start_on": "2021-09-01",
    "candidate_identified": "on",
    "motivation": "Nos habitants « demandent »\r\nde l’aide.",
}
IDENTITY = ("_auth_user_id", "_auth_user_backend", "_auth_user_hash", "role")


@pytest.fixture
def draft(client: Client) -> Application:
    it = ApplicationFactory()
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.organization_id))
    return it


@pytest.fixture
def address(draft: Application) -> str:
    return reverse("host:draft_project", args=[draft.pk])


def keep(client: Client, address: str, typed: dict[str, Any]) -> Any:
    return client.post(f"{reverse('gate:keep')}?page={address}", typed)


def expire(client: Client) -> dict[str, Any]:
    """The session ends; returns what signing in again gives back."""
    held = {name: client.session[name] for name in IDENTITY}
    client.logout()
    return held


def sign_in_again(client: Client, held: dict[str, Any]) -> None:
    session = client.session
    session.update(held)
    session.save()


class TestKeep:
    def test_what_is_typed_comes_back_as_typed_valid_or_not_until_it_is_sent(self, client: Client, address: str) -> None:
        answer = keep(client, address, TYPED | {"once": str(uuid.uuid4())})
        assert re.fullmatch(r"\d{1,2}:\d\d", answer.json()["saved"])
        page = read(client, address)
        assert "sont revenues" in page and "Repartir d’une page vide" in page
        assert 'value="trois"' in page and 'value="2021-09-01"' in page and "Nos habitants « demandent »" in page
        assert re.search(r'name="candidate_identified"[^>]*checked', page)
        client.post(address, TYPED | {"posts_asked": "3", "once": once(page)})
        assert not Draft.objects.exists()

    def test_an_empty_page_is_one_button_away(self, client: Client, address: str) -> None:
        keep(client, address, TYPED)
        answer = client.post(f"{reverse('gate:forget')}?page={address}")
        assert answer["Location"] == address and not Draft.objects.exists()
        assert "sont revenues" not in read(client, address)

    def test_what_was_taken_away_does_not_come_back(self, client: Client, address: str, draft: Application) -> None:
        Application.objects.filter(pk=draft.pk).update(candidate_identified=True, motivation="Ancien texte")
        assert keep(client, address, {"posts_asked": "", "motivation": ""}).json()["saved"]
        page = read(client, address)
        assert "Ancien texte" not in page and not re.search(r'name="candidate_identified"[^>]*checked', page)

    def test_what_comes_after_the_form_was_sent_is_not_kept(self, client: Client, address: str) -> None:
        mark = {"once": str(uuid.uuid4())}
        client.post(address, TYPED | {"posts_asked": "3"} | mark)
        assert keep(client, address, TYPED | mark).json() == {"saved": ""}
        assert not Draft.objects.exists()

    def test_too_much_is_not_kept_and_no_time_is_told(self, client: Client, address: str) -> None:
        assert keep(client, address, {"motivation": "x" * (MOST_CHARACTERS + 1)}).json() == {"saved": ""}

    def test_what_must_not_be_kept_never_is(self, client: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Neither while it is typed, nor refused, nor when the session or the page has expired."""
        monkeypatch.setattr(DraftProject.form_class, "not_kept", frozenset({"motivation"}))
        typed = {"posts_asked": "trois", "motivation": "FR76 3000 6000 0112 3456 7890 189"}
        assert 'data-not-kept="motivation"' in read(client, address)
        keep(client, address, typed)
        assert client.post(address, typed).status_code == 422
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = client.cookies
        strict.post(address, typed, headers={"sec-fetch-site": "same-origin"})
        assert Draft.objects.get().fields == {"posts_asked": ["trois"]}
        expire(client)
        client.post(address, typed)
        assert client.session["held"]["fields"] == {"posts_asked": ["trois"]}

    def test_pages_of_others_and_pages_that_are_no_act_are_not_found(self, client: Client, address: str) -> None:
        for page in ("/nulle-part/", reverse("host:dashboard"), "https://ailleurs.example/", ""):
            assert keep(client, page, {"a": "b"}).status_code == 404
            assert client.post(f"{reverse('gate:forget')}?page={page}").status_code == 404
        signed_in(client, RoleName.AUDITOR)
        assert keep(client, address, {"a": "b"}).status_code == 404


class TestExpiredSession:
    def test_loses_nothing_and_plays_nothing(self, client: Client, address: str, draft: Application) -> None:
        held = expire(client)
        answer = client.post(address, TYPED | {"posts_asked": "3", "once": str(uuid.uuid4())})
        assert answer["Location"] == f"/connexion/?suite={address}"
        sign_in_again(client, held)
        page = read(client, address)
        assert "sont revenues" in page and "Nos habitants « demandent »" in page
        draft.refresh_from_db()
        assert draft.motivation == ""

    def test_what_is_saved_as_typed_is_held_for_its_own_page(self, client: Client, address: str) -> None:
        held = expire(client)
        assert keep(client, address, TYPED)["Location"] == f"/connexion/?suite={address}"
        sign_in_again(client, held)
        assert "Nos habitants « demandent »" in read(client, address)

    def test_after_an_hour_it_is_no_longer_given_back(self, client: Client, address: str) -> None:
        held = expire(client)
        client.post(address, TYPED)
        sign_in_again(client, held)
        with clock.at(clock.now() + dt.timedelta(hours=2)):
            assert "sont revenues" not in read(client, address)
        assert not Draft.objects.exists() and "held" not in client.session

    def test_nothing_is_held_for_a_page_that_has_no_form(self, client: Client) -> None:
        answer = client.post(reverse("signin:sign_out"), {"texte": "x"})
        assert answer["Location"] == "/connexion/" and "held" not in client.session


def test_sent_in_another_role_it_is_kept_all_the_same(client: Client, address: str, draft: Application) -> None:
    host = client.session["role"]
    signed_in(client, RoleName.AUDITOR, person=signer(client))
    assert client.post(address, TYPED).status_code == 404
    assert "changez de rôle" in read(client, reverse("gate:entries"))
    session = client.session
    session["role"] = host
    session.save()
    assert "Nos habitants « demandent »" in read(client, address)


def signer(client: Client) -> Any:
    return Person.objects.get(pk=client.session["_auth_user_id"])


class TestExpiredPage:
    """The mark against forged requests is no longer good: signed in again in another tab, cookies cleared."""

    @pytest.fixture
    def strict(self, client: Client) -> Client:
        it = Client(enforce_csrf_checks=True)
        it.cookies = client.cookies
        return it

    @pytest.mark.parametrize(
        "headers", [{"sec-fetch-site": "same-origin"}, {"origin": "http://testserver"}, {"referer": "http://testserver/structure/"}]
    )
    def test_from_our_own_page_what_was_typed_comes_back_and_nothing_is_played(
        self, strict: Client, address: str, draft: Application, headers: dict[str, str]
    ) -> None:
        answer = strict.post(address, TYPED, headers=headers, follow=True)
        page = answer.content.decode()
        assert "Rien n’est parti" in page and "Nos habitants « demandent »" in page
        draft.refresh_from_db()
        assert draft.motivation == ""

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
            {"sec-fetch-site": "same-site"},
            {"origin": "http://ailleurs.example"},
            {"origin": "null", "referer": "http://testserver/"},
            {"referer": "http://testserver.ailleurs.example/"},
        ],
    )
    def test_from_elsewhere_nothing_is_kept(self, strict: Client, address: str, headers: dict[str, str]) -> None:
        assert strict.post(address, TYPED, headers=headers).status_code == 403
        assert not Draft.objects.exists()

    def test_signed_out_too_it_is_held_until_she_has_signed_in(self, client: Client, strict: Client, address: str) -> None:
        held = expire(client)
        strict.post(address, TYPED, headers={"sec-fetch-site": "same-origin"})
        sign_in_again(strict, held)
        assert "Nos habitants « demandent »" in read(strict, address)


class TestUnsent:
    def test_the_list_tells_what_was_begun_and_erases_it(self, client: Client, address: str) -> None:
        assert "Aucune saisie en cours" in read(client, reverse("gate:entries"))
        keep(client, address, TYPED)
        page = read(client, reverse("gate:entries")).replace("\xa0", " ")
        assert f'href="{address}"' in page and "1 saisie en cours" in page and "mars 2021 à 9 h" in page
        assert "Nos habitants « demandent »" in page and "Pourquoi accueillir un conseiller" in page
        answer = client.post(f"{reverse('gate:forget')}?page={address}", {"from_list": "1"}, follow=True)
        assert "Aucune saisie en cours" in answer.content.decode()

    def test_many_cost_no_more_and_are_their_author_s_alone(self, client: Client) -> None:
        for _ in range(20):
            it = ApplicationFactory()
            signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.organization_id), person=signer_or_none(client))
            keep(client, reverse("host:draft_project", args=[it.pk]), TYPED)
        assert "20 saisies en cours" in read(client, reverse("gate:entries")).replace("\xa0", " ")
        signed_in(client, RoleName.AUDITOR)
        assert "Aucune saisie en cours" in read(client, reverse("gate:entries"))

    def test_it_is_found_from_every_page(self, client: Client, draft: Application) -> None:
        assert reverse("gate:entries") in read(client, reverse("host:applications"))
        assert reverse("gate:entries") not in read(Client(), "/")


def signer_or_none(client: Client) -> Any:
    return signer(client) if "_auth_user_id" in client.session else None


class Dated(Form):
    """A field in parts, and secrets, as no page has yet."""

    not_kept: ClassVar = frozenset({"secret", "choices"})
    when = forms.SplitDateTimeField(label="Quand")
    secret = forms.BooleanField(label="Secret")
    choices = forms.MultipleChoiceField(label="Choix", choices=[("a", "A")])
    file = forms.FileField(label="Fichier")


def test_a_date_in_parts_comes_back_and_secrets_are_left_as_they_are() -> None:
    told = shaped({"when_0": ["2021-03-01"], "when_1": ["09:00"], "autre": ["a", "b"]}, Dated())
    assert told == {"when": ["2021-03-01", "09:00"], "when_0": "2021-03-01", "when_1": "09:00", "autre": "b"}
