"""Every event that touched a subject, with its postings, oldest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.ledger import queries as ledger
from lucette.foundation.ledger.models import Event
from lucette.scheme.fund.enums import EventKind

LINE = ("committed", "liquidated", "ordered", "paid", "recovered", "in_flight", "returned_transfers")
# accounts whose code holds the id of the subject
WORDS = {
    "award": ("reserved",),
    "service": LINE,
    "agreement": (*LINE, "agreed", "filled", "vacant", "ended"),
    "host": ("payable", "receivable"),
    "supplier": ("payable_supplier",),
}


@dataclass(frozen=True, slots=True)
class TrailPosting:
    """`unit`: cents or posts. Codes, and labels in French."""

    book: str
    unit: str
    debit: str
    debit_label: str
    credit: str
    credit_label: str
    amount: int


@dataclass(frozen=True, slots=True)
class TrailEvent:
    """One event of the ledger, `label` in French."""

    id: int
    key: str
    kind: str
    label: str
    on: dt.date
    recorded_at: dt.datetime
    actor_id: UUID
    subject: str
    reason: str
    postings: tuple[TrailPosting, ...]


def trail(subject: str) -> list[TrailEvent]:
    """Events about `subject` (`award/<id>`, `agreement/<id>`, `service/<id>`, `host/<id>`…) or that moved its accounts; oldest first."""
    sort, _, pk = subject.partition("/")
    events = ledger.events_of(subject, tuple(f"{word}/{pk}" for word in WORDS.get(sort, ())))
    return [_shown(event) for event in events]


def events(kind: str = "", after: str = "", limit: int = 50) -> tuple[list[TrailEvent], str]:
    """Events of the ledger (of one kind), newest first; and the id that asks for the next ones."""
    found, rest = ledger.events(kind, after, limit)
    return [_shown(event) for event in found], rest


def events_by_kind() -> dict[str, int]:
    """How many events of each kind the ledger holds."""
    return ledger.events_by_kind()


def latest(kind: EventKind | str) -> TrailEvent | None:
    """The last event of this kind, whatever moved; None when there was none."""
    event = ledger.events_of_kind(EventKind(kind)).last()
    return _shown(event) if event else None


def _shown(event: Event) -> TrailEvent:
    postings = tuple(
        TrailPosting(p.book.code, p.book.unit, p.debit.code, p.debit.label, p.credit.code, p.credit.label, p.amount)
        for p in sorted(event.postings.all(), key=lambda p: p.pk)
    )
    return TrailEvent(
        event.pk,
        event.key,
        event.kind,
        str(EventKind(event.kind).label),
        event.business_date,
        event.recorded_at,
        event.actor_id,
        event.subject,
        event.reason,
        postings,
    )


def postings_count() -> int:
    """Postings ever written, all endowments together."""
    return ledger.postings_count()
