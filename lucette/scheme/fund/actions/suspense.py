"""What the bank tells and nobody knows yet (24): kept apart, then explained. Policies and journal: payments.

`key` is `bank_line:<id>:<attempt>`. Each explanation is the event it should have been, with suspense in place of the bank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from lucette.foundation.ledger import actions as ledger
from lucette.kernel.actor import Actor
from lucette.scheme.fund import rules
from lucette.scheme.fund.actions.books import check_live, opened, tell
from lucette.scheme.fund.actions.returns import returned
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.fund.rules import Payment, Recovery, Returned


@transaction.atomic
def suspend_receipt(*, endowment_id: UUID, key: str, cents: int, on: dt.date, by: Actor) -> None:
    """An unknown credit, `on` the statement's date: in the bank, and not free until it is explained."""
    postings = rules.receipt_suspended(opened(endowment_id), cents)
    tell(key, EventKind.RECEIPT_SUSPENDED, postings, by=by, subject=f"endowment/{endowment_id}", on=on)


@transaction.atomic
def suspend_expense(*, endowment_id: UUID, key: str, cents: int, on: dt.date, by: Actor) -> None:
    """An unknown debit, `on` the statement's date: out of the bank. Raises RuleBroken (more than the bank holds)."""
    postings = rules.expense_suspended(opened(endowment_id), cents)
    tell(key, EventKind.EXPENSE_SUSPENDED, postings, by=by, subject=f"endowment/{endowment_id}", on=on)


@transaction.atomic
def suspend_many(*, endowment_id: UUID, movements: Sequence[tuple[str, int, bool, dt.date]], by: Actor) -> None:
    """The same for a whole statement, (key, cents, credit, date), all or none, in a handful of statements."""
    books, facts = opened(endowment_id), []
    for key, cents, credit, on in movements:
        rules.check_key(key)
        kind = EventKind.RECEIPT_SUSPENDED if credit else EventKind.EXPENSE_SUSPENDED
        postings = rules.receipt_suspended(books, cents) if credit else rules.expense_suspended(books, cents)
        facts.append(ledger.Fact(f"{key}:{kind}", kind, postings, on, f"endowment/{endowment_id}"))
    check_live(ledger.record_many(facts, by=by))


@transaction.atomic
def refund_receipt(*, endowment_id: UUID, key: str, cents: int, on: dt.date, by: Actor) -> None:
    """A receipt goes back to who sent it. Raises RuleBroken (more than what waits)."""
    postings = rules.receipt_refunded(opened(endowment_id), cents)
    tell(key, EventKind.RECEIPT_REFUNDED, postings, by=by, subject=f"endowment/{endowment_id}", on=on)


@transaction.atomic
def expense_given_back(*, endowment_id: UUID, key: str, cents: int, on: dt.date, by: Actor) -> None:
    """The bank gives back a debit that was its error. Raises RuleBroken (more than what waits)."""
    postings = rules.expense_given_back(opened(endowment_id), cents)
    tell(key, EventKind.EXPENSE_GIVEN_BACK, postings, by=by, subject=f"endowment/{endowment_id}", on=on)


@transaction.atomic
def reclassify_as_refund(*, endowment_id: UUID, key: str, cents: int, by: Actor) -> None:
    """An unknown debit gave a receipt back to who sent it: both were kept apart. Raises RuleBroken (more than what waits)."""
    postings = rules.receipt_refunded(opened(endowment_id), cents, "suspense_expenses")
    tell(key, EventKind.RECEIPT_REFUNDED, postings, by=by, subject=f"endowment/{endowment_id}")


@transaction.atomic
def reclassify_as_given_back(*, endowment_id: UUID, key: str, cents: int, by: Actor) -> None:
    """An unknown credit mended an unknown debit, an error of the bank: both were kept apart. Raises RuleBroken (more than what waits)."""
    postings = rules.expense_given_back(opened(endowment_id), cents, "suspense_receipts")
    tell(key, EventKind.EXPENSE_GIVEN_BACK, postings, by=by, subject=f"endowment/{endowment_id}")


@transaction.atomic
def reclassify_as_bank_charge(*, endowment_id: UUID, key: str, cents: int, by: Actor) -> None:
    """An unknown debit was a charge of the bank, on the management envelope. Raises RuleBroken (no authority left, or nothing waits)."""
    postings = rules.bank_charge(opened(endowment_id), cents)
    tell(key, EventKind.BANK_CHARGED, postings, by=by, subject=f"endowment/{endowment_id}")


@transaction.atomic
def reclassify_as_execution(*, payment: Payment, key: str, by: Actor) -> None:
    """An unknown debit was the execution of a sent order (14), `key` that of the order. Raises RuleBroken (not sent, or nothing waits)."""
    postings = rules.execution(opened(payment.endowment_id), payment, "suspense_expenses")
    tell(key, EventKind.EXECUTED, postings, by=by, subject=payment.subject)


@transaction.atomic
def reclassify_as_return(*, payment: Payment, key: str, cents: int, reason: str, by: Actor, part: int = 1) -> Returned:
    """An unknown credit was a transfer that came back (15), `payment` and `key` those of event 14.

    Raises RuleBroken: never executed, more than it paid, or paid twice (then it is refunded).
    """
    return returned(payment, key, by, "suspense_receipts", reason=reason, cents=cents, part=part)


@transaction.atomic
def reclassify_as_collection(*, recovery: Recovery, key: str, cents: int, by: Actor) -> None:
    """An unknown credit settled a recovery (20). Raises RuleBroken (more than is open, or nothing waits)."""
    postings = rules.recovery_collected(opened(recovery.endowment_id), recovery, cents, "suspense_receipts")
    tell(key, EventKind.RECOVERY_COLLECTED, postings, by=by, subject=recovery.subject)
