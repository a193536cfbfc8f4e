"""Other shapes of form than the project of a host, in a real browser: dates, a reason, chips and counters. The tab is killed, then the
session: what was typed is found again as it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, expect

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from tests.browser import needs_chromium
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.payments import factories as payments
from tests.scheme.recruitment.factories import HireFactory
from tests.scheme.reviews.factories import ReviewFactory
from tests.web.people import signed_in
from tests.web.test_typing import SAVED, Stage

pytestmark = needs_chromium
FORM = "form:has([name=once])"
ANSWERS = f"""() => JSON.stringify([...new FormData(document.querySelector('{FORM}'))]
  .filter(([name, value]) => typeof value === 'string' && !['csrfmiddlewaretoken', 'once'].includes(name)).sort())"""
Subject = Callable[[Client], tuple[Person, str]]


def a_period(client: Client) -> tuple[Person, str]:
    it = payments.agreement()
    return signed_in(client, RoleName.REQUESTER).person, reverse("caisse:ask_report", args=[it.pk])


def a_reason(client: Client) -> tuple[Person, str]:
    it = ReviewFactory(application=ApplicationFactory(under_review=True)).application
    return signed_in(client, RoleName.INSTRUCTOR).person, reverse("agency:ask_completion", args=[it.pk])


def chips_and_counters(client: Client) -> tuple[Person, str]:
    hire = HireFactory(validated=True)
    return signed_in(client, RoleName.ADVISER, "", hire.candidate.person).person, reverse("adviser:record")


class Elsewhere(Stage):
    """Somebody else than the secretary, on another page."""

    def __init__(self, browser: Browser, home: str, subject: Subject) -> None:
        self.home, client = home, Client()
        with acting(SYSTEM):
            self.person, self.address = subject(client)
        self.context = browser.new_context(locale="fr-FR")
        self.context.set_default_timeout(15_000)
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key or "", "url": home}])
        self.page = self.opens()

    def fills(self) -> list[Any]:
        """Something in each field that she sees."""
        form = self.page.locator(FORM)
        for field in form.locator("textarea:visible, input[type=text]:visible, input:not([type]):visible").all():
            field.fill("Depuis un an.")
        for field in form.locator("input[type=date]:visible").all():
            field.fill("2021-02-0" + str(1 + form.locator("input[type=date]").count()))
        for field in form.locator("input[type=number]:visible").all():
            field.fill("4")
        for field in form.locator("input[type=checkbox], input[type=radio]").all()[:2]:
            field.check(force=True)
        return self.answers()

    def answers(self) -> list[Any]:
        found: list[Any] = json.loads(self.page.evaluate(ANSWERS))
        return found


@pytest.mark.parametrize("subject", [a_period, a_reason, chips_and_counters], ids=lambda it: it.__name__)
def test_the_tab_then_the_session_dies(chromium: Browser, live_server: Any, subject: Subject) -> None:
    stage = Elsewhere(chromium, live_server.url, subject)
    try:
        typed = stage.fills()
        assert len(typed) > 1
        stage.told(SAVED)
        stage.page.close(run_before_unload=False)
        stage.opens()
        assert stage.answers() == typed
        with acting(SYSTEM):
            Session.objects.all().delete()
        stage.page.locator(FORM).locator("button[type=submit]").last.click()
        expect(stage.page.get_by_label("Votre adresse électronique")).to_be_visible()
        stage.signs_in()
        stage.page.wait_for_url(f"**{stage.address}")
        assert stage.answers() == typed
    finally:
        stage.context.close()
