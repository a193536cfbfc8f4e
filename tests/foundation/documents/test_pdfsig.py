"""Another reader of signatures, poppler's, says of our files what pyHanko says; any changed byte is seen.

LUCETTE_SIGNED: how many files."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from lucette.foundation.documents.adapters import LocalAuthority, Signer, code_of, typeset
from lucette.kernel import clock
from lucette.kernel.errors import RuleBroken
from tests.foundation.documents.examples import EXAMPLES

FILES, SEED = int(os.environ.get("LUCETTE_SIGNED", "4")), 2021
SAYS = re.compile(r"Signature Validation: (.*)")

pytestmark = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils is not installed")


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    return LocalAuthority(settings.STATE_DIR / "authority")


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(tmp_path_factory.mktemp("keys"))


def agreement(rank: int, signer: Signer, authority: LocalAuthority) -> bytes:
    """One signed by both parties, then sealed; no two alike."""
    facts = EXAMPLES["agreement"] | {"reference": f"V-2021-{rank:05d}"}
    content = typeset("agreement", facts, code_of("agreement", UUID(int=rank)))
    for name, capacity in ((f"Ève Lacœuille {rank % 5}", "maire"), ("Michel Dubœuf", "délégataire")):
        content = signer.sign_pdf(content, name, capacity, "Signature", clock.now())
    return signer.seal_pdf(content, "Entrée en vigueur", clock.now(), authority)


def by_poppler(content: bytes, folder: Path) -> list[bool]:
    """What pdfsig says of each signature; certificates are another question."""
    file = folder / "agreement.pdf"
    file.write_bytes(content)
    told = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False, errors="replace")
    return [verdict == "Signature is Valid." for verdict in SAYS.findall(told.stdout)]


def by_us(content: bytes, signer: Signer, authority: LocalAuthority) -> list[bool]:
    try:
        return [it.valid for it in signer.verify_pdf(content, authority.roots())]
    except RuleBroken as refusal:
        assert refusal.code == "document.unreadable"
        return []


def test_two_readers_agree_and_one_changed_byte_of_any_file_is_seen(signer: Signer, authority: LocalAuthority, tmp_path: Path) -> None:
    draw, whole = random.Random(SEED), [True, True, True]
    for rank in range(FILES):
        sound = agreement(rank, signer, authority)
        assert by_us(sound, signer, authority) == by_poppler(sound, tmp_path) == whole, f"file {rank}"
        altered = bytearray(sound)
        where = draw.randrange(len(sound))
        altered[where] ^= 1 << draw.randrange(8)
        assert by_us(bytes(altered), signer, authority) != whole, f"file {rank}, byte {where}"
        altered = bytearray(sound)
        altered[draw.randrange(len(sound) // 3)] ^= 1  # in what every signature covers: the other reader sees it too
        assert by_poppler(bytes(altered), tmp_path) != whole, f"file {rank}"


def test_the_seal_leaves_no_byte_free_where_it_is_written(signer: Signer, authority: LocalAuthority) -> None:
    """The place of a signature is the one that no signature covers: its digits, their case, the zeros after them."""
    sound = agreement(0, signer, authority)
    start = sound.rindex(b"/Contents <") + len(b"/Contents <")
    for where in (start, start + 1500, start + 5000, start + 20_000):
        altered = bytearray(sound)
        altered[where] ^= 0x20 if chr(sound[where]).isalpha() else 1
        assert by_us(bytes(altered), signer, authority) != [True, True, True], where
