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
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.fund import queries, rules
from lucette.scheme.fund.actions.books import check_live, opened, tell
from lucette.scheme.fund.enums import EnvelopeCode, EventKind
from lucette.scheme.fund.rules import Books, Payment


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
    postings = rules.liquidation(opened(payment.endowment_id), payment)
    tell(key, EventKind.LIQUIDATED, postings, by=by, subject=payment.subject)


@transaction.atomic
def order(*, payment: Payment, key: str, by: Actor) -> None:
    """The authorising officer orders the payment (10). Raises RuleBroken: free cash does not cover it, or one of its lines came back
    from the bank and waits.

    The endowment is held until the end of the transaction: two orders never count the same cash.
    """
    books = opened(payment.endowment_id, hold=True)
    if not ledger_queries.written(f"{key}:{EventKind.ORDERED}"):
        check_nothing_waits(books, payment)
        check_free_cash(payment.endowment_id, payment.total)
    tell(key, EventKind.ORDERED, rules.ordering(books, payment), by=by, subject=payment.subject)


def check_nothing_waits(books: Books, payment: Payment) -> None:
    """Raise RuleBroken when money of one of its lines came back from the bank and waits for a corrected account."""
    codes = [payment.at("returned_transfers", n) for n in payment.lines]
    if any(ledger_queries.balances_in([books.cash], codes).values()):
        raise RuleBroken(
            "fund.return_waits", "Un virement de cette échéance est revenu : certifiez-le d’abord sur des coordonnées bancaires corrigées."
        )


def check_free_cash(endowment_id: UUID, cents: int) -> None:
    """Raise RuleBroken unless free cash covers `cents`. The endowment is held by the caller."""
    free = queries.free_cash_cents(endowment_id)
    if free < cents:
        raise RuleBroken(
            "fund.no_free_cash",
            f"La trésorerie libre ({Money(free)}) ne couvre pas cet ordre ({Money(cents)}) : attendez la prochaine tranche de la dotation.",
        )


@transaction.atomic
def reject_order(*, payment: Payment, key: str, by: Actor, reason: str = "") -> None:
    """The accountant rejects the order (11): ordered → liquidated. The next order takes another attempt."""
    postings = rules.rejection(opened(payment.endowment_id), payment)
    tell(key, EventKind.ORDER_REJECTED, postings, by=by, subject=payment.subject, reason=reason)


@transaction.atomic
def send(*, payment: Payment, key: str, by: Actor) -> None:
    """The order leaves for the bank (12): no longer owed to the payee, each line in flight. Raises RuleBroken (not ordered)."""
    books = opened(payment.endowment_id, hold=True)
    if not ledger_queries.written(f"{key}:{EventKind.SENT}"):
        state = queries.lines(books, payment.owner, payment.lines)
        if any(state[n].ordered - state[n].in_flight < cents for n, cents in payment.lines.items()):
            raise RuleBroken("fund.not_ordered", "Cet ordre n’est pas ordonnancé : il ne part pas à la banque.")
    tell(key, EventKind.SENT, rules.sending(books, payment), by=by, subject=payment.subject)


@transaction.atomic
def refused_by_bank(*, payment: Payment, key: str, by: Actor, reason: str = "") -> None:
    """The bank refuses the order (13): ordered → liquidated, owed again."""
    postings = rules.bank_refusal(opened(payment.endowment_id), payment)
    tell(key, EventKind.REFUSED_BY_BANK, postings, by=by, subject=payment.subject, reason=reason)


@transaction.atomic
def executed(*, payment: Payment, key: str, on: dt.date, by: Actor) -> None:
    """The bank has debited the account (14), `on` the statement's date: ordered → paid."""
    tell(key, EventKind.EXECUTED, rules.execution(opened(payment.endowment_id), payment), by=by, subject=payment.subject, on=on)


@transaction.atomic
def executed_many(*, payments: Sequence[tuple[Payment, str, dt.date]], by: Actor) -> None:
    """The same for a whole statement, (payment, key, date), all or none, in a handful of statements."""
    books: dict[UUID, rules.Books] = {}
    facts = []
    for payment, key, on in payments:
        rules.check_key(key)
        if payment.endowment_id not in books:
            books[payment.endowment_id] = opened(payment.endowment_id)
        postings = rules.execution(books[payment.endowment_id], payment)
        facts.append(ledger.Fact(f"{key}:{EventKind.EXECUTED}", EventKind.EXECUTED, postings, on, payment.subject))
    check_live(ledger.record_many(facts, by=by))
