"""Reading a camt.053 statement (versions 2, 4 and 8): strict, exact to the cent, nothing guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.xml import Node, cents_of, parse

VERSIONS = {f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}" for version in ("02", "04", "08")}
WHAT = "Le relevé bancaire"
ENTRY_REFERENCE, REFERENCES = "AcctSvcrRef", ("Refs/AcctSvcrRef", "Refs/TxId")


@dataclass(frozen=True, slots=True)
class Entry:
    """One movement: one booked entry, or one of the transactions of a batch entry. `cents` is positive; `credit` says which way."""

    cents: int
    credit: bool
    booked_on: dt.date
    end_to_end_id: str
    bank_reference: str
    remittance: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account; balances in cents, below zero when overdrawn."""

    statement_id: str
    iban: str
    opening_cents: int
    closing_cents: int
    closed_on: dt.date
    entries: tuple[Entry, ...]


def read_statements(content: bytes) -> list[Statement]:
    """The statements of a camt.053 file. Raises RuleBroken, in French, on anything that is not exact: nothing is read by halves."""
    root = parse(content, "statement", WHAT)
    name = etree.QName(root)
    if name.namespace not in VERSIONS or name.localname != "Document":
        raise _refusal("version", "Ce fichier n’est pas un relevé camt.053 de version 2, 4 ou 8.")
    found = [_statement(it) for it in Node(root, f"{{{name.namespace}}}").all("BkToCstmrStmt/Stmt")]
    if not found:
        raise _refusal("empty", "Ce fichier ne contient aucun relevé.")
    return found


def _statement(it: Node) -> Statement:
    (opening, _), (closing, closed_on) = _balance(it, "OPBD", "PRCD"), _balance(it, "CLBD")
    entries = tuple(_entries(it))
    if opening + sum(entry.cents if entry.credit else -entry.cents for entry in entries) != closing:
        raise _refusal("balance", "Le solde final du relevé ne correspond pas à son solde initial et à ses écritures. Il n’a pas été lu.")
    return Statement(
        _needed(it, "Id", "l’identifiant du relevé")[:35],
        _needed(it, "Acct/Id/IBAN", "l’IBAN du compte"),
        opening,
        closing,
        closed_on,
        entries,
    )


def _balance(it: Node, *codes: str) -> tuple[int, dt.date]:
    for code in codes:
        for balance in it.all("Bal"):
            if balance.text("Tp/CdOrPrtry/Cd") == code:
                cents = _cents(balance, "Amt")
                return (cents if _is_credit(balance) else -cents), _date(balance, "Dt")
    raise _refusal("balance_absent", "Le relevé ne donne pas ses soldes initial et final.")


def _entries(it: Node) -> Iterator[Entry]:
    """Booked entries only, in order; each transaction of a batch entry on its own."""
    statement_id = it.text("Id")
    for position, entry in enumerate(it.all("Ntry"), 1):
        status = entry.text("Sts/Cd", "Sts")
        if status != "BOOK":
            if status in ("PDNG", "INFO", "FUTR"):
                continue
            raise _refusal("status", "Le relevé contient une écriture dont l’état n’est pas connu.")
        reference = entry.text(ENTRY_REFERENCE) or f"{statement_id}/{position}"
        details = list(entry.all("NtryDtls/TxDtls"))
        if len(details) < 2:
            yield _single(entry, details[0] if details else None, reference)
        else:
            yield from _batched(entry, details, reference)


def _single(entry: Node, detail: Node | None, reference: str) -> Entry:
    return Entry(
        cents=_cents(entry, "Amt"),
        credit=_is_credit(entry),
        booked_on=_date(entry, "BookgDt"),
        end_to_end_id=_end_to_end(detail),
        bank_reference=reference[:60],
        remittance=_remittance(detail, entry),
    )


def _batched(entry: Node, details: list[Node], reference: str) -> Iterator[Entry]:
    credit, booked_on = _is_credit(entry), _date(entry, "BookgDt")
    lines = [
        Entry(
            cents=_cents(it, "Amt", "AmtDtls/TxAmt/Amt"),
            credit=_is_credit(it) if it.text("CdtDbtInd") else credit,
            booked_on=booked_on,
            end_to_end_id=_end_to_end(it),
            bank_reference=(it.text(*REFERENCES) or f"{reference}/{n}")[:60],
            remittance=_remittance(it, entry),
        )
        for n, it in enumerate(details, 1)
    ]
    signed = sum(line.cents if line.credit == credit else -line.cents for line in lines)
    if signed != _cents(entry, "Amt"):
        raise _refusal("batch", "Le détail d’une écriture groupée du relevé ne correspond pas à son total. Il n’a pas été lu.")
    yield from lines


def _end_to_end(detail: Node | None) -> str:
    found = detail.text("Refs/EndToEndId") if detail else ""
    return "" if found == "NOTPROVIDED" else found[:35]


def _remittance(detail: Node | None, entry: Node) -> str:
    words = [(it.element.text or "").strip() for it in detail.all("RmtInf/Ustrd")] if detail else []
    return (" ".join(words) or entry.text("AddtlNtryInf"))[:300]


def _cents(it: Node, *paths: str) -> int:
    """Positive cents of the first amount present, in euros."""
    for path in paths:
        if (amount := it.first(path)) is not None:
            if amount.element.get("Ccy") != "EUR":
                raise _refusal("currency", "Le relevé n’est pas tenu en euros.")
            return cents_of(amount.element.text or "", "statement", WHAT)
    raise _refusal("amount", "Une écriture du relevé n’a pas de montant.")


def _is_credit(it: Node) -> bool:
    way = it.text("CdtDbtInd")
    if way not in ("CRDT", "DBIT"):
        raise _refusal("way", "Une écriture du relevé ne dit pas si elle est au crédit ou au débit.")
    return way == "CRDT"


def _date(it: Node, path: str) -> dt.date:
    text = it.text(f"{path}/Dt", f"{path}/DtTm")
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        raise _refusal("date", "Une date du relevé est absente ou illisible.") from None


def _needed(it: Node, path: str, what: str) -> str:
    if not (text := it.text(path)):
        raise _refusal("incomplete", f"Le relevé ne donne pas {what}.")
    return text


def _refusal(code: str, sentence: str) -> RuleBroken:
    return RuleBroken(f"statement.{code}", sentence)
