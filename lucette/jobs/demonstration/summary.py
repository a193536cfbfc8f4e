"""What the programme leaves, in figures: counts of what happened, balances of the ledger."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from lucette.insight.steering.counts import scheme_counts
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.scheme.fund import queries as fund

KEYS = (
    "hosts",
    "applications",
    "posts_asked",
    "posts_awarded",
    "agreements_signed",
    "advisers_hired",
    "advisers_trained",
    "instalments_due",
    "instalments_paid",
    "endowment_cents",
    "reserved_cents",
    "committed_cents",
    "paid_cents",
    "available_cents",
    "ledger_balanced",
    "postings",
    "activities",
    "people_helped",
    "appointments",
    "reports_received",
    "reports_sent",
    "seconds",
)


def figures(endowment_id: UUID, seconds: float, balanced: bool) -> dict[str, int | float | bool]:
    """The summary, in the order of KEYS: counts are cumulative, `_cents` are the ledger's present balances."""
    with acting(SYSTEM):
        position = fund.position(endowment_id)
        found: dict[str, int | float | bool] = asdict(scheme_counts()) | {
            "endowment_cents": position.authority_cents,
            "reserved_cents": position.reserved,
            "committed_cents": position.committed,
            "paid_cents": position.paid,
            "available_cents": position.available,
            "postings": fund.postings_count(),
        }
    found |= {"ledger_balanced": balanced, "seconds": round(seconds, 1)}
    return {key: found[key] for key in KEYS}
