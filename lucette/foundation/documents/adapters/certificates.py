"""The certificates of the local authority: its own, those it gives to signatories, and the list of those it has taken back (none)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import crl, x509
from cryptography import x509 as x
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lucette.kernel.key_files import kept_whole


@dataclass(frozen=True, slots=True)
class Identity:
    certificate: x.Certificate
    key: ec.EllipticCurvePrivateKey


def kept(path: Path, make: Callable[[], Identity]) -> Identity:
    """What the file holds, made and written at the first time."""
    text = kept_whole(path, lambda: pem(make()))
    key = serialization.load_pem_private_key(text, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(path)
    return Identity(x.load_pem_x509_certificate(text), key)


def issue(name: str, capacity: str, issuer: Identity | None, year: int, years: int) -> Identity:
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


def pem(it: Identity) -> bytes:
    key = it.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key + it.certificate.public_bytes(serialization.Encoding.PEM)


def asn1(certificate: x.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def revocations(issuer: Identity, on: dt.datetime) -> crl.CertificateList:
    """What the authority says that day of the certificates it has taken back: none. Good for a year."""
    until = on + dt.timedelta(days=366)
    builder = x.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject).last_update(on).next_update(until)
    content = builder.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
    return crl.CertificateList.load(content)
