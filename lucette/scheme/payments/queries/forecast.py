"""What will leave the account, month after month, against what is free in it: how much to call for, and by when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import accumulate
from uuid import UUID

from django.db.models import Exists, OuterRef, Sum
from django.db.models.functions import TruncMonth

from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments.enums import LineStatus, OrderStatus
from lucette.scheme.payments.models import InstalmentLine, Invoice, Order
from lucette.scheme.payments.rules import months_after

MONTHS = 6


@dataclass(frozen=True, slots=True)
class Month:
    """Cents expected to leave in a month (its first day), and what would then be left of the free cash of today."""

    first: dt.date
    cents: int
    left: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """`short_from`: the first month that the free cash does not cover, None when it covers them all."""

    free: int
    months: tuple[Month, ...]

    @property
    def needed(self) -> int:
        return sum(it.cents for it in self.months)

    @property
    def to_call(self) -> Money:
        """What is missing to go to the last month."""
        return Money(max(0, self.needed - self.free))

    @property
    def short_from(self) -> dt.date | None:
        return next((it.first for it in self.months if it.left < 0), None)

    def told(self) -> list[dict[str, object]]:
        """As it is kept with a call for funds."""
        return [{"month": it.first.isoformat(), "cents": it.cents, "left": it.left} for it in self.months]


def cash_forecast(endowment_id: UUID, on: dt.date, months: int = MONTHS) -> Forecast:
    """The months from that of `on`: what is owed or asked already counts in the first, a planned instalment in the month of its date.

    What is ordered is already taken off the free cash. Raises NotFound.
    """
    first = on.replace(day=1)
    firsts = [months_after(first, n) for n in range(months)]
    expected = dict.fromkeys(firsts, 0)
    expected[first] += _now(endowment_id)
    planned = InstalmentLine.objects.filter(
        instalment__agreement__endowment_id=endowment_id, status=LineStatus.PLANNED, instalment__due_on__lt=months_after(first, months)
    )
    by_month = planned.order_by().annotate(month=TruncMonth("instalment__due_on")).values_list("month").annotate(cents=Sum("cents"))
    for month, cents in by_month:
        expected[max(month, first)] += cents
    free = fund.free_cash_cents(endowment_id)
    spent = accumulate(expected.values())
    return Forecast(free, tuple(Month(day, expected[day], free - total) for day, total in zip(firsts, spent, strict=True)))


def _now(endowment_id: UUID) -> int:
    """Cents due, asked or certified and not ordered yet, of grants and of services."""
    waiting = (LineStatus.DUE, LineStatus.REQUESTED, LineStatus.CERTIFIED)
    lines = InstalmentLine.objects.filter(instalment__agreement__endowment_id=endowment_id, status__in=waiting)
    gone = (OrderStatus.ORDERED, OrderStatus.ACCEPTED, OrderStatus.SENT, OrderStatus.EXECUTED)
    ordered = Order.objects.filter(invoice=OuterRef("pk"), status__in=gone)
    services = Invoice.objects.filter(~Exists(ordered), endowment_id=endowment_id)
    return sum(found.aggregate(cents=Sum("cents", default=0))["cents"] for found in (lines, services))
