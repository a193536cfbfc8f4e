"""Thresholds and delays: read by the parties, changed by the one whose duty they serve."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.parameters import queries
from lucette.foundation.parameters.models import ParameterDecision
from lucette.kernel import clock
from tests.web.doors import closed, refused, send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
LIST = "/dgcl/parametres/"


def at(code: str) -> str:
    return reverse("funder:decide_parameter", args=[code])


def test_the_parties_read_every_number_with_its_source_and_take_it_away(client: Client) -> None:
    signed_in(client, RoleName.FUNDER)
    page = read(client, LIST)
    assert "72 heures" in page and "200\u00a0000,00" in page
    assert at("payments.inquiry_days") not in page
    assert "Seuil ou délai" in client.get(LIST, {"format": "csv"}).content.decode()


def test_the_delegate_changes_a_delay_from_a_day_on(client: Client) -> None:
    signed_in(client, RoleName.CAISSE_DELEGATE)
    code = "payments.inquiry_days"
    assert at(code) in read(client, LIST)
    page = refused(client, at(code), value="99", since=clock.today().isoformat(), reason="Convention de compte")
    assert "comprise entre 1 et 30" in page and 'value="99"' in page and not ParameterDecision.objects.exists()
    assert "vaut à compter du" in send(client, at(code), value="7", since=clock.today().isoformat(), reason="Convention de compte")
    assert queries.value(code, clock.today()) == 7
    assert "Convention de compte" in read(client, LIST)


def test_an_amount_is_typed_in_euros(client: Client) -> None:
    signed_in(client, RoleName.CAISSE_DELEGATE)
    send(client, at("payments.second_signer_cents"), value="150 000,50", since=clock.today().isoformat(), reason="Décision")
    assert queries.value("payments.second_signer_cents", clock.today()) == 15_000_050


def test_who_does_not_decide_finds_no_page(client: Client) -> None:
    signed_in(client, RoleName.AGENCY_DIRECTOR)
    assert closed(client, at("payments.inquiry_days"), at("unknown"))
    signed_in(client, RoleName.HOST_REPRESENTATIVE)
    assert closed(client, LIST, at("payments.inquiry_days"))
