"""The pages of a training body in a browser: strict, accessible, under a thumb."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Browser

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from tests.browser import needs_chromium, violations, watched
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.scheme.trainings.factories import EnrolmentFactory, TrainingSessionFactory
from tests.web.pictures import photograph, small_targets

pytestmark = needs_chromium


def test_every_page_is_strict_and_accessible(chromium: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_shift", clock.now() - dt.datetime.now(clock.PARIS))
    with acting(SYSTEM):
        session = TrainingSessionFactory(seats=12)
        enrolment, *_ = [EnrolmentFactory(session=session, **{trait: True}) for trait in ("enrolled", "in_progress", "completed")]
        person = PersonFactory(fictional=True)
        RoleFactory(name=RoleName.TRAINING_BODY, scope_kind="organization", scope_code=str(session.body_id), person=person)
    context = chromium.new_context(locale="fr-FR", viewport={"width": 375, "height": 812})
    page, seen, found = context.new_page(), watched(context, live_server.url), {}
    page.goto(f"{live_server.url}/demonstration/")
    page.get_by_role("button", name="Prendre sa place").first.click()
    page.wait_for_url("**/formation/")
    for address in (
        "",
        "sessions/",
        f"sessions/{session.pk}/",
        f"sessions/{session.pk}/suivi/",
        f"sessions/{session.pk}/facturer/",
        "inscriptions/",
        f"inscriptions/{enrolment.pk}/",
        f"inscriptions/{enrolment.pk}/interruption/",
        "factures/",
    ):
        page.goto(f"{live_server.url}/formation/{address}")
        found[address] = violations(page) + small_targets(page)
        photograph(page, f"formation-{address}")
    context.close()
    assert {address: told for address, told in found.items() if told} == {}
    assert seen == {"complaints": [], "elsewhere": []}
