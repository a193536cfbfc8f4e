"""Money that comes back from the bank (15), a certification taken back (28), a line reduced (29). Policies and journal: payments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from lucette.foundation.ledger import queries as ledger_queries
from lucette.foundation.ledger.queries import flows
from lucette.foundation.ledger.rules import Line
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.fund import queries, rules
from lucette.scheme.fund.actions.books import opened, tell, told
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.fund.rules import Books, Payment, Returned


@transaction.atomic
def return_transfer(
    *, payment: Payment, key: str, on: dt.date, reason: str, by: Actor, cents: int | None = None, part: int = 1
) -> Returned:
    """The bank gives back an executed payment (15), `on` the statement's date, or `cents` of it (then the last lines first).

    `payment` and `key` are those of event 14; `part` numbers the returns of one payment. Says where the money went: it waits for a
    corrected account, it settled an open recovery of the same instalment, it was paid twice and must be refunded (24).
    Raises RuleBroken (never executed, or more than what it paid).
    """
    return returned(payment, key, by, "bank", reason=reason, cents=payment.total if cents is None else cents, part=part, on=on)


def returned(
    payment: Payment, key: str, by: Actor, bank: str, *, reason: str, cents: int, part: int, on: dt.date | None = None
) -> Returned:
    """15, from the bank or from what was to be explained (`bank`)."""
    books = opened(payment.endowment_id, hold=True)
    fact = _part(key, part)
    before = told(fact, EventKind.RETURNED, subject=payment.subject, on=on, reason=reason, debit=bank, cents=cents)
    if before is not None:
        return _went(before)
    _check_was_paid(payment, key, cents)
    state = queries.lines(books, payment.owner, payment.lines)
    postings, went = [], Returned()
    for n, some in rules.spread_return(payment.lines, cents).items():
        split = rules.split_return(some, state[n].paid, state[n].asked_back)
        postings += rules.transfer_return(books, payment, n, split, state[n].holders, bank)
        went += split
    if bank != "bank" and went.suspended:
        raise RuleBroken("fund.paid_twice", f"Cette somme a déjà été rendue pour {Money(went.suspended)} : remboursez cette part.")
    tell(fact, EventKind.RETURNED, postings, by=by, subject=payment.subject, on=on, reason=reason)
    return went


def _part(key: str, part: int) -> str:
    """`order:<id>:2` and its third return: `return:<id>-2:3`."""
    rules.check_key(key)
    _, pk, attempt = key.split(":")
    return f"return:{pk}-{attempt}:{part}"


def _check_was_paid(payment: Payment, key: str, cents: int) -> None:
    event = ledger_queries.event(f"{key}:{EventKind.EXECUTED}")
    if event is None or flows.corrected([event]):
        raise RuleBroken("fund.never_executed", "La banque n’a pas exécuté cet ordre : ce qui revient est une recette à classer.")
    back = flows.total_under(_part(key, 1)[:-1], ["bank", "suspense_receipts"])
    if cents <= 0 or back + cents > payment.total:
        raise RuleBroken("fund.more_than_paid", "Il revient plus que ce que cet ordre a payé : le surplus est une recette à classer.")


def _went(lines: list[Line]) -> Returned:
    """Where a return told before went."""
    went = Returned()
    for line in lines:
        word = line.credit.partition("/")[0]
        if word in ("returned_transfers", "receivable", "suspense_receipts"):
            went += Returned(**{WENT[word]: line.amount})
    return went


WENT = {"returned_transfers": "waiting", "receivable": "collected", "suspense_receipts": "suspended"}


@transaction.atomic
def restore_returned(*, payment: Payment, key: str, by: Actor) -> None:
    """The account is corrected (15, second half): what came back on these lines is owed again, to the payment's payee.

    Raises RuleBroken (more than what waits).
    """
    tell(key, EventKind.RESTORED, rules.restoration(opened(payment.endowment_id), payment), by=by, subject=payment.subject)


@transaction.atomic
def cancel_certification(*, payment: Payment, key: str, reason: str, by: Actor, waiting: bool = False) -> None:
    """Take back all or part of a certification not yet ordered (28): the amounts of `payment` are committed again, no longer owed.

    `waiting`: they came back from the bank. Raises RuleBroken (more than certified and not ordered, or than what waits).
    """
    books = opened(payment.endowment_id, hold=True)
    if not ledger_queries.written(f"{key}:{EventKind.CERTIFICATION_REDUCED}") and not waiting:
        _check_owed(books, payment)
    postings = rules.certification_cancelled(books, payment, waiting)
    tell(key, EventKind.CERTIFICATION_REDUCED, postings, by=by, subject=payment.subject, reason=reason)


def _check_owed(books: Books, payment: Payment) -> None:
    state = queries.lines(books, payment.owner, payment.lines)
    if any(state[n].liquidated - state[n].waiting < cents for n, cents in payment.lines.items()):
        raise RuleBroken("fund.not_certified", "Cette échéance n’est pas certifiée pour ce montant, ou son virement est revenu.")


@transaction.atomic
def reduce_line(*, endowment_id: UUID, subject: str, lines: Mapping[int, int], key: str, reason: str, by: Actor) -> None:
    """What will not be certified (29) goes back to the envelope of `agreement/<id>` or `service/<id>`: instalment → cents.

    Raises RuleBroken (more than what is committed).
    """
    books = opened(endowment_id)
    postings = rules.line_reduced(books, subject.partition("/")[2], lines, queries.envelope_of(books, subject))
    tell(key, EventKind.LINE_REDUCED, postings, by=by, subject=subject, reason=reason)
