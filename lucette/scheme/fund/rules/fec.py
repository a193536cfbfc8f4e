"""The extract in the eighteen columns of the file of accounting entries (tax procedures code, article A47 A-1). Pure.

An event is one entry, numbered without a gap in the order in which events were written; the balances brought forward come first.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from lucette.foundation.ledger.rules import Entry, Side
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.fund.rules.accounts import BANK, Names, fact_of, operation

COLUMNS = (
    "JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum", "CompAuxLib", "PieceRef",
    "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise",
)  # fmt: skip
JOURNALS = {"AN": "À-nouveaux", "BQ": "Banque", "EM": "Emplois", "RV": "Reversements", "OD": "Opérations diverses"}
KINDS = {
    EventKind.LIQUIDATED: "EM",
    EventKind.CERTIFICATION_REDUCED: "EM",
    EventKind.RECOVERY_ISSUED: "RV",
    EventKind.RECOVERY_WRITTEN_OFF: "RV",
}
THIRD_PARTIES = ("payable", "payable_supplier", "receivable")
SIREN = "180020026"  # Caisse des Dépôts
UNFIT = re.compile(r"[\x00-\x1f\x7f|]+")


@dataclass(frozen=True, slots=True)
class FecLine:
    """One line. Amounts in cents, one of the two is zero."""

    journal: str
    number: int
    on: dt.date
    account: Side
    piece: str
    label: str
    debit: int
    credit: int
    validated_on: dt.date
    fact: str = ""

    def columns(self, names: Names) -> list[str]:
        auxiliary, auxiliary_name = third_party(self.account.code, names)
        return [
            self.journal, JOURNALS[self.journal], str(self.number), f"{self.on:%Y%m%d}", self.account.number, self.account.label,
            auxiliary, auxiliary_name, self.piece, f"{self.on:%Y%m%d}", self.label, amount(self.debit), amount(self.credit),
            "", "", f"{self.validated_on:%Y%m%d}", "", "",
        ]  # fmt: skip


def lines(opening: Mapping[Side, int], entries: Iterable[Entry], names: Names, first_day: dt.date) -> Iterator[FecLine]:
    """Balances brought forward as entry 1 (none in the first year), then each event of the year."""
    brought = [(side, cents) for side, cents in opening.items() if cents]
    for side, cents in brought:
        yield FecLine("AN", 1, first_day, side, f"AN-{first_day.year}", "Solde à nouveau", max(cents, 0), max(-cents, 0), first_day)
    numbered = enumerate(groupby(entries, key=lambda it: it.event), 2 if brought else 1)
    for number, (_, found) in numbered:
        postings = list(found)
        code, piece, label = journal(postings), piece_of(postings[0].key, names), told(postings[0])
        for it in postings:
            yield FecLine(code, number, it.on, it.debit, piece, label, it.amount, 0, it.recorded_on, fact_of(it.key))
            yield FecLine(code, number, it.on, it.credit, piece, label, 0, it.amount, it.recorded_on, fact_of(it.key))


def journal(postings: list[Entry]) -> str:
    """The bank's journal for whatever moves the bank; else by what happened, or what is corrected."""
    if any(BANK in (it.debit.heading, it.credit.heading) for it in postings):
        return "BQ"
    return KINDS.get(EventKind(postings[0].corrected or postings[0].kind), "OD")


def told(it: Entry) -> str:
    return fit(operation(it.kind, it.corrected))


def piece_of(key: str, names: Names) -> str:
    """The number by which people know the piece; else the bank's reference, or the fact itself."""
    known = names["pieces"].get(fact_of(key))
    return fit(known or (key.split(":", 2)[2] if key.startswith("tranche:") else fact_of(key)))


def third_party(code: str, names: Names) -> tuple[str, str]:
    """Whom an account is of: registration number and name; two blanks for the others."""
    word, *rest = code.split("/")
    if word not in THIRD_PARTIES or not rest:
        return "", ""
    number, name = names["payees"].get(rest[0]) or (rest[0], rest[0])
    return fit(number), fit(name)


def fit(text: str) -> str:
    """A text without what parts columns and lines."""
    return UNFIT.sub(" ", text).strip()


def amount(cents: int) -> str:
    units, rest = divmod(cents, 100)
    return f"{units},{rest:02d}"


def written(found: Iterable[FecLine], names: Names) -> Iterator[bytes]:
    """The file, line by line: columns parted by tabulations, UTF-8."""
    yield ("\t".join(COLUMNS) + "\r\n").encode()
    for line in found:
        yield ("\t".join(line.columns(names)) + "\r\n").encode()


def summed(found: Iterable[FecLine], names: Names) -> dict[str, int | str]:
    """What the file holds, without keeping it: lines, entries, both sums, SHA-256 of its bytes."""
    count = entries = debit = credit = 0

    def counted() -> Iterator[FecLine]:
        nonlocal count, entries, debit, credit
        for line in found:
            count, entries, debit, credit = count + 1, max(entries, line.number), debit + line.debit, credit + line.credit
            yield line

    digest = hashlib.sha256()
    for chunk in written(counted(), names):
        digest.update(chunk)
    return {"lines": count, "entries": entries, "debit": debit, "credit": credit, "sha256": digest.hexdigest()}


@dataclass(frozen=True, slots=True)
class Operation:
    """One entry as lists show it: `fact` is what it is about (`order:<id>`), `who` whom it concerns, `cents` the sum of its debits."""

    number: int
    on: dt.date
    journal: str
    label: str
    piece: str
    fact: str
    who: str
    cents: int


def operations(found: Iterable[FecLine], names: Names) -> Iterator[Operation]:
    """One by one, in the order of the extract."""
    for number, group in groupby(found, key=lambda line: line.number):
        whole = list(group)
        first = whole[0]
        who = next((name for line in whole if (name := third_party(line.account.code, names)[1])), "") if first.fact else ""
        cents = sum(line.debit for line in whole)
        yield Operation(number, first.on, JOURNALS[first.journal], first.label, first.piece, first.fact, who, cents)


def filename(last_day: dt.date) -> str:
    return f"{SIREN}FEC{last_day:%Y%m%d}.txt"
