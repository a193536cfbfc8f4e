"""The room of the committee in a real browser: strict and accessible, decided with a keyboard and no script."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.committee.models import Session, SessionMember
from tests.browser import needs_chromium, violations, watched
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.scheme.committee import factories as committee

pytestmark = needs_chromium


def sitting(role: R) -> Session:
    """An open session with three files; one fictional person of this role sits in it."""
    with acting(SYSTEM):
        held = RoleFactory(name=role, person=PersonFactory(fictional=True))
        session: Session = committee.SessionFactory(open=True)
        SessionMember.objects.create(session=session, person_id=held.person_id, present=True)
        for name in ("Commune de Tulle", "Département de la Creuse", "Communauté de communes du pays d’Uzerche"):
            committee.line(session, organization__name=name)
    return session


def takes_place(context: BrowserContext, url: str, label: str) -> None:
    page = context.new_page()
    page.goto(f"{url}/demonstration/")
    page.get_by_role("button", name=f"Prendre sa place : {label}").first.click()
    page.wait_for_url("**/anct/")
    page.close()


def test_the_room_is_strict_and_accessible(chromium: Browser, live_server: Any) -> None:
    session = sitting(R.CHAIR)
    context = chromium.new_context(locale="fr-FR")
    seen = watched(context, live_server.url)
    takes_place(context, live_server.url, "Présidente du comité")
    page = context.new_page()
    for name in ("agency:room", "agency:session", "agency:declare_conflict"):
        page.goto(live_server.url + reverse(name, args=[session.pk]))
        assert not violations(page), name
    context.close()
    assert seen == {"complaints": [], "elsewhere": []}


def test_files_are_decided_with_a_keyboard_and_no_script(chromium: Browser, live_server: Any) -> None:
    session = sitting(R.CHAIR)
    context = chromium.new_context(locale="fr-FR", java_script_enabled=False)
    takes_place(context, live_server.url, "Présidente du comité")
    page = context.new_page()
    page.goto(live_server.url + reverse("agency:room", args=[session.pk]))
    page.get_by_label("Postes").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#dossier-2")
    for _ in range(3):  # from the file that the address names: its own parts come next
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "posts"
    for _ in range(2):
        page.keyboard.press("Tab")
    page.keyboard.type("Offre suffisante.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#dossier-3")
    context.close()
    with acting(SYSTEM):
        found = list(session.lines.order_by("position").values_list("decision", "posts", "reason"))
    assert found == [("granted", 2, ""), ("refused", 0, "Offre suffisante."), ("", 0, "")]
