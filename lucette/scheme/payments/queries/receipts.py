"""Which order to pay back does a credit of the bank settle, and which credit pays an order: the likely ones first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Sum

from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments.enums import OPEN, BankLineStatus
from lucette.scheme.payments.models import Recovery, StatementLine
from lucette.scheme.payments.queries.matching import is_ours
from lucette.scheme.payments.queries.recoveries import OPEN_CENTS


def collectable(line_id: UUID, by: Actor) -> list[Any]:
    """The open orders that a credit may pay (`left`, `likely` in each): those that it seems to pay first, then the oldest.

    Raises NotFound (absent, or outside national roles).
    """
    line = _lines(by).known(line_id)
    return sorted(_open(line.statement.endowment_id), key=lambda it: -_mark(it, likely(line, it)))


def receipts_for(recovery_id: UUID, by: Actor) -> list[StatementLine]:
    """The credits kept apart that may pay an order (`likely` in each): those that seem to first, then the oldest. Raises NotFound."""
    lines = _lines(by)
    found = Recovery.objects.visible_to(by).annotate(left=Sum(OPEN_CENTS, default=0)).select_related("organization").known(recovery_id)
    waiting = lines.filter(statement__endowment=found.endowment_id, status=BankLineStatus.UNMATCHED, credit=True)
    told = [it for it in waiting.order_by("booked_on", "statement__rank", "position") if not is_ours(it.end_to_end_id)]
    return sorted(told, key=lambda it: -_mark(it, likely(it, found)))


@dataclass(frozen=True, slots=True)
class CollectedLine:
    """Cents collected on an instalment, and neither reused nor restituted yet."""

    agreement: Agreement
    number: int
    cents: int

    @property
    def word(self) -> str:
        """How a form names it."""
        return f"{self.agreement.pk}/{self.number}"


def collected_lines(endowment_id: UUID, by: Actor) -> list[CollectedLine]:
    """What hosts paid back and may be reused, or given back to the State: agreement by agreement. Raises NotFound."""
    found = fund.collected(endowment_id)
    agreements = Agreement.objects.visible_to(by).select_related("organization").in_bulk({owner for owner, _ in found})
    told = [CollectedLine(agreements[owner], number, cents) for (owner, number), cents in found.items() if owner in agreements]
    return sorted(told, key=lambda it: (it.agreement.number, it.number))


def likely(line: StatementLine, recovery: Any) -> int:
    """2: the credit names the order or its debtor; 1: it is of the very amount left to pay; 3: both; 0: nothing says so."""
    label = line.remittance.casefold()
    named = recovery.number.casefold() in label or recovery.organization.name.casefold() in label
    return 2 * named + (line.cents == recovery.left)


def _mark(it: Any, score: int) -> int:
    it.likely = score
    return score


def _lines(by: Actor) -> Any:
    seen = StatementLine.objects.select_related("statement")
    if not by.scope.national:
        raise NotFound
    return seen


def _open(endowment_id: UUID) -> list[Any]:
    found = Recovery.objects.filter(endowment_id=endowment_id, status__in=OPEN).select_related("organization")
    return list(found.annotate(left=Sum(OPEN_CENTS, default=0)).order_by("created_at", "number"))
