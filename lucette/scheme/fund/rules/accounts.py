"""The accounts of a year, counted from its postings one by one: gross on each side, nothing netted. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lucette.foundation.ledger.rules import Entry, Side
from lucette.scheme.fund.enums import EventKind, Nature

USES, RESOURCES, BANK = "uses", "resources", "bank"
RESOURCE_LABELS = {"endowment": "Dotation de l’État", "recoveries": "Reversements demandés", "interest": "Intérêts"}
# what the bank's counterpart says of a receipt or of a payment
BANK_LABELS = {
    "in_flight": "Versements",
    "receivable": "Reversements encaissés",
    "returned_transfers": "Virements revenus",
    "suspense_receipts": "Recettes à classer",
    "suspense_expenses": "Dépenses à classer",
}
Names = Mapping[str, Any]


def fact_of(key: str) -> str:
    """The fact that an event tells, whatever its attempt: `order:<id>`."""
    return ":".join(key.split(":")[:2])


def operation(kind: str, corrected: str) -> str:
    """What was done, in French; a correction says what it corrects."""
    label = str(EventKind(kind).label)
    return f"{label} : {str(EventKind(corrected).label).lower()}" if corrected else label


def nature(heading: str) -> str:
    """`uses/training`, `resources/interest`, `in_flight`: the nature it stands for, in French."""
    word, _, code = heading.partition("/")
    if word == USES:
        return str(Nature(code).label)
    return RESOURCE_LABELS[code] if word == RESOURCES else BANK_LABELS.get(word, heading)


@dataclass
class Flow:
    """How many postings, and both sides in cents."""

    count: int = 0
    debit: int = 0
    credit: int = 0

    def add(self, debit: int, credit: int) -> None:
        self.count, self.debit, self.credit = self.count + 1, self.debit + debit, self.credit + credit

    def told(self, **more: Any) -> dict[str, Any]:
        return more | {"count": self.count, "debit": self.debit, "credit": self.credit}


Row = tuple[str, str, str]  # code of the nature, kind of event, kind of event corrected


def flows() -> defaultdict[Any, Flow]:
    return defaultdict(Flow)


@dataclass
class Year:
    """The postings of a year's cash book, added one by one. `natures`: order → the use it is paid for."""

    natures: Mapping[str, str]
    uses: defaultdict[Row, Flow] = field(default_factory=flows)
    resources: defaultdict[Row, Flow] = field(default_factory=flows)
    bank: defaultdict[Row, Flow] = field(default_factory=flows)
    headings: defaultdict[Side, Flow] = field(default_factory=flows)
    postings: int = 0
    last: int = 0

    def add(self, it: Entry) -> None:
        self.postings, self.last = self.postings + 1, max(self.last, it.posting)
        for side, other, debit, credit in ((it.debit, it.credit, it.amount, 0), (it.credit, it.debit, 0, it.amount)):
            self.headings[under(side)].add(debit, credit)
            word = side.heading.partition("/")[0]
            if word == BANK:
                self.bank[self.counterpart(it, other), it.kind, it.corrected].add(debit, credit)
            elif word in (USES, RESOURCES):
                (self.uses if word == USES else self.resources)[side.heading, it.kind, it.corrected].add(debit, credit)

    def counterpart(self, it: Entry, other: Side) -> str:
        """The nature of a movement of the bank: that of the order for a payment, else the heading facing it."""
        return self.natures.get(fact_of(it.key), other.heading) if other.heading == "in_flight" else other.heading


def under(side: Side) -> Side:
    """The heading of an account."""
    return Side(side.heading, side.heading, side.label, side.number)


def rows(found: Mapping[Row, Flow]) -> list[dict[str, Any]]:
    """Each nature, operation by operation, in a fixed order."""
    return [
        flow.told(nature=nature(code), code=code, kind=kind, corrected=corrected, operation=operation(kind, corrected))
        for (code, kind, corrected), flow in sorted(found.items())
    ]


def balances(opening: Mapping[Side, int], year: Year) -> list[dict[str, Any]]:
    """Every heading: debits less credits before the year, both sides of the year, debits less credits after it."""
    before: defaultdict[Side, int] = defaultdict(int)
    for side, cents in opening.items():
        before[under(side)] += cents
    found = []
    for it in sorted({*before, *year.headings}, key=lambda side: (side.number, side.code)):
        flow = year.headings.get(it, Flow())
        told = {"code": it.code, "label": it.label, "number": it.number, "opening": before.get(it, 0)}
        found.append(told | {"debit": flow.debit, "credit": flow.credit, "closing": before.get(it, 0) + flow.debit - flow.credit})
    return found


def advance(exchanged: Mapping[tuple[str, str], tuple[int, int]]) -> list[dict[str, Any]]:
    """The State's advance since the first day: what the bank received and paid, by what faced it; the sum of the rows is what is left."""
    return [
        {"code": other, "label": nature(other), "received": received, "spent": spent}
        for (_, other), (received, spent) in sorted(exchanged.items())
    ]


def receivables(exchanged: Mapping[tuple[str, str], tuple[int, int]], names: Names) -> list[dict[str, Any]]:
    """What is still to recover at the closing date, account by account: asked, collected, given up, open. Gross."""
    found: dict[str, dict[str, Any]] = {}
    for (code, other), (debit, credit) in sorted(exchanged.items()):
        _, payee, owner, number = code.split("/")
        row = found.setdefault(
            code,
            {
                "payee": payee,
                "name": name_of(payee, names),
                "owner": owner,
                "piece": names["pieces"].get(f"agreement:{owner}", owner),
                "number": int(number),
                "asked": 0,
                "settled": 0,
                "given_up": 0,
            },
        )
        row["asked"] += debit
        row["given_up" if other == "resources/recoveries" else "settled"] += credit
    open_ones = (row | {"open": row["asked"] - row["settled"] - row["given_up"]} for row in found.values())
    return [row for row in open_ones if row["open"]]


def name_of(payee: str, names: Names) -> str:
    known: Iterable[str] = names["payees"].get(payee) or ["", payee]
    return list(known)[1]
