"""Keys held by a signing service, asked by the interface of the Cloud Signature Consortium, version 2.

Only the digest of what is signed goes out, never the document. Four questions: which certificates there are, what one of them allows, an
authorisation for this very digest, the signature. The service is believed once the signature is checked against the certificate.
"""

from __future__ import annotations

import hashlib
import json
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from asn1crypto import algos, x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lucette.kernel.errors import RuleBroken, Unavailable
from lucette.kernel.french import folded

SECONDS, TRIES, PAUSE = 10, 3, 0.5  # a question waits ten seconds, three times at most
LARGEST = 500_000  # bytes read from the service at most
DIGEST = "sha256"
AGAIN = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.GATEWAY_TIMEOUT}
SILENT = "Le service de signature ne répond pas. Rien n’est signé : recommencez dans un moment."
NOT_READ = "La réponse du service de signature n’a pas de sens. Rien n’est signé : prévenez l’équipe d’assistance."
BY_CODE = (
    "Le certificat au nom de {name} demande un code à chaque signature. Signez le document avec votre propre outil, puis déposez-le ici."
)

T = TypeVar("T")


class Silent(Exception):
    """No answer this time: another try may do."""


class RemoteKeys:
    """The certificates of an account at the service: each signs for the person it names. `token`: the OAuth access token of the account."""

    reserved = 2 * 12288  # certificates given by an outside authority, with those above them

    def __init__(self, url: str, token: str, *, seconds: float = SECONDS) -> None:
        self.url, self.token, self.seconds = url.rstrip("/"), token, seconds

    def signer(self, name: str, capacity: str, year: int) -> signers.Signer:
        """The one certificate that is valid, names this person, and signs without her at the keyboard. Raises RuleBroken, Unavailable."""
        asked = {"credentialInfo": True, "certificates": "single", "onlyValid": True}
        listed = self.again(lambda: self.ask("credentials/list", asked))
        found = _read(lambda: [pk for pk, it in zip(listed["credentialIDs"], listed["credentialInfos"], strict=True) if _names(it, name)])
        if len(found) != 1:
            many = "Plusieurs certificats sont" if found else "Aucun certificat n’est"
            raise RuleBroken("documents.no_certificate", f"{many} au nom de {name} au service de signature : rien n’est signé.")
        wanted = {"credentialID": found[0], "certificates": "chain", "authInfo": True}
        return _Signer(self, found[0], name, self.again(lambda: self.ask("credentials/info", wanted)))

    def signed(self, credential: str, digest: bytes, algorithm: str) -> bytes:
        """The signature of this digest. An authorisation serves once: a new try asks for another."""
        pinned = {
            "credentialID": credential,
            "hashes": [b64encode(digest).decode()],
            "hashAlgorithmOID": algos.DigestAlgorithmId(DIGEST).dotted,
        }

        def once() -> bytes:
            leave = self.ask("credentials/authorize", pinned | {"numSignatures": 1})
            answer = self.ask("signatures/signHash", pinned | {"SAD": _read(lambda: leave["SAD"]), "signAlgo": algorithm})
            return _read(lambda: _only(answer["signatures"]))

        return self.again(once)

    def again(self, work: Callable[[], T]) -> T:
        """What `work` answers, tried again while the service is silent. Raises Unavailable."""
        for rank in range(TRIES):
            try:
                return work()
            except Silent:
                if rank < TRIES - 1:
                    time.sleep(PAUSE * 2**rank)
        raise Unavailable("documents.signing_silent", SILENT)

    def ask(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One question. Raises Silent, Unavailable (refused, unreadable)."""
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Authorization": f"Bearer {self.token}"}
        # the address comes from the settings, never from a person
        request = Request(f"{self.url}/csc/v2/{path}", json.dumps(body).encode(), headers, method="POST")  # noqa: S310
        try:
            with urlopen(request, timeout=self.seconds) as answer:  # noqa: S310
                content = answer.read(LARGEST)
        except HTTPError as error:
            if error.code in AGAIN:
                raise Silent from error
            raise _refused(error) from error
        except (URLError, OSError) as error:
            raise Silent from error
        return _read(lambda: dict(json.loads(content)))


class _Signer(signers.Signer):
    """What pyHanko asks for a signature, answered by the service."""

    def __init__(self, service: RemoteKeys, credential: str, name: str, info: dict[str, Any]) -> None:
        chain = _read(lambda: [_certificate(it) for it in info["cert"]["certificates"]])
        self.service, self.credential = service, credential
        self.offered: list[str] = _read(lambda: list(info["key"]["algo"]))
        if _read(lambda: info["auth"]["mode"]) == "explicit":
            raise RuleBroken("documents.signed_by_code", BY_CODE.format(name=name))
        known = SimpleCertificateStore()
        known.register_multiple(chain)
        super().__init__(signing_cert=chain[0], cert_registry=known)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != DIGEST:
            raise ValueError(digest_algorithm)
        algorithm = self.get_signature_mechanism_for_digest(digest_algorithm)["algorithm"].dotted
        if algorithm not in self.offered:
            raise Unavailable("documents.signing_refused", "Le service de signature ne sait pas signer avec ce certificat.")
        digest = hashlib.sha256(data).digest()
        signature = self.service.signed(self.credential, digest, algorithm)
        _check(self.signing_cert, signature, digest)
        return signature


def _read(told: Callable[[], T]) -> T:
    """What an answer says. Raises Unavailable when it does not say it."""
    try:
        return told()
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise Unavailable("documents.signing_unread", NOT_READ) from error


def _refused(error: HTTPError) -> Unavailable:
    """The word of the service, when it says one of the interface: never its sentence, which might hold anything."""
    try:
        word = str(json.loads(error.read(LARGEST))["error"])
    except (ValueError, KeyError, TypeError, OSError):
        word = ""
    said = word if word.isascii() and word.replace("_", "").isalpha() else str(error.code)
    sentence = f"Le service de signature a refusé ({said}). Rien n’est signé : prévenez l’équipe d’assistance."
    return Unavailable("documents.signing_refused", sentence)


def _certificate(text: str) -> x509.Certificate:
    return x509.Certificate.load(b64decode(text, validate=True), strict=True)


def _names(info: dict[str, Any], name: str) -> bool:
    """The certificate is valid, its key in use, and it names this person."""
    said = _certificate(info["cert"]["certificates"][0]).subject.native.get("common_name", "")
    return folded(said) == folded(name) and info["key"]["status"] == "enabled" and info["cert"].get("status", "valid") == "valid"


def _only(signatures: list[str]) -> bytes:
    (one,) = signatures
    return b64decode(one, validate=True)


def _check(certificate: x509.Certificate, signature: bytes, digest: bytes) -> None:
    """The signature is that of this digest by this certificate. Raises Unavailable."""
    key, known = load_der_public_key(certificate.public_key.dump()), Prehashed(hashes.SHA256())
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, digest, padding.PKCS1v15(), known)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, digest, ec.ECDSA(known))
        else:
            raise InvalidSignature
    except InvalidSignature as error:
        raise Unavailable("documents.signing_unread", NOT_READ) from error
