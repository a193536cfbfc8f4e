"""Money that comes in, is asked back, is given back, or waits to be understood: events 2, 19 to 22, 24 and 25, in postings."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.ledger.rules import Line
from lucette.scheme.fund.rules.words import CHARGES, Books, Recovery, leg


def tranche_key(endowment_id: UUID, bank_reference: str) -> str:
    """The key of event 2: a reference of the bank is recorded once."""
    return f"tranche:{endowment_id}:{bank_reference}"


def tranche(books: Books, cents: int, bank: str = "bank") -> list[Line]:
    """2: cash from the DGCL."""
    return [*leg(books.cash, bank, "resources/endowment", cents)]


def interest(books: Books, cents: int, bank: str = "bank") -> list[Line]:
    """25."""
    return [*leg(books.cash, bank, "resources/interest", cents)]


def recovery_issued(books: Books, recovery: Recovery, cents: int) -> list[Line]:
    """19: gross; the authority is free only when the cash is in."""
    return [*leg(books.cash, recovery.receivable, "resources/recoveries", cents)]


def recovery_collected(books: Books, recovery: Recovery, cents: int, bank: str = "bank") -> list[Line]:
    """20."""
    return [
        *leg(books.budget, recovery.at("paid"), recovery.at("recovered"), cents),
        *leg(books.cash, bank, recovery.receivable, cents),
    ]


def recovery_written_off(books: Books, recovery: Recovery, cents: int) -> list[Line]:
    """22: the mirror of 19, by decision."""
    return [*leg(books.cash, "resources/recoveries", recovery.receivable, cents)]


def reuse(books: Books, owner: str, number: int, envelope: str, cents: int) -> list[Line]:
    """21: what was collected is available again."""
    return [*leg(books.budget, f"recovered/{owner}/{number}", f"available/{envelope}", cents)]


def restitution(books: Books, source: str, cents: int, bank: str = "bank") -> list[Line]:
    """21: to the State, from a bucket of the budget; "" for interest, which never was authority."""
    authority = leg(books.budget, source, "restituted", cents) if source else ()
    return [*authority, *leg(books.cash, "uses/restitution", bank, cents)]


def receipt_suspended(books: Books, cents: int) -> list[Line]:
    """24: an unknown credit."""
    return [*leg(books.cash, "bank", "suspense_receipts", cents)]


def expense_suspended(books: Books, cents: int) -> list[Line]:
    """24: an unknown debit."""
    return [*leg(books.cash, "suspense_expenses", "bank", cents)]


def receipt_refunded(books: Books, cents: int, bank: str = "bank") -> list[Line]:
    """24: given back to who sent it."""
    return [*leg(books.cash, "suspense_receipts", bank, cents)]


def expense_given_back(books: Books, cents: int, bank: str = "bank") -> list[Line]:
    """24: the bank mends its error."""
    return [*leg(books.cash, bank, "suspense_expenses", cents)]


def bank_charge(books: Books, cents: int) -> list[Line]:
    """24: what the bank takes for itself, on the management envelope."""
    return [
        *leg(books.budget, "available/management", CHARGES, cents),
        *leg(books.cash, "uses/management", "suspense_expenses", cents),
    ]
