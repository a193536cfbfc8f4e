"""A document signed by a service far away: the same file; what it refuses or forgets is told in French, and nothing is signed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection

from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import Signer, verify_pdf
from lucette.foundation.documents.adapters.certificates import asn1
from lucette.foundation.documents.adapters.remote import RemoteKeys
from lucette.kernel import clock
from lucette.kernel.errors import RuleBroken, Unavailable
from lucette.scheme.agreements.actions import sign_as_caisse, sign_as_host
from lucette.scheme.agreements.models import Agreement
from tests.foundation.documents.signing_service import ECDSA, SHA256, TOKEN, Service, serving
from tests.scheme.agreements.factories import DELEGATE, host_of, ready
from tests.states import count_rows

DIGEST = bytes(range(32))


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    monkeypatch.setattr("lucette.foundation.documents.adapters.remote.PAUSE", 0)
    with serving() as it:
        yield it


def keys(service: Service, token: str = TOKEN, seconds: float = 2) -> RemoteKeys:
    return RemoteKeys(service.url, token, seconds=seconds)


def test_detached_bytes_are_signed_by_the_certificate_that_names_the_person(service: Service, tmp_path: Path) -> None:
    service.holds("Anne Maire")
    service.holds("Ève Lacœuille")
    signer = Signer(tmp_path, keys(service))
    with clock.at(dt.date(2021, 3, 1)):
        signed = signer.sign_bytes(b"un fichier", "Ève Lacœuille", "comptable", clock.now())
    found = signer.verify_bytes(b"un fichier", signed, [asn1(service.root.certificate)])
    assert (found.signatory, found.valid) == ("Ève Lacœuille", True)
    assert not signer.verify_bytes(b"un fichier", signed).valid  # the authority of the service is named by the settings, or not believed
    assert service.asked == ["list", "info", "authorize", "signHash"]


def test_it_is_asked_again_a_few_times_with_a_new_authorisation(service: Service, tmp_path: Path) -> None:
    service.holds("Anne Maire")
    signer = Signer(tmp_path, keys(service))
    service.down = 2
    assert signer.sign_bytes(b"un fichier", "Anne Maire", "maire", clock.now())
    assert service.asked == ["list"] * 3 + ["info", "authorize", "signHash"] and not service.given


@pytest.mark.parametrize("fault", ["down", "slow", "away"])
def test_a_service_that_does_not_answer_is_given_up(service: Service, fault: str) -> None:
    far = keys(service, seconds=0.05)
    if fault == "down":
        service.down = 9
    elif fault == "slow":
        service.slow = 0.2
    else:
        far.url = "http://127.0.0.1:9"
    with pytest.raises(Unavailable, match="ne répond pas"):
        far.signer("Anne Maire", "maire", 2021)


class TestRefusals:
    def test_nobody_of_that_name_or_two(self, service: Service) -> None:
        with pytest.raises(RuleBroken, match="Aucun certificat n’est au nom d"):
            keys(service).signer("Anne Maire", "maire", 2021)
        service.holds("Anne Maire")
        service.holds("anne maire")
        with pytest.raises(RuleBroken, match="Plusieurs certificats sont au nom d"):
            keys(service).signer("Anne Maire", "maire", 2021)

    def test_a_certificate_that_wants_a_code_sends_to_her_own_tool(self, service: Service) -> None:
        service.holds("Anne Maire", mode="explicit")
        with pytest.raises(RuleBroken, match="votre propre outil"):
            keys(service).signer("Anne Maire", "maire", 2021)

    def test_a_wrong_token_an_unknown_certificate_a_short_digest(self, service: Service) -> None:
        credential = service.holds("Anne Maire")
        with pytest.raises(Unavailable, match="invalid_token"):
            keys(service, token="autre").signer("Anne Maire", "maire", 2021)
        with pytest.raises(Unavailable, match="invalid_credential"):
            keys(service).signed("certificat-9", DIGEST, ECDSA)
        with pytest.raises(Unavailable, match="invalid_request"):
            keys(service).signed(credential, DIGEST[:20], ECDSA)

    def test_no_authorisation_a_used_one_or_that_of_another_digest(self, service: Service) -> None:
        credential, ask = service.holds("Anne Maire"), keys(service).ask
        digest = ["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]
        pinned = {"credentialID": credential, "hashes": digest, "hashAlgorithmOID": SHA256}
        leave = ask("credentials/authorize", pinned | {"numSignatures": 1})["SAD"]
        to_sign = pinned | {"SAD": leave, "signAlgo": ECDSA}
        assert ask("signatures/signHash", to_sign)["signatures"]
        other = ask("credentials/authorize", pinned | {"numSignatures": 1})["SAD"]
        for body in (to_sign, to_sign | {"SAD": "rien"}, to_sign | {"SAD": other, "hashes": ["A" * 43 + "="]}):
            with pytest.raises(Unavailable, match="invalid_sad"):
                ask("signatures/signHash", body)

    def test_a_signature_of_something_else_is_not_taken(self, service: Service, tmp_path: Path) -> None:
        service.holds("Anne Maire")
        service.wrong = True
        with pytest.raises(Unavailable, match="n’a pas de sens"):
            Signer(tmp_path, keys(service)).sign_bytes(b"un fichier", "Anne Maire", "maire", clock.now())


@pytest.mark.django_db
@pytest.mark.usefixtures("keys_apart")
def test_an_agreement_is_signed_by_both_sides_and_a_failure_writes_nothing(
    service: Service, settings: LazySettings, tmp_path: Path
) -> None:
    settings.SIGNING_SERVICE, settings.SIGNING_SERVICE_URL, settings.SIGNING_SERVICE_TOKEN = "csc", service.url, TOKEN
    settings.SIGNING_ROOTS = service.roots_file(tmp_path)
    it = ready()
    host = host_of(it)
    service.holds(host.name)
    service.holds("Ève Lacœuille")
    before, service.down = count_rows(), 9
    with pytest.raises(Unavailable, match="ne répond pas"):
        sign_as_host(agreement_id=it.pk, by=host)
    service.down, settings.SIGNING_ROOTS = 0, ""
    with pytest.raises(Unavailable, match="autorité reconnue"):
        sign_as_host(agreement_id=it.pk, by=host)
    assert count_rows() == before and Agreement.objects.get().status == "ready" and not connection.needs_rollback
    settings.SIGNING_ROOTS = service.roots_file(tmp_path)
    sign_as_host(agreement_id=it.pk, by=host)
    it = sign_as_caisse(agreement_id=it.pk, by=replace(DELEGATE, name="Ève Lacœuille"))
    reports = verify_pdf(documents.content(it.document_id))
    assert [(report.valid, report.is_seal) for report in reports] == [
        (True, False),
        (True, False),
        (True, True),
    ]
    assert it.status == "in_force" and service.asked.count("signHash") == 3
