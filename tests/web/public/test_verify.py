"""Anybody verifies a document by its code or its file; nobody is named, one changed byte is seen."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import code_of, verify_pdf
from lucette.foundation.documents.adapters.marking import address_of
from lucette.foundation.documents.models import Document
from lucette.kernel import french
from lucette.kernel.acting import tell
from lucette.kernel.money import Money
from lucette.scheme.agreements.actions import cancel
from tests.scheme.agreements.factories import REQUESTER, in_force, signed_by_host
from tests.web.pages import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys_apart")]
ASK = "/verifier/"


def drop(client: Client, content: bytes) -> tuple[int, str]:
    tell("", "")  # nobody is signed in
    answer = client.post(ASK, {"printed_code": "", "genuine_file": SimpleUploadedFile("convention.pdf", content, "application/pdf")})
    return answer.status_code, answer.content.decode()


def test_the_square_leads_to_the_page_of_the_site() -> None:
    assert address_of("7KQ29XD4RTW3B3HF").endswith(reverse("public:verified", args=["7KQ29XD4RTW3B3HF"]))


def test_a_code_tells_what_the_original_says_and_names_nobody(client: Client) -> None:
    it = in_force(posts=3)
    signed = documents.content(it.document_id)
    tell("", "")
    page = read(client, reverse("public:verified", args=[code_of("agreement", it.pk)]))
    assert f"Convention {it.number}" in page and "en vigueur" in page and it.organization.name in page
    assert str(Money(it.amount_cents)).split()[0] in page
    assert page.count("valable, document intact") == 3 and "Cachet de la plateforme" in page and "1ᵉʳ mars 2021" in page
    people = [report.signatory for report in verify_pdf(signed) if not report.is_seal]
    assert len(people) == 2 and not [name for name in people if name in page]
    assert "représentante légale" not in page and "délégataire" not in page


def test_a_host_who_is_a_natural_person_is_not_named(client: Client) -> None:
    it = signed_by_host()
    it.organization.legal_category = "1000"
    it.organization.save()
    tell("", "")
    page = read(client, reverse("public:verified", args=[code_of("agreement", it.pk)]))
    assert it.organization.name not in page and "signée par la structure" in page


def test_a_code_is_typed_as_it_is_read(client: Client) -> None:
    code = code_of("agreement", in_force().pk)
    tell("", "")
    assert re.fullmatch("[2-9A-HJ-NP-Z]{16}", code) and "Vérifier un document" in read(client, ASK)
    answer = client.post(ASK, {"printed_code": f" {french.parted(code).lower()} "})
    assert answer.headers["Location"] == reverse("public:verified", args=[code])
    for typed, told in (("ABC", "16 lettres et chiffres"), ("", "Tapez le code")):
        answer = client.post(ASK, {"printed_code": typed})
        assert answer.status_code == 422 and told in answer.content.decode()
    assert client.get(reverse("public:verified", args=["7KQ29XD4RTW3B3HF"])).status_code == 404


def test_the_file_itself_is_known_to_the_last_byte_and_not_kept(client: Client) -> None:
    it = in_force()
    content, before = documents.content(it.document_id), Document.objects.count()
    status, page = drop(client, content)
    assert status == 200 and "authentique, au dernier octet près" in page and "version plus récente" not in page
    altered = bytearray(content)
    altered[len(content) // 2] ^= 1
    for file in (bytes(altered), content + b"\n", b"hello"):
        status, page = drop(client, file)
        assert status == 422 and "aucun des documents délivrés ici" in page
    tell("", "national")
    assert Document.objects.count() == before


def test_a_former_version_says_that_another_one_replaced_it(client: Client) -> None:
    it = in_force()
    first = documents.versions(code_of("agreement", it.pk))[0]
    status, page = drop(client, documents.content(first.pk))
    assert status == 200 and "Personne ne l’a encore signé" in page and "version plus récente" in page


def test_an_agreement_given_up_says_so(client: Client) -> None:
    it = cancel(agreement_id=signed_by_host().pk, reason="renoncement", by=REQUESTER)
    tell("", "")
    assert "annulée" in read(client, reverse("public:verified", args=[code_of("agreement", it.pk)]))


def test_nobody_verifies_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lucette.web.gate.pace.BY_ADDRESS", 2)
    address = reverse("public:verified", args=[code_of("agreement", signed_by_host().pk)])
    tell("", "")
    assert [client.get(address).status_code for _ in range(3)] == [200, 200, 409]
