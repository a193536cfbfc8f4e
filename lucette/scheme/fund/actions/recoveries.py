"""Recoveries: asked back (19), collected (20), written off (22). Policies and journal: payments. `key` is `<word>:<id>:<attempt>`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.fund import queries, rules
from lucette.scheme.fund.actions.books import opened, tell, told
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.fund.rules import Recovery


@dataclass(frozen=True, slots=True)
class Collected:
    """What a receipt settled of a recovery, and what exceeded it: to be refunded (24). Cents."""

    collected: int
    suspended: int


@transaction.atomic
def issue_recovery(*, recovery: Recovery, key: str, cents: int, by: Actor) -> None:
    """Ask `cents` back on an instalment (19), gross; the authority is free only when the cash is in.

    Raises RuleBroken: open recoveries would pass what is still paid on the instalment.
    """
    books = opened(recovery.endowment_id, hold=True)
    if told(key, EventKind.RECOVERY_ISSUED, subject=recovery.subject, on=None, reason="", debit=recovery.receivable, cents=cents):
        return
    state = queries.lines(books, recovery.owner, [recovery.number])[recovery.number]
    if state.asked_back + cents > state.paid:
        raise RuleBroken(
            "fund.recovery_beyond_paid",
            f"On ne demande pas plus que ce qui reste payé sur cette échéance : {Money(state.paid - state.asked_back)} au plus.",
        )
    tell(key, EventKind.RECOVERY_ISSUED, rules.recovery_issued(books, recovery, cents), by=by, subject=recovery.subject)


@transaction.atomic
def collect_recovery(*, recovery: Recovery, key: str, cents: int, on: dt.date, by: Actor) -> Collected:
    """The host gives money back (20), `on` the statement's date. What exceeds the open recovery waits in receipts to be explained."""
    books = opened(recovery.endowment_id, hold=True)
    before = told(key, EventKind.RECOVERY_COLLECTED, subject=recovery.subject, on=on, reason="", debit="bank", cents=cents)
    if before is not None:
        excess = sum(line.amount for line in before if line.credit == "suspense_receipts")
        return Collected(cents - excess, excess)
    holders = queries.open_recoveries(books, recovery.owner).get(recovery.number, {})
    settled = min(cents, holders.get(recovery.payee, 0))
    postings = [*rules.recovery_collected(books, recovery, settled), *rules.receipt_suspended(books, cents - settled)]
    tell(key, EventKind.RECOVERY_COLLECTED, postings, by=by, subject=recovery.subject, on=on)
    return Collected(settled, cents - settled)


@transaction.atomic
def write_off_recovery(*, recovery: Recovery, key: str, cents: int, reason: str, by: Actor) -> None:
    """Cancel or write off all or part of a recovery (22), with the decision as reason. Raises RuleBroken (more than is open)."""
    postings = rules.recovery_written_off(opened(recovery.endowment_id), recovery, cents)
    tell(key, EventKind.RECOVERY_WRITTEN_OFF, postings, by=by, subject=recovery.subject, reason=reason)
