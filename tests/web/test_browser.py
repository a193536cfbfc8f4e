"""The site in a real browser: strict policy, no third party, the font, accessibility."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from tests.foundation.accounts.factories import PersonFactory, RoleFactory

CHROMIUM = Path(os.environ.get("LUCETTE_CHROMIUM", "/usr/bin/chromium"))
QUIET = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
PAGES = ["/", "/contact/", "/connexion/", "/demonstration/", "/design/", "/mentions-legales/", "/donnees-personnelles/", "/nulle-part/"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is absent: {CHROMIUM}"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Playwright keeps an event loop in this thread; Django would refuse its synchronous queries there."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def watched(page: Page, home: str) -> dict[str, list[Any]]:
    """What the browser complains about, and whom it asks besides us."""
    seen: dict[str, list[Any]] = {"complaints": [], "elsewhere": []}
    page.on("console", lambda message: message.type == "error" and "404" not in message.text and seen["complaints"].append(message.text))
    page.on("pageerror", lambda error: seen["complaints"].append(str(error)))
    page.on("request", lambda request: request.url.startswith((home, "data:")) or seen["elsewhere"].append(request.url))
    return seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_are_strict_and_accessible(chromium: Browser, live_server: Any, width: int, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    seen = watched(page, live_server.url)
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        page.wait_for_function(f"document.documentElement.getAttribute('data-fr-theme') === '{scheme}'")
        found = Axe().run(page).response["violations"]
        assert not [(v["id"], [n["target"] for n in v["nodes"]]) for v in found], address
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} scrolls sideways at {width} px"
    context.close()
    assert seen == {"complaints": [], "elsewhere": []}


def test_the_font_of_the_design_system_is_loaded(chromium: Browser, live_server: Any) -> None:
    page = chromium.new_page()
    page.goto(live_server.url)
    assert page.evaluate("document.fonts.ready.then(() => [...document.fonts].some(f => f.family === 'Marianne' && f.status === 'loaded'))")
    page.close()


def test_only_two_cookies_are_ever_set(chromium: Browser, live_server: Any) -> None:
    context = chromium.new_context()
    page = context.new_page()
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
    assert {cookie["name"] for cookie in context.cookies()} <= {"session", "csrf"}
    context.close()


def test_a_space_is_strict_accessible_and_left_by_a_button(chromium: Browser, live_server: Any) -> None:
    with acting(SYSTEM):
        role = RoleFactory(name=RoleName.AUDITOR, person=PersonFactory(fictional=True))
        RoleFactory(name=RoleName.SUPPORT, person=role.person)
    page = chromium.new_page(viewport={"width": 320, "height": 900})
    seen = watched(page, live_server.url)
    page.goto(f"{live_server.url}/demonstration/")
    page.get_by_role("button", name="Prendre sa place : Auditeur").click()
    page.wait_for_url("**/audit/")
    for address in ("/audit/", "/roles/"):
        page.goto(f"{live_server.url}{address}")
        assert not [v["id"] for v in Axe().run(page).response["violations"]], address
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_text("Vous êtes déconnecté.").wait_for()
    page.close()
    assert seen == {"complaints": [], "elsewhere": []}
