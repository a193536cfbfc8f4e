"""The access table is the wall: every route is in it, and it is enforced."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lucette.foundation.accounts.enums import SPACES, RoleName
from lucette.web.gate.access import DOORS, HOMES
from lucette.web.gate.door import PUBLIC, Door
from lucette.web.gate.letters import PAGES
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.web.people import signed_in


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"
        else:
            yield from names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def test_every_route_is_in_the_table_and_the_table_names_only_routes() -> None:
    assert set(names(get_resolver())) == set(DOORS)


def test_few_routes_are_open_to_everyone() -> None:
    """Thirty-five: what everyone reads, what the law asks for, what opens with a signed address. Easy reading, help, opinions, quality of
    the service, unsubscribing, verifying a document and confirming an address must ask nobody to sign in."""
    assert len([door for door in DOORS.values() if door is PUBLIC]) <= 35


def test_every_letter_leads_to_a_route_of_the_table() -> None:
    assert {page for pages in PAGES.values() for page in pages.values()} <= set(DOORS)


@pytest.mark.django_db
@pytest.mark.parametrize("home", HOMES.values())
def test_an_unknown_visitor_is_asked_to_sign_in(client: Client, home: str) -> None:
    answer = client.get(reverse(home))
    assert answer.status_code == 302
    assert answer["Location"] == f"/connexion/?suite={reverse(home)}"


@pytest.mark.django_db
@pytest.mark.parametrize("role", [r for r in RoleName if r in SPACES])
def test_a_role_enters_its_space_and_no_other(client: Client, role: RoleName) -> None:
    signed_in(client, role)
    answers = {space: client.get(reverse(home)).status_code for space, home in HOMES.items()}
    assert answers == {space: 200 if space == SPACES[role] else 404 for space in HOMES}


@pytest.mark.django_db
def test_closed_and_absent_pages_are_the_same_answer(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    closed, absent = client.get("/caisse/"), client.get("/nulle-part/")
    assert closed.status_code == absent.status_code == 404
    assert {**closed.headers, "Content-Security-Policy": ""} == {**absent.headers, "Content-Security-Policy": ""}
    assert scrubbed(closed) == scrubbed(absent)


def scrubbed(answer: object) -> str:

    page = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r'(nonce|value)="[^"]+"|E-404-\w{6}', "", page)


@pytest.mark.django_db
def test_a_route_missing_from_the_table_is_closed_to_everyone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(DOORS, "public:legal")
    assert client.get("/mentions-legales/").status_code == 404


@pytest.mark.django_db
def test_demonstration_pages_are_absent_elsewhere(client: Client, settings) -> None:
    settings.DEMONSTRATION = False
    for name in ("signin:personas", "signin:mailbox", "design:gallery"):
        assert client.get(reverse(name)).status_code == 404
    assert client.post("/demonstration/00000000-0000-0000-0000-000000000000/").status_code == 404


@pytest.mark.django_db
def test_a_person_without_role_is_led_to_the_choice_of_role(client: Client) -> None:
    client.force_login(PersonFactory())
    assert client.get("/structure/")["Location"] == "/roles/"


@pytest.mark.django_db
def test_a_closed_account_is_out_at_its_next_request(client: Client) -> None:
    role = RoleFactory(name=RoleName.AUDITOR)
    client.force_login(role.person)
    assert client.get("/audit/").status_code == 200
    role.person.is_active = False
    role.person.save()
    assert client.get("/audit/").status_code == 302


def test_a_door_says_who_in_french() -> None:
    assert all(isinstance(door, Door) and door.who for door in DOORS.values())
