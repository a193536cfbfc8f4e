"""A signing service on this machine, stricter than a real one: Cloud Signature Consortium API, version 2, over HTTP.

Nothing more and nothing less than each question asks; an authorisation serves once, for one digest of one certificate; digests are whole.
"""

from __future__ import annotations

import json
import threading
import time
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from lucette.foundation.documents.adapters.certificates import Identity, issue

TOKEN, SHA256, ECDSA = "jeton-d-essai", "2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"
QUESTIONS = {
    "/csc/v2/credentials/list": {"credentialInfo", "certificates", "onlyValid"},
    "/csc/v2/credentials/info": {"credentialID", "certificates", "authInfo"},
    "/csc/v2/credentials/authorize": {"credentialID", "hashes", "hashAlgorithmOID", "numSignatures"},
    "/csc/v2/signatures/signHash": {"credentialID", "hashes", "hashAlgorithmOID", "SAD", "signAlgo"},
}


class Refused(Exception):
    """The word of the interface."""


@dataclass
class Service:
    """`down`: how many questions it leaves without an answer; `modes`: how a certificate is authorised, when not by itself."""

    root: Identity
    people: dict[str, Identity] = field(default_factory=dict)
    modes: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    given: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    down: int = 0
    slow: float = 0
    wrong: bool = False
    url: str = ""

    def holds(self, name: str, year: int = 2021, mode: str = "implicit") -> str:
        """A certificate for this person."""
        credential = f"certificat-{len(self.people) + 1}"
        self.people[credential], self.modes[credential] = issue(name, "", self.root, year, 2), mode
        return credential

    def roots_file(self, folder: Path) -> str:
        path = folder / "service.pem"
        path.write_bytes(self.root.certificate.public_bytes(serialization.Encoding.PEM))
        return str(path)

    def answer(self, path: str, body: Any) -> dict[str, Any]:
        """Raises Refused."""
        if path not in QUESTIONS or not isinstance(body, dict) or set(body) != QUESTIONS[path]:
            raise Refused("invalid_request")
        if "credentialID" in body and body["credentialID"] not in self.people:
            raise Refused("invalid_credential")
        return {"list": self._list, "info": self._info, "authorize": self._authorize, "signHash": self._sign}[path.rpartition("/")[2]](body)

    def _list(self, body: dict[str, Any]) -> dict[str, Any]:
        infos = [{"key": {"status": "enabled"}, "cert": {"status": "valid", "certificates": [_b64(it)]}} for it in self.people.values()]
        return {"credentialIDs": list(self.people), "credentialInfos": infos, "onlyValid": True}

    def _info(self, body: dict[str, Any]) -> dict[str, Any]:
        it, mode = self.people[body["credentialID"]], self.modes[body["credentialID"]]
        key = {"status": "enabled", "algo": [ECDSA], "len": 256}
        return {
            "key": key,
            "cert": {"status": "valid", "certificates": [_b64(it), _b64(self.root)]},
            "auth": {"mode": mode},
            "SCAL": "2",
            "multisign": 1,
        }

    def _authorize(self, body: dict[str, Any]) -> dict[str, Any]:
        _whole(body)
        if body["numSignatures"] != len(body["hashes"]):
            raise Refused("invalid_request")
        leave = uuid4().hex
        self.given[leave] = body["credentialID"], body["hashes"]
        return {"SAD": leave, "expiresIn": 300}

    def _sign(self, body: dict[str, Any]) -> dict[str, Any]:
        _whole(body)
        if self.given.pop(body["SAD"], None) != (body["credentialID"], body["hashes"]) or body["signAlgo"] != ECDSA:
            raise Refused("invalid_sad")
        key, by = self.people[body["credentialID"]].key, ec.ECDSA(Prehashed(hashes.SHA256()))
        digests = [bytes(32) if self.wrong else b64decode(it) for it in body["hashes"]]
        return {"signatures": [b64encode(key.sign(it, by)).decode() for it in digests]}


def _whole(body: dict[str, Any]) -> None:
    """Digests of SHA-256, each of thirty-two bytes. Raises Refused."""
    found = [b64decode(it, validate=True) for it in body["hashes"]]
    if body["hashAlgorithmOID"] != SHA256 or not found or any(len(it) != 32 for it in found):
        raise Refused("invalid_request")


def _b64(it: Identity) -> str:
    return b64encode(it.certificate.public_bytes(serialization.Encoding.DER)).decode()


@contextmanager
def serving() -> Iterator[Service]:
    service = Service(issue("Autorité d’essai du service de signature", "", None, 2020, 40))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            service.asked.append(self.path.rpartition("/")[2])
            time.sleep(service.slow)
            if service.down:
                service.down -= 1
                return self.say(503, {})
            if (self.headers["Authorization"], self.headers["Content-Type"]) != (f"Bearer {TOKEN}", "application/json"):
                return self.say(401, {"error": "invalid_token"})
            try:
                self.say(200, service.answer(self.path, json.loads(content)))
            except (Refused, ValueError) as refusal:
                self.say(400, {"error": str(refusal) if isinstance(refusal, Refused) else "invalid_request"})

        def say(self, status: int, body: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02}).start()
    service.url = f"http://127.0.0.1:{server.server_port}"
    yield service
    server.shutdown()
    server.server_close()
