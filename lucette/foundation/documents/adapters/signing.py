"""Signatures in the PDF itself (PAdES): each signatory has a certificate (`signatories`), each signature is one more revision."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from asn1crypto import cms, x509
from asn1crypto.parser import peek
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature, async_validate_detached_cms, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from lucette.foundation.documents.adapters import stamps
from lucette.foundation.documents.adapters.authorities import TimestampAuthority
from lucette.foundation.documents.adapters.certificates import asn1, revocations
from lucette.foundation.documents.adapters.outside import outside_roots
from lucette.foundation.documents.adapters.signatories import Keys, LocalKeys, remote_keys
from lucette.kernel.errors import RuleBroken, Unavailable

RESERVED_WITH_STAMP = 2 * 12288  # hexadecimal digits kept in the file: a time-stamp brings the chain of its authority
UNSEEN = InvisSigSettings(box_out_of_bounds=True)  # outside the page, so that the file stays accessible (PDF/UA-1) once signed
UNTRUSTED = "Le certificat du service de signature n’est pas d’une autorité reconnue. Rien n’est signé : prévenez l’équipe d’assistance."
SEAL = ("Lucette", "Cachet de la plateforme")


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What a PDF says of one signature. `valid`: the bytes it covers are untouched, nothing but other signatures was added, chain known."""

    signatory: str
    capacity: str
    reason: str
    signed_at: dt.datetime | None
    valid: bool
    stamped_at: dt.datetime | None = None  # by a time-stamping authority that we believe

    @property
    def is_seal(self) -> bool:
        return (self.signatory, self.capacity) == SEAL


class _DatedSigner(signers.PdfSigner):
    """pyHanko reads the machine's clock; the house has its own."""

    moment: dt.datetime

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session


class Signer:
    """Seals for the platform with the keys kept under `folder`, and signs for people with these, or with `keys`."""

    def __init__(self, folder: Path, keys: Keys | None = None) -> None:
        self.local = LocalKeys(folder)
        self.keys: Keys = keys or self.local

    def sign_pdf(self, content: bytes, signatory_name: str, capacity: str, reason: str, on: dt.datetime) -> bytes:
        """`content` with one more signature, at the instant `on`. Earlier signatures stay valid. Raises as `Keys.signer`."""
        signer = self.keys.signer(signatory_name, capacity, on.year)
        return self._signed(_revision(content), signatory_name, signer, self.keys.reserved, reason, on)

    def seal_pdf(self, content: bytes, reason: str, on: dt.datetime, authority: TimestampAuthority | None) -> bytes:
        """`content` under the seal of the platform, which covers what proves it for long: the certificate of the authority and its list of
        revoked ones. `authority`: who dates the seal. Raises Unavailable when it does not."""
        writer = _revision(content)
        proofs = [asn1(self.local.root.certificate), *(authority.roots() if authority else ())]
        DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=proofs, crls=[revocations(self.local.root, on)])
        stamper = stamps.Stamper(authority) if authority else None
        reserved = RESERVED_WITH_STAMP if stamper else self.local.reserved
        sealed = self._signed(writer, SEAL[0], self.local.signer(*SEAL, on.year), reserved, reason, on, stamper)
        if stamper:
            stamper.check()
        return sealed

    def _signed(
        self,
        writer: IncrementalPdfFileWriter,
        name: str,
        key: signers.Signer,
        reserved: int,
        reason: str,
        on: dt.datetime,
        stamper: stamps.Stamper | None = None,
    ) -> bytes:
        output, field = io.BytesIO(), f"Signature{len(writer.prev.embedded_signatures) + 1}"
        meta = signers.PdfSignatureMetadata(
            field_name=field, name=name, reason=reason, md_algorithm=stamps.ALGORITHM, subfilter=SigSeedSubFilter.PADES
        )
        place = SigFieldSpec(field, readable_field_name=f"Signature : {name}", invis_sig_settings=UNSEEN)
        signer = _DatedSigner(meta, key, timestamper=stamper, new_field_spec=place)
        signer.moment = on
        signer.sign_pdf(writer, output=output, bytes_reserved=reserved)
        return output.getvalue()

    def verify_pdf(
        self, content: bytes, roots: Sequence[x509.Certificate] = (), outside: Sequence[x509.Certificate] = ()
    ) -> list[SignatureReport]:
        """Every signature of the file, oldest first; none for an unsigned file. `roots`: who is believed for the hour of a stamp;
        `outside`: whose signatures are taken besides ours. Raises RuleBroken when it is no readable PDF."""
        try:
            return [self._report(it, roots, outside) for it in PdfFileReader(io.BytesIO(content)).embedded_signatures]
        except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError) as error:
            raise RuleBroken("document.unreadable", "Ce fichier PDF est illisible : il a été altéré ou tronqué.") from error

    def sign_bytes(self, content: bytes, signatory_name: str, capacity: str, on: dt.datetime) -> bytes:
        """A detached signature (CMS, the bytes of a `.p7s` file) of any file, at the instant `on`."""
        said = PdfCMSSignedAttributes(signing_time=on)
        signer = self.keys.signer(signatory_name, capacity, on.year)
        signed: bytes = asyncio.run(signer.async_sign_general_data(content, "sha256", signed_attr_settings=said)).dump()
        return signed

    def verify_bytes(self, content: bytes, signature: bytes, outside: Sequence[x509.Certificate] = ()) -> SignatureReport:
        """What a detached signature says of `content`. Raises RuleBroken when it is no readable signature."""
        try:
            signed = cms.ContentInfo.load(signature, strict=True)["content"]
            attributes = signed["signer_infos"][0]["signed_attrs"]
            said = next((it["values"].native[0] for it in attributes if it["type"].native == "signing_time"), None)
            context = ValidationContext(trust_roots=[asn1(self.local.root.certificate), *outside], moment=said, allow_fetching=False)
            status = asyncio.run(async_validate_detached_cms(content, signed, signer_validation_context=context))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise RuleBroken("document.unreadable", "Cette signature est illisible : elle a été altérée ou tronquée.") from error
        except (SignatureValidationError, SigningError):
            return SignatureReport("", "", "", None, valid=False)
        subject = status.signing_cert.subject.native
        valid = bool(status.intact and status.valid and status.trusted)
        return SignatureReport(subject.get("common_name", ""), subject.get("title", ""), "", said, valid)

    def _report(
        self, signature: EmbeddedPdfSignature, roots: Sequence[x509.Certificate], outside: Sequence[x509.Certificate]
    ) -> SignatureReport:
        said, signed_at = signature.sig_object, signature.self_reported_timestamp
        subject = signature.signer_cert.subject.native
        context, dated = (
            ValidationContext(trust_roots=trusted, moment=signed_at, allow_fetching=False)
            for trusted in ([asn1(self.local.root.certificate), *outside], [*roots, *outside])
        )
        try:
            status = validate_pdf_signature(signature, context, dated)
            valid, stamp = bool(status.bottom_line), status.timestamp_validity
            if signature.signer_cert.issuer == asn1(self.local.root.certificate).subject:
                valid = valid and _as_written(signature)
        except (SignatureValidationError, SigningError, PdfError, ValueError):
            valid, stamp = False, None
        name, capacity, reason = subject.get("common_name", ""), subject.get("title", ""), str(said.get("/Reason", ""))
        return SignatureReport(name, capacity, reason, signed_at, valid, stamp.timestamp if stamp and valid else None)


