"""A statement tried before it is read: what it would match, with nothing written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from lucette.foundation.documents import queries as documents
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments import policies
from lucette.scheme.payments.adapters import Entry, reason_label
from lucette.scheme.payments.enums import MovementKind
from lucette.scheme.payments.models import TreasuryAccount
from lucette.scheme.payments.queries.matching import Found, Match, following, fresh_statements, told_apart, told_twice

GIVEN = "statement_given"  # kind of a file that was given to be read


@dataclass(frozen=True, slots=True)
class MovementTried:
    """A movement as it would be read: its `kind` (enums.MovementKind) and the order that it would execute or give back, with the reason
    of the bank; or `reason` when it would wait."""

    booked_on: dt.date
    words: str
    amount: Money
    kind: str
    order_id: UUID | None
    order_number: str
    reason: str
    bank_reason: str


@dataclass(frozen=True, slots=True)
class StatementTried:
    """What reading a file would do; nothing is written. `waiting` movements would be left to explain, their sums kept apart."""

    statements: tuple[str, ...]
    closing: Money | None
    movements: tuple[MovementTried, ...]
    already_known: int

    @property
    def matched(self) -> int:
        return sum(not it.reason for it in self.movements)

    @property
    def waiting(self) -> int:
        return sum(bool(it.reason) for it in self.movements)

    @property
    def executed(self) -> Money:
        return Money(-sum(it.amount.cents for it in self.movements if it.kind == MovementKind.EXECUTION))

    @property
    def returned(self) -> Money:
        return Money(sum(it.amount.cents for it in self.movements if it.kind == MovementKind.RETURN))


@dataclass(frozen=True, slots=True)
class StatementGiven:
    """A file given, kept and not read yet, with what reading it would do."""

    endowment: Endowment
    content: bytes
    tried: StatementTried


def statement_given(document_id: UUID, by: Actor) -> StatementGiven:
    """The file of `actions.keep_statement`. Raises NotFound, Forbidden, and RuleBroken when it can be read no more."""
    document = documents.document(document_id, by=by)
    if document.kind != GIVEN:
        raise NotFound
    account = TreasuryAccount.objects.select_related("endowment").known(document.subject_id)
    content = documents.stored(document)
    return StatementGiven(account.endowment, content, statement_tried(account, content, by))


def statement_tried(account: TreasuryAccount, content: bytes, by: Actor) -> StatementTried:
    """Read a camt.053 file as `actions.read_statement` would, and write nothing. Raises as it does."""
    policies.check_can_read_statement(by)
    told, fresh = fresh_statements(account.endowment_id, content)
    read = following(account, fresh)
    entries = told_apart(account.endowment_id, [entry for _, new in read for entry in new])
    found = Match(account.endowment_id, entries).all(entries)
    movements = tuple(_tried(entry, it) for entry, it in zip(entries, found, strict=True))
    names = tuple(it.statement_id for it, _ in read)
    return StatementTried(names, Money(read[-1][0].closing_cents) if read else None, movements, told_twice(told, read))


def _tried(entry: Entry, it: Found) -> MovementTried:
    return MovementTried(
        entry.booked_on,
        entry.remittance or entry.bank_reference,
        Money(entry.cents if entry.credit else -entry.cents),
        it.kind,
        it.order.pk if it.order else None,
        it.order.number if it.order else "",
        it.reason,
        reason_label(it.bank_reason) if it.bank_reason else "",
    )
