"""Samples spoilt at random: a reader gives an exact answer or refuses in French, and never falls. LUCETTE_FUZZ=100000 goes on longer."""

from __future__ import annotations

import os
import random

import pytest

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters import read_notices, read_report, read_statements, read_totals
from lucette.scheme.payments.adapters.schemas import check_schema
from tests.scheme.payments.adapters.samples import a_file, entry, notice, report, statement
from tests.scheme.payments.adapters.test_reports import PART

TURNS = int(os.environ.get("LUCETTE_FUZZ", "1500"))
DETAILS = (
    "<Btch><MsgId>L</MsgId><NbOfTxs>2</NbOfTxs></Btch>"
    '<TxDtls><Refs><EndToEndId>1</EndToEndId></Refs><Amt Ccy="EUR">1.00</Amt><RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls>'
    '<TxDtls><Refs><TxId>2</TxId></Refs><Amt Ccy="EUR">2.00</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls>'
)
ENTRIES = entry("3.00", "DBIT", DETAILS) + entry("5.00", more="<RvslInd>true</RvslInd>", reference="")
SAMPLES = {
    "statement 08": (read_statements, statement(ENTRIES, closing="2.00")),
    "statement 02": (read_statements, statement(ENTRIES.replace("<Cd>BOOK</Cd>", "BOOK"), "02", closing="2.00")),
    "notice": (read_notices, notice(ENTRIES)),
    "answer": (read_report, report(PART, "<GrpSts>PART</GrpSts>")),
    "totals": (read_totals, a_file()),
    "schema": (check_schema, a_file()),
}
SPLINTERS = [b"", b"<", b">", b"&", b"&#0;", b"&#x110000;", b"]]>", b"<a>", b"</Stmt>", b"\x00", b"\xff\xfe", b"-", b"9" * 40, b"1e9"]
SPLINTERS += [
    b"<!DOCTYPE a []>",
    b"<?xml version='1.0' encoding='ebcdic'?>",
    b"xmlns:x=''",
    "é’".encode(),
    b"NaN",
    b"&lt;",
    b"<!--",
    b"USD",
]


def spoilt(content: bytes, draw: random.Random) -> bytes:
    """The sample with one to four wounds: cut, repeated, moved, replaced, inserted, a byte changed, an element taken away."""
    for _ in range(draw.randint(1, 4)):
        at, to = sorted(draw.randrange(len(content) + 1) for _ in range(2))
        to = min(to, at + draw.choice([1, 5, 40, 400]))
        kind = draw.randrange(6)
        if kind == 0:
            content = content[:at] + content[to:]
        elif kind == 1:
            content = content[:to] + content[at:to] * draw.randint(1, 3) + content[to:]
        elif kind == 2:
            content = content[:at] + draw.choice(SPLINTERS) + content[to:]
        elif kind == 3:
            content = content[:at] + bytes([draw.randrange(256)]) + content[at + 1 :]
        elif kind == 4:
            content = content[:at]
        else:
            content = without_an_element(content, draw)
    return content


def without_an_element(content: bytes, draw: random.Random) -> bytes:
    """Well formed still: one closed leaf taken away, or its text exchanged with a splinter."""
    parts = content.split(b"</")
    at = draw.randrange(len(parts))
    head, _, text = parts[at].rpartition(b">")
    parts[at] = head + b">" + draw.choice([b"", text[:-1], b"-1", b"2021-02-30", b"NOTPROVIDED", b"X" * 50, b"0"])
    return b"</".join(parts)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_spoilt_file_makes_a_reader_fall(name):
    read, sample = SAMPLES[name]
    read(sample)
    told = {"read": 0, "refused": 0}
    for seed in range(TURNS):
        content = spoilt(sample, random.Random(f"{name} {seed}"))
        try:
            read(content)
            told["read"] += 1
        except RuleBroken as refusal:
            assert refusal.sentence.endswith("."), seed
            told["refused"] += 1
        except Exception as fall:  # the seed says how to fall again
            pytest.fail(f"seed {name} {seed}: {type(fall).__name__} {fall}")
    assert told["refused"] > TURNS // 3, told
