"""From any paid cent to all that led to it in at most three clicks, by the links of the pages themselves; and back."""

from __future__ import annotations

import os
import random
import re

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.scheme.payments.models import Order
from lucette.scheme.payments.queries import bank_line_of
from tests.scheme.payments.factories import ACCOUNTANT
from tests.web.audit.test_audit import paid
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
PAYMENTS = int(os.environ.get("LUCETTE_PAYMENTS", "2"))
CLICKS = 3
LINK = re.compile(r'href="(/[^"#?]*)"')


def targets(order: Order) -> dict[str, str]:
    """What must be reached, and the page where it is read."""
    line = bank_line_of(order.pk, ACCOUNTANT)
    assert order.instalment and line
    return {
        "agreement": reverse("caisse:agreement", args=[order.instalment.agreement_id]),
        "check of the account": reverse("caisse:account", args=[order.bank_details_id]),
        "bank line": reverse("caisse:statement", args=[line.statement_id]),
        "signed agreement": reverse("document", args=[order.instalment.agreement.document_id]),
        "complete file": reverse("audit:payment_file", args=[order.pk]),
    }


def clicks(client: Client, start: str, wanted: set[str]) -> dict[str, int]:
    """Each address wanted → how many clicks from `start`."""
    found: dict[str, int] = {}
    seen, here = {start}, [start]
    for count in range(1, CLICKS + 1):
        following: list[str] = []
        for address in here:
            answer = client.get(address)
            if not answer.streaming and answer["Content-Type"].startswith("text/html"):
                page = answer.content.decode()
                following += LINK.findall(page[page.find("<main") : page.find("</main>")])
        here = [address for address in dict.fromkeys(following) if address not in seen]
        seen |= set(here)
        found |= dict.fromkeys(wanted & set(here), count)
        if wanted <= set(found):
            break
    return found


def test_every_proof_of_a_payment_is_three_clicks_away_and_leads_back(client: Client) -> None:
    orders = [paid() for _ in range(PAYMENTS)]
    signed_in(client, RoleName.AUDITOR)
    for order in random.Random(7).sample(orders, len(orders)):
        wanted = targets(order)
        page = reverse("caisse:order", args=[order.pk])
        assert set(clicks(client, page, set(wanted.values()))) == set(wanted.values())
        trail = client.get(reverse("audit:trail", args=[order.pk])).content.decode()
        for words in ("Séance du", "Attribution", "Candidature", "Contrôle du compte bancaire", "Ordre de paiement"):
            assert words in trail
        for name in ("agreement", "check of the account", "bank line"):
            back = reverse("audit:trail", args=[order.pk])
            assert clicks(client, wanted[name], {back}), name
