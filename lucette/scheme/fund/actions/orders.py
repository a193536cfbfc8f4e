"""The chain of a payment, 9 to 14, for grants and for services alike (23). `key` is `order:<id>:<attempt>`; each step adds its own name.

Policies, hands and journal are those of payments: here the money moves, or is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from lucette.foundation.ledger import actions as ledger
from lucette.foundation.ledger import queries as ledger_queries
from lucette.foundation.ledger.rules import Line
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.fund import queries, rules
from lucette.scheme.fund.actions.books import opened
from lucette.scheme.fund.enums import EnvelopeCode, EventKind
from lucette.scheme.fund.rules import Payment


def _record(
    payment: Payment,
    key: str,
    kind: EventKind,
    postings: list[Line],
    by: Actor,
    on: dt.date | None = None,
    reason: str = "",
) -> None:
    rules.check_payment_key(key)
    ledger.record(f"{key}:{kind}", kind, postings, business_date=on or clock.today(), by=by, subject=payment.subject, reason=reason)


@transaction.atomic
def commit_service(*, endowment_id: UUID, envelope: str, service_id: UUID, cents: int, by: Actor) -> None:
    """Commit the order of a service on its envelope (23): available → committed/{service}/1. Raises RuleBroken (not enough left)."""
    postings = rules.service(opened(endowment_id), EnvelopeCode(envelope), service_id, cents)
    ledger.record(
        f"service:{service_id}:committed",
        EventKind.SERVICE_COMMITTED,
        postings,
        business_date=clock.today(),
        by=by,
        subject=f"service/{service_id}",
    )


@transaction.atomic
def liquidate(*, payment: Payment, key: str, by: Actor) -> None:
    """The payment is certified (9): committed → liquidated, and the payee is owed. Raises RuleBroken (more than committed)."""
    _record(payment, key, EventKind.LIQUIDATED, rules.liquidation(opened(payment.endowment_id), payment), by)


@transaction.atomic
def order(*, payment: Payment, key: str, by: Actor) -> None:
    """The authorising officer orders the payment (10). Raises RuleBroken when free cash does not cover it.

    The endowment is held until the end of the transaction: two orders never count the same cash.
    """
    books = opened(payment.endowment_id, hold=True)
    if not ledger_queries.written(f"{key}:{EventKind.ORDERED}"):
        free = queries.free_cash_cents(payment.endowment_id)
        if free < payment.total:
            raise RuleBroken(
                "fund.no_free_cash",
                f"La trésorerie libre ({Money(free)}) ne couvre pas cet ordre ({Money(payment.total)}) : "
                "attendez la prochaine tranche de la dotation.",
            )
    _record(payment, key, EventKind.ORDERED, rules.ordering(books, payment), by)


@transaction.atomic
def reject_order(*, payment: Payment, key: str, by: Actor, reason: str = "") -> None:
    """The accountant rejects the order (11): ordered → liquidated. The next order takes another attempt."""
    _record(payment, key, EventKind.ORDER_REJECTED, rules.rejection(opened(payment.endowment_id), payment), by, reason=reason)


@transaction.atomic
def send(*, payment: Payment, key: str, by: Actor) -> None:
    """The order leaves for the bank (12): no longer owed to the payee, in flight."""
    _record(payment, key, EventKind.SENT, rules.sending(opened(payment.endowment_id), payment), by)


@transaction.atomic
def refused_by_bank(*, payment: Payment, key: str, by: Actor, reason: str = "") -> None:
    """The bank refuses the order (13): ordered → liquidated, owed again."""
    _record(payment, key, EventKind.REFUSED_BY_BANK, rules.bank_refusal(opened(payment.endowment_id), payment), by, reason=reason)


@transaction.atomic
def executed(*, payment: Payment, key: str, on: dt.date, by: Actor) -> None:
    """The bank has debited the account (14), `on` the statement's date: ordered → paid."""
    _record(payment, key, EventKind.EXECUTED, rules.execution(opened(payment.endowment_id), payment), by, on=on)


@transaction.atomic
def executed_many(*, payments: Sequence[tuple[Payment, str, dt.date]], by: Actor) -> None:
    """The same for a whole statement, (payment, key, date), all or none, in a handful of statements."""
    books: dict[UUID, rules.Books] = {}
    facts = []
    for payment, key, on in payments:
        rules.check_payment_key(key)
        if payment.endowment_id not in books:
            books[payment.endowment_id] = opened(payment.endowment_id)
        postings = rules.execution(books[payment.endowment_id], payment)
        facts.append(ledger.Fact(f"{key}:{EventKind.EXECUTED}", EventKind.EXECUTED, postings, on, payment.subject))
    ledger.record_many(facts, by=by)
