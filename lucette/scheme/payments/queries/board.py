"""The reconciliation board: the bank of the books beside the last closing balance, what waits to be explained, what is in flight."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum

from lucette.foundation.parameters import queries as parameters
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments.adapters import return_reasons
from lucette.scheme.payments.enums import BankLineStatus, LineStatus, OrderStatus
from lucette.scheme.payments.models import BankStatement, InstalmentLine, Order, StatementLine
from lucette.scheme.payments.queries.matching import IN_FLIGHT, is_ours
from lucette.scheme.payments.rules import INQUIRY_DAYS, working_days_before


@dataclass(frozen=True, slots=True)
class Waiting:
    """So many, for so much."""

    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """`books`: the bank of the books on the day of the last statement; `closing`: what that statement says. None before the first.

    `receipts` and `expenses`: lines kept apart; `excess`: receipts explained already, to be refunded. `recent`, `late`, `inquiry`: orders
    at the bank, by age; `returned`: what came back and waits for a corrected account."""

    endowment: Endowment
    statement: BankStatement | None
    books: Money
    closing: Money | None
    receipts: Waiting
    expenses: Waiting
    excess: Money
    recent: Waiting
    late: Waiting
    inquiry: Waiting
    returned: Waiting
    inquiry_days: int

    @property
    def gap(self) -> Money:
        return self.books - self.closing if self.closing is not None else Money(0)


def reconciliation(endowment_id: UUID, by: Actor, on: dt.date) -> Reconciliation:
    """The board of an endowment. Raises NotFound (or not national)."""
    endowment = Endowment.objects.visible_to(by).known(endowment_id)
    if not by.scope.national:
        raise NotFound
    last = BankStatement.objects.filter(endowment=endowment).order_by("-rank").first()
    cash = fund.cash_totals(endowment)
    books = fund.bank_on(endowment, last.closed_on) if last else cash["bank"]
    lines = StatementLine.objects.filter(statement__endowment=endowment, status=BankLineStatus.UNMATCHED)
    waiting = lines.aggregate(
        came=Count("pk", filter=Q(credit=True)),
        came_cents=Sum("cents", filter=Q(credit=True), default=0),
        left=Count("pk", filter=Q(credit=False)),
        left_cents=Sum("cents", filter=Q(credit=False), default=0),
    )
    days = parameters.value(INQUIRY_DAYS, on)
    orders = _orders(endowment, working_days_before(on, days))
    return Reconciliation(
        endowment,
        last,
        Money(books),
        Money(last.closing_cents) if last else None,
        Waiting(waiting["came"], Money(waiting["came_cents"])),
        Waiting(waiting["left"], Money(waiting["left_cents"])),
        Money(max(0, cash["suspense_receipts"] - waiting["came_cents"])),
        orders["recent"],
        orders["late"],
        orders["inquiry"],
        Waiting(orders["returned"].count, Money(cash["returned_transfers"])),
        days,
    )


def _orders(endowment: Endowment, since: dt.date) -> dict[str, Waiting]:
    """Orders at the bank, by age; and those whose money came back and that no other replaces yet."""
    sent, returned = Q(status=OrderStatus.SENT), Q(status=OrderStatus.RETURNED)
    lines = Exists(InstalmentLine.objects.filter(order=OuterRef("pk"), status=LineStatus.RETURNED))
    replaced = Exists(Order.objects.filter(replaces=OuterRef("pk")))
    kinds = {
        "recent": sent & Q(batch__execution_on__gte=since),
        "late": sent & Q(batch__execution_on__lt=since),
        "inquiry": Q(status=OrderStatus.UNDER_INQUIRY),
        "returned": returned & (Q(lines) | Q(invoice__isnull=False) & ~Q(replaced)),
    }
    counts = {name: Count("pk", filter=kind) for name, kind in kinds.items()}
    sums = {f"{name}_cents": Sum("cents", filter=kind, default=0) for name, kind in kinds.items()}
    found = Order.objects.filter(endowment=endowment, status__in=(*IN_FLIGHT, OrderStatus.RETURNED)).aggregate(**counts, **sums)
    return {name: Waiting(found[name], Money(found[f"{name}_cents"])) for name in kinds}


def bank_reasons() -> list[tuple[str, str]]:
    """(code, French label) of the reasons that banks give, to choose one."""
    return return_reasons()


def number_of_line(line: StatementLine) -> str:
    """The number of our order whose reference the bank repeated, "" when it repeated none."""
    if not is_ours(line.end_to_end_id):
        return ""
    found = Order.objects.filter(pk=UUID(hex=line.end_to_end_id), endowment=line.statement.endowment_id)
    return found.values_list("number", flat=True).first() or ""


def counterparts(line_id: UUID, by: Actor) -> list[StatementLine]:
    """Waiting lines of the same amount that go the other way: what a line may refund, or mend. Oldest first."""
    seen = StatementLine.objects.select_related("statement")
    line = (seen if by.scope.national else seen.none()).known(line_id)
    same = seen.filter(statement__endowment=line.statement.endowment_id, cents=line.cents, status=BankLineStatus.UNMATCHED)
    return list(same.exclude(credit=line.credit).order_by("booked_on", "pk"))
