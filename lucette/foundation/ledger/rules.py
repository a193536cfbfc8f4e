"""What a fact is made of, and its fingerprint: pure words, no database."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Line:
    """`amount` (cents or posts, a positive whole number) from the debit account to the credit account of one book; codes."""

    book: str
    debit: str
    credit: str
    amount: int

    def __post_init__(self) -> None:
        if type(self.amount) is not int or self.amount <= 0 or self.debit == self.credit:
            raise ValueError(f"not a posting: {self.debit} → {self.credit} {self.amount!r}")


@dataclass(frozen=True, slots=True)
class Fact:
    """One business event before it is written. `key` names the fact and its attempt; `subject` is like `agreement/<id>`."""

    key: str
    kind: str
    postings: Sequence[Line]
    business_date: dt.date
    subject: str = ""
    reason: str = ""
    corrects: int | None = None

    def __post_init__(self) -> None:
        if not self.key or not self.postings:
            raise ValueError(f"{self.kind}: a fact has a key and at least one posting")


def mirror(lines: Iterable[Line]) -> list[Line]:
    """The postings that undo these: the same amounts, back."""
    return [Line(line.book, line.credit, line.debit, line.amount) for line in lines]


class Side(NamedTuple):
    """An account, under its heading of the chart: the exact code, or the first word."""

    code: str
    heading: str
    label: str
    number: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One posting with its event. `corrected`: the kind of the event that this one corrects, else ""."""

    posting: int
    event: int
    key: str
    kind: str
    on: dt.date
    recorded_on: dt.date
    subject: str
    reason: str
    corrected: str
    debit: Side
    credit: Side
    amount: int


@dataclass(frozen=True, slots=True)
class HeadingData:
    """A heading of a book's chart: `code` is an exact account code or the first word of many; `label` is French."""

    code: str
    label: str
    normal: str = "credit"
    floored: bool = True
    chart_number: str = ""


def canonical(content: Any) -> bytes:
    """One and only one text for the same content."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def payload_hash(fact: Fact) -> str:
    """SHA-256 of what the fact says: everything but its key, its hour and its author."""
    lines = [[line.book, line.debit, line.credit, line.amount] for line in fact.postings]
    content = [fact.kind, fact.business_date, fact.subject, fact.reason, fact.corrects, lines]
    return hashlib.sha256(canonical(content)).hexdigest()


@dataclass(frozen=True, slots=True)
class Batch:
    """Postings that a seal closes: the first id, the last, how many, SHA-256 of their leaves in id order."""

    first: int
    last: int
    count: int
    content: bytes


def chained(previous: str, sealed_at: dt.datetime, batch: Batch) -> str:
    """Digest of a batch sealed at that instant, after the digest of the batch before it."""
    head = canonical([previous, sealed_at.astimezone(dt.UTC).isoformat(), batch.first, batch.last, batch.count])
    return hashlib.sha256(head + b"\n" + batch.content).hexdigest()
