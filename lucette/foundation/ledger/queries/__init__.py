"""Balances, the trail of a subject, and what verification needs."""

from lucette.foundation.ledger.queries.balances import (
    accounts,
    balance,
    balances,
    balances_by_prefix,
    balances_holding,
    balances_in,
    balances_under,
    every_balance,
    totals,
)
from lucette.foundation.ledger.queries.events import (
    closed_periods,
    event,
    events,
    events_by_kind,
    events_of,
    events_of_kind,
    lines_of,
    postings_count,
    whole_postings,
    written,
)
from lucette.foundation.ledger.queries.sealed import broken_seals
from lucette.foundation.ledger.queries.stamped import broken_stamps
from lucette.foundation.ledger.queries.verification import (
    altered_events,
    below_zero,
    dated_in_closed_period,
    malformed_postings,
    unbalanced_books,
    wrong_balances,
)

__all__ = [
    "accounts",
    "altered_events",
    "balance",
    "balances",
    "balances_by_prefix",
    "balances_holding",
    "balances_in",
    "balances_under",
    "below_zero",
    "broken_seals",
    "broken_stamps",
    "closed_periods",
    "dated_in_closed_period",
    "event",
    "events",
    "events_by_kind",
    "events_of",
    "events_of_kind",
    "every_balance",
    "lines_of",
    "malformed_postings",
    "postings_count",
    "totals",
    "unbalanced_books",
    "whole_postings",
    "written",
    "wrong_balances",
]
