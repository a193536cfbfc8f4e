"""The documents that the call asks for: given in the draft, replaced, taken back, read by who instructs."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel import clock
from lucette.scheme.applications.models import Application, Piece
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.applications.factories import COMPLETE, ApplicationFactory
from tests.scheme.calls.factories import CallFactory
from tests.web.doors import refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


def pdf(name: str = "acte.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n%%EOF\n", "application/pdf")


def door(name: str, it: Application, *more: str) -> str:
    return reverse(f"host:{name}", args=[it.pk, *more])


def a_draft(client: Client, **fields: object) -> Application:
    it: Application = ApplicationFactory(call=CallFactory(open=True), pieces=False, **COMPLETE, **fields)
    signed_in(client, R.HOST_REPRESENTATIVE, str(it.organization_id))
    return it


def test_the_draft_asks_for_the_documents_of_the_call_and_the_filing_waits_for_them(client: Client) -> None:
    it = a_draft(client)
    page = read(client, door("draft_summary", it))
    assert "acte qui désigne la personne qui signe" in page and door("draft_pieces", it) in page and door("file", it) not in page
    assert "Étape 5 sur 7" in read(client, door("draft_pieces", it))
    page = send(client, door("draft_pieces", it), signatory=pdf())
    assert "1 document enregistré" in page
    assert door("file", it) in read(client, door("draft_summary", it))
    page = read(client, door("draft_pieces", it))
    assert "Déjà fournis" in page and door("take_back_piece", it, "signatory") in page
    send(client, door("file", it))
    it.refresh_from_db()
    assert it.status == "filed"


def test_a_document_given_again_replaces_the_former_which_is_kept(client: Client) -> None:
    it = a_draft(client)
    for _ in range(2):
        send(client, door("draft_pieces", it), signatory=pdf())
    assert Piece.objects.filter(application=it).count() == 2
    assert "est retiré" in send(client, door("take_back_piece", it, "signatory"))
    assert not Piece.objects.filter(application=it, replaced_at=None).exists()
    assert client.get(door("take_back_piece", it, "signatory")).status_code == 404


def test_what_is_not_a_document_is_refused_beside_its_field(client: Client) -> None:
    it = a_draft(client)
    page = refused(client, door("draft_pieces", it), signatory=SimpleUploadedFile("acte.pdf", b"MZ\x90", "application/pdf"))
    assert "pas un PDF" in page and "choisissez-les de nouveau" in page
    assert not Piece.objects.exists()


def test_an_association_also_gives_its_republican_contract(client: Client) -> None:
    call = CallFactory(open=True, ami_2=True, rules="ami_2")
    for category, asked in (("9220", True), ("5710", False)):
        it = ApplicationFactory(call=call, organization=OrganizationFactory(association=True, legal_category=category))
        signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
        page = read(client, door("draft_pieces", it))
        assert ("engagement républicain" in page) is asked and "Statuts de la structure" in page


def test_documents_change_while_the_host_has_the_file_in_hand_only(client: Client) -> None:
    it = ApplicationFactory(filed=True)
    signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
    assert "On ne peut pas changer" in sent_away(client, door("give_pieces", it), identity=pdf())
    Application.objects.filter(pk=it.pk).update(status="awarded", posts_granted=1, decided_at=clock.now())
    assert door("give_pieces", it) in read(client, door("application", it))
    assert "1 document enregistré" in send(client, door("give_pieces", it), identity=pdf())


def test_who_instructs_reads_the_documents_and_the_funder_does_not(client: Client) -> None:
    it = a_draft(client)
    send(client, door("draft_pieces", it), signatory=pdf())
    send(client, door("file", it))
    address = reverse("document", args=[Piece.objects.get().document_id])
    for role, status in ((R.INSTRUCTOR, 200), (R.FUNDER, 404), (R.PREFECTURE, 404)):
        signed_in(client, role)
        assert client.get(address).status_code == status
    signed_in(client, R.INSTRUCTOR)
    assert address in read(client, reverse("agency:application", args=[it.pk]))


@pytest.mark.parametrize(("call", "host"), [({}, {}), ({"ami_2": True, "rules": "ami_2"}, {"association": True})])
def test_a_draft_deliberation_is_made_from_the_application(client: Client, call: dict, host: dict) -> None:
    it = ApplicationFactory(call=CallFactory(open=True, **call), organization=OrganizationFactory(**host), **COMPLETE)
    signed_in(client, R.HOST_SECRETARY, str(it.organization_id))
    assert door("deliberation", it) in read(client, door("draft_pieces", it))
    answer = client.get(door("deliberation", it))
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF-") and it.number in answer["Content-Disposition"]
    signed_in(client, R.HOST_SECRETARY)
    assert client.get(door("deliberation", it)).status_code == 404


def test_another_host_finds_no_document(client: Client) -> None:
    it = a_draft(client)
    signed_in(client, R.HOST_SECRETARY)
    assert client.get(door("draft_pieces", it)).status_code == 404
    assert client.get(door("take_back_piece", it, "signatory")).status_code == 404
