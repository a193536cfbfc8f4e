"""27: the mirror of an event, what it would do to each line and to free cash. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from lucette.foundation.ledger.rules import Line

LINES = {"committed", "liquidated", "ordered", "paid", "recovered", "in_flight", "returned_transfers"}


class LineOf(NamedTuple):
    """An instalment of an agreement, or a service (number 1)."""

    owner: str
    number: int


class Effect(NamedTuple):
    """What postings change on a line: cents paid and not recovered, asked back, newly ordered from what is liquidated."""

    paid: int
    asked_back: int
    ordered: int


def line_of(code: str) -> LineOf | None:
    """The line an account belongs to: `paid/<owner>/2`, `receivable/<host>/<owner>/2`."""
    word, *rest = code.split("/")
    if word in LINES and len(rest) == 2:
        return LineOf(rest[0], int(rest[1]))
    if word == "receivable" and len(rest) == 3:
        return LineOf(rest[1], int(rest[2]))
    return None


def lines_of(postings: Iterable[Line]) -> set[LineOf]:
    """Every line that postings move."""
    found = (line_of(code) for it in postings for code in (it.debit, it.credit))
    return {line for line in found if line}


def effects(postings: Iterable[Line]) -> dict[LineOf, Effect]:
    """Of each line moved."""
    paid: dict[LineOf, int] = defaultdict(int)
    asked: dict[LineOf, int] = defaultdict(int)
    ordered: dict[LineOf, int] = defaultdict(int)
    touched = set()
    for it in postings:
        for code, paid_sign, asked_sign in ((it.credit, 1, -1), (it.debit, -1, 1)):
            if line := line_of(code):
                touched.add(line)
                word = code.partition("/")[0]
                paid[line] += paid_sign * it.amount * (word == "paid")
                asked[line] += asked_sign * it.amount * (word == "receivable")
                ordered[line] += it.amount * (word == "ordered" and paid_sign == 1 and it.debit.startswith("liquidated/"))
    return {line: Effect(paid[line], asked[line], ordered[line]) for line in touched}


def free_cash_moved(postings: Iterable[Line]) -> int:
    """How much free cash (bank − ordered − receipts not yet explained) postings add or take."""
    moved = 0
    for it in postings:
        moved += it.amount * ((it.debit == "bank") - (it.credit == "bank"))
        moved -= it.amount * (it.credit.startswith("ordered/") - it.debit.startswith("ordered/"))
        moved -= it.amount * ((it.credit == "suspense_receipts") - (it.debit == "suspense_receipts"))
    return moved
