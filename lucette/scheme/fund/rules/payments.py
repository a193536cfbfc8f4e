"""A payment to the bank and back: events 9 to 15, 28 and 30, in postings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from lucette.foundation.ledger.rules import Line
from lucette.scheme.fund.rules.words import Books, Payment, each, leg


def budget_step(books: Books, payment: Payment, source: str, target: str) -> list[Line]:
    """The lines of a payment from one state of the budget to another."""
    return each(books.budget, f"{source}/{payment.owner}/{{n}}", f"{target}/{payment.owner}/{{n}}", payment.lines)


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
    """12: no longer owed to the payee; each line in flight by itself."""
    return each(books.cash, payment.payable, f"in_flight/{payment.owner}/{{n}}", payment.lines)


def bank_refusal(books: Books, payment: Payment) -> list[Line]:
    """13: the reverse of 10, and owed again."""
    owed = each(books.cash, f"in_flight/{payment.owner}/{{n}}", payment.payable, payment.lines)
    return [*rejection(books, payment), *owed]


def execution(books: Books, payment: Payment, bank: str = "bank") -> list[Line]:
    """14: paid, and out of the bank (24: out of what was to be explained)."""
    return [
        *budget_step(books, payment, "ordered", "paid"),
        *each(books.cash, f"in_flight/{payment.owner}/{{n}}", bank, payment.lines),
    ]


@dataclass(frozen=True, slots=True)
class Returned:
    """Where money that came back went, in cents: it waits for a new account, it settled a recovery, it must be refunded."""

    waiting: int = 0
    collected: int = 0
    suspended: int = 0

    def __add__(self, other: Returned) -> Returned:
        return Returned(self.waiting + other.waiting, self.collected + other.collected, self.suspended + other.suspended)


def split_return(returned: int, paid: int, asked_back: int) -> Returned:
    """15: what a return settles of an open recovery on the same instalment, and what was paid twice."""
    beyond = max(0, asked_back + returned - paid)
    collected = min(asked_back, beyond)
    return Returned(returned - beyond, collected, beyond - collected)


def spread_return(lines: Mapping[int, int], cents: int) -> dict[int, int]:
    """A return smaller than the payment is of its last lines."""
    found = {}
    for n in sorted(lines, reverse=True):
        found[n] = min(lines[n], cents)
        cents -= found[n]
    return {n: part for n, part in found.items() if part}


def transfer_return(books: Books, payment: Payment, n: int, split: Returned, holders: Mapping[UUID, int], bank: str) -> list[Line]:
    """15 on one line. `holders`: what each host still owes on it (one, but across a change of entity)."""
    money = [
        *leg(books.budget, payment.at("paid", n), payment.at("liquidated", n), split.waiting),
        *leg(books.budget, payment.at("paid", n), payment.at("recovered", n), split.collected),
        *leg(books.cash, bank, payment.at("returned_transfers", n), split.waiting),
    ]
    rest = split.collected
    for host, open_cents in sorted(holders.items()):
        part = min(rest, open_cents)
        rest -= part
        money += leg(books.cash, bank, f"receivable/{host}/{payment.owner}/{n}", part)
    return [*money, *(leg(books.cash, bank, "suspense_receipts", split.suspended) if bank == "bank" else ())]


def restoration(books: Books, payment: Payment) -> list[Line]:
    """15, second half: the account is corrected, the payee is owed again."""
    return each(books.cash, f"returned_transfers/{payment.owner}/{{n}}", payment.payable, payment.lines)


def certification_cancelled(books: Books, payment: Payment, waiting: bool) -> list[Line]:
    """28: from what is owed, or (`waiting`) from what came back."""
    use = f"uses/{payment.nature}"
    if waiting:
        cash = each(books.cash, f"returned_transfers/{payment.owner}/{{n}}", use, payment.lines)
    else:
        cash = [*leg(books.cash, payment.payable, use, payment.total)]
    return [*budget_step(books, payment, "liquidated", "committed"), *cash]


def entity_changed(books: Books, agreement: UUID, old: UUID, new: UUID, owed: int, asked_back: Mapping[int, int]) -> list[Line]:
    """30: what the old host was owed, and what it owed on each instalment, are the new one's."""
    debts = (
        leg(books.cash, f"receivable/{new}/{agreement}/{n}", f"receivable/{old}/{agreement}/{n}", cents)
        for n, cents in sorted(asked_back.items())
    )
    return [*leg(books.cash, f"payable/{old}", f"payable/{new}", owed), *chain.from_iterable(debts)]
