"""A file of 4,000 transfers: ours against the usual library, both checked by the same official schema."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Sequence

from lxml import etree
from sepaxml import SepaTransfer

from benchmarks.measure import Measure, in_turn
from lucette.scheme.payments.adapters import Debtor, Transfer, read_totals, write_transfers

SIZE = 4_000
SCHEMA = "pain.001.001.09"
ON = dt.date(2021, 6, 1)


def iban(number: int) -> str:
    """A French IBAN whose key is right; bank, branch and account are invented."""
    account = f"{number:023d}"
    return f"FR{98 - int(f'{account}152700') % 97:02d}{account}"


DEBTOR = Debtor("Caisse des Depots", iban(7), "CDCGFRPPXXX")


def transfers() -> list[Transfer]:
    draw = random.Random(7)
    return [
        Transfer(f"ORDRE-{n:06d}", draw.randrange(1, 3_500_000), f"Trésorerie n° {n}", iban(1_000 + n), "BDFEFRPPCCT", f"Convention {n}")
        for n in range(SIZE)
    ]


def usual(rows: Sequence[Transfer]) -> bytes:
    """The library's way: a tree of elements in memory, one batch, then its own check against the schema."""
    config = {"name": DEBTOR.holder, "IBAN": DEBTOR.iban, "BIC": DEBTOR.bic, "batch": True, "currency": "EUR"}
    file = SepaTransfer(config, schema=SCHEMA)
    for it in rows:
        file.add_payment(
            {
                "name": it.holder,
                "IBAN": it.iban,
                "BIC": it.bic,
                "amount": it.cents,
                "execution_date": ON,
                "description": it.remittance,
                "endtoend_id": it.end_to_end_id,
            }
        )
    return bytes(file.export(validate=True))


def measure() -> Measure:
    """Equality: both files, read back, hold the same count, the same sum and the same accounts in the same order."""
    rows = transfers()

    def ours() -> bytes:
        return write_transfers("LOT-MESURE-1", dt.datetime(2021, 5, 31, 9, 0, tzinfo=dt.UTC), ON, DEBTOR, rows)

    mine, theirs = ours(), usual(rows)
    totals = [(it.count, it.cents) for it in (read_totals(mine), read_totals(theirs))]
    equal = totals[0] == totals[1] == (SIZE, sum(it.cents for it in rows)) and accounts(mine) == accounts(theirs)
    ours_ms, plain_ms = in_turn(ours, lambda: usual(rows), rounds=5, clock=time.process_time)
    note = "bibliothèque sepaxml, un seul lot ; temps de processeur"
    return Measure("fichier pain.001 validé par son schéma", SIZE, ours_ms, plain_ms, equal, note)


def accounts(content: bytes) -> list[str]:
    """The accounts paid, in the order of the file."""
    path = "//p:CdtTrfTxInf/p:CdtrAcct/p:Id/p:IBAN/text()"
    return [str(it) for it in etree.fromstring(content).xpath(path, namespaces={"p": f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"})]
