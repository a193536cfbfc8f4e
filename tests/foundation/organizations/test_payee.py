"""Verification of payee: what is asked and answered has the shape of the scheme; the stand-in is stricter than a bank."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from uuid import UUID

import pytest

from lucette.foundation.organizations.adapters import HttpVerifier, LocalVerifier, payee_verifier
from lucette.foundation.organizations.adapters.payee import asked
from lucette.foundation.organizations.enums import PayeeMatch
from lucette.foundation.organizations.rules import test_iban as iban_of
from lucette.kernel.errors import Unavailable

IBAN, BIC = "FR7630001007941234567890185", "BDFEFRPPXXX"
TEST = {"name": "TEST Clic et Compagnie", "iban": iban_of(1), "bic": "CDCGFRPPXXX"}


@pytest.fixture
def bank() -> Iterator[tuple[HttpVerifier, dict[str, Any]]]:
    """A bank on this machine: `answer` is what it says, `asked` what it heard."""
    state: dict[str, Any] = {"answer": {"partyNameMatch": "MTCH"}, "status": 200, "asked": []}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            state["asked"].append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            if wait := state.get("wait"):
                threading.Event().wait(wait)
            text = state["answer"] if isinstance(state["answer"], str) else json.dumps(state["answer"])
            self.send_response(state["status"])
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield HttpVerifier(f"http://127.0.0.1:{server.server_port}/vop", "secret", seconds=0.5), state
    server.shutdown()
    server.server_close()


def test_what_is_asked_has_the_shape_of_the_scheme(bank) -> None:
    verifier, state = bank
    answer = verifier.verify(name="Trésorerie de Tulle", iban=IBAN, bic=BIC)
    ((path, headers, body),) = state["asked"]
    assert (path, body) == ("/vop/v1/payee-verifications", asked("Trésorerie de Tulle", IBAN, BIC))
    assert body["partyAgent"]["financialInstitutionId"]["bicfi"] == BIC
    assert UUID(headers["x-request-id"]) == UUID(answer.reference) and headers["authorization"] == "Bearer secret"
    assert headers["x-request-timestamp"].startswith("2021-03-01T09:00:00.000")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"partyNameMatch": "MTCH"}, (PayeeMatch.MATCH, "")),
        ({"partyNameMatch": "CMTC", "matchedName": "Clic & Compagnie"}, (PayeeMatch.CLOSE, "Clic & Compagnie")),
        ({"partyNameMatch": "NMTC"}, (PayeeMatch.NO_MATCH, "")),
        ({"partyNameMatch": "NOAP"}, (PayeeMatch.NOT_POSSIBLE, "")),
    ],
)
def test_the_four_answers(bank, said: dict[str, str], expected: tuple[PayeeMatch, str]) -> None:
    verifier, state = bank
    state["answer"] = said
    answer = verifier.verify(name="x", iban=IBAN, bic=BIC)
    assert (answer.match, answer.name) == expected


@pytest.mark.parametrize(
    "trouble",
    [
        {"status": 500}, {"status": 429}, {"answer": "<html>"}, {"answer": "[]"}, {"answer": {}}, {"answer": {"partyNameMatch": "OK"}},
        {"answer": {"partyNameMatch": "CMTC"}}, {"answer": {"partyNameMatch": "MTCH", "matchedName": "x"}}, {"wait": 1.2},
    ],
    ids=["error", "too many", "garbage", "list", "empty", "unknown", "close without name", "match with name", "slow"],
)  # fmt: skip
def test_trouble_is_unavailable_in_french(bank, trouble: dict[str, Any]) -> None:
    verifier, state = bank
    state |= trouble
    with pytest.raises(Unavailable, match="ne répond pas"):
        verifier.verify(name="x", iban=IBAN, bic=BIC)


def test_the_stand_in_knows_its_own_accounts_under_a_name_labelled_test() -> None:
    bank = LocalVerifier()
    assert bank.verify(**TEST).match == "MTCH"
    assert bank.verify(**TEST | {"name": "Clic et Compagnie"}).match == "NMTC"
    assert bank.verify(**TEST | {"iban": iban_of(3997)}).name == "TEST CLIC ET COMPAGNIE"
    assert bank.verify(**TEST | {"iban": iban_of(3998)}).match == "NMTC"
    assert bank.verify(**TEST | {"iban": iban_of(3999)}).match == "NOAP"
    assert bank.verify(name="TEST", iban=IBAN, bic=BIC).match == "NOAP", "of a real account it invents nothing"


@pytest.mark.parametrize("wrong", [{"iban": "FR76"}, {"bic": "BNPAFRPP"}, {"name": " "}, {"iban": TEST["iban"][:-1] + "0"}])
def test_the_stand_in_takes_a_request_to_the_letter(wrong: dict[str, str]) -> None:
    with pytest.raises(Unavailable):
        LocalVerifier().verify(**TEST | wrong)
    with pytest.raises(Unavailable):
        LocalVerifier().answer(asked(**TEST) | {"note": "x"}, "5f0c2f3e-0000-4000-8000-000000000000")


def test_the_settings_choose(settings) -> None:
    assert isinstance(payee_verifier(), LocalVerifier)
    settings.PAYEE_VERIFIER, settings.PAYEE_VERIFIER_URL = "http", "https://banque.example/vop/"
    assert isinstance(payee_verifier(), HttpVerifier)
