"""The adviser's phone, and her keyboard: few keys, large targets, no fault that axe sees, in either theme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.activities.models import Activity
from tests.browser import needs_chromium, violations, watched
from tests.foundation.accounts.factories import RoleFactory
from tests.scheme.activities.factories import ActivityFactory, WorkshopFactory, hired
from tests.scheme.appointments.factories import AppointmentFactory, ReferralFactory, period
from tests.scheme.places.factories import PlaceFactory
from tests.scheme.trainings.factories import EnrolmentFactory
from tests.web.pictures import photograph, small_targets

pytestmark = needs_chromium
MOST, SAME = 12, 2  # trust.md, U12


@pytest.fixture
def scene(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """An adviser with a day of work behind and before her; the server, in its own thread, lives on the same day."""
    monkeypatch.setattr(clock, "_shift", clock.now() - dt.datetime.now(clock.PARIS))
    with acting(SYSTEM):
        live = hired()
        place = PlaceFactory(organization=live.organization, name="Médiathèque de Tulle")
        now = clock.now()
        last = {"kind": "individuel", "participants": 1, "themes": ["demarche en ligne", "smartphone"], "minutes": 45}
        made = {
            "activity": ActivityFactory(hire=live, place=place, **last),
            "workshop": WorkshopFactory(hire=live, place=place, starts_at=now - dt.timedelta(hours=3), seats=12, registered=9),
            "appointment": AppointmentFactory(hire=live, place=place, slot=period(now + dt.timedelta(hours=1))),
            "referral": ReferralFactory(hire=live, first_name="Odette"),
            "enrolment": EnrolmentFactory(hire=live),
            "place": place,
        }
        RoleFactory(name=RoleName.ADVISER, person=live.candidate.person, scope_kind="person", scope_code=str(live.candidate.person_id))
        live.candidate.person.fictional = True
        live.candidate.person.save()
    return made | {"hire": live}


@pytest.fixture
def phone(chromium: Browser, live_server: Any, scene: Any) -> Iterator[Page]:
    """Her telephone, signed in."""
    context = chromium.new_context(locale="fr-FR", viewport={"width": 375, "height": 812}, java_script_enabled=True)
    page = context.new_page()
    page.seen = watched(context, live_server.url)  # type: ignore[attr-defined]
    page.goto(f"{live_server.url}/demonstration/")
    page.get_by_role("button", name="Prendre sa place").first.click()
    page.wait_for_url("**/conseiller/")
    yield page
    context.close()


def keys(page: Page, *names: str) -> int:
    """Press them; how many."""
    for name in names:
        page.keyboard.press(name)
    return len(names)


def focused(page: Page) -> str:
    found: str = page.evaluate("document.activeElement.getAttribute('href') || document.activeElement.textContent.trim()")
    return found


def test_an_activity_takes_twelve_keys_at_most_and_the_same_again_two(phone: Page, scene: Any) -> None:
    page = phone
    count = keys(page, "Tab", "Enter")  # the skip link, to the content
    while focused(page) != "/conseiller/activites/aide-individuelle/":
        count += keys(page, "Tab")
        assert count < MOST
    with page.expect_navigation():
        count += keys(page, "Enter")
    count += keys(page, "Space")
    with page.expect_navigation():
        count += keys(page, "Enter")
    page.get_by_text("C’est enregistré").wait_for()
    assert count <= MOST, count
    page.goto(page.url.replace("/conseiller/", "/conseiller/activites/aide-individuelle/"))
    with page.expect_navigation():
        assert keys(page, "Shift+Tab", "Enter") == SAME
    page.get_by_text("C’est enregistré").wait_for()
    with acting(SYSTEM):
        assert Activity.objects.filter(hire=scene["hire"]).count() == 3
    page.get_by_role("button", name="Annuler ce que je viens de faire").click()
    page.get_by_text("C’est annulé").wait_for()
    with acting(SYSTEM):
        assert Activity.objects.filter(hire=scene["hire"], status="recorded").count() == 2


def addresses(scene: Any) -> list[str]:
    pk = {name: it.pk for name, it in scene.items()}
    return [
        "",
        "activites/",
        "activites/aide-individuelle/",
        "activites/atelier/",
        f"activites/{pk['activity']}/",
        f"activites/{pk['activity']}/supprimer/",
        "ateliers/programmer/",
        f"ateliers/{pk['workshop']}/",
        f"ateliers/{pk['workshop']}/tenir/",
        "rendez-vous/",
        "rendez-vous/prendre/",
        f"rendez-vous/{pk['appointment']}/",
        f"rendez-vous/{pk['appointment']}/recevoir/",
        f"orientations/{pk['referral']}/accepter/",
        "lieux/",
        "lieux/ouvrir/",
        f"lieux/{pk['place']}/",
        f"lieux/{pk['place']}/horaires/",
        f"formation/{pk['enrolment']}/",
        f"recrutements/{pk['hire']}/",
        "profil/inscription/",
    ]


def test_every_page_of_hers_is_strict_and_accessible(phone: Page, scene: Any, live_server: Any) -> None:
    found = {}
    for address in addresses(scene):
        phone.goto(f"{live_server.url}/conseiller/{address}")
        found[address] = violations(phone) + small_targets(phone)
        photograph(phone, address)
    assert {address: told for address, told in found.items() if told} == {}
    assert phone.seen == {"complaints": [], "elsewhere": []}  # type: ignore[attr-defined]
