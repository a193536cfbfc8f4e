"""Reading what a bank tells of an account, camt.053 statements and camt.054 notices (versions 2, 4 and 8): strict, exact to the cent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from lucette.kernel.errors import RuleBroken
from lucette.scheme.payments.adapters.entries import WHAT, Detail, Entry, cents, date, detail, entries, is_credit, refusal
from lucette.scheme.payments.adapters.xml import Node, stream
from lucette.scheme.payments.rules import FRENCH_ACCOUNT, iban_is_sound, iban_of_french_account

VERSIONS = ("02", "04", "08")
OPENING, CLOSING = ("OPBD", "PRCD"), ("CLBD",)
BETWEEN = "ITBD"  # a statement in several pages ends and begins again on an interim balance


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one account; balances in cents, below zero when overdrawn."""

    statement_id: str
    iban: str
    opening_cents: int
    closing_cents: int
    closed_on: dt.date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Movements told on their own, before or beside the statement: they explain, they never count twice."""

    notice_id: str
    iban: str
    created_on: dt.date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Balance:
    code: str
    cents: int
    on: dt.date
    interim: bool


@dataclass(frozen=True, slots=True)
class _Telling:
    """One `Stmt` or `Ntfctn`, read to its end."""

    name: str
    page: int
    iban: str
    created_on: dt.date | None
    balances: tuple[_Balance, ...]
    entries: tuple[Entry, ...]


def read_statements(content: bytes) -> list[Statement]:
    """The statements of a camt.053 file. Raises RuleBroken, in French, on anything that is not exact: nothing is read by halves."""
    found = _joined(list(_tellings(content, "camt.053", "Stmt")))
    if not found:
        raise refusal("empty", "Ce fichier ne contient aucun relevé.")
    return [_statement(it) for it in found]


def read_notices(content: bytes) -> list[Notice]:
    """The notices of a camt.054 file. Raises as `read_statements`."""
    found = list(_tellings(content, "camt.054", "Ntfctn"))
    if not found:
        raise refusal("empty", "Ce fichier ne contient aucun avis.")
    return [Notice(it.name, it.iban, _created(it), tuple(_distinct(it.entries))) for it in found]


def _created(it: _Telling) -> dt.date:
    if it.created_on is None:
        raise refusal("date", "L’avis de la banque n’est pas daté.")
    return it.created_on


def _tellings(content: bytes, message: str, name: str) -> Iterator[_Telling]:
    """Each statement or notice of the file; entries and their details are dropped from memory once read."""
    prefix, page, rank, details, lines = "", "", 0, list[Detail](), list[Entry]()
    for event, element in stream(content, "statement", WHAT, ("Document", "GrpHdr", name, "Ntry", "TxDtls")):
        prefix = prefix or _prefix(element, message)
        node, tag = Node(element, prefix), element.tag.removeprefix(prefix)
        if event == "start":
            rank, lines = (0, []) if tag == name else (rank, lines)
        elif tag == "GrpHdr":
            page = node.text("MsgPgntn/PgNb")
        elif tag == "TxDtls":
            details.append(detail(node))
            element.clear()
        elif tag == "Ntry":
            rank += 1
            lines += _read(node, details, page, rank)
            details = []
            _forget(element)
        elif tag == name:
            yield _telling(node, page, lines)
            element.clear()
    if not prefix:
        raise _not_ours(message)


def _read(it: Node, details: list[Detail], page: str, rank: int) -> list[Entry]:
    of = Node(it.element.getparent(), it.prefix)
    where = f"{_name(of)}/{rank}" if (number := _page(of, page)) < 2 else f"{_name(of)}/p{number}/{rank}"
    return list(entries(it, details, where, lambda: _closed_on(of) or date(of, "CreDtTm")))


def _forget(entry: etree._Element) -> None:
    """Empty an entry, and take away the one before it: its place was still needed to go on reading."""
    before, parent = entry.getprevious(), entry.getparent()
    if before is not None and before.tag == entry.tag and parent is not None:
        parent.remove(before)
    entry.clear()


def _telling(it: Node, page: str, lines: list[Entry]) -> _Telling:
    iban = _iban(it)
    return _Telling(_name(it), _page(it, page), iban, date(it, "CreDtTm"), tuple(_balances(it)), tuple(lines))


def _name(it: Node) -> str:
    return _needed(it.text("Id"), "l’identifiant du relevé")[:35]


def _page(it: Node, page: str) -> int:
    told = it.text("StmtPgntn/PgNb", "NtfctnPgntn/PgNb") or page
    return int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 1


def _prefix(element: etree._Element, message: str) -> str:
    """The namespace of the message, when it is one that we read, alone or in the envelope of an exchange network. Raises RuleBroken."""
    name, parent = etree.QName(element), element.getparent()
    known = {f"urn:iso:std:iso:20022:tech:xsd:{message}.001.{version}" for version in VERSIONS}
    if name.localname != "Document" or name.namespace not in known or (parent is not None and parent.getparent() is not None):
        raise _not_ours(message)
    return f"{{{name.namespace}}}"


def _not_ours(message: str) -> RuleBroken:
    what = "un relevé" if message == "camt.053" else "un avis"
    return refusal("version", f"Ce fichier n’est pas {what} {message} de version 2, 4 ou 8.")


def _joined(found: list[_Telling]) -> list[_Telling]:
    """Pages told one after the other, the opening balance on the first and the closing one on the last, are one statement."""
    joined: list[_Telling] = []
    for it in found:
        last = joined[-1] if joined else None
        if last and (last.name, last.iban) == (it.name, it.iban) and not _edge(last, *CLOSING, last=True) and not _edge(it, *OPENING):
            joined[-1] = replace(last, balances=last.balances + it.balances, entries=last.entries + it.entries)
        else:
            joined.append(it)
    return joined


def _statement(it: _Telling) -> Statement:
    opening, closing = _edge(it, *OPENING), _edge(it, *CLOSING, last=True)
    if opening is None or closing is None:
        raise refusal("balance_absent", "Le relevé ne donne pas ses soldes initial et final.")
    if opening.cents + sum(entry.cents if entry.credit else -entry.cents for entry in it.entries) != closing.cents:
        raise refusal("balance", "Le solde final du relevé ne correspond pas à son solde initial et à ses écritures. Il n’a pas été lu.")
    name = it.name if it.page < 2 else f"{it.name[:30]}/{it.page}"
    return Statement(name, it.iban, opening.cents, closing.cents, closing.on, tuple(_distinct(it.entries)))


def _distinct(lines: tuple[Entry, ...]) -> Iterator[Entry]:
    """A bank may give one reference to several movements of a statement: each gets its own, the same at each reading."""
    seen: set[str] = set()
    for line in lines:
        reference, n = line.bank_reference, 1
        while reference in seen:
            n += 1
            reference = f"{line.bank_reference}/{n}"
        seen.add(reference)
        yield line if n == 1 else replace(line, bank_reference=reference)


def _balances(it: Node) -> Iterator[_Balance]:
    for told in it.all("Bal"):
        code = told.text("Tp/CdOrPrtry/Cd", "Tp/CdOrPrtry/Prtry")
        if code in (*OPENING, *CLOSING, BETWEEN):
            amount, on = cents(told, "Amt"), date(told, "Dt")
            if on is None:
                raise refusal("date", "Une date du relevé est absente ou illisible.")
            yield _Balance(code, amount if is_credit(told) else -amount, on, told.text("Tp/SbTp/Cd") == "INTM")


def _closed_on(it: Node) -> dt.date | None:
    """The date of the closing balance, when the bank tells its balances before its entries."""
    return max((on for told in it.all("Bal") if told.text("Tp/CdOrPrtry/Cd") in CLOSING and (on := date(told, "Dt"))), default=None)


def _edge(it: _Telling, *codes: str, last: bool = False) -> _Balance | None:
    """The first, or last, balance of the first of `codes` that is told; the balance of a whole day before that of a page."""
    for code in codes:
        told = [one for one in it.balances if one.code == code]
        told = [one for one in told if not one.interim] or told
        if told:
            day = (max if last else min)(one.on for one in told)
            return [one for one in told if one.on == day][-1 if last else 0]
    between = [one for one in it.balances if one.code == BETWEEN]
    return between[-1 if last else 0] if between else None


def _iban(it: Node) -> str:
    told = "".join(it.text("Acct/Id/IBAN").split())
    other = "".join(it.text("Acct/Id/Othr/Id").split())
    if not told and FRENCH_ACCOUNT.fullmatch(other):
        other = iban_of_french_account(other)
    return _needed(told or (other if iban_is_sound(other) else ""), "l’IBAN du compte")[:34]


def _needed(text: str, what: str) -> str:
    if not text:
        raise refusal("incomplete", f"Le relevé ne donne pas {what}.")
    return text
