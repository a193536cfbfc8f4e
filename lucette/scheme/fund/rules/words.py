"""What every event of the fund is made of: books, a payment, a recovery, keys, legs. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from lucette.foundation.ledger.rules import Line

KEY = re.compile(r"[a-z_]+:[0-9A-Za-z-]+:[1-9]\d*")
SUBJECT = re.compile(r"(agreement|service)/[0-9a-f-]{36}")
CHARGES = "paid/bank_charges"  # what the bank takes for itself: no agreement, no service


@dataclass(frozen=True, slots=True)
class Books:
    """The three books of an endowment."""

    code: str

    @property
    def budget(self) -> str:
        return f"{self.code}/BUDGET"

    @property
    def posts(self) -> str:
        return f"{self.code}/POSTS"

    @property
    def cash(self) -> str:
        return f"{self.code}/CASH"

    @property
    def all(self) -> list[str]:
        return [self.budget, self.posts, self.cash]


def owner_of(subject: str) -> str:
    """The id of the agreement or of the service, as in account codes."""
    return subject.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid to whom: `lines` maps an instalment's number to cents. The same object goes through events 9 to 15, and 28.

    `subject` is `agreement/<id>` or `service/<id>`; `payee` the host's id (the body's when `supplier`); `nature` a code of enums.Nature.
    """

    endowment_id: UUID
    subject: str
    payee: UUID
    nature: str
    lines: Mapping[int, int]
    supplier: bool = False

    def __post_init__(self) -> None:
        if not SUBJECT.fullmatch(self.subject) or not self.lines:
            raise ValueError(f"a payment has a subject and lines: {self.subject!r} {self.lines!r}")

    @property
    def total(self) -> int:
        return sum(self.lines.values())

    @property
    def payable(self) -> str:
        """The account where the payee is owed."""
        return f"{'payable_supplier' if self.supplier else 'payable'}/{self.payee}"

    @property
    def owner(self) -> str:
        return owner_of(self.subject)

    def at(self, word: str, number: int) -> str:
        """The account of one of its lines: `ordered`, `in_flight`, `returned_transfers`…"""
        return f"{word}/{self.owner}/{number}"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What is asked back from whom, on which instalment. The same object goes through events 19, 20 and 22."""

    endowment_id: UUID
    subject: str
    payee: UUID
    number: int

    def __post_init__(self) -> None:
        if not SUBJECT.fullmatch(self.subject):
            raise ValueError(f"a recovery is on an agreement or a service: {self.subject!r}")

    @property
    def owner(self) -> str:
        return owner_of(self.subject)

    @property
    def receivable(self) -> str:
        return f"receivable/{self.payee}/{self.owner}/{self.number}"

    def at(self, word: str) -> str:
        return f"{word}/{self.owner}/{self.number}"


def check_key(key: str) -> None:
    """A key names what happens and its attempt: `order:<id>:2`. Raises ValueError: without it a second order is lost."""
    if not KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not like order:<id>:<attempt>")


def leg(book: str, debit: str, credit: str, amount: int) -> Iterator[Line]:
    """One posting, or none for nothing. Raises ValueError under zero."""
    if amount:
        yield Line(book, debit, credit, amount)


def each(book: str, source: str, target: str, lines: Mapping[int, int]) -> list[Line]:
    """One posting per instalment; `{n}` in the codes is its number."""
    legs = (leg(book, source.replace("{n}", str(n)), target.replace("{n}", str(n)), cents) for n, cents in sorted(lines.items()))
    return [*chain.from_iterable(legs)]
