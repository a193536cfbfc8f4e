"""The table of events of the fund, in postings: pure. Amounts are whole cents or posts; a zero leg is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from lucette.foundation.ledger.rules import Line

PAYMENT_KEY = re.compile(r"[a-z_]+:[0-9A-Za-z-]+:[1-9]\d*")
SUBJECT = re.compile(r"(agreement|service)/[0-9a-f-]{36}")


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


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid to whom: `lines` maps an instalment's number to cents. The same object goes through events 9 to 14.

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
        """The id of the agreement or of the service, as in account codes."""
        return self.subject.partition("/")[2]


def check_payment_key(key: str) -> None:
    """A payment's key names the order and its attempt: `order:<id>:2`. Raises ValueError: without it a second order is lost."""
    if not PAYMENT_KEY.fullmatch(key):
        raise ValueError(f"{key!r} is not like order:<id>:<attempt>")


def leg(book: str, debit: str, credit: str, amount: int) -> Iterator[Line]:
    """One posting, or none for nothing. Raises ValueError under zero."""
    if amount:
        yield Line(book, debit, credit, amount)


def authority(books: Books, shares: Mapping[str, int], posts: int) -> list[Line]:
    """1: each envelope its share, and the posts."""
    money = (leg(books.budget, "opened", f"available/{envelope}", cents) for envelope, cents in shares.items())
    return [*chain.from_iterable(money), *leg(books.posts, "opened", "available", posts)]


def tranche(books: Books, cents: int) -> list[Line]:
    """2: cash from the DGCL."""
    return [*leg(books.cash, "bank", "resources/endowment", cents)]


def envelope_move(books: Books, source: str, target: str, cents: int) -> list[Line]:
    """3."""
    return [*leg(books.budget, f"available/{source}", f"available/{target}", cents)]


def reservation(books: Books, award: UUID, cents: int, posts: int) -> list[Line]:
    """4: money of the grants and posts, for an award."""
    return [*leg(books.budget, "available/grants", f"reserved/{award}", cents), *leg(books.posts, "available", f"reserved/{award}", posts)]


def release(books: Books, award: UUID, cents: int, posts: int) -> list[Line]:
    """5, and the rest of 6."""
    return [*leg(books.budget, f"reserved/{award}", "available/grants", cents), *leg(books.posts, f"reserved/{award}", "available", posts)]


def commitment(books: Books, award: UUID, agreement: UUID, lines: Mapping[int, int], posts: int) -> list[Line]:
    """6, what is signed: money per instalment, posts together."""
    money = (leg(books.budget, f"reserved/{award}", f"committed/{agreement}/{n}", cents) for n, cents in sorted(lines.items()))
    return [*chain.from_iterable(money), *leg(books.posts, f"reserved/{award}", f"agreed/{agreement}", posts)]


def service(books: Books, envelope: str, service_id: UUID, cents: int) -> list[Line]:
    """23: the order of a service, on its envelope."""
    return [*leg(books.budget, f"available/{envelope}", f"committed/{service_id}/1", cents)]


def post_filled(books: Books, agreement: UUID, was_vacant: bool) -> list[Line]:
    """7."""
    return [*leg(books.posts, f"{'vacant' if was_vacant else 'agreed'}/{agreement}", f"filled/{agreement}", 1)]


def post_vacated(books: Books, agreement: UUID) -> list[Line]:
    """8."""
    return [*leg(books.posts, f"filled/{agreement}", f"vacant/{agreement}", 1)]


def budget_step(books: Books, payment: Payment, source: str, target: str) -> list[Line]:
    """The lines of a payment from one state of the budget to another."""
    legs = (
        leg(books.budget, f"{source}/{payment.owner}/{n}", f"{target}/{payment.owner}/{n}", cents)
        for n, cents in sorted(payment.lines.items())
    )
    return [*chain.from_iterable(legs)]


def liquidation(books: Books, payment: Payment) -> list[Line]:
    """9: certified, hence owed."""
    owed = leg(books.cash, f"uses/{payment.nature}", payment.payable, payment.total)
    return [*budget_step(books, payment, "committed", "liquidated"), *owed]


def ordering(books: Books, payment: Payment) -> list[Line]:
    """10."""
    return budget_step(books, payment, "liquidated", "ordered")


def rejection(books: Books, payment: Payment) -> list[Line]:
    """11: the reverse of 10."""
    return budget_step(books, payment, "ordered", "liquidated")


def sending(books: Books, payment: Payment) -> list[Line]:
    """12."""
    return [*leg(books.cash, payment.payable, "in_flight", payment.total)]


def bank_refusal(books: Books, payment: Payment) -> list[Line]:
    """13: the reverse of 10, and owed again."""
    return [*rejection(books, payment), *leg(books.cash, "in_flight", payment.payable, payment.total)]


def execution(books: Books, payment: Payment) -> list[Line]:
    """14: paid, and out of the bank."""
    return [*budget_step(books, payment, "ordered", "paid"), *leg(books.cash, "in_flight", "bank", payment.total)]
