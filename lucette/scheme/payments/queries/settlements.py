"""The samples on which final settlements are checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Sum

from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.payments.enums import OPEN, LineStatus
from lucette.scheme.payments.models import InstalmentLine, Recovery, SettlementCheck, SettlementSample


def ended_agreements(endowment_id: UUID, day: dt.date) -> list[Agreement]:
    """The agreements of an endowment that were paid and whose last day is past, by number."""
    paid = Exists(InstalmentLine.objects.filter(instalment__agreement=OuterRef("pk"), status=LineStatus.PAID))
    return list(Agreement.objects.filter(paid, endowment_id=endowment_id, ends_on__lte=day).order_by("number"))


def samples_page(by: Actor, after: str = "", limit: int = 50) -> tuple[list[Any], str]:
    """Samples, newest first, with `size` and `checked`; and the id that asks for the next ones."""
    found = SettlementSample.objects.all() if by.scope.national else SettlementSample.objects.none()
    checked = Count("checks", filter=Q(checks__checked_at__isnull=False))
    return found.select_related("endowment").annotate(size=Count("checks"), checked=checked).page(after, limit)


def samples_count(by: Actor) -> int:
    return SettlementSample.objects.count() if by.scope.national else 0


def sample_page(sample_id: UUID, by: Actor) -> tuple[SettlementSample, list[SettlementCheck]]:
    """One sample and its agreements, in the order drawn. Raises NotFound."""
    if not by.scope.national:
        raise NotFound
    it = SettlementSample.objects.select_related("endowment").known(sample_id)
    return it, list(it.checks.select_related("agreement__organization", "recovery").order_by("rank"))


def settlement_check(check_id: UUID, by: Actor) -> SettlementCheck:
    """One agreement of a sample, with `paid` cents. Raises NotFound."""
    if not by.scope.national:
        raise NotFound
    found = SettlementCheck.objects.select_related("agreement__organization", "sample").known(check_id)
    lines = InstalmentLine.objects.filter(instalment__agreement=found.agreement_id, status=LineStatus.PAID)
    found.paid = lines.aggregate(total=Sum("cents", default=0))["total"]  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What keeps an agreement from being settled: lines neither paid nor cancelled, orders to pay back still open."""

    lines: int
    recoveries: int


def left_open(agreement_id: UUID) -> LeftOpen:
    final = (LineStatus.PAID, LineStatus.CANCELLED)
    lines = InstalmentLine.objects.filter(instalment__agreement_id=agreement_id, cents__gt=0).exclude(status__in=final)
    return LeftOpen(lines.count(), Recovery.objects.filter(agreement_id=agreement_id, status__in=OPEN).count())
