"""The accounts of a year through their pages: prepared, submitted, approved or sent back; what each reader takes away."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.documents import queries as documents
from lucette.foundation.documents.adapters import verify_pdf
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.scheme.fund import queries
from lucette.scheme.fund.models import Endowment, Rendering
from lucette.scheme.payments.models import Order
from tests.foundation.accounts.factories import PersonFactory
from tests.scheme.fund.factories import DIRECTOR
from tests.scheme.payments.factories import ACCOUNTANT
from tests.web.audit.test_audit import paid
from tests.web.doors import closed, refused, send, sent_away
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db
MOTIVE = "Les comptes sont complets et exacts."


@pytest.fixture(autouse=True)
def _the_year_after() -> Iterator[None]:
    """`paid()` pays on 1 March 2021; accounts are rendered the year after."""
    with clock.at(dt.date(2022, 2, 1)):
        yield


def year_paid() -> Order:
    with clock.at(dt.date(2021, 3, 1)):
        return paid()


def caisse(name: str, pk: object) -> str:
    return reverse(f"caisse:{name}", args=[pk])


def funder(name: str, pk: object) -> str:
    return reverse(f"funder:{name}", args=[pk])


def prepared(client: Client, order: Order) -> Rendering:
    signed_in(client, R.ACCOUNTANT)
    send(client, reverse("caisse:prepare_accounts", args=[order.endowment_id, 2021]))
    return Rendering.objects.get(endowment=order.endowment)


def submitted(client: Client, order: Order) -> Rendering:
    it = prepared(client, order)
    signed_in(client, R.CAISSE_DELEGATE)
    send(client, caisse("submit_accounts", it.pk))
    return queries.rendering(it.pk, DIRECTOR)


def bytes_of(client: Client, address: str) -> bytes:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


class TestTheCaisse:
    def test_prepares_the_year_that_is_over_and_reads_it_by_nature(self, client: Client) -> None:
        order = year_paid()
        signed_in(client, R.ACCOUNTANT)
        page = read(client, reverse("caisse:renderings"))
        address = reverse("caisse:prepare_accounts", args=[order.endowment_id, 2021])
        assert address in page and "Aucuns comptes" in page
        assert "Les comptes 2021 sont préparés" in send(client, address)
        it = Rendering.objects.get()
        page = read(client, caisse("rendering", it.pk))
        for words in (
            "Recettes par nature",
            "Dépenses par nature",
            "État de l’avance",
            "Sommes à recouvrer",
            "Balance des comptes",
            it.sha256,
        ):
            assert words in page
        assert caisse("submit_accounts", it.pk) not in page, "who prepared does not submit"
        assert address not in read(client, reverse("caisse:renderings")), "a year is prepared once"
        assert "une année se rend une fois finie" in sent_away(client, address)

    def test_a_delegate_submits_them_signed_and_the_state_is_told(self, client: Client) -> None:
        it = prepared(client, year_paid())
        funder_person = PersonFactory()
        signed_in(client, R.FUNDER, person=funder_person)
        signed_in(client, R.CAISSE_DELEGATE)
        assert caisse("submit_accounts", it.pk) in read(client, caisse("rendering", it.pk))
        assert "sont transmis" in send(client, caisse("submit_accounts", it.pk))
        it = queries.rendering(it.pk, DIRECTOR)
        assert it.status == "submitted" and it.document and it.spreadsheet
        (signature,) = verify_pdf(documents.content(it.document.pk))
        assert signature.valid and signature.capacity == "Délégataire de la Caisse des Dépôts"
        letter = Letter.objects.get(kind="accounts_submitted", to_person=funder_person.pk)
        signed_in(client, R.FUNDER, person=funder_person)
        assert client.get(f"/lettre/{letter.pk}/")["Location"] == funder("rendering", it.pk)
        signed_in(client, R.CAISSE_DELEGATE)
        assert "On ne peut pas transmettre les comptes" in sent_away(client, caisse("submit_accounts", it.pk))

    def test_gives_up_with_a_reason_and_prepares_anew(self, client: Client) -> None:
        order = year_paid()
        it = prepared(client, order)
        page = refused(client, caisse("withdraw_accounts", it.pk), reason="non")
        assert "Dix caractères au moins" in page and "non" in page
        assert "abandonnés" in send(client, caisse("withdraw_accounts", it.pk), reason="Un relevé manquait en décembre.")
        assert reverse("caisse:prepare_accounts", args=[order.endowment_id, 2021]) in read(client, reverse("caisse:renderings"))
        assert "Un relevé manquait" in read(client, caisse("rendering", it.pk))

    def test_the_other_desks_read_and_do_nothing(self, client: Client) -> None:
        order = year_paid()
        it = prepared(client, order)
        prepare = reverse("caisse:prepare_accounts", args=[order.endowment_id, 2021])
        for role in (R.REQUESTER, R.CERTIFIER, R.AUTHORISING_OFFICER):
            signed_in(client, role)
            assert "Recettes par nature" in read(client, caisse("rendering", it.pk))
            assert closed(client, prepare, caisse("submit_accounts", it.pk), caisse("withdraw_accounts", it.pk))
        signed_in(client, R.HOST_REPRESENTATIVE)
        files = [reverse("audit:rendering_pieces", args=[it.pk]), reverse("audit:operations", args=[it.pk])]
        assert closed(client, prepare, caisse("rendering", it.pk), *files)


class TestTheState:
    def test_approves_once_and_the_year_is_closed(self, client: Client) -> None:
        it = submitted(client, year_paid())
        signed_in(client, R.FUNDER)
        assert "Comptes annuels" in read(client, reverse("funder:renderings"))
        assert funder("approve_accounts", it.pk) in read(client, funder("rendering", it.pk))
        assert "fr-error-text" in refused(client, funder("approve_accounts", it.pk), decision="oui")
        page = send(client, funder("approve_accounts", it.pk), decision=MOTIVE)
        assert "l’année est close" in page and MOTIVE in page
        it = queries.rendering(it.pk, DIRECTOR)
        assert it.document is not None
        signatures = verify_pdf(documents.content(it.document.pk))
        assert [found.valid for found in signatures] == [True, True] and signatures[1].capacity == "Ordonnateur de l’État"
        assert "On ne peut pas approuver les comptes" in sent_away(client, funder("approve_accounts", it.pk), decision=MOTIVE)

    def test_sends_back_with_a_reason_that_the_caisse_reads(self, client: Client) -> None:
        order = year_paid()
        it = submitted(client, order)
        signed_in(client, R.FUNDER)
        assert "sont renvoyés" in send(client, funder("send_back_accounts", it.pk), reason="La nature d’une dépense est inexacte.")
        signed_in(client, R.ACCOUNTANT)
        assert "La nature d’une dépense est inexacte." in read(client, caisse("rendering", it.pk))
        assert reverse("caisse:prepare_accounts", args=[order.endowment_id, 2021]) in read(client, reverse("caisse:renderings"))

    def test_nobody_else_judges(self, client: Client) -> None:
        it = submitted(client, year_paid())
        for role in (R.CAISSE_DELEGATE, R.AGENCY_DIRECTOR, R.AUDITOR):
            signed_in(client, role)
            assert closed(client, funder("approve_accounts", it.pk), funder("send_back_accounts", it.pk))


class TestWhatIsTakenAway:
    def test_every_reader_takes_the_same_files(self, client: Client) -> None:
        order = year_paid()
        it = prepared(client, order)
        for role in (R.ACCOUNTANT, R.FUNDER, R.AUDITOR, R.AGENCY_DIRECTOR):
            signed_in(client, role)
            own = "audit" if role in (R.AUDITOR, R.AGENCY_DIRECTOR) else "funder" if role == R.FUNDER else "caisse"
            assert "Extrait des écritures" in read(client, reverse(f"{own}:rendering", args=[it.pk]))
            extract = bytes_of(client, reverse("audit:rendering_file", args=[it.pk, "ecritures"]))
            assert hashlib.sha256(extract).hexdigest() == it.figures["fec"]["sha256"]
            assert extract.count(b"\r\n") == it.figures["fec"]["lines"] + 1 and order.number.encode() in extract
            assert bytes_of(client, reverse("audit:rendering_file", args=[it.pk, "document"])).startswith(b"%PDF")
            sheet = bytes_of(client, reverse("audit:rendering_file", args=[it.pk, "chiffres"])).decode("utf-8-sig")
            assert sheet.startswith("tableau;ligne;mesure;valeur;unité")
        assert client.get(reverse("audit:rendering_file", args=[it.pk, "autre"])).status_code == 404

    def test_the_operations_lead_to_the_trail_of_each_payment_and_are_exported(self, client: Client) -> None:
        order = year_paid()
        it = prepared(client, order)
        signed_in(client, R.AUDITOR)
        address = reverse("audit:operations", args=[it.pk])
        page = read(client, address)
        assert reverse("audit:trail", args=[order.pk]) in page and order.number in page
        lines = client.get(f"{address}?format=csv").content.decode("utf-8-sig").splitlines()
        assert len(lines) == 1 + it.figures["fec"]["entries"]

    def test_the_documents_are_packed_by_operation_with_their_list(self, client: Client) -> None:
        order = year_paid()
        it = prepared(client, order)
        signed_in(client, R.AUDITOR)
        archive = zipfile.ZipFile(io.BytesIO(bytes_of(client, reverse("audit:rendering_pieces", args=[it.pk]))))
        assert archive.testzip() is None
        rows = list(csv.DictReader(io.StringIO(archive.read("liste-des-pieces.csv").decode("utf-8-sig")), delimiter=";"))
        assert rows and {row["ordre"] for row in rows} == {order.number, "tranche-1"}
        for row in rows:
            assert hashlib.sha256(archive.read(row["pièce"])).hexdigest() == row["empreinte SHA-256"]
        assert {row["titre"] for row in rows} >= {"Convention", "Fichier de virements"} or len(rows) >= 3, rows

    def test_the_complete_file_of_a_payment(self, client: Client) -> None:
        order = year_paid()
        signed_in(client, R.AUDITOR)
        address = reverse("audit:payment_file", args=[order.pk])
        assert address in read(client, reverse("audit:trail", args=[order.pk]))
        archive = zipfile.ZipFile(io.BytesIO(bytes_of(client, address)))
        assert len(archive.namelist()) > 2 and archive.testzip() is None
        assert client.get(reverse("audit:payment_file", args=[order.endowment_id])).status_code == 404


def test_an_endowment_without_movement_has_its_accounts_too(client: Client) -> None:
    order = year_paid()
    it: Endowment = order.endowment
    assert [(found.pk, year) for found, year in queries.to_prepare(ACCOUNTANT)] == [(it.pk, 2021)]
