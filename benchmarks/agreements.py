"""Agreements made, signed by both parties and sealed: ours, keys and fonts read once, against each file by itself as the libraries show."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import typst
from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from benchmarks.measure import Measure, in_turn
from lucette.foundation.documents.adapters import LocalAuthority, Signer, code_of, typeset
from lucette.foundation.documents.adapters.signatories import LocalKeys
from lucette.foundation.documents.adapters.typesetting import FOLDER, sources
from lucette.kernel import clock

SIZE, SAMPLE, ROUNDS = 1_000, 25, 10
PEOPLE = (("Ève Lacœuille", "maire"), ("Michel Dubœuf", "délégataire"))
SEAL = ("Lucette", "Cachet de la plateforme")


def facts(rank: int) -> dict[str, Any]:
    """An agreement of its own: number, posts, amounts."""
    posts = rank % 5 + 1
    amount = f"{posts * 50_000:,} €".replace(",", "\u202f")
    return {
        "title": "Convention relative à l’accueil de conseillers numériques",
        "reference": f"V-2021-{rank:05d}",
        "date": "1ᵉʳ mars 2021",
        "call": "Conseillers numériques",
        "caisse": {"name": "Caisse des Dépôts", "address": "75007 Paris", "represented_by": "M. Dubœuf", "capacity": "délégataire"},
        "host": {
            "name": f"Commune {rank}",
            "number": f"SIRET {rank:014d}",
            "address": "Mairie",
            "represented_by": "Ève",
            "capacity": "maire",
        },
        "power": "",
        "posts": f"{posts} conseillers numériques",
        "duration": "24 mois",
        "starts_on": "jour de la signature",
        "ends_on": "dernier jour des 24 mois",
        "amount": amount,
        "amount_in_words": f"{posts} fois cinquante mille euros",
        "per_post": "50\u202f000 €",
        "rule": "Ce montant est celui du barème de l’appel.",
        "schedule": [{"n": n, "condition": f"Versement {n}", "amount": amount} for n in (1, 2, 3)],
        "total": amount,
        "articles": [],
        "signatories": [{"name": name, "capacity": capacity, "party": "pour sa partie"} for name, capacity in PEOPLE],
    }


def made(rank: int, signer: Signer, authority: LocalAuthority) -> bytes:
    content = typeset("agreement", facts(rank), code_of("agreement", UUID(int=rank)))
    for name, capacity in PEOPLE:
        content = signer.sign_pdf(content, name, capacity, "Signature", clock.now())
    return signer.seal_pdf(content, "Entrée en vigueur", clock.now(), authority)


def usual(rank: int, folder: Path) -> bytes:
    """Each file by itself: fonts looked for, keys read and their place in the file estimated, every time."""
    given = sources(facts(rank), code_of("agreement", UUID(int=rank)))
    content: bytes = typst.compile(FOLDER / "agreement.typ", root=FOLDER, format="pdf", sys_inputs=given, pdf_standards=["ua-1"])
    stamp_key, stamp_certificate = (der for _, _, der in pem.unarmor((folder / "timestamps.pem").read_bytes(), multiple=True))
    stamper = DummyTimeStamper(x509.Certificate.load(stamp_certificate), keys.PrivateKeyInfo.load(stamp_key))
    for who in (*PEOPLE, SEAL):
        key, certificate = (der for _, _, der in pem.unarmor((folder / f"{LocalKeys.file_of(*who, 2021)}.pem").read_bytes(), multiple=True))
        signer = signers.SimpleSigner(x509.Certificate.load(certificate), keys.PrivateKeyInfo.load(key), SimpleCertificateStore())
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        field = f"Signature{len(writer.prev.embedded_signatures) + 1}"
        meta = signers.PdfSignatureMetadata(field_name=field, name=who[0], md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        content = signers.sign_pdf(writer, meta, signer, timestamper=stamper if who == SEAL else None).getvalue()
    return content


def text(content: bytes) -> str:
    """What a reader reads, by poppler."""
    return subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()


def who_signed(content: bytes, signer: Signer, authority: LocalAuthority) -> list[tuple[str, str, bool, bool]]:
    return [(it.signatory, it.capacity, it.valid, bool(it.stamped_at)) for it in signer.verify_pdf(content, authority.roots())]


def ranks() -> Iterator[int]:
    return iter(range(10**6))


def measure() -> Measure:
    """Equality, over a sample: both files read the same, and carry the same two signatures and dated seal, all valid."""
    folder = Path(tempfile.mkdtemp(prefix="lucette-bench-"))
    try:
        with clock.at(datetime(2021, 3, 1, 9, tzinfo=UTC)):
            signer, authority = Signer(folder), LocalAuthority(folder)
            files = [made(rank, signer, authority) for rank in range(SAMPLE)]
            signed = [(*who, True, who == SEAL) for who in (*PEOPLE, SEAL)]
            equal = all(
                who_signed(ours, signer, authority) == signed and text(ours) == text(usual(rank, folder)) for rank, ours in enumerate(files)
            )
            mine, theirs = ranks(), ranks()
            ours_ms, plain_ms = in_turn(
                lambda: made(next(mine), signer, authority), lambda: usual(next(theirs), folder), ROUNDS, clock=time.process_time
            )
            start = time.process_time()
            for rank in range(SIZE):
                made(rank, signer, authority)
            ours_ms = (time.process_time() - start) * 1000 / SIZE
    finally:
        shutil.rmtree(folder)
    note = "Typst et pyHanko, chaque fichier à part ; temps de processeur d’un document"
    return Measure("convention composée, signée deux fois, scellée et horodatée", SIZE, ours_ms, plain_ms, equal, note)
