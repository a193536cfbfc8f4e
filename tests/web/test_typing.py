"""Someone types in a real browser, and something fails: the tab, the network, the session, the answer. Nothing typed is lost."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.drafts.models import Draft, Submission
from lucette.foundation.journal.models import Entry
from lucette.foundation.notifications.models import Letter
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.applications.models import Application
from tests.browser import needs_chromium, violations, watched
from tests.scheme.applications.factories import ApplicationFactory
from tests.web.people import signed_in

pytestmark = needs_chromium
WORDS = "Nos habitants demandent de l’aide pour leurs démarches."
SAVED = re.compile(r"Enregistré à \d{1,2}:\d\d")
LABELS = {"posts": "Combien de conseillers", "why": "Pourquoi accueillir", "box": "Nous avons déjà une personne en vue"}


class Stage:
    """The secretary of a host, who signed in, on the page of her project."""

    def __init__(self, browser: Browser, home: str, javascript: bool = True) -> None:
        self.home = home
        with acting(SYSTEM):
            self.draft = ApplicationFactory()
            client = Client()
            self.person: Person = signed_in(client, RoleName.HOST_REPRESENTATIVE, str(self.draft.organization_id)).person
        self.context: BrowserContext = browser.new_context(locale="fr-FR", java_script_enabled=javascript)
        self.context.set_default_timeout(15_000)
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key or "", "url": home}])
        self.seen = watched(self.context, home)
        self.address = reverse("host:draft_project", args=[self.draft.pk])
        self.page = self.opens()

    def opens(self, address: str = "") -> Page:
        self.page = self.context.new_page()
        self.page.goto(self.home + (address or self.address))
        return self.page

    def types(self, posts: str = "3", why: str = WORDS) -> None:
        self.field("posts").fill(posts)
        self.field("box").check(force=True)
        self.field("why").press_sequentially(why)

    def field(self, name: str) -> Any:
        return self.page.get_by_label(LABELS[name])

    def finds_again(self, posts: str = "3", why: str = WORDS) -> None:
        """Her answers are on the form, which says so."""
        expect(self.field("why")).to_have_value(why)
        expect(self.field("posts")).to_have_value(posts)
        expect(self.field("box")).to_be_checked()

    def sends(self) -> None:
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name="Enregistrer et continuer").click()

    def told(self, words: Any) -> None:
        expect(self.page.locator("[data-kept]")).to_have_text(words)

    def session_ends(self) -> None:
        with acting(SYSTEM):
            Session.objects.all().delete()

    def signs_in(self) -> None:
        """By the link that she receives, in this tab."""
        self.page.get_by_label("Votre adresse électronique").fill(self.person.email)
        self.page.get_by_role("button", name="Recevoir mon lien").click()
        self.page.get_by_role("heading", name="Consultez votre messagerie").wait_for()
        with acting(SYSTEM):
            letter = Letter.objects.filter(kind="sign_in_link").latest("created_at")
        found = re.search(r"/connexion/[^/\s]+/", letter.body)
        assert found
        self.page.goto(self.home + found[0])
        self.page.get_by_role("button", name="Me connecter").click()

    def played(self) -> bool:
        """Was the act done?"""
        with acting(SYSTEM):
            return bool(Application.objects.get(pk=self.draft.pk).motivation)


@pytest.fixture
def stage(chromium: Browser, live_server: Any) -> Iterator[Stage]:
    it = Stage(chromium, live_server.url)
    yield it
    it.context.close()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def either(request: pytest.FixtureRequest, chromium: Browser, live_server: Any) -> Iterator[Stage]:
    it = Stage(chromium, live_server.url, javascript=request.param)
    yield it
    it.context.close()


def test_a_tab_is_killed_and_the_answers_are_back_until_she_starts_again(stage: Stage) -> None:
    stage.types()
    stage.told(SAVED)
    stage.page.close(run_before_unload=False)
    page = stage.opens()
    stage.finds_again()
    assert "ne sont pas encore envoyées" in page.inner_text("main").replace("\xa0", " ") and not stage.played()
    assert not violations(page, ((320, "light"),))
    page.get_by_role("button", name="Repartir d’une page vide").click()
    expect(stage.field("why")).to_have_value("")
    expect(stage.field("box")).not_to_be_checked()
    assert stage.seen == {"complaints": [], "elsewhere": []}


def test_who_types_without_a_pause_is_saved_every_five_seconds(stage: Stage) -> None:
    with stage.page.expect_request("**/saisie/garder/**", timeout=9_000):
        for letter in itertools.islice(itertools.cycle("abcdefghi "), 30):
            stage.field("why").press_sequentially(letter)
            stage.page.wait_for_timeout(250)


def test_the_network_is_cut_and_comes_back(stage: Stage) -> None:
    stage.context.set_offline(True)
    stage.types()
    stage.told(re.compile("Pas encore enregistré : la connexion manque"))
    stage.page.get_by_role("button", name="Enregistrer et continuer").click()
    stage.told(re.compile("rien n’est parti"))
    stage.finds_again()
    stage.context.set_offline(False)
    stage.told(SAVED)
    with acting(SYSTEM):
        assert Draft.objects.get().fields["motivation"] == [WORDS]
    stage.sends()
    assert stage.played()


def test_the_session_ends_while_she_types(either: Stage) -> None:
    either.types()
    either.session_ends()
    either.sends()
    assert "/connexion/" in either.page.url and not either.played()
    either.signs_in()
    either.page.wait_for_url(f"**{either.address}")
    either.finds_again()
    assert not either.played()
    either.sends()
    assert either.played()


def test_she_is_told_that_the_session_has_ended_before_she_sends(stage: Stage) -> None:
    stage.session_ends()
    stage.types()
    stage.told(re.compile("Votre session a expiré"))
    stage.page.close()
    stage.opens()
    stage.signs_in()
    stage.page.wait_for_url(f"**{stage.address}")
    stage.finds_again()


def test_she_signs_in_again_in_another_tab_and_sends_from_the_first(either: Stage) -> None:
    """The mark against forged requests has changed: the answers come back, to be sent again."""
    either.types()
    first = either.page
    either.session_ends()
    either.opens()
    either.signs_in()
    either.page.wait_for_url(f"**{either.address}")
    either.page = first
    either.sends()
    assert "Rien n’est parti" in either.page.inner_text("main").replace("\xa0", " ")
    either.finds_again()
    either.sends()
    assert either.played()


def test_the_server_refuses_and_everything_is_still_there(either: Stage) -> None:
    either.types(posts="0")
    either.sends()
    expect(either.page.locator("#erreurs")).to_be_visible()
    either.finds_again(posts="0")
    either.opens()
    either.finds_again(posts="0")
    assert not either.played()


def test_two_presses_do_the_act_once(either: Stage) -> None:
    either.types()
    either.page.get_by_role("button", name="Enregistrer et continuer").dblclick()
    for _ in range(100):  # the second press may abort the page that the first one opens: the base tells when it is done
        either.page.wait_for_timeout(100)
        with acting(SYSTEM):
            if Entry.objects.filter(act="application.saved", subject_id=either.draft.pk).exists():
                break
    either.page.wait_for_timeout(500)
    with acting(SYSTEM):
        assert Entry.objects.filter(act="application.saved", subject_id=either.draft.pk).count() == 1
        assert Submission.objects.count() == 1 and not Draft.objects.exists()


def test_what_was_begun_is_found_from_the_foot_of_any_page(stage: Stage) -> None:
    stage.types()
    stage.told(SAVED)
    page = stage.opens(reverse("host:applications"))
    page.get_by_role("link", name="Mes saisies en cours").click()
    assert not violations(page)
    page.get_by_role("link", name="Reprendre").click()
    stage.finds_again()
    page.go_back()
    page.get_by_role("button", name="Effacer").click()
    page.get_by_text("Aucune saisie en cours").wait_for()
    assert stage.seen == {"complaints": [], "elsewhere": []}