def _as_written(signature: EmbeddedPdfSignature) -> bool:
    """No signature covers its own place in the file: there too, every byte is as we wrote it (capital digits, then zeros)."""
    start, length, then, _ = signature.byte_range
    file = signature.reader.stream
    file.seek(start + length)
    place = file.read(then - start - length)
    used = 2 * (peek(signature.pkcs7_content) or 0)
    return bool(re.fullmatch(rb"<[0-9A-F]{%d}0*>" % used, place))


def _revision(content: bytes) -> IncrementalPdfFileWriter:
    """To write after `content`, which stays as it is."""
    return IncrementalPdfFileWriter(io.BytesIO(content))


@cache
def _signer_in(folder: Path) -> Signer:
    return Signer(folder)


def _signer() -> Signer:
    """Who signs for people, as the settings say."""
    folder, keys = settings.STATE_DIR / "authority", remote_keys()
    return Signer(folder, keys) if keys else _signer_in(folder)


def sign_pdf(content: bytes, signatory_name: str, capacity: str, reason: str, on: dt.datetime) -> bytes:
    """`content` signed for this signatory, by the local authority or by the signing service (see Signer.sign_pdf). Raises Unavailable too
    when the service signs with a certificate that the settings do not believe."""
    signed = _signer().sign_pdf(content, signatory_name, capacity, reason, on)
    if remote_keys() and not verify_pdf(signed)[-1].valid:
        raise Unavailable("documents.signing_untrusted", UNTRUSTED)
    return signed


def seal_pdf(content: bytes, reason: str, on: dt.datetime, *, stamped: bool = True) -> bytes:
    """`content` under the seal of the platform: nobody's signature, it dates the file and shows any change. `reason`: what it attests.
    The time-stamping authority dates it, unless a transaction waits (`stamped=False`). Raises Unavailable when the authority does not."""
    authority = stamps.timestamp_authority() if stamped else None
    return _signer_in(settings.STATE_DIR / "authority").seal_pdf(content, reason, on, authority)


def sign_bytes(content: bytes, signatory_name: str, capacity: str, on: dt.datetime) -> bytes:
    """A detached signature for this signatory (see Signer.sign_bytes)."""
    return _signer().sign_bytes(content, signatory_name, capacity, on)


def verify_bytes(content: bytes, signature: bytes) -> SignatureReport:
    """What a detached signature says of a file (see Signer.verify_bytes)."""
    return _signer_in(settings.STATE_DIR / "authority").verify_bytes(content, signature, outside_roots())


def verify_pdf(content: bytes) -> list[SignatureReport]:
    """Every signature of the file (see Signer.verify_pdf)."""
    return _signer_in(settings.STATE_DIR / "authority").verify_pdf(content, stamps.timestamp_authority().roots(), outside_roots())
