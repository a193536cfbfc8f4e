"""Verification of payee: does the bank of an account know it under this name? Protocol, real client, local stand-in.

Request and answer have the shape of the European Payments Council's scheme (VOP, inter-bank API): a party name, its account and the BIC
of its bank go; one of MTCH, CMTC (with the name that the bank knows), NMTC, NOAP comes back.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import schwifty
from django.conf import settings
from schwifty.exceptions import SchwiftyException

from lucette.foundation.organizations.enums import PayeeMatch
from lucette.foundation.organizations.rules.accounts import TEST_BANK, TEST_BRANCH
from lucette.kernel import clock
from lucette.kernel.errors import Unavailable
from lucette.kernel.french import folded

SECONDS = 5  # the scheme allows five from end to end
LARGEST = 100_000  # bytes read at most
NAME_LENGTH = 140
# what the stand-in answers for its own accounts, by their last digits
SUGGESTS, REFUSES, IS_SILENT = "997", "998", "999"


@dataclass(frozen=True, slots=True)
class PayeeAnswer:
    """`name`: what the bank knows, told for a close match only. `reference`: of the request, for the two banks to find it again."""

    match: PayeeMatch
    name: str
    reference: str


class PayeeVerifier(Protocol):
    """Raises Unavailable: no answer in time, or one that the scheme does not know."""

    def verify(self, *, name: str, iban: str, bic: str) -> PayeeAnswer: ...


def asked(name: str, iban: str, bic: str) -> dict[str, Any]:
    """The body of a request."""
    return {
        "party": {"name": name[:NAME_LENGTH]},
        "partyAccount": {"iban": iban},
        "partyAgent": {"financialInstitutionId": {"bicfi": bic}},
    }


def answered(body: Any, reference: str) -> PayeeAnswer:
    """What the answer says. Raises Unavailable when it is not one: an unknown code, a close match without its name."""
    try:
        match = PayeeMatch(body["partyNameMatch"])
        name = body.get("matchedName") or ""
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise no_answer() from error
    if not isinstance(name, str) or (match == PayeeMatch.CLOSE) != bool(name.strip()):
        raise no_answer()
    return PayeeAnswer(match, name.strip()[:NAME_LENGTH], reference)


class HttpVerifier:
    """`POST {url}/v1/payee-verifications`, JSON, at the bank that verifies for us."""

    def __init__(self, url: str, token: str = "", seconds: float = SECONDS) -> None:
        self.url, self.token, self.seconds = url.rstrip("/"), token, seconds

    def verify(self, *, name: str, iban: str, bic: str) -> PayeeAnswer:
        reference = str(uuid4())
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "X-Request-ID": reference,
            "X-Request-Timestamp": clock.now().isoformat(timespec="milliseconds"),
        }
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        body = json.dumps(asked(name, iban, bic), ensure_ascii=False).encode()
        try:
            # the address comes from the settings, never from a person
            request = Request(f"{self.url}/v1/payee-verifications", data=body, headers=headers, method="POST")  # noqa: S310
            with urlopen(request, timeout=self.seconds) as answer:  # noqa: S310
                return answered(json.loads(answer.read(LARGEST)), reference)
        except (URLError, OSError, ValueError) as error:
            raise no_answer() from error


class LocalVerifier:
    """Without network, and stricter than a bank: it takes a request to the letter (nothing more, nothing less, an account whose BIC is
    its own), knows only the accounts of the demonstration, and only under a name labelled TEST. Of a real account it says nothing."""

    def verify(self, *, name: str, iban: str, bic: str) -> PayeeAnswer:
        reference = str(uuid4())
        return answered(self.answer(json.loads(json.dumps(asked(name, iban, bic))), reference), reference)

    def answer(self, body: Any, reference: str) -> dict[str, str]:
        """As the bank's server would. Raises Unavailable on a request that the scheme would refuse."""
        if set(body) != {"party", "partyAccount", "partyAgent"} or not self.sound(body, reference):
            raise no_answer()
        name, iban = body["party"]["name"], body["partyAccount"]["iban"]
        if not iban[4:].startswith(f"{TEST_BANK:05d}{TEST_BRANCH:05d}") or iban[:-2].endswith(IS_SILENT):
            return {"partyNameMatch": PayeeMatch.NOT_POSSIBLE}
        if not folded(name).startswith("test ") or iban[:-2].endswith(REFUSES):
            return {"partyNameMatch": PayeeMatch.NO_MATCH}
        if iban[:-2].endswith(SUGGESTS):
            return {"partyNameMatch": PayeeMatch.CLOSE, "matchedName": re.sub(r"\W+", " ", name).strip().upper()}
        return {"partyNameMatch": PayeeMatch.MATCH}

    def sound(self, body: Any, reference: str) -> bool:
        """A name of 2 to 140 signs, an account whose check digits are right, the BIC of its bank, a reference of its own."""
        try:
            UUID(reference)
            iban = schwifty.IBAN(body["partyAccount"]["iban"], validate_bban=True)
        except (SchwiftyException, ValueError, TypeError):
            return False
        bic = body["partyAgent"]["financialInstitutionId"]["bicfi"]
        return 2 <= len(body["party"]["name"].strip()) <= NAME_LENGTH and iban.compact == str(iban) and str(iban.bic)[:8] == bic[:8]


def no_answer() -> Unavailable:
    sentence = "La vérification du bénéficiaire ne répond pas : rien n’est enregistré, revenez dans quelques minutes."
    return Unavailable("payee_verifier", sentence)


def payee_verifier() -> PayeeVerifier:
    """The one that the settings name: `local`, or `http`."""
    if settings.PAYEE_VERIFIER == "http":
        return HttpVerifier(settings.PAYEE_VERIFIER_URL, settings.PAYEE_VERIFIER_TOKEN)
    return LocalVerifier()
