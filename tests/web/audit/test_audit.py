"""The auditor's space: invariants, the trail of a euro, postings, journal."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Forbidden
from lucette.scheme.fund.actions import keep_verification
from lucette.scheme.fund.queries import Check, last_verification
from lucette.scheme.payments import actions
from lucette.scheme.payments.models import Order
from lucette.scheme.payments.queries import answer_of_local_bank
from tests.foundation.organizations.factories import BankDetailsFactory
from tests.scheme.payments import factories
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def paid() -> Order:
    batch = factories.sent()
    content = answer_of_local_bank(batch.endowment_id, clock.today())
    actions.read_statement(endowment_id=batch.endowment_id, content=content, by=factories.ACCOUNTANT)
    return batch.orders.get()


def test_the_dashboard_tells_what_the_last_verification_found_and_when(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    order = paid()
    assert "Les livres n’ont pas encore été vérifiés" in read(client, reverse("audit:dashboard"))
    answer = client.post(reverse("audit:verify"), follow=True)
    assert "invariants recalculés. Tous sont respectés." in answer.content.decode()
    page = read(client, reverse("audit:dashboard"))
    assert "1ᵉʳ mars 2021" in page and "respecté" in page and "I20" in page
    assert reverse("audit:trail", args=[order.pk]) in page


def test_a_broken_invariant_comes_first_and_is_a_task(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    checks = [Check("I1", "tout va bien"), Check("I2", "les débits égalent les crédits", 2, "livre A")]
    keep_verification(checks=checks, by=SYSTEM)
    page = read(client, reverse("audit:dashboard"))
    assert "I2 n’est pas respecté" in page and "2 écarts" in page and "Lucette, d’elle-même" in page


def test_only_an_auditor_asks_for_a_verification(client: Client) -> None:
    signed_in(client, RoleName.ACCOUNTANT)
    assert client.post(reverse("audit:verify")).status_code == 404
    with pytest.raises(Forbidden):
        keep_verification(checks=[], by=factories.ACCOUNTANT)
    assert last_verification(factories.ACCOUNTANT) is None


def test_the_ledger_is_read_by_kind_and_taken_away(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    paid()
    assert "Versement exécuté" in read(client, reverse("audit:books"))
    page = read(client, reverse("audit:books") + "?evenement=committed")
    assert "Convention engagée" in page and 'aria-current="true"' in page
    answer = client.get(reverse("audit:books") + "?evenement=committed&format=csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Date;Événement;Débit;Crédit;Montant" and all("Convention engagée" in line for line in lines[1:])


def test_the_journal_is_read_by_sort_and_by_day_and_taken_away(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    order = paid()
    page = read(client, reverse("audit:journals"))
    assert reverse("audit:journal", args=["payments.order", order.pk]) in page and "Paiement ordonnancé" in page
    page = read(client, reverse("audit:journals") + "?sorte=batch")
    assert "Lot de virements envoyé" in page and "Paiement ordonnancé" not in page
    assert "Les actes du 1ᵉʳ mars 2021" in read(client, reverse("audit:journals") + "?jour=2021-03-01")
    assert "Aucun acte ce jour-là" in read(client, reverse("audit:journals") + "?jour=1999-01-01")
    lines = client.get(reverse("audit:journals") + "?sorte=batch&format=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Le;Acte;Par;En qualité de;Motif" and len(lines) > 1


def test_the_trail_of_a_payment_goes_from_the_bank_to_the_application(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    order = paid()
    page = read(client, reverse("audit:trail", args=[order.pk]))
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
    page = read(client, reverse("audit:trail", args=[factories.certified().pk]))
    assert "La banque n’a pas encore dit" in page and "aucun lot" in page and "Journal" not in page


def test_the_trail_of_a_service_ends_at_the_endowment(client: Client) -> None:
    signed_in(client, RoleName.AUDITOR)
    supplier = BankDetailsFactory(active=True).organization
    invoice = actions.order_service(
        endowment_id=factories.endowment().pk, organization_id=supplier.pk, envelope="training", nature="training", label="Session",
        cents=90_000, service_id=uuid.uuid4(), by=factories.REQUESTER,
    )  # fmt: skip
    order = actions.request_invoice(invoice_id=invoice.pk, by=factories.REQUESTER)
    page = read(client, reverse("audit:trail", args=[order.pk]))
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
