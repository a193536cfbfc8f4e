"""Where the host is paid: declared with its document, confirmed by a second person, withdrawn; asked again who acts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.drafts.models import Draft
from lucette.foundation.notifications.models import Letter
from lucette.foundation.organizations.models import BankDetails, Organization
from lucette.foundation.organizations.rules import test_iban as iban_of
from lucette.kernel import clock
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.foundation.organizations.factories import BankDetailsFactory, OrganizationFactory
from tests.web.doors import closed, forbidden, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
IBAN = "FR76 3000 1007 9412 3456 7890 185"
DECLARE = "/structure/versements/compte/declarer/"
R = RoleName


def rib(content: bytes = b"%PDF-1.4\n%%EOF\n") -> SimpleUploadedFile:
    return SimpleUploadedFile("rib.pdf", content, "application/pdf")


def at(name: str, it: BankDetails) -> str:
    return reverse(f"host:{name}", args=[it.pk])


def member(organization: Organization, role: RoleName, **person: str):
    """Somebody of the structure for long."""
    held = RoleFactory(
        person=PersonFactory(**person), name=role, scope_kind="organization", scope_code=str(organization.pk), since=dt.date(2020, 11, 2)
    )
    return held.person


def two_people(organization: Organization):
    return (
        member(organization, R.HOST_SECRETARY, first_name="Camille", phone="0639980002"),
        member(organization, R.HOST_REPRESENTATIVE, first_name="Dominique", phone="0639980003"),
    )


class TestDeclaring:
    def test_a_first_account_is_declared_and_seen_where_it_stands(self, client: Client) -> None:
        host = OrganizationFactory()
        signed_in(client, R.HOST_SECRETARY, str(host.pk))
        assert DECLARE in read(client, reverse("host:payments"))
        assert "Une autre personne l’active" in read(client, DECLARE)
        page = send(client, DECLARE, holder="Trésorerie de Tulle", iban=IBAN, rib=rib())
        assert "La Banque des Territoires le vérifie" in page and "FR76 •••• 0185" in page and "Banque des Territoires" in page
        it = BankDetails.objects.get(organization=host)
        assert it.iban == IBAN.replace(" ", "")
        assert at("account", it) in read(client, reverse("host:payments"))
        assert "Relevé d’identité bancaire" in read(client, at("account", it))

    def test_a_wrong_account_is_told_and_its_number_is_never_kept(self, client: Client) -> None:
        signed_in(client, R.HOST_SECRETARY)
        page = refused(client, DECLARE, holder="Trésorerie de Tulle", iban="FR76 0000", rib=rib())
        assert "IBAN n’est pas valable" in page
        assert Draft.objects.get().fields == {"holder": ["Trésorerie de Tulle"]}
        assert "Trésorerie de Tulle" in read(client, DECLARE)

    @pytest.mark.parametrize("content", [b"<html></html>", b"MZ" + bytes(50)])
    def test_a_file_that_is_no_document_is_refused_whatever_its_name(self, client: Client, content: bytes) -> None:
        signed_in(client, R.HOST_SECRETARY)
        assert "un fichier PDF, JPEG ou PNG" in refused(client, DECLARE, holder="Trésorerie", iban=IBAN, rib=rib(content))

    def test_a_change_says_what_follows_then_a_second_person_confirms_it(self, client: Client) -> None:
        host = BankDetailsFactory(active=True).organization
        first, second = two_people(host)
        signed_in(client, R.HOST_SECRETARY, str(host.pk), first)
        page = read(client, DECLARE)
        assert "Une seconde personne de votre structure doit confirmer" in page and "FR76 •••• 0185" in page
        assert "Une seconde personne doit le confirmer" in send(client, DECLARE, holder="Trésorerie", iban=iban_of(2), rib=rib())
        it = BankDetails.objects.get(organization=host, status="declared")
        page = read(client, at("account", it))
        assert "une autre personne de votre structure doit confirmer" in page and "délai de sûreté d’un changement de compte" in page
        assert at("confirm_account", it) not in page and at("withdraw_account", it) in page
        assert "une autre personne de votre structure doit le confirmer" in forbidden(client, at("confirm_account", it))
        assert Letter.objects.filter(kind="bank_details.declared", to_email=second.email).exists()
        signed_in(client, R.HOST_REPRESENTATIVE, str(host.pk), second)
        assert iban_of(2)[-4:] in read(client, at("confirm_account", it))
        assert "Vous avez confirmé" in send(client, at("confirm_account", it))
        it.refresh_from_db()
        assert (it.status, it.confirmed_by) == ("declared", second.pk)
        assert at("confirm_account", it) not in read(client, at("account", it))

    def test_a_change_is_withdrawn_by_either(self, client: Client) -> None:
        it = BankDetailsFactory()
        signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
        assert "est retiré" in send(client, at("withdraw_account", it))
        assert "On ne peut pas" in sent_away(client, at("withdraw_account", it))
        assert "a retiré ce compte" in read(client, at("account", it))

    def test_the_same_account_is_refused(self, client: Client) -> None:
        active = BankDetailsFactory(active=True)
        signed_in(client, R.HOST_REPRESENTATIVE, str(active.organization_id))
        assert "Remplacer le compte" in read(client, reverse("host:payments"))
        assert "déjà déclaré" in refused(client, DECLARE, holder=active.holder, iban=IBAN, rib=rib())

    def test_a_held_account_does_not_tell_the_structure_why(self, client: Client) -> None:
        it = BankDetailsFactory(on_hold=True)
        signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
        page = read(client, at("account", it))
        assert "retenu pour contrôle" in page and "Allemagne" not in page

    def test_other_hosts_and_other_roles_see_nothing(self, client: Client) -> None:
        it = BankDetailsFactory()
        signed_in(client, R.CERTIFIER)
        assert closed(client, DECLARE)
        signed_in(client, R.HOST_REPRESENTATIVE)
        assert client.get(at("account", it)).status_code == 404
        assert closed(client, at("withdraw_account", it), at("confirm_account", it))


class TestFreshSignIn:
    def test_an_old_session_is_asked_again_who_acts_and_comes_back(self, client: Client) -> None:
        host = OrganizationFactory()
        held = signed_in(client, R.HOST_SECRETARY, str(host.pk))
        with clock.at(clock.now() + dt.timedelta(minutes=16)):
            assert client.get(DECLARE, follow=True).redirect_chain == [(reverse("signin:again"), 302)]
            sent = client.post(DECLARE, {"holder": "Trésorerie de Tulle", "iban": IBAN, "rib": rib()})
            assert sent.status_code == 302 and not BankDetails.objects.exists()
            assert "Recevoir mon lien de connexion" in read(client, reverse("signin:again"))
            client.post(reverse("signin:again"))
            letter = Letter.objects.get(kind="sign_in_link", to_email=held.person.email)
            token = letter.body.rpartition("/connexion/")[2].strip().strip("/")
            assert client.post(reverse("signin:use", args=[token]), follow=True).redirect_chain[-1] == (DECLARE, 302)
            assert "Trésorerie de Tulle" in read(client, DECLARE)

    def test_a_fictional_person_of_the_demonstration_needs_no_mailbox(self, client: Client, settings) -> None:
        settings.DEMONSTRATION = True
        signed_in(client, R.HOST_SECRETARY, person=PersonFactory(fictional=True))
        with clock.at(clock.now() + dt.timedelta(minutes=16)):
            client.get(DECLARE)
            assert "C’est bien moi" in read(client, reverse("signin:again"))
            assert client.post(reverse("signin:again")).url == DECLARE
            read(client, DECLARE)


class TestPhone:
    def test_a_person_changes_her_own_telephone_and_the_former_one_stays_the_one_to_call(self, client: Client) -> None:
        host = BankDetailsFactory(active=True).organization
        first, second = two_people(host)
        held = signed_in(client, R.HOST_REPRESENTATIVE, str(host.pk), second)
        address = reverse("host:change_phone", args=[held.pk])
        assert address in read(client, reverse("host:members"))
        assert "n’est pas valable" in refused(client, address, phone="12")
        assert "est changé" in send(client, address, phone="+33 6 39 98 00 09")
        second.refresh_from_db()
        assert second.phone == "+33639980009"
        signed_in(client, R.HOST_SECRETARY, str(host.pk), first)
        send(client, DECLARE, holder="Trésorerie", iban=iban_of(2), rib=rib())
        it = BankDetails.objects.get(organization=host, status="on_hold")
        assert it.call_phone == "0639980003" and "vient" in it.call_note.replace("viennent", "vient") and "contact_changed" in it.alerts
