"""Calls for funds, from the forecast to the tranche."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.scheme.fund import actions
from lucette.scheme.fund.models import FundCall
from tests.scheme.fund.factories import ACCOUNTANT
from tests.scheme.payments import factories
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def at(name: str, pk: object) -> str:
    return reverse(f"funder:{name}", args=[pk])


def asked(client: Client) -> FundCall:
    endowment = factories.endowment(cash=1_000_000)
    factories.schedule(of=endowment)
    signed_in(client, RoleName.CAISSE_DELEGATE)
    assert at("ask_funds", endowment.pk) in read(client, at("endowment", endowment.pk))
    page = read(client, at("ask_funds", endowment.pk))
    assert "10\u202f000,00" in page or "10\u00a0000,00" in page, "what is missing is proposed"
    page = refused(client, at("ask_funds", endowment.pk), amount="12 000", needed_on="2001-01-01")
    assert "Cette date est passée" in page and 'value="12 000"' in page and not FundCall.objects.exists()
    assert "est parti à la DGCL" in send(client, at("ask_funds", endowment.pk), amount="12 000", needed_on="2030-01-01")
    return FundCall.objects.get()


def test_funds_are_called_from_the_forecast_and_a_tranche_answers(client: Client) -> None:
    it = asked(client)
    assert it.cents == 1_200_000 and it.forecast
    tranche = actions.receive_tranche(endowment_id=it.endowment_id, cents=1_200_000, bank_reference="AF-1", on=clock.today(), by=ACCOUNTANT)
    assert "est honoré" in send(client, at("answer_call", it.pk), tranche=str(tranche.pk))
    sent_away(client, at("withdraw_call", it.pk), reason="trop tard")
    signed_in(client, RoleName.FUNDER)
    page = read(client, at("fund_call", it.pk))
    assert "La prévision du jour de l’appel" in page and "Tranche reçue" in page and at("answer_call", it.pk) not in page
    assert it.number in read(client, reverse("funder:fund_calls"))


def test_a_call_is_taken_back_with_its_reason(client: Client) -> None:
    it = asked(client)
    refused(client, at("withdraw_call", it.pk), reason="")
    assert "est retiré" in send(client, at("withdraw_call", it.pk), reason="Tranche reçue par ailleurs")


def test_the_dgcl_reads_and_does_not_ask(client: Client) -> None:
    it = asked(client)
    signed_in(client, RoleName.FUNDER)
    assert closed(client, at("ask_funds", it.endowment_id), at("answer_call", it.pk), at("withdraw_call", it.pk))
    signed_in(client, RoleName.HOST_REPRESENTATIVE)
    assert closed(client, reverse("funder:fund_calls"), at("fund_call", it.pk))
