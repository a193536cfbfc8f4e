"""Who gives the tokens: an authority over HTTP, or the local stand-in, which speaks the same protocol and refuses more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from secrets import randbits
from typing import Protocol
from urllib.error import URLError
from urllib.request import Request, urlopen

from asn1crypto import cms, core, keys, pem, tsp, x509
from cryptography import x509 as x
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import DummyTimeStamper

from lucette.foundation.documents.adapters.tokens import ALGORITHM, Answer, Untrusted, request, token_in
from lucette.kernel import clock
from lucette.kernel.errors import Unavailable
from lucette.kernel.key_files import kept_whole

SECONDS = 10
LARGEST = 200_000  # bytes read from an authority at most
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


class TimestampAuthority(Protocol):
    """Raises Unavailable (no answer in time, refused, unreadable, answer to another request)."""

    def stamp(self, digest: bytes) -> bytes:
        """A token over this SHA-256 digest, as it came: who receives it reads it."""
        ...

    def roots(self) -> Sequence[x509.Certificate]:
        """The certificates that its tokens are believed from."""
        ...


class HttpAuthority:
    """RFC 3161 over HTTP: one POST, one answer. `roots_file`: the PEM certificates of who certifies it."""

    def __init__(self, url: str, roots_file: str, seconds: float = SECONDS) -> None:
        self.url, self.roots_file, self.seconds = url, roots_file, seconds

    def stamp(self, digest: bytes) -> bytes:
        nonce = randbits(63)
        asked = Request(self.url, request(digest, nonce), {"Content-Type": QUERY, "Accept": REPLY, "User-Agent": "Lucette"})  # noqa: S310
        try:
            # the address comes from the settings, never from a person
            with urlopen(asked, timeout=self.seconds) as answer:  # noqa: S310
                if answer.headers.get_content_type() != REPLY:
                    raise Untrusted("la réponse n’est pas un horodatage")
                return token_in(answer.read(LARGEST), nonce)
        except (URLError, OSError, ValueError, Untrusted) as error:
            raise no_answer(error) from error

    def roots(self) -> Sequence[x509.Certificate]:
        content = Path(self.roots_file).read_bytes()
        return [x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)]


class LocalAuthority:
    """Without network: real tokens, signed by keys kept under `folder`, at the hour of the house."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def stamp(self, digest: bytes) -> bytes:
        nonce = randbits(63)
        try:
            return token_in(self.answer(request(digest, nonce)), nonce)
        except Untrusted as error:
            raise no_answer(error) from error

    def answer(self, asked: bytes) -> bytes:
        """The answer to a request, as it would travel. Refused: bytes that are no request or follow one, another hash than SHA-256,
        no nonce, certificates not asked for, any extension."""
        try:
            it = tsp.TimeStampReq.load(asked, strict=True)
            mark = it["message_imprint"]
            sound = mark["hash_algorithm"]["algorithm"].native == ALGORITHM and len(mark["hashed_message"].native) == 32
            if not (sound and it["nonce"].native and it["cert_req"].native and it["extensions"].native is None):
                return _refusal("bad_request")
        except (ValueError, TypeError, KeyError):
            return _refusal("bad_data_format")
        stamper = _Stamper(self._certificate(), keys.PrivateKeyInfo(), fixed_dt=clock.now().astimezone(dt.UTC).replace(microsecond=0))
        stamper.ready = _ready(self._identity()[0])
        return bytes(stamper.request_tsa_response(it).dump())

    def roots(self) -> Sequence[x509.Certificate]:
        return [self._certificate()]

    def _certificate(self) -> x509.Certificate:
        return x509.Certificate.load(self._identity()[1])

    def _identity(self) -> tuple[bytes, bytes]:
        content = kept_whole(self.folder / "timestamps.pem", _issue)
        key, certificate = (der for _, _, der in pem.unarmor(content, multiple=True))
        return key, certificate


class _Stamper(DummyTimeStamper):
    """pyHanko's reads and checks its key again for each token, four times the rest of the work."""

    ready: rsa.RSAPrivateKey

    def _sign_tst_info(self, tst_info_data: bytes, md_algorithm: str, dt: dt.datetime) -> tuple[bytes, cms.CMSAttributes]:
        said = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(dt)})),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.tsa_cert, ALGORITHM)),
                simple_cms_attribute("message_digest", sha256(tst_info_data).digest()),
            ]
        )
        return self.ready.sign(said.dump(), padding.PKCS1v15(), hashes.SHA256()), said


@cache
def _ready(der: bytes) -> rsa.RSAPrivateKey:
    """The key, read and checked once."""
    key = serialization.load_der_private_key(der, None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError(type(key))
    return key


def no_answer(error: Exception) -> Unavailable:
    return Unavailable("documents.no_timestamp", f"L’autorité d’horodatage n’a pas répondu ({error}). Recommencez dans un moment.")


def _refusal(why: str) -> bytes:
    status = {"status": "rejection", "fail_info": {why}}
    return bytes(Answer({"status": tsp.PKIStatusInfo(status)}).dump())


def _issue() -> bytes:
    """A key of time-stamping alone, and its own certificate."""
    key = rsa.generate_private_key(65537, 3072)
    name = x.Name([x.NameAttribute(NameOID.COMMON_NAME, "Lucette, autorité locale d’horodatage")])
    builder = (
        x.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x.random_serial_number())
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2060, 1, 1, tzinfo=dt.UTC))
        .add_extension(x.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .add_extension(x.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    certificate = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()) + certificate
