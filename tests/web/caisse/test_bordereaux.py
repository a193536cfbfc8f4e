"""The slips of the authorising officer, each act through its page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.scheme.payments.models import Bordereau, Order
from tests.scheme.payments import factories
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
R = RoleName


def at(name: str, pk: object) -> str:
    return reverse(f"caisse:{name}", args=[pk])


def certified() -> list[str]:
    endowment = factories.endowment()
    return [str(factories.certified(instalment=factories.schedule(of=endowment)[0]).pk) for _ in range(3)]


def composed(client: Client) -> Bordereau:
    orders = certified()
    signed_in(client, R.AUTHORISING_OFFICER)
    page = read(client, reverse("caisse:bordereaux"))
    address = at("compose_bordereau", Order.objects.get(pk=orders[0]).endowment_id)
    assert address in page
    assert "fr-error-text" in refused(client, address)
    assert "est composé" in send(client, address, orders=orders)
    return Bordereau.objects.get()


def test_a_slip_is_composed_an_order_taken_out_and_the_rest_signed(client: Client) -> None:
    it = composed(client)
    page = read(client, at("bordereau", it.pk))
    assert at("sign_bordereau", it.pk) in page and "3 ordres" in page
    assert "en garde 2" in send(client, at("take_out", it.pk), order=str(it.orders.first().pk))
    assert "libres en trésorerie" in read(client, at("sign_bordereau", it.pk))
    assert "est signé" in send(client, at("sign_bordereau", it.pk))
    assert "Bordereau signé" in read(client, at("bordereau", it.pk))
    sent_away(client, at("cancel_bordereau", it.pk), reason="trop tard")


def test_above_the_threshold_another_officer_countersigns(client: Client) -> None:
    factories.second_signer_from(1)
    it = composed(client)
    send(client, at("sign_bordereau", it.pk))
    assert at("countersign_bordereau", it.pk) not in read(client, at("bordereau", it.pk)), "she signed it first"
    signed_in(client, R.AUTHORISING_OFFICER)
    assert "est contresigné" in send(client, at("countersign_bordereau", it.pk))


def test_a_slip_is_given_up_with_a_reason(client: Client) -> None:
    it = composed(client)
    refused(client, at("cancel_bordereau", it.pk), reason="")
    assert "est abandonné" in send(client, at("cancel_bordereau", it.pk), reason="Erreur de dotation")
    assert "Erreur de dotation" in read(client, at("bordereau", it.pk))


def test_the_accountant_reads_slips_and_does_nothing_there(client: Client) -> None:
    it = composed(client)
    signed_in(client, R.ACCOUNTANT)
    page = read(client, at("bordereau", it.pk))
    assert at("sign_bordereau", it.pk) not in page
    assert closed(client, *(at(name, it.pk) for name in ("sign_bordereau", "take_out", "cancel_bordereau", "countersign_bordereau")))
    signed_in(client, R.HOST_REPRESENTATIVE)
    assert closed(client, reverse("caisse:bordereaux"), at("bordereau", it.pk))
