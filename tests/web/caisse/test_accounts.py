"""The bank account of a host: called back, asked to its bank, verified, held, decided, used; each through its page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents import actions as documents
from lucette.foundation.organizations.models import BankDetails
from lucette.foundation.organizations.rules import spaced
from lucette.kernel.actor import SYSTEM
from tests.foundation.accounts.factories import PersonFactory
from tests.foundation.organizations.factories import BankDetailsFactory
from tests.web.doors import closed, forbidden, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
R = RoleName
REASON = "La trésorerie confirme ce compte par courrier."


def at(name: str, pk: object) -> str:
    return reverse(f"caisse:{name}", args=[pk])


def test_a_first_account_is_asked_to_its_bank_verified_then_activated(client: Client) -> None:
    it = BankDetailsFactory()
    signed_in(client, R.CERTIFIER)
    page = read(client, at("account", it.pk))
    assert at("check_payee", it.pk) in page and at("verify_account", it.pk) not in page and at("call_back", it.pk) not in page
    assert it.iban not in page and "premier compte" in page
    assert "il manque la réponse de la banque" in refused(client, at("verify_account", it.pk), compared="on")
    assert "ne peut pas répondre" in send(client, at("check_payee", it.pk))
    assert spaced(it.iban) in read(client, at("verify_account", it.pk))
    assert "Cette réponse est nécessaire" in refused(client, at("verify_account", it.pk))
    assert "est vérifié" in send(client, at("verify_account", it.pk), compared="on")
    sent_away(client, at("verify_account", it.pk), compared="on")
    assert "sera payée sur ce compte" in send(client, at("activate_account", it.pk))
    assert BankDetails.objects.get(pk=it.pk).status == "active"


def test_a_change_is_called_back_on_the_number_shown_and_activated_by_another(client: Client) -> None:
    it = BankDetailsFactory(change=True, called_at=None)
    signed_in(client, R.CERTIFIER)
    assert "il manque un rappel" in read(client, at("account", it.pk))
    page = read(client, at("call_back", it.pk))
    assert "0639980001" in page and "Alix Essai" in page and 'name="phone"' not in page
    assert "nécessaire" in refused(client, at("call_back", it.pk), result="confirmed")
    assert "est enregistré" in send(client, at("call_back", it.pk), person_name="Alix Essai", result="confirmed", note="Nouvelle banque")
    assert "Nouvelle banque" in read(client, at("account", it.pk))
    send(client, at("check_payee", it.pk))
    send(client, at("verify_account", it.pk), compared="on")
    assert at("activate_account", it.pk) not in read(client, at("account", it.pk))
    assert "Vous avez rappelé la structure" in forbidden(client, at("activate_account", it.pk))
    signed_in(client, R.REQUESTER)
    assert "ancien compte remplacé" in read(client, at("activate_account", it.pk))
    assert "sera payée" in send(client, at("activate_account", it.pk))
    page = read(client, at("organization_accounts", it.organization_id))
    assert "2 comptes" in page and it.iban not in page and it.replaces.iban not in page


def test_without_a_known_number_the_caller_says_where_she_found_one(client: Client) -> None:
    it = BankDetailsFactory(change=True, call_phone="", call_name="")
    signed_in(client, R.CERTIFIER)
    typed = {"person_name": "La maire", "result": "confirmed"}
    assert "nécessaire" in refused(client, at("call_back", it.pk), **typed)
    assert "est enregistré" in send(client, at("call_back", it.pk), **typed, phone="0555213000", source="annuaire du service public")


def test_a_doubt_holds_the_account_until_the_delegate_decides(client: Client) -> None:
    it = BankDetailsFactory()
    signed_in(client, R.CERTIFIER)
    assert "dix caractères" in refused(client, at("hold_account", it.pk), reason="Bof")
    assert "est retenu" in send(client, at("hold_account", it.pk), reason="Le papier à en-tête est ancien.")
    assert closed(client, at("release_account", it.pk), at("refuse_account", it.pk))
    signed_in(client, R.CAISSE_DELEGATE)
    assert "1 compte bancaire est retenu" in read(client, reverse("caisse:dashboard"))
    assert at("account", it.pk) in read(client, reverse("caisse:bank_details") + "?etat=on_hold")
    assert "Le papier à en-tête est ancien" in read(client, at("release_account", it.pk))
    assert "est levée" in send(client, at("release_account", it.pk), reason=REASON)
    assert REASON in read(client, at("account", it.pk))
    sent_away(client, at("release_account", it.pk), reason=REASON)


def test_the_delegate_refuses_for_good(client: Client) -> None:
    it = BankDetailsFactory(on_hold=True)
    signed_in(client, R.CAISSE_DELEGATE)
    assert "est tenu en Allemagne" in read(client, at("refuse_account", it.pk))
    assert "est refusé" in send(client, at("refuse_account", it.pk), reason=REASON)
    sent_away(client, at("refuse_account", it.pk), reason=REASON)


def test_the_person_who_declared_it_does_not_check_it(client: Client) -> None:
    person = PersonFactory()
    it = BankDetailsFactory(declared_by=person.pk)
    signed_in(client, R.REQUESTER, person=person)
    assert at("check_payee", it.pk) not in read(client, at("account", it.pk))
    assert "une autre personne doit les vérifier" in forbidden(client, at("verify_account", it.pk), compared="on")


@pytest.mark.parametrize("role", [R.ACCOUNTANT, R.AUDITOR, R.AUTHORISING_OFFICER])
def test_others_read_the_trail_and_change_nothing(client: Client, role: R) -> None:
    it = BankDetailsFactory(change=True)
    signed_in(client, role)
    read(client, at("account", it.pk))
    read(client, at("organization_accounts", it.organization_id))
    acts = ("check_payee", "call_back", "verify_account", "activate_account", "hold_account", "release_account", "refuse_account")
    assert closed(client, *(at(name, it.pk) for name in acts))


def test_accounts_are_filtered_by_state(client: Client) -> None:
    it = BankDetailsFactory()
    signed_in(client, R.REQUESTER)
    assert at("account", it.pk) in read(client, reverse("caisse:bank_details") + "?etat=declared")
    assert at("account", it.pk) not in read(client, reverse("caisse:bank_details") + "?etat=active")


def test_the_document_of_the_bank_is_for_who_compares_it(client: Client) -> None:
    it = BankDetailsFactory()
    kept = documents.store(
        kind="rib", title="RIB", filename="rib.pdf", content=b"%PDF", content_type="application/pdf", subject=it,
        organization_id=it.organization_id, by=SYSTEM,
    )  # fmt: skip
    address = reverse("document", args=[kept.pk])
    opened = {role: client.get(address).status_code for role in RoleName if role in READERS and signed_in(client, role)}
    assert opened == {role: 200 if role in COMPARE else 404 for role in READERS}
    signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
    assert client.get(address).status_code == 200
    signed_in(client, R.HOST_SECRETARY)
    assert client.get(address).status_code == 404


COMPARE = {R.CERTIFIER, R.REQUESTER, R.CAISSE_DELEGATE, R.ACCOUNTANT, R.AUDITOR}
READERS = [*COMPARE, R.FUNDER, R.INSTRUCTOR, R.SUPPORT, R.PREFECTURE, R.ANIMATOR]
