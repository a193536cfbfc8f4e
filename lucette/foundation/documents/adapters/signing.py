"""Signatures in the PDF itself (PAdES), by a local authority: each signatory has a certificate, each signature is one more revision."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from asn1crypto import cms, keys, x509
from cryptography import x509 as x
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
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
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_detached_cms, validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lucette.kernel.errors import RuleBroken
from lucette.kernel.key_files import kept_whole

RESERVED = 2 * 4096  # hexadecimal digits kept for a signature: two small certificates and no time-stamp need less than 3,000 bytes
UNSEEN = InvisSigSettings(box_out_of_bounds=True)  # outside the page, so that the file stays accessible (PDF/UA-1) once signed
SEAL = ("Lucette", "Cachet de la plateforme")
AUTHORITY_NAME = "Lucette, autorité locale de signature"


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What a PDF says of one signature. `valid`: the bytes it covers are untouched, nothing but other signatures was added, chain known."""

    signatory: str
    capacity: str
    reason: str
    signed_at: dt.datetime | None
    valid: bool


@dataclass(frozen=True, slots=True)
class Identity:
    certificate: x.Certificate
    key: ec.EllipticCurvePrivateKey


class _DatedSigner(signers.PdfSigner):
    """pyHanko reads the machine's clock; the house has its own."""

    moment: dt.datetime

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session


