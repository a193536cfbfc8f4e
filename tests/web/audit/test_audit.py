"""The auditor's space: invariants, the trail of a euro, postings, journal."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.scheme.payments import actions
from lucette.scheme.payments.models import Order
from lucette.scheme.payments.queries import answer_of_local_bank
from tests.foundation.organizations.factories import BankDetailsFactory
from tests.scheme.payments import factories
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
EVERY_INVARIANT = 80  # each is proved by its own queries, whatever the number of rows


def paid() -> Order:
    batch = factories.sent()
    content = answer_of_local_bank(batch.endowment_id, clock.today())
    actions.read_statement(endowment_id=batch.endowment_id, content=content, by=factories.ACCOUNTANT)
    return batch.orders.get()


def test_the_dashboard_tells_every_invariant_and_its_date(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    order = paid()
    page = read(client, reverse("audit:dashboard"), most=EVERY_INVARIANT)
    assert "1ᵉʳ mars 2021" in page and "respecté" in page and "I20" in page
    assert reverse("audit:trail", args=[order.pk]) in page


def test_the_trail_of_a_payment_goes_from_the_bank_to_the_application(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    order = paid()
    page = read(client, reverse("audit:trail", args=[order.pk]), most=24)
    agreement = order.instalment.agreement
    numbers = [order.batch.message_id, order.number, agreement.number, agreement.award.number, agreement.award.application.number]
    places = [page.find(number) for number in numbers]
    assert places == sorted(places) and -1 not in places
    assert order.iban not in page
    for address in (
        reverse("audit:journal", args=["payments.order", order.pk]),
        reverse("audit:postings", args=["agreement", agreement.pk]),
        reverse("audit:postings", args=["award", agreement.award_id]),
    ):
        assert address in page
        read(client, address)


def test_the_trail_of_an_order_not_yet_sent_says_what_is_to_come(client: Client) -> None:
    signed_in(client, RoleName.ACCOUNTANT)
    page = read(client, reverse("audit:trail", args=[factories.certified().pk]), most=24)
    assert "La banque n’a pas encore dit" in page and "aucun lot" in page and "Journal" not in page


def test_the_trail_of_a_service_ends_at_the_endowment(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    supplier = BankDetailsFactory(active=True).organization
    invoice = actions.order_service(
        endowment_id=factories.endowment().pk, organization_id=supplier.pk, envelope="training", nature="training", label="Session",
        cents=90_000, service_id=uuid.uuid4(), by=factories.REQUESTER,
    )  # fmt: skip
    order = actions.request_invoice(invoice_id=invoice.pk, by=factories.REQUESTER)
    page = read(client, reverse("audit:trail", args=[order.pk]), most=24)
    assert invoice.number in page and "Dotation d’essai" in page
    assert "Prestation engagée" in read(client, reverse("audit:postings", args=["service", invoice.service_id]))


@pytest.mark.parametrize("address", ["/audit/piste/{}/", "/audit/ecritures/agreement/{}/", "/audit/journal/payments.order/{}/"])
def test_what_never_happened_is_not_found(client: Client, address: str) -> None:
    signed_in(client, RoleName.AUDITOR)
    assert client.get(address.format(uuid.uuid4())).status_code == 404


def test_the_journal_is_the_auditors_alone(client: Client) -> None:
    signed_in(client, RoleName.ACCOUNTANT)
    order = factories.requested()
    assert client.get(reverse("audit:journal", args=["payments.order", order.pk])).status_code == 404
