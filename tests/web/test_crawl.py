"""Every link of every page, as each person: nothing leads nowhere."""

from __future__ import annotations

import re
from urllib.parse import urldefrag

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import SPACES, RoleName
from lucette.web.gate.access import HOMES
from tests.web.people import signed_in
from tests.web.world import World, world

LINK = re.compile(r'href="(/[^"]*)"')
# files of the design; letters, opened by their readers; the journal of objects that factories made without an act
OUTSIDE = ("/static/", "/lettre/", "/audit/journal/")
MOST = 150

pytestmark = pytest.mark.django_db


def crawl(client: Client, start: str) -> dict[str, int]:
    """Every page reached from `start`, with its answer."""
    seen: dict[str, int] = {}
    waiting = [start]
    while waiting and len(seen) < MOST:
        address = waiting.pop(0)
        if address in seen:
            continue
        answer = client.get(address)
        seen[address] = answer.status_code
        if answer["Content-Type"].startswith("text/html"):
            found = (urldefrag(link.replace("&amp;", "&"))[0] for link in LINK.findall(answer.content.decode()))
            waiting += [link for link in found if link not in seen and not link.startswith(OUTSIDE)]
    return seen


def enter(client: Client, role: RoleName, it: World) -> None:
    """The prefecture of Corrèze, the host, its adviser, or somebody with a national role."""
    code = {RoleName.PREFECTURE: "19", RoleName.HOST_REPRESENTATIVE: it.host.pk, RoleName.HOST_SECRETARY: it.host.pk}.get(role, "")
    person = it.hire.candidate.person if role in (RoleName.ADVISER, RoleName.CANDIDATE) else None
    signed_in(client, role, str(code), person)


@pytest.mark.parametrize("role", [role for role in RoleName if role in SPACES])
def test_no_link_of_a_space_leads_nowhere(client: Client, role: RoleName) -> None:
    enter(client, role, world())
    reached = crawl(client, reverse(HOMES[SPACES[role]]))
    assert {address: code for address, code in reached.items() if code >= 400} == {}
    assert len(reached) > 5


def test_no_public_link_leads_nowhere(client: Client) -> None:
    world()
    reached = crawl(client, "/")
    assert {address: code for address, code in reached.items() if code >= 400} == {}
