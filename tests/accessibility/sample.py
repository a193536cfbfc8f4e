"""The pages of the audit, opened in the browser as the person who reads them."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from playwright.sync_api import Browser, Page

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.web.design.accessibility import Sample
from lucette.web.public.booking import token_of
from tests.scheme.activities.factories import hired
from tests.scheme.appointments.factories import AppointmentFactory
from tests.web.people import signed_in
from tests.web.world import World, world


def staged() -> tuple[World, dict[str, str]]:
    """A small scheme, and what stands for each word between braces in the addresses of the sample."""
    with acting(SYSTEM):
        it = world()
        slip = token_of(
            AppointmentFactory(place=it.place, hire=hired(contract_kind="cdi", ends_on=None, organization=it.place.organization)).pk
        )
    objects = {name: str(getattr(it, name).pk) for name in ("place", "draft", "agreement", "post", "order", "session", "hire")}
    return it, objects | {"slip": slip}


def opened(browser: Browser, home: str, sample: Sample, it: World, objects: dict[str, str]) -> Page:
    """The page of the sample. `invalid`: its form is sent empty first, so that its errors are shown."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    if sample.role:
        context.add_cookies([cookie(sample.role, it, home)])
    page = context.new_page()
    page.goto(home + re.sub(r"\{(\w+)\}", lambda found: objects[found[1]], sample.address))
    if sample.invalid:
        page.locator("main form[method=post] button[type=submit]").last.click()
        page.wait_for_load_state()
    return page


def cookie(role: str, it: World, home: str) -> Any:
    with acting(SYSTEM):
        client = Client()
        code = {"host_representative": str(it.host.pk), "prefecture": "19"}.get(role, "")
        person = it.hire.candidate.person if role == "adviser" else None
        signed_in(client, RoleName(role), code, person)
    return {"name": "session", "value": client.cookies["session"].value, "url": home}
