"""Every list filters, sorts, goes on by the key of a row, and is taken away: one mechanism, and a walk of all the routes that proves it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.actor import Actor
from lucette.web.design.elements import Listing
from lucette.web.gate import bulk, listings
from lucette.web.gate.access import DOORS
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.trainings.factories import TrainingSessionFactory
from tests.web.people import signed_in
from tests.web.world import world

WEB = Path("lucette/web")
# drawn as a list, and none: a choice between a few doors, or what one file says
NO_LIST = {
    "caisse/recoveries.py": "the grounds on which money is asked back",
    "host/amendments.py": "the changes that an agreement may undergo",
    "host/agreements.py": "the signatures that one file carries",
}
# in the order of its facts and no other
IN_ITS_ORDER = {
    "audit:books": "the ledger, event after event",
    "audit:journals": "the journal, act after act",
    "adviser:activities": "a record, latest first",
    "adviser:trainings": "the one or two trainings of a person",
}
# nothing to narrow it by: rows of one sort and of no state
OF_ONE_SORT = {
    "adviser:places": "the few open places of a host",
    "host:places": "the few open places of a host",
    "host:documents": "files, newest first",
    "host:trainings": "the sessions that have a seat left",
    "training:invoices": "what one body invoiced",
    "support:letters": "letters that did not arrive",
    "funder:parameters": "numbers in the order of the house",
    "gate:bulks": "what one person asked for",
    "caisse:lines": "what is left to explain",
    "caisse:samples": "samples, latest first",
}
DESKS = {"agency:to_take", "caisse:to_edit", "caisse:to_sign"}  # those that wait longest first, to be done with


def test_one_mechanism_draws_every_list() -> None:
    own = {"gate/listings.py", "gate/bulk.py"}
    drawn = {str(path.relative_to(WEB)) for path in WEB.rglob("*.py") if re.search(r"\bListing\(", path.read_text())}
    assert drawn - own == set(NO_LIST)


@pytest.mark.django_db
def test_every_list_filters_sorts_pages_and_exports(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    it = world()
    TrainingSessionFactory()
    for _ in range(2):
        ApplicationFactory(filed=True, organization=it.host)
    for module in (listings, bulk):
        monkeypatch.setattr(module, "SHOWN", 1)
    wrong, met = [], set()
    for role in RoleName:
        code = {RoleName.PREFECTURE: "19", RoleName.HOST_REPRESENTATIVE: it.host.pk}.get(role, "")
        person = it.hire.candidate.person if role == RoleName.ADVISER else None
        held = signed_in(client, role, str(code), person)
        here = Actor(held.person_id, role, held.scope)
        for route, door in DOORS.items():
            if route in met or door.demonstration or not door.signed_in or not door.opens_to(here):
                continue
            found = shown(client, route)
            if found is not None:
                met.add(route)
                wrong += [f"{route}: {fault}" for fault in faults(route, *found)]
    assert not wrong and len(met) > 40, (wrong, sorted(met))
    assert (set(IN_ITS_ORDER) | set(OF_ONE_SORT) | DESKS) <= met, "excused, and no list any more"


def shown(client: Client, route: str) -> tuple[Listing, str] | None:
    """The list that this page shows, and the page; None for another page."""
    try:
        answer = client.get(reverse(route))
    except NoReverseMatch:
        return None
    told = answer.context.get("list") if answer.status_code == 200 and answer.context else None
    return (told, answer.content.decode()) if isinstance(told, Listing) else None


def faults(route: str, told: Listing, page: str) -> list[str]:
    found = []
    if told.table.rows and not {"format=csv", "format=xlsx"} <= {f"format={it.url.rpartition('format=')[2]}" for it in told.exports}:
        found.append("is not taken away")
    if told.table.rows and not told.table.sortable and route not in DESKS | set(IN_ITS_ORDER):
        found.append("does not sort")
    if not told.filters and 'role="search"' not in page and "lu-more" not in page and route not in DESKS | set(OF_ONE_SORT):
        found.append("does not narrow")
    count = re.match(r"\d+", told.count_sentence.replace("\u202f", ""))
    if count and int(count[0]) > len(told.table.rows) and "apres=" not in told.next_url:
        found.append("stops at its first page")
    return found
