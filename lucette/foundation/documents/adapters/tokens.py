"""Requests, answers and tokens of RFC 3161: what is asked, and what is believed."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from asn1crypto import algos, cms, core, tsp, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

ALGORITHM = "sha256"


class Answer(core.Sequence):
    """asn1crypto's own wants a token in a refusal too."""

    _fields: ClassVar = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


class Untrusted(Exception):
    """This token proves nothing; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a sound token says: the digest existed at that instant, says that authority."""

    at: dt.datetime
    authority: str


def imprint(digest: bytes) -> tsp.MessageImprint:
    return tsp.MessageImprint({"hash_algorithm": algos.DigestAlgorithm({"algorithm": ALGORITHM}), "hashed_message": digest})


def request(digest: bytes, nonce: int) -> bytes:
    """Ask for a token over a SHA-256 digest, the authority's certificates with it."""
    asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint(digest), "nonce": nonce, "cert_req": True})
    return bytes(asked.dump())


def token_in(answer: bytes, nonce: int) -> bytes:
    """The token of an answer to the request of this nonce. Raises Untrusted (refused, not an answer, answer to something else)."""
    try:
        told = Answer.load(answer, strict=True)
        if told["status"]["status"].native not in ("granted", "granted_with_mods"):
            raise Untrusted(f"l’autorité a refusé : {told['status']['fail_info'].native or told['status']['status'].native}")
        token = told["time_stamp_token"]
        if _info(token)["nonce"].native != nonce:
            raise Untrusted("la réponse est celle d’une autre demande")
        return bytes(token.dump())
    except (ValueError, TypeError, KeyError) as error:
        raise Untrusted("la réponse est illisible") from error


def read_token(token: bytes, digest: bytes, roots: Sequence[x509.Certificate]) -> Stamped:
    """What the token says of this digest. Raises Untrusted: unreadable, of another digest, badly signed, authority not known to `roots`."""
    try:
        it = cms.ContentInfo.load(token, strict=True)
        info = _info(it)
        if info["message_imprint"].dump() != imprint(digest).dump():
            raise Untrusted("le jeton porte sur une autre empreinte")
        at = info["gen_time"].native
        context = ValidationContext(trust_roots=roots, moment=at, allow_fetching=False)
        status = TimestampSignatureStatus(**asyncio.run(validate_tst_signed_data(it["content"], context, lambda _: digest)))
    except (ValueError, TypeError, KeyError, SignatureValidationError, SigningError, PdfError) as error:
        raise Untrusted("le jeton est illisible ou altéré") from error
    if not (status.intact and status.valid):
        raise Untrusted("la signature du jeton est fausse")
    if not status.trusted:
        raise Untrusted("l’autorité du jeton n’est pas reconnue")
    return Stamped(at, status.signing_cert.subject.native.get("common_name", ""))


def _info(token: cms.ContentInfo) -> tsp.TSTInfo:
    info = token["content"]["encap_content_info"]["content"].parsed
    if not isinstance(info, tsp.TSTInfo):
        raise TypeError(token)
    return info