class Signer:
    """Signs for the people of the house with keys kept under `folder` (made at first use, readable by the site alone)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root = self._kept("root", lambda: _issue(AUTHORITY_NAME, "", None, 2020, 40))
        self._people: dict[tuple[str, str, int], signers.SimpleSigner] = {}

    def sign_pdf(self, content: bytes, signatory_name: str, capacity: str, reason: str, on: dt.datetime) -> bytes:
        """`content` with one more signature, at the instant `on`. Earlier signatures stay valid."""
        output = io.BytesIO()
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        rank = len(writer.prev.embedded_signatures) + 1
        meta = signers.PdfSignatureMetadata(
            field_name=f"Signature{rank}",
            name=signatory_name,
            reason=reason,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
        )
        field = SigFieldSpec(f"Signature{rank}", readable_field_name=f"Signature : {signatory_name}", invis_sig_settings=UNSEEN)
        signer = _DatedSigner(meta, self._signer(signatory_name, capacity, on.year), new_field_spec=field)
        signer.moment = on
        signer.sign_pdf(writer, output=output, bytes_reserved=RESERVED)
        return output.getvalue()

    def verify_pdf(self, content: bytes) -> list[SignatureReport]:
        """Every signature of the file, oldest first; none for an unsigned file. Raises RuleBroken when it is no readable PDF."""
        try:
            return [self._report(it) for it in PdfFileReader(io.BytesIO(content)).embedded_signatures]
        except (PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError) as error:
            raise RuleBroken("document.unreadable", "Ce fichier PDF est illisible : il a été altéré ou tronqué.") from error

    def sign_bytes(self, content: bytes, signatory_name: str, capacity: str, on: dt.datetime) -> bytes:
        """A detached signature (CMS, the bytes of a `.p7s` file) of any file, at the instant `on`."""
        said = PdfCMSSignedAttributes(signing_time=on)
        signer = self._signer(signatory_name, capacity, on.year)
        signed: bytes = asyncio.run(signer.async_sign_general_data(content, "sha256", signed_attr_settings=said)).dump()
        return signed

    def verify_bytes(self, content: bytes, signature: bytes) -> SignatureReport:
        """What a detached signature says of `content`. Raises RuleBroken when it is no readable signature."""
        try:
            signed = cms.ContentInfo.load(signature, strict=True)["content"]
            attributes = signed["signer_infos"][0]["signed_attrs"]
            said = next((it["values"].native[0] for it in attributes if it["type"].native == "signing_time"), None)
            context = ValidationContext(trust_roots=[_asn1(self.root.certificate)], moment=said, allow_fetching=False)
            status = asyncio.run(async_validate_detached_cms(content, signed, signer_validation_context=context))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
            raise RuleBroken("document.unreadable", "Cette signature est illisible : elle a été altérée ou tronquée.") from error
        except (SignatureValidationError, SigningError):
            return SignatureReport("", "", "", None, valid=False)
        subject = status.signing_cert.subject.native
        valid = bool(status.intact and status.valid and status.trusted)
        return SignatureReport(subject.get("common_name", ""), subject.get("title", ""), "", said, valid)

    def _report(self, signature: EmbeddedPdfSignature) -> SignatureReport:
        said, signed_at = signature.sig_object, signature.self_reported_timestamp
        subject = signature.signer_cert.subject.native
        context = ValidationContext(trust_roots=[_asn1(self.root.certificate)], moment=signed_at, allow_fetching=False)
        try:
            valid = bool(validate_pdf_signature(signature, context).bottom_line)
        except (SignatureValidationError, SigningError, PdfError, ValueError):
            valid = False
        return SignatureReport(subject.get("common_name", ""), subject.get("title", ""), str(said.get("/Reason", "")), signed_at, valid)

    def _signer(self, name: str, capacity: str, year: int) -> signers.SimpleSigner:
        """The signatory's own key of the year, certified by the root."""
        who = (name, capacity, year)
        if who not in self._people:
            code = hashlib.sha256(f"{name}\n{capacity}".encode()).hexdigest()[:24]
            it = self._kept(f"{code}-{year}", lambda: _issue(name, capacity, self.root, year, 2))
            store = SimpleCertificateStore()
            store.register(_asn1(self.root.certificate))
            key = it.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            self._people[who] = signers.SimpleSigner(_asn1(it.certificate), keys.PrivateKeyInfo.load(key), store)
        return self._people[who]

    def _kept(self, name: str, make: Callable[[], Identity]) -> Identity:
        path = self.folder / f"{name}.pem"
        text = kept_whole(path, lambda: _pem(make()))
        key = serialization.load_pem_private_key(text, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(path)
        return Identity(x.load_pem_x509_certificate(text), key)


def _issue(name: str, capacity: str, issuer: Identity | None, year: int, years: int) -> Identity:
    """A key and its certificate, from 1 January of `year` for `years`; self-signed without issuer."""
    key = ec.generate_private_key(ec.SECP256R1())
    words = [x.NameAttribute(NameOID.COMMON_NAME, _short(name))]
    words += [x.NameAttribute(NameOID.TITLE, _short(capacity))] if capacity else []
    subject = x.Name(words)
    start = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    builder = (
        x.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x.random_serial_number())
        .not_valid_before(start - dt.timedelta(days=1))
        .not_valid_after(start.replace(year=year + years))
        .add_extension(x.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(_usage(issuer is None), critical=True)
        .add_extension(x.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Identity(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def _short(word: str) -> str:
    """A word of a certificate holds 64 bytes."""
    return word.encode()[:64].decode(errors="ignore")


def _usage(authority: bool) -> x.KeyUsage:
    return x.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(it: Identity) -> bytes:
    key = it.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key + it.certificate.public_bytes(serialization.Encoding.PEM)


def _asn1(certificate: x.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


@cache
def _signer_in(folder: Path) -> Signer:
    return Signer(folder)


def sign_pdf(content: bytes, signatory_name: str, capacity: str, reason: str, on: dt.datetime) -> bytes:
    """`content` signed by the house's authority for this signatory (see Signer.sign_pdf)."""
    return _signer_in(settings.STATE_DIR / "authority").sign_pdf(content, signatory_name, capacity, reason, on)


def seal_pdf(content: bytes, reason: str, on: dt.datetime) -> bytes:
    """`content` under the seal of the platform: nobody's signature, it dates the file and shows any change. `reason`: what it attests."""
    return sign_pdf(content, *SEAL, reason, on)


def sign_bytes(content: bytes, signatory_name: str, capacity: str, on: dt.datetime) -> bytes:
    """A detached signature by the house's authority for this signatory (see Signer.sign_bytes)."""
    return _signer_in(settings.STATE_DIR / "authority").sign_bytes(content, signatory_name, capacity, on)


def verify_bytes(content: bytes, signature: bytes) -> SignatureReport:
    """What a detached signature says of a file (see Signer.verify_bytes)."""
    return _signer_in(settings.STATE_DIR / "authority").verify_bytes(content, signature)


def verify_pdf(content: bytes) -> list[SignatureReport]:
    """Every signature of the file (see Signer.verify_pdf)."""
    return _signer_in(settings.STATE_DIR / "authority").verify_pdf(content)
