"""The host asks for its agreement, reads it, signs it, gives it up; it says where it is paid."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Role
from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import Signer, verify_pdf
from lucette.foundation.organizations.models import BankDetails, Delegation
from lucette.kernel import clock
from lucette.scheme.agreements import actions
from lucette.scheme.agreements.enums import AmendmentKind
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.agreements.rules.amendments import Wanted
from lucette.scheme.calls.models import RequiredPiece
from tests.scheme.agreements.factories import DELEGATE, asked, host_of, in_force, ready
from tests.scheme.committee.factories import award
from tests.web.doors import closed, forbidden, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys_apart")]
IBAN = "FR76 3000 1007 9412 3456 7890 185"


def enter(client: Client, it: object, role: RoleName = RoleName.HOST_REPRESENTATIVE) -> None:
    signed_in(client, role, str(it.organization_id))  # type: ignore[attr-defined]


class TestAsking:
    def test_an_awarded_host_asks_from_its_award(self, client: Client) -> None:
        given = award(2)
        enter(client, given, RoleName.HOST_SECRETARY)
        address = reverse("host:ask_agreement", args=[given.application_id])
        assert address in read(client, reverse("host:award", args=[given.pk]))
        assert address in read(client, reverse("host:application", args=[given.application_id]))
        page = send(client, address)
        it = Agreement.objects.get(award=given)
        assert f"La convention {it.number} est demandée" in page and it.status == "preparing"
        again = refused(client, address)
        assert "déjà demandée" in again and Agreement.objects.count() == 1

    def test_nobody_else_asks(self, client: Client) -> None:
        given = award(1)
        signed_in(client, RoleName.HOST_SECRETARY)
        assert closed(client, reverse("host:ask_agreement", args=[given.application_id]))


class TestLacking:
    def test_the_host_is_led_to_what_its_agreement_lacks_and_reads_its_draft(self, client: Client) -> None:
        it = asked()
        call = it.award.application.call
        RequiredPiece.objects.create(call=call, code="identity", label="Pièce d’identité", position=1, needed_for="agreement", source="x")
        Role.objects.filter(scope_code=str(it.organization_id)).update(until=clock.today())
        enter(client, it, RoleName.HOST_SECRETARY)
        board, page = read(client, reverse("host:dashboard")), read(client, reverse("host:agreement", args=[it.pk]))
        for told in (board, page):
            assert reverse("host:give_pieces", args=[it.award.application_id]) in told and reverse("host:members") in told
        assert "attend un document : Pièce d’identité" in board and "Un document manque : Pièce d’identité" in page
        address = reverse("host:preview_agreement", args=[it.pk])
        assert address in page and "Article 9 – Litiges" in read(client, address)
        draft = client.get(f"{address}?format=pdf")
        assert draft["Content-Type"] == "application/pdf" and draft.content.startswith(b"%PDF")
        enter(client, ready(), RoleName.HOST_SECRETARY)
        assert client.get(reverse("host:preview_agreement", args=[it.pk])).status_code == 404

    def test_the_banque_des_territoires_sees_and_filters_what_lacks(self, client: Client) -> None:
        whole, lacking = asked(), asked()
        BankDetails.objects.filter(organization=lacking.organization).update(status="withdrawn")
        signed_in(client, RoleName.REQUESTER)
        every, wanting, complete = (
            read(client, f"{reverse('caisse:agreements')}{query}") for query in ("", "?etat=a-completer", "?etat=complets")
        )
        assert whole.number in every and lacking.number in every and "le compte bancaire vérifié" in every
        assert lacking.number in wanting and whole.number not in wanting
        assert whole.number in complete and lacking.number not in complete
        address = reverse("caisse:generate", args=[lacking.pk])
        assert "ne sont pas encore déclarées" in read(client, address)
        assert "ne sont pas encore déclarées" in refused(client, address)
        assert "Article 9 – Litiges" in read(client, reverse("caisse:preview_agreement", args=[whole.pk]))
        assert "Lire le projet de convention" in read(client, reverse("caisse:agreement", args=[whole.pk]))
        assert client.get(reverse("caisse:preview_agreement", args=[ready().pk])).status_code == 409


class TestSigning:
    def test_the_agreement_is_read_in_the_page_then_signed(self, client: Client) -> None:
        it = ready()
        enter(client, it)
        page = read(client, reverse("host:agreement", args=[it.pk]))
        assert "Article 7 – Contrôle et reversement" in page and "cent mille euros" in page and "à signer maintenant" in page
        address = reverse("host:sign_agreement", args=[it.pk])
        assert address in page and "Article 1 – Objet" in read(client, address)
        page = send(client, address)
        it.refresh_from_db()
        assert it.status == "signed_by_host" and "La Caisse des Dépôts la signe à son tour" in page
        assert "On ne peut pas" in sent_away(client, address)
        seals = read(client, reverse("host:seals", args=[it.pk]))
        assert "1 signature vérifiée" in seals and "valable, document intact" in seals

    def test_each_party_may_sign_elsewhere_with_a_certificate_of_its_own(
        self, client: Client, settings: LazySettings, tmp_path: Path
    ) -> None:
        it = ready()
        enter(client, it)
        address = reverse("host:sign_elsewhere", args=[it.pk])
        assert address not in read(client, reverse("host:agreement", args=[it.pk]))
        stranger, roots = Signer(tmp_path / "elsewhere"), tmp_path / "roots.pem"
        roots.write_bytes(stranger.local.root.certificate.public_bytes(Encoding.PEM))

        def signed(name: str) -> SimpleUploadedFile:
            it.refresh_from_db()
            content = stranger.sign_pdf(documents.content(it.document_id), name, "maire", "Convention", clock.now())
            return SimpleUploadedFile("convention.pdf", content, "application/pdf")

        assert "n’est pas reconnue" in refused(client, address, signed_file=signed("Anne Maire"))
        settings.SIGNING_ROOTS = str(roots)
        assert address in read(client, reverse("host:agreement", args=[it.pk]))
        assert "est reçue" in send(client, address, signed_file=signed("Anne Maire"))
        signed_in(client, RoleName.CAISSE_DELEGATE)
        assert "Le document signé" in read(client, reverse("caisse:sign_elsewhere", args=[it.pk]))
        outside = actions.signed_for_caisse(agreement_id=it.pk, by=DELEGATE, outside=signed("Luc Délégué").read())
        actions.sign_as_caisse(agreement_id=it.pk, by=DELEGATE, signed=outside)
        it.refresh_from_db()
        assert it.status == "in_force" and [mark.valid for mark in verify_pdf(documents.content(it.document_id))] == [True, True, True]
        assert {mark.certificate.split(",")[0] for mark in it.signatures.all()} == {"Anne Maire", "Luc Délégué"}

    def test_an_agreement_in_force_stays_readable_within_its_questions(self, client: Client) -> None:
        it = in_force()
        enter(client, it)
        page = read(client, reverse("host:agreement", args=[it.pk]))
        assert "Cachet et horodatage" in page and " ".join(wrap(it.document.sha256, 16)) in page
        seals = read(client, reverse("host:seals", args=[it.pk]))
        assert "3 signatures vérifiées" in seals and "Cachet de la plateforme" in seals and "1ᵉʳ mars 2021" in seals
        assert "Article 9 – Litiges" in page and reverse("host:sign_agreement", args=[it.pk]) not in page

    def test_the_list_keeps_those_that_an_amendment_changes(self, client: Client) -> None:
        it = in_force()
        enter(client, it)
        assert "Avenant en cours" not in read(client, reverse("host:agreements"))
        wanted = Wanted(AmendmentKind.ADD_POSTS, clock.today(), "Une permanence de plus.", count=1)
        actions.amendments.ask(agreement_id=it.pk, wanted=wanted, by=host_of(it))
        assert "Avenant en cours" in read(client, reverse("host:agreements"))
        assert it.number in read(client, f"{reverse('host:agreements')}?avenant=en-cours")

    def test_a_secretary_signs_with_a_delegation_only(self, client: Client) -> None:
        it = ready()
        address = reverse("host:sign_agreement", args=[it.pk])
        held = signed_in(client, RoleName.HOST_SECRETARY, str(it.organization_id))
        assert address not in read(client, reverse("host:agreement", args=[it.pk]))
        assert "délégation de signature" in forbidden(client, address)
        Delegation.objects.create(
            organization=it.organization, person_id=held.person_id, capacity="adjoint", basis="Arrêté", since=clock.today()
        )
        assert "Vous avez signé" in send(client, address)

    def test_another_host_sees_nothing(self, client: Client) -> None:
        it = ready()
        signed_in(client, RoleName.HOST_REPRESENTATIVE)
        assert closed(client, *(reverse(f"host:{name}", args=[it.pk]) for name in ("sign_agreement", "cancel_agreement")))
        assert client.get(reverse("host:seals", args=[it.pk])).status_code == 404


class TestCancelling:
    def test_a_host_gives_its_agreement_up_with_a_reason(self, client: Client) -> None:
        it = asked()
        enter(client, it, RoleName.HOST_SECRETARY)
        address = reverse("host:cancel_agreement", args=[it.pk])
        assert "reviennent à la dotation" in read(client, address)
        assert "nécessaire" in refused(client, address, reason="")
        assert "est annulée" in send(client, address, reason="Projet abandonné")
        it.refresh_from_db()
        assert (it.status, it.cancellation_reason) == ("cancelled", "Projet abandonné")
        assert "On ne peut pas" in sent_away(client, address, reason="Encore")
