"""One box for everything that one may see: by name, SIRET or number; no name in an address."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.insight.steering.finding import is_number
from lucette.scheme.payments import actions
from lucette.web.gate.access import DOORS
from lucette.web.gate.search import GROUPS, MORE
from tests.scheme.payments.factories import OFFICER, certified
from tests.scheme.payments.recoveries import notified
from tests.web.pages import read
from tests.web.people import signed_in
from tests.web.world import world

pytestmark = pytest.mark.django_db
ADDRESS = "/recherche/"


def asked(client: Client, words: str) -> str:
    return client.post(ADDRESS, {"q": words}, follow=True).content.decode()


def test_a_host_finds_its_own_files_by_its_name_and_not_those_of_others(client: Client) -> None:
    it = world()
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.host.pk))
    page = asked(client, "tulle")
    for route, one in (("application", it.draft), ("agreement", it.agreement), ("post", it.post), ("report", it.report)):
        assert reverse(f"host:{route}", args=[one.pk]) in page, route
    assert it.elsewhere.number not in asked(client, "paris") and "Aucune réponse" in asked(client, "paris")


def test_an_exact_number_goes_straight_to_its_page_in_my_space(client: Client) -> None:
    it = world()
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.host.pk))
    answer = client.post(ADDRESS, {"q": it.draft.number.lower()})
    assert answer["Location"] == reverse("host:application", args=[it.draft.pk])
    assert client.get(ADDRESS, {"q": it.draft.number})["Location"] == answer["Location"]
    assert "Aucune réponse" in asked(client, it.elsewhere.number)


def test_a_name_is_never_taken_from_an_address(client: Client) -> None:
    it = world()
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.host.pk))
    assert "Écrivez au moins deux lettres" in read(client, ADDRESS + "?q=tulle")
    assert it.draft.number in read(client, f"{ADDRESS}?q={it.host.siret}")


@pytest.mark.parametrize("role", [RoleName.SUPPORT, RoleName.INSTRUCTOR, RoleName.ACCOUNTANT, RoleName.AUDITOR, RoleName.CHAIR])
def test_every_answer_leads_to_a_page_that_opens(client: Client, role: RoleName) -> None:
    world()
    signed_in(client, role)
    page = asked(client, "tulle")
    main = page[page.index('id="contenu"') :]
    links = [part.split('"')[0] for part in main.split('href="')[1:] if part.startswith("/") and "-" in part.split('"')[0]]
    for link in links:
        assert client.get(link).status_code == 200, link


def test_an_adviser_is_found_by_name_by_her_host_and_not_by_another_one(client: Client) -> None:
    it = world()
    person = it.hire.candidate.person
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.host.pk))
    assert reverse("host:hire", args=[it.hire.pk]) in asked(client, str(person))
    other = Client()
    signed_in(other, RoleName.HOST_REPRESENTATIVE)
    assert reverse("host:hire", args=[it.hire.pk]) not in asked(other, str(person))


def test_searching_costs_few_questions(client: Client, django_assert_max_num_queries) -> None:
    it = world()
    signed_in(client, RoleName.ACCOUNTANT)
    with django_assert_max_num_queries(16):  # the transaction's framing included
        asked(client, it.host.name)


def test_one_must_be_signed_in(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 302


def test_numbers_are_told_from_names() -> None:
    for number in ("C-2021-00042", "V-2022-00001", "21190001200012", "211 900 012", "OP-2022-00127"):
        assert is_number(number), number
    for name in ("Tulle", "Camille Robin", "Saint-Lô", "2 avenue"):
        assert not is_number(name), name


def test_every_page_of_the_search_exists() -> None:
    assert set(MORE) <= set(GROUPS)
    assert {route for pages in MORE.values() for route in pages.values()} <= set(DOORS)


def test_an_order_to_pay_back_and_a_slip_are_found_by_those_who_may_see_them(client: Client) -> None:
    it, order = notified(), certified()
    slip = actions.compose_bordereau(endowment_id=order.endowment_id, order_ids=[order.pk], by=OFFICER)
    signed_in(client, RoleName.ACCOUNTANT)
    assert client.post(ADDRESS, {"q": it.number})["Location"] == reverse("caisse:recovery", args=[it.pk])
    assert client.post(ADDRESS, {"q": slip.number})["Location"] == reverse("caisse:bordereau", args=[slip.pk])
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(it.organization_id))
    assert client.post(ADDRESS, {"q": it.number})["Location"] == reverse("host:recovery", args=[it.pk])
    signed_in(client, RoleName.HOST_REPRESENTATIVE)
    assert "Aucune réponse" in asked(client, it.number)
