"""The fund at a glance, and the space of the DGCL."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from tests.scheme.fund.factories import prepared, signed
from tests.scheme.payments import factories
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def test_the_dashboard_before_any_endowment_says_what_will_come(client: Client) -> None:
    signed_in(client, RoleName.FUNDER)
    assert "Aucune dotation n’est encore préparée" in read(client, reverse("funder:dashboard"))
    assert "Aucune dotation n’est encore préparée" in read(client, reverse("funder:fund"))


def test_the_funder_is_told_to_sign_then_to_notify(client: Client) -> None:
    signed_in(client, RoleName.FUNDER)
    prepared()
    assert "attend votre signature" in read(client, reverse("funder:dashboard"))


def test_a_signed_endowment_waits_for_its_notification(client: Client) -> None:
    signed_in(client, RoleName.FUNDER)
    signed()
    assert "reste à notifier" in read(client, reverse("funder:dashboard"))


@pytest.mark.parametrize("role", [RoleName.FUNDER, RoleName.AUDITOR, RoleName.ACCOUNTANT, RoleName.AGENCY_DIRECTOR])
def test_the_fund_shows_where_each_euro_and_each_post_is(client: Client, role: RoleName) -> None:
    signed_in(client, role)
    order = factories.certified()
    page = read(client, f"{reverse('funder:fund')}?dotation={order.endowment.code}")
    for words in ("Disponible", "Réservé", "Engagé", "Liquidé", "Ordonnancé", "Payé", "Reversé", "Pourvus", "Subventions", "T1"):
        assert words in page
    assert "20\u00a0000,00\u00a0€" in page and "1\u00a0000\u00a0000,00\u00a0€" in page
    assert "de plus" in page, "which quota binds first, at the public scale"


def test_every_part_of_the_picture_leads_to_a_page(client: Client) -> None:
    signed_in(client, RoleName.FUNDER)
    factories.certified()
    page = read(client, reverse("funder:fund"))
    for part in ("/caisse/conventions/?etat=a-signer", "/caisse/conventions/?etat=in_force", "/caisse/ordres/?etat=ordonnances"):
        assert part in page
        read(client, part)


def test_the_fund_is_closed_to_hosts(client: Client) -> None:
    signed_in(client, RoleName.HOST_REPRESENTATIVE)
    assert client.get(reverse("funder:fund")).status_code == 404
