"""The space of the Caisse des Dépôts: what waits for each hand, lists, objects."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.scheme.payments import actions
from lucette.scheme.payments.models import BankStatement
from lucette.scheme.payments.queries import answer_of_local_bank
from tests.foundation.organizations.factories import BankDetailsFactory
from tests.scheme.agreements import factories as agreements
from tests.scheme.fund.factories import notified
from tests.scheme.payments import factories
from tests.scheme.recruitment.factories import HireFactory
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
HANDS = [RoleName.REQUESTER, RoleName.CERTIFIER, RoleName.AUTHORISING_OFFICER, RoleName.ACCOUNTANT, RoleName.CAISSE_DELEGATE]
LISTS = ["desks", "agreements", "orders", "batches", "statements", "invoices", "hires", "bank_details"]


def paid() -> BankStatement:
    """A statement that tells of a batch executed and of a tranche nobody announced."""
    batch = factories.sent()
    content = answer_of_local_bank(batch.endowment_id, clock.today())
    actions.read_statement(endowment_id=batch.endowment_id, content=content, by=factories.ACCOUNTANT)
    return BankStatement.objects.get(endowment_id=batch.endowment_id)


def test_each_hand_sees_what_waits_for_it(client: Client) -> None:
    instalment = factories.schedule()[0]
    factories.requested()
    factories.certified()
    factories.ordered()
    factories.frozen()
    agreements.asked()
    agreements.signed_by_host()
    HireFactory(declared=True)
    waits = {
        RoleName.REQUESTER: ["convention est demandée", "versement est exigible", "contrat de travail", instalment.agreement.number],
        RoleName.CERTIFIER: ["1 ordre de paiement à certifier", "bancaire"],
        RoleName.AUTHORISING_OFFICER: ["1 ordre de paiement à ordonnancer"],
        RoleName.ACCOUNTANT: ["à prendre en charge", "1 lot de virements est figé"],
        RoleName.CAISSE_DELEGATE: ["attend votre signature"],
    }
    BankDetailsFactory()
    for role, sentences in waits.items():
        signed_in(client, role)
        page = read(client, reverse("caisse:dashboard"))
        assert [sentence for sentence in sentences if sentence not in page] == [], role


def test_the_accountant_is_told_of_a_notified_endowment_without_bank_account(client: Client) -> None:
    factories.endowment()
    it = notified()
    page = reverse("funder:open_account", args=[it.pk])
    for role in HANDS:
        signed_in(client, role)
        assert (page in read(client, reverse("caisse:dashboard"))) == (role == RoleName.ACCOUNTANT), role


@pytest.mark.parametrize("role", HANDS)
def test_an_empty_dashboard_says_what_will_come(client: Client, role: RoleName) -> None:
    signed_in(client, role)
    assert "Rien n’attend de vous aujourd’hui" in read(client, reverse("caisse:dashboard"))


@pytest.mark.parametrize("name", LISTS)
def test_a_list_opens_empty_and_full(client: Client, name: str) -> None:
    signed_in(client, RoleName.CERTIFIER)
    read(client, reverse(f"caisse:{name}"))
    paid()
    factories.requested()
    HireFactory(declared=True)
    BankDetailsFactory()
    read(client, reverse(f"caisse:{name}"))


def test_the_desks_count_and_sum(client: Client) -> None:
    signed_in(client, RoleName.ACCOUNTANT)
    factories.requested()
    factories.requested()
    page = read(client, reverse("caisse:desks"))
    assert "2 ordres" in page and "40\u00a0000,00\u00a0€" in page and "Rien à ordonnancer" in page


def test_a_list_is_narrowed_paged_and_exported_without_formulas(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_in(client, RoleName.ACCOUNTANT)
    monkeypatch.setattr("lucette.web.gate.listings.SHOWN", 1)
    first, second, certified = factories.requested(), factories.requested(), factories.certified()
    certified.organization.name = "=HYPERLINK(1)"
    certified.organization.save()
    address = reverse("caisse:orders")
    page = read(client, f"{address}?etat=requested")
    shown, hidden = (first, second) if first.number in page else (second, first)
    assert "2 ordres de paiement" in page and shown.number in page and hidden.number not in page
    following = f"{address}?etat=requested&apres={shown.pk}"
    assert following.replace("&", "&amp;") in page and hidden.number in read(client, following)
    assert certified.number in read(client, f"{address}?etat=certified&apres=nulle-part")
    export = client.get(f"{address}?etat=certified&format=csv")
    lines = export.content.decode("utf-8-sig").split("\r\n")
    assert export["Content-Disposition"] == 'attachment; filename="ordres-de-paiement-2021-03-01.csv"'
    assert lines[0] == "Numéro;Bénéficiaire;Objet;État;Depuis le;Montant"
    assert lines[1].startswith(f"{certified.number};'=HYPERLINK(1);") and lines[1].endswith(";20000,00")


def test_an_agreement_tells_who_signs_next_and_where_its_money_is(client: Client) -> None:
    signed_in(client, RoleName.CAISSE_DELEGATE)
    waiting, live = agreements.signed_by_host(), factories.requested().instalment.agreement
    page = read(client, reverse("caisse:agreement", args=[waiting.pk]))
    assert waiting.number in page and "À vous :" in page and "/document/" in page
    page = read(client, reverse("caisse:agreement", args=[live.pk]))
    assert "Où en est l’argent" in page and "la certification de la demande" in page


@pytest.mark.parametrize("state", ["requested", "certified", "ordered", "accepted"])
def test_an_order_tells_its_four_hands(client: Client, state: str) -> None:
    signed_in(client, RoleName.AUDITOR)
    order = getattr(factories, state)()
    page = read(client, reverse("caisse:order", args=[order.pk]))
    assert order.number in page and "Prochaine étape" in page
    assert order.iban not in page and "••••" in page


def test_a_paid_order_leads_to_its_batch_and_its_statement(client: Client) -> None:
    signed_in(client, RoleName.ACCOUNTANT)
    statement = paid()
    order = statement.lines.exclude(order=None).get().order
    page = read(client, reverse("caisse:order", args=[order.pk]))
    for name, pk in (("batch", order.batch_id), ("statement", statement.pk)):
        address = reverse(f"caisse:{name}", args=[pk])
        assert address in page
        assert order.number in read(client, address)


def test_a_batch_shows_its_sums_by_two_paths_and_gives_its_file(client: Client) -> None:
    signed_in(client, RoleName.ACCOUNTANT)
    batch = factories.frozen()
    page = read(client, reverse("caisse:batch", args=[batch.pk]))
    assert "Le lot, la base et le fichier disent la même chose." in page
    answer = client.get(reverse("document", args=[batch.document_id]))
    assert answer.status_code == 200 and b"pain.001.001.09" in answer.content


def test_a_statement_shows_what_is_matched_and_gives_its_file(client: Client) -> None:
    signed_in(client, RoleName.ACCOUNTANT)
    statement = paid()
    page = read(client, reverse("caisse:statement", args=[statement.pk]))
    assert "rapprochée" in page
    assert b"camt.053" in client.get(reverse("document", args=[statement.document_id])).content


def test_an_invoice_tells_where_its_payment_is(client: Client) -> None:
    signed_in(client, RoleName.REQUESTER)
    endowment = factories.endowment()
    supplier = BankDetailsFactory(active=True).organization
    invoice = actions.order_service(
        endowment_id=endowment.pk, organization_id=supplier.pk, envelope="training", nature="training", label="Session de mars",
        cents=90_000, service_id=uuid.uuid4(), by=factories.REQUESTER,
    )  # fmt: skip
    page = read(client, reverse("caisse:invoice", args=[invoice.pk]))
    assert "Session de mars" in page and "demande le paiement" in page
    order = actions.request_invoice(invoice_id=invoice.pk, by=factories.REQUESTER)
    assert reverse("caisse:order", args=[order.pk]) in read(client, reverse("caisse:invoice", args=[invoice.pk]))


def test_a_contract_is_shown_to_those_who_validate_it(client: Client) -> None:
    signed_in(client, RoleName.CERTIFIER)
    hire = HireFactory(declared=True)
    page = read(client, reverse("caisse:hire", args=[hire.pk]))
    assert "À vous :" in page and str(hire.candidate.person) in page
    read(client, reverse("caisse:hire", args=[HireFactory(invited=True).pk]))


@pytest.mark.parametrize("name", ["agreement", "order", "batch", "statement", "invoice", "hire"])
def test_what_does_not_exist_is_not_found(client: Client, name: str) -> None:
    signed_in(client, RoleName.ACCOUNTANT)
    assert client.get(reverse(f"caisse:{name}", args=[uuid.uuid4()])).status_code == 404


def test_another_space_does_not_read_the_orders(client: Client) -> None:
    order = factories.requested()
    signed_in(client, RoleName.HOST_REPRESENTATIVE, str(order.organization_id))
    assert client.get(reverse("caisse:order", args=[order.pk])).status_code == 404


def test_the_accountant_is_told_of_accounts_not_prepared(client: Client) -> None:
    factories.endowment()
    with clock.at(dt.date(2022, 2, 15)):
        signed_in(client, RoleName.ACCOUNTANT)
        page = read(client, reverse("caisse:dashboard"))
        assert reverse("caisse:renderings") in page and "ne sont pas encore préparés" in page
