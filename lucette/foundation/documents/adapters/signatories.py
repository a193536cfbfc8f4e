"""Who holds the key of each signatory: the local authority, which gives everybody a certificate, or a signing service far away."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Protocol

from asn1crypto import keys
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from lucette.foundation.documents.adapters.certificates import asn1, issue, kept
from lucette.foundation.documents.adapters.remote import RemoteKeys

AUTHORITY_NAME = "Lucette, autorité locale de signature"


class Keys(Protocol):
    """`reserved`: the hexadecimal digits that a signature takes in a file, its certificates included."""

    reserved: int

    def signer(self, name: str, capacity: str, year: int) -> signers.Signer:
        """Who signs under this name. Raises RuleBroken (nobody of this name), Unavailable (the service does not answer)."""
        ...


class LocalKeys:
    """Keys kept under `folder`, made at first use, readable by the site alone; one a year, certified by the root."""

    reserved = 2 * 4096  # two small certificates need less than 3,000 bytes

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root = kept(folder / "root.pem", lambda: issue(AUTHORITY_NAME, "", None, 2020, 40))
        self._people: dict[tuple[str, str, int], signers.SimpleSigner] = {}

    def signer(self, name: str, capacity: str, year: int) -> signers.Signer:
        who = (name, capacity, year)
        if who not in self._people:
            it = kept(self.folder / f"{self.file_of(name, capacity, year)}.pem", lambda: issue(name, capacity, self.root, year, 2))
            key = it.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            self._people[who] = signers.SimpleSigner(asn1(it.certificate), keys.PrivateKeyInfo.load(key), SimpleCertificateStore())
        return self._people[who]

    @staticmethod
    def file_of(name: str, capacity: str, year: int) -> str:
        """Where the key of a signatory is kept: a name that tells nothing of her."""
        who = hashlib.sha256(f"{name}\n{capacity}".encode()).hexdigest()
        return f"{who[:24]}-{year}"


def remote_keys() -> Keys | None:
    """The signing service that the settings name: `csc`; None for `local`, the house's own keys."""
    if settings.SIGNING_SERVICE == "csc":
        return RemoteKeys(settings.SIGNING_SERVICE_URL, settings.SIGNING_SERVICE_TOKEN)
    return None
