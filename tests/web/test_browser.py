"""The site in a real browser: strict policy, no third party, the font, accessibility."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications import actions as notifications
from lucette.foundation.notifications.queries import rendered
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from tests.browser import AXE, LOOKS, RULES, needs_chromium, violations, watched
from tests.foundation.accounts.factories import PersonFactory, RoleFactory

PAGES = ["/", "/contact/", "/connexion/", "/demonstration/", "/design/", "/mentions-legales/", "/donnees-personnelles/", "/nulle-part/"]

pytestmark = needs_chromium


def test_pages_are_strict_and_accessible(chromium: Browser, live_server: Any) -> None:
    context = chromium.new_context(locale="fr-FR")
    page = context.new_page()
    seen = watched(context, live_server.url)
    for address in PAGES:
        page.goto(f"{live_server.url}{address}")
        assert not violations(page), address
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
    seen = watched(page.context, live_server.url)
    page.goto(f"{live_server.url}/demonstration/")
    page.get_by_role("button", name="Prendre sa place : Auditeur").click()
    page.wait_for_url("**/audit/")
    for address in ("/audit/", "/roles/"):
        page.goto(f"{live_server.url}{address}")
        assert not violations(page, ((320, "dark"), (320, "light"))), address
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_text("Vous êtes déconnecté.").wait_for()
    page.close()
    assert seen == {"complaints": [], "elsewhere": []}


def test_the_mailbox_and_its_letters_are_strict_and_accessible(chromium: Browser, live_server: Any) -> None:
    """No script runs inside the frame of a letter, not even the checker's: its HTML is read alone, on a blank page."""
    with acting(SYSTEM):
        role = RoleFactory(name=RoleName.AUDITOR, person=PersonFactory(fictional=True))
        body = "Bonjour,\n\nIl manque :\n\n- le contrat ;\n- le diplôme.\n\nVoir https://exemple.fr/aide."
        letter = notifications.write("essai", role.person.email, "Votre dossier", body, role.person, action_label="Voir le dossier")
    context = chromium.new_context(locale="fr-FR")
    page, alone = context.new_page(), context.new_page()
    seen = watched(context, live_server.url)
    for address in ("", f"{letter.pk}/"):
        page.goto(f"{live_server.url}/boite-aux-lettres/{address}")
        assert not violations(page), address
    page.get_by_role("button", name="Ouvrir comme cette personne").click()
    page.wait_for_url("**/audit/")
    alone.set_content(rendered(letter).html)
    alone.evaluate(AXE)
    for width, scheme in LOOKS:
        alone.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        alone.set_viewport_size({"width": width, "height": 900})
        # an article inside a mail reader, not a page: landmarks are the reader's
        assert {rule for rule, _ in alone.evaluate(RULES)} <= {"landmark-one-main", "region"}
        assert alone.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.close()
    assert seen == {"complaints": [], "elsewhere": []}
