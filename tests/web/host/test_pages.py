"""The host's space: its own objects, and no other's."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications import actions as notifications
from tests.foundation.organizations.factories import OrganizationFactory
from tests.web.pages import read as sound
from tests.web.people import signed_in
from tests.web.world import World, read, world

pytestmark = pytest.mark.django_db
QUERIES = 24  # twelve of them find the session and the actor, open and close the transaction


@pytest.fixture
def of_host(client: Client) -> World:
    made = world()
    signed_in(client, RoleName.HOST_SECRETARY, str(made.host.pk))
    return made


def objects(it: World) -> dict[str, object]:
    return {
        "candidatures": it.reviewed.pk,
        "attributions": it.award.pk,
        "conventions": it.agreement.pk,
        "postes": it.post.pk,
        "recrutements": it.hire.pk,
        "versements": it.order.pk,
        "comptes-rendus": it.report.pk,
    }


@pytest.mark.parametrize("address", ["", "candidatures/", "conventions/", "postes/", "versements/", "comptes-rendus/", "documents/"])
def test_lists_show_real_objects(client: Client, of_host: World, address: str, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(QUERIES + 2 * (address == "")):
        page = read(client, f"/structure/{address}")
    assert "lu-table" in page


def test_every_object_has_its_page(client: Client, of_host: World, django_assert_max_num_queries) -> None:
    for folder, pk in objects(of_host).items():
        with django_assert_max_num_queries(QUERIES):
            read(client, f"/structure/{folder}/{pk}/")


def test_another_hosts_object_is_absent(client: Client, of_host: World) -> None:
    signed_in(client, RoleName.HOST_SECRETARY, str(OrganizationFactory().pk))
    for folder, pk in objects(of_host).items():
        for wanted in (pk, uuid.uuid4()):
            assert client.get(f"/structure/{folder}/{wanted}/").status_code == 404, folder


def test_the_dashboard_says_what_waits_first(client: Client, of_host: World) -> None:
    page = read(client, "/structure/")
    for words in ("n’est pas encore déposée", "Des éléments manquent", "vous sont attribués", "à pourvoir", "est à préparer"):
        assert words in page, words


def test_each_task_leads_straight_to_its_act(client: Client, of_host: World) -> None:
    page = sound(client, "/structure/")
    for name, it in (("complete", of_host.incomplete), ("prepare_report", of_host.report), ("draft_summary", of_host.draft)):
        assert reverse(f"host:{name}", args=[it.pk]) in page, name


def test_a_new_host_is_led_to_the_open_calls(client: Client) -> None:
    made = world()
    signed_in(client, RoleName.HOST_REPRESENTATIVE)
    assert made.reviewed.call.title and reverse("host:open") in sound(client, "/structure/")


def test_the_opinion_is_told_once_the_decision_is_made(client: Client, of_host: World) -> None:
    assert "besoin est réel" not in read(client, f"/structure/candidatures/{of_host.reviewed.pk}/")


def test_where_my_money_is_says_what_is_missing_and_who_has_the_ball(client: Client, of_host: World) -> None:
    page = read(client, "/structure/versements/")
    assert "La certification de la demande" in page and "Banque des Territoires, certification" in page
    assert "FR76 •••• 0185" in page and "FR7630001007941234567890185" not in page


def test_a_letter_leads_to_the_page_of_its_object(client: Client, of_host: World) -> None:
    letter = notifications.write("agreement.ready", "a@example.fr", "Sujet", "Texte", of_host.agreement)
    assert client.get(f"/lettre/{letter.pk}/")["Location"] == f"/structure/conventions/{of_host.agreement.pk}/"


def test_the_next_payment_is_told_step_by_step_and_the_list_is_taken_away(client: Client, of_host: World) -> None:
    page = sound(client, "/structure/versements/")
    assert "Votre prochain versement" in page and "Argent sur votre compte" in page and "depuis le" in page
    file = client.get("/structure/versements/?format=csv").content.decode()
    assert file.count("\r\n") > 3 and of_host.agreement.number in file
    assert of_host.draft.number in client.get("/structure/candidatures/?format=csv").content.decode()
    assert of_host.draft.number not in sound(client, "/structure/candidatures/?etat=incomplete")
