"""What the bank's stand-in writes: statements camt.053.001.08, notices camt.054.001.08, answers pain.002.001.10."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from lucette.scheme.payments.adapters.xml import decimal_of

URN = "urn:iso:std:iso:20022:tech:xsd:"
CAMT_053, CAMT_054, PAIN_002 = f"{URN}camt.053.001.08", f"{URN}camt.054.001.08", f"{URN}pain.002.001.10"
CREDIT, DEBIT, RETURN = ("PMNT", "RCDT", "ESCT"), ("PMNT", "ICDT", "ESCT"), ("PMNT", "ICDT", "RRTN")
CHARGE, INTEREST = ("ACMT", "MDOP", "CHRG"), ("ACMT", "MCOP", "INTR")


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement as the bank knows it. `reference` is its own, unique for ever; `reason`: why a transfer comes back."""

    cents: int
    credit: bool
    reference: str
    remittance: str = ""
    end_to_end_id: str = ""
    party: str = ""
    kind: tuple[str, str, str] = DEBIT
    reason: str = ""
    reversal: bool = False

    @property
    def signed(self) -> int:
        return self.cents if self.credit else -self.cents


@dataclass(frozen=True, slots=True)
class Fate:
    """What the bank answers of one transfer; `cents` 0 when it does not repeat the amount."""

    end_to_end_id: str
    cents: int
    status: str
    reason: str = ""


def statement(iban: str, rank: int, on: dt.date, opening: int, movements: Sequence[Movement]) -> bytes:
    """The day's statement of an account, its balances following its movements."""
    name, at = f"LB-{on:%Y%m%d}-{rank:05d}-{iban[-4:]}", f"{on.isoformat()}T18:00:00"
    closing = opening + sum(it.signed for it in movements)
    balances = [("Bal", _balance(code, cents, on)) for code, cents in (("OPBD", opening), ("CLBD", closing))]
    told = [("Stmt", [("Id", name), ("CreDtTm", at), _account(iban), *balances, *_entries(movements, on)])]
    return _document(CAMT_053, "BkToCstmrStmt", [_head(name, at), *told])


def notice(iban: str, rank: int, on: dt.date, movements: Sequence[Movement]) -> bytes:
    """Some of the day's movements, told apart."""
    name, at = f"LN-{on:%Y%m%d}-{rank:05d}-{iban[-4:]}", f"{on.isoformat()}T12:00:00"
    told = [("Ntfctn", [("Id", name), ("CreDtTm", at), _account(iban), *_entries(movements, on)])]
    return _document(CAMT_054, "BkToCstmrDbtCdtNtfctn", [_head(name, at), *told])


def report(name: str, on: dt.date, original: str, status: str, reason: str = "", fates: Iterable[Fate] = ()) -> bytes:
    """The answer to a file: its status, then that of each transfer told."""
    group: list[Any] = [("OrgnlMsgId", original), ("OrgnlMsgNmId", "pain.001.001.09"), ("GrpSts", status), *_why("StsRsnInf", reason)]
    told = [("TxInfAndSts", _fate(it)) for it in fates]
    block = [("OrgnlPmtInfAndSts", [("OrgnlPmtInfId", original), ("PmtInfSts", status), *told])] if told else []
    head = _head(name, f"{on.isoformat()}T10:00:00")
    return _document(PAIN_002, "CstmrPmtStsRpt", [head, ("OrgnlGrpInfAndSts", group), *block])


def _fate(it: Fate) -> list[Any]:
    amount = [("OrgnlTxRef", [("Amt", [("InstdAmt", it.cents)])])] if it.cents else []
    return [("OrgnlEndToEndId", it.end_to_end_id), ("TxSts", it.status), *_why("StsRsnInf", it.reason), *amount]


def _why(name: str, reason: str) -> list[Any]:
    return [(name, [("Rsn", [("Cd", reason)])])] if reason else []


def _head(name: str, at: str) -> tuple[str, Any]:
    return ("GrpHdr", [("MsgId", name), ("CreDtTm", at)])


def _account(iban: str) -> tuple[str, Any]:
    return ("Acct", [("Id", [("IBAN", iban)])])


def _balance(code: str, cents: int, on: dt.date) -> list[Any]:
    way = "CRDT" if cents >= 0 else "DBIT"
    return [("Tp", [("CdOrPrtry", [("Cd", code)])]), ("Amt", abs(cents)), ("CdtDbtInd", way), ("Dt", [("Dt", on.isoformat())])]


def _entries(movements: Sequence[Movement], on: dt.date) -> list[Any]:
    return [("Ntry", _entry(it, on)) for it in movements]


def _entry(it: Movement, on: dt.date) -> list[Any]:
    way, (domain, family, detail) = ("CRDT" if it.credit else "DBIT"), it.kind
    details: list[Any] = [("Refs", [("EndToEndId", it.end_to_end_id or "NOTPROVIDED")]), ("Amt", it.cents), ("CdtDbtInd", way)]
    details += [("RltdPties", [("Cdtr", [("Pty", [("Nm", it.party)])])])] if it.party else []
    details += [("RmtInf", [("Ustrd", it.remittance[:140])])] if it.remittance else []
    return [
        ("Amt", it.cents),
        ("CdtDbtInd", way),
        *([("RvslInd", "true")] if it.reversal else []),
        ("Sts", [("Cd", "BOOK")]),
        ("BookgDt", [("Dt", on.isoformat())]),
        ("ValDt", [("Dt", on.isoformat())]),
        ("AcctSvcrRef", it.reference[:35]),
        ("BkTxCd", [("Domn", [("Cd", domain), ("Fmly", [("Cd", family), ("SubFmlyCd", detail)])])]),
        ("NtryDtls", [("TxDtls", details + _why("RtrInf", it.reason))]),
    ]


def _document(namespace: str, message: str, nodes: list[Any]) -> bytes:
    out = BytesIO()
    with etree.xmlfile(out, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element("Document", nsmap={None: namespace}), file.element(message):
            _tree(file, nodes)
    return out.getvalue()


def _tree(file: Any, nodes: Sequence[tuple[str, Any]]) -> None:
    """Write (name, text | cents | children) nodes; whole numbers are amounts in euros."""
    for name, content in nodes:
        with file.element(name, {"Ccy": "EUR"} if isinstance(content, int) else {}):
            if isinstance(content, list):
                _tree(file, content)
            else:
                file.write(decimal_of(content) if isinstance(content, int) else content)
