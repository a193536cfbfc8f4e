"""Every link of every page, as each person: nothing leads nowhere, and each page is sound."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse

from lucette.foundation.accounts.enums import SPACES, RoleName
from lucette.web.gate.access import HOMES
from tests.accessibility.valid import invalid
from tests.web.pages import MOST, ask, faults
from tests.web.people import signed_in
from tests.web.world import World, world

LINK = re.compile(r'href="(/[^"]*)"')
# files of the design; letters, opened by their readers; the journal of objects that factories made without an act; the letter's own
# drawing; the seals of a PDF that a factory made of five characters; the letter to the team, once from each page
OUTSIDE = re.compile(r"^/(static|lettre|audit/journal)/|/rendu/$|/signatures/$|^/contact/\?depuis=")
EVERYONE = {"", "public", "signin", "design"}
FAR = 150
READ: set[str] = set()  # the code of each page is read once, whoever meets it first

pytestmark = pytest.mark.django_db


@dataclass
class Walk:
    """Every page met: its answer, the questions it cost, its faults."""

    codes: dict[str, int] = field(default_factory=dict)
    costs: dict[str, int] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def dead(self) -> dict[str, int]:
        return {address: code for address, code in self.codes.items() if code >= 400}

    @property
    def costly(self) -> dict[str, int]:
        return {address: cost for address, cost in self.costs.items() if cost > MOST}


def crawl(client: Client, start: str, beyond: bool = True) -> Walk:
    """Every page reached from `start`; without `beyond`, the pages for everyone are opened and not gone through again."""
    walk, waiting = Walk(), [start]
    while waiting and len(walk.codes) < FAR:
        address = waiting.pop(0)
        if address in walk.codes:
            continue
        answer, asked = ask(client, address)
        walk.codes[address] = answer.status_code
        if answer["Content-Type"].startswith("text/html") and answer.status_code == 200:
            page = answer.content.decode()
            walk.costs[address] = len(asked)
            if told := faults(page) + code(address, page):
                walk.faults[address] = told
            if not beyond and resolve(urlsplit(address).path).namespace in EVERYONE:
                continue
            found = (urldefrag(link.replace("&amp;", "&"))[0] for link in LINK.findall(page))
            waiting += [link for link in found if link not in walk.codes and not OUTSIDE.search(link)]
    return walk


def code(address: str, page: str) -> list[str]:
    """What the standard of HTML does not allow in it."""
    match = resolve(urlsplit(address).path)
    if match.view_name in READ:
        return []
    READ.add(match.view_name)
    return invalid(page)


def enter(client: Client, role: RoleName, it: World) -> None:
    """The prefecture of Corrèze, the host, its adviser, or somebody with a national role."""
    code = {RoleName.PREFECTURE: "19", RoleName.HOST_REPRESENTATIVE: it.host.pk, RoleName.HOST_SECRETARY: it.host.pk}.get(role, "")
    person = it.hire.candidate.person if role in (RoleName.ADVISER, RoleName.CANDIDATE) else None
    signed_in(client, role, str(code), person)


@pytest.mark.parametrize("role", [role for role in RoleName if role in SPACES])
def test_every_page_of_a_space_is_there_sound_and_cheap(client: Client, role: RoleName) -> None:
    enter(client, role, world())
    walk = crawl(client, reverse(HOMES[SPACES[role]]), beyond=False)
    assert (walk.dead, walk.costly, walk.faults) == ({}, {}, {})
    assert len(walk.codes) > 5


def test_every_public_page_is_there_sound_and_cheap(client: Client) -> None:
    world()
    walk = crawl(client, "/")
    assert (walk.dead, walk.costly, walk.faults) == ({}, {}, {})


def test_the_walk_sees_a_dead_link_english_and_traces_of_the_code(client: Client) -> None:
    assert faults("<html lang='en'><h1>A</h1><h1>B</h1><p style='x'>This field is required.</p> None") == [
        "not in French",
        "not one h1",
        "no title",
        "inline  style=",
        "a trace of the code: None",
        "English: This field is required.",
    ]
    assert crawl(client, "/nulle-part/").dead == {"/nulle-part/": 404}
