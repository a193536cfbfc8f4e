"""Signatures: each stays valid under the next; any change is seen."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.conf import settings
from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, NameObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.status import SignatureCoverageLevel

from lucette.foundation.documents.adapters import Added, LocalAuthority, Signer, added_signature, typeset
from lucette.foundation.documents.adapters.certificates import asn1
from lucette.kernel import clock
from lucette.kernel.errors import RuleBroken
from tests.foundation.documents.examples import EXAMPLES


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(tmp_path_factory.mktemp("authority") / "keys")


@pytest.fixture(scope="module")
def plain() -> bytes:
    with clock.at(dt.date(2021, 3, 1)):
        return typeset("agreement", EXAMPLES["agreement"])


@pytest.fixture(scope="module")
def signed(signer: Signer, plain: bytes) -> bytes:
    with clock.at(dt.date(2021, 3, 1)):
        once = signer.sign_pdf(plain, "Michel Dubœuf", "président", "Convention V-2021-00042", clock.now())
        return signer.sign_pdf(once, "Ève Lacœuille", "directrice déléguée", "Convention V-2021-00042", clock.now() + dt.timedelta(days=2))


def test_two_signatures_on_one_file_are_both_valid(signer: Signer, plain: bytes, signed: bytes) -> None:
    assert signed.startswith(plain)
    first, second = signer.verify_pdf(signed)
    assert (first.signatory, first.capacity, first.reason, first.valid) == ("Michel Dubœuf", "président", "Convention V-2021-00042", True)
    assert (second.signatory, second.valid, second.signed_at) == ("Ève Lacœuille", True, clock.now() + dt.timedelta(days=2))


def test_an_unsigned_file_has_no_signature(signer: Signer, plain: bytes) -> None:
    assert signer.verify_pdf(plain) == []


@pytest.mark.parametrize("where", [0.02, 0.3, 0.6, 0.85])
def test_one_flipped_byte_is_seen(signer: Signer, plain: bytes, signed: bytes, where: float) -> None:
    altered = bytearray(signed)
    altered[int(len(plain) * where)] ^= 1
    try:
        reports = signer.verify_pdf(bytes(altered))
    except RuleBroken as refusal:
        assert refusal.code == "document.unreadable"
    else:
        assert not any(it.valid for it in reports)


def test_a_page_changed_by_a_later_revision_is_seen(signer: Signer, signed: bytes) -> None:
    assert [it.valid for it in signer.verify_pdf(turned(signed))] == [False, False]


def test_going_back_to_the_unsigned_revision_shows_no_signature(signer: Signer, plain: bytes, signed: bytes) -> None:
    assert signer.verify_pdf(signed + b"\n" + plain[-400:]) == []


def test_another_authority_is_not_trusted(signed: bytes, tmp_path: Path) -> None:
    assert [it.valid for it in Signer(tmp_path).verify_pdf(signed)] == [False, False]


def test_keys_are_made_once_and_kept_closed(signer: Signer, plain: bytes, signed: bytes) -> None:
    again = Signer(signer.local.folder)
    assert again.local.root.certificate == signer.local.root.certificate
    before = {path.name: path.read_bytes() for path in signer.local.folder.iterdir()}
    again.sign_pdf(plain, "Michel Dubœuf", "président", "essai", clock.now())
    assert {path.name: path.read_bytes() for path in signer.local.folder.iterdir()} == before
    assert {path.stat().st_mode & 0o777 for path in signer.local.folder.iterdir()} == {0o600}


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    """The one of this checkout: making a key takes a second."""
    return LocalAuthority(settings.STATE_DIR / "authority")


@pytest.fixture(scope="module")
def sealed(signer: Signer, signed: bytes, authority: LocalAuthority) -> bytes:
    with clock.at(dt.date(2021, 3, 4)):
        return signer.seal_pdf(signed, "Entrée en vigueur", clock.now(), authority)


class TestSeal:
    def test_it_is_dated_by_the_authority_and_covers_the_whole_file(self, signer: Signer, sealed: bytes, authority: LocalAuthority) -> None:
        first, second, seal = signer.verify_pdf(sealed, authority.roots())
        assert first.valid and second.valid and (first.is_seal, first.stamped_at) == (False, None)
        assert (seal.is_seal, seal.valid, seal.reason) == (True, True, "Entrée en vigueur")
        assert seal.stamped_at == seal.signed_at == clock.now() + dt.timedelta(days=3)
        last = PdfFileReader(io.BytesIO(sealed)).embedded_signatures[-1]
        last.compute_integrity_info()
        assert last.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE

    def test_it_carries_what_proves_it_for_long(self, signer: Signer, sealed: bytes, authority: LocalAuthority) -> None:
        kept = DocumentSecurityStore.read_dss(PdfFileReader(io.BytesIO(sealed)))
        assert {it.subject.native["common_name"] for it in kept.load_certs()} == {
            "Lucette, autorité locale de signature",
            "Lucette, autorité locale d’horodatage",
        }
        assert len(kept.crls) == 1

    def test_a_stamp_of_an_unknown_authority_proves_nothing(self, signer: Signer, sealed: bytes) -> None:
        assert [it.valid for it in signer.verify_pdf(sealed)] == [True, True, False]

    def test_one_changed_byte_of_what_the_seal_added_is_seen(
        self, signer: Signer, signed: bytes, sealed: bytes, authority: LocalAuthority
    ) -> None:
        altered = bytearray(sealed)
        altered[len(signed) + 300] ^= 1
        try:
            assert not all(it.valid for it in signer.verify_pdf(bytes(altered), authority.roots()))
        except RuleBroken as refusal:
            assert refusal.code == "document.unreadable"


def test_a_file_that_is_no_pdf_is_refused(signer: Signer) -> None:
    with pytest.raises(RuleBroken, match="illisible"):
        signer.verify_pdf(b"hello")


def test_long_names_fit_in_the_place_kept_for_a_signature(signer: Signer, plain: bytes) -> None:
    signed = signer.sign_pdf(plain, "Œ" * 80, "é" * 200, "motif " * 30, clock.now())
    (report,) = signer.verify_pdf(signed)
    assert (report.signatory, report.capacity, report.valid) == ("Œ" * 32, "é" * 32, True)


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(tmp_path_factory.mktemp("stranger"))


class TestOutside:
    """A document that comes back signed with somebody else's certificate."""

    def test_one_signature_of_another_authority_may_be_added_and_nothing_else(self, plain: bytes, signed: bytes, stranger: Signer) -> None:
        for known in (plain, signed):
            back = stranger.sign_pdf(known, "Anne Maire", "maire", "Convention", clock.now())
            assert added_signature(known, back) == Added("Anne Maire", "Lucette, autorité locale de signature")

    def test_a_page_changed_in_the_same_breath_is_refused(self, plain: bytes, stranger: Signer) -> None:
        with pytest.raises(RuleBroken, match="change le document"):
            added_signature(plain, stranger.sign_pdf(turned(plain), "Anne Maire", "maire", "Convention", clock.now()))

    def test_a_note_laid_on_a_page_is_refused(self, plain: bytes, stranger: Signer) -> None:
        writer = IncrementalPdfFileWriter(io.BytesIO(plain))
        page = writer.root["/Pages"]["/Kids"][0]
        note = writer.add_object(
            DictionaryObject({NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/FreeText")})
        )
        page["/Annots"] = ArrayObject([note])
        writer.update_container(page)
        noted = io.BytesIO()
        writer.write(noted)
        with pytest.raises(RuleBroken, match="change le document"):
            added_signature(plain, stranger.sign_pdf(noted.getvalue(), "Anne Maire", "maire", "Convention", clock.now()))

    def test_another_file_none_or_two_signatures_are_refused(self, plain: bytes, signed: bytes, stranger: Signer) -> None:
        other = stranger.sign_pdf(turned(plain), "Anne Maire", "maire", "Convention", clock.now())
        for back, told in (
            (plain, "augmenté d’une signature"),
            (other[1:], "augmenté"),
            (turned(plain), "une seule"),
            (signed, "une seule"),
        ):
            with pytest.raises(RuleBroken, match=told):
                added_signature(plain, back)

    def test_its_authority_is_taken_only_when_it_is_named(self, signer: Signer, plain: bytes, stranger: Signer) -> None:
        back = stranger.sign_pdf(plain, "Anne Maire", "maire", "Convention", clock.now())
        assert [it.valid for it in signer.verify_pdf(back)] == [False]
        assert [it.valid for it in signer.verify_pdf(back, outside=[asn1(stranger.local.root.certificate)])] == [True]


def turned(content: bytes) -> bytes:
    """Its first page upside down, by one more revision."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = NumberObject(180)
    writer.update_container(page)
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()
