"""Which lines may be paid: their date is reached and, when the rule asks for it, a contract was live that day."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.calls.enums import Condition
from lucette.scheme.payments.enums import LineStatus
from lucette.scheme.payments.models import InstalmentLine, LiveContract


def with_live_contract(lines: QuerySet[InstalmentLine]) -> QuerySet[InstalmentLine]:
    """Adds `contract_live`: a contract of the post covers the due date (trust.md A08)."""
    due = OuterRef("instalment__due_on")
    contracts = LiveContract.objects.filter(Q(ends_on=None) | Q(ends_on__gte=due), post_id=OuterRef("post_id"), starts_on__lte=due)
    return lines.annotate(contract_live=Exists(contracts))


def eligible(lines: QuerySet[InstalmentLine]) -> QuerySet[InstalmentLine]:
    """Of `lines`, those whose condition is met: agreement in force, post not released, host open on the due date, contract live on it
    for the instalments that ask for one (workflows.md, Instalment and order)."""
    return with_live_contract(lines).filter(
        Q(instalment__condition=Condition.AGREEMENT_SIGNED) | Q(contract_live=True),
        Q(instalment__agreement__organization__closed_on=None)
        | Q(instalment__agreement__organization__closed_on__gt=F("instalment__due_on")),
        instalment__agreement__status=AgreementStatus.IN_FORCE,
        post__released_at=None,
    )


def lines_to_fall_due(on: dt.date) -> QuerySet[InstalmentLine]:
    """Planned lines that may fall due by `on`, held until the end of the transaction, oldest first."""
    planned = InstalmentLine.objects.filter(status=LineStatus.PLANNED, instalment__due_on__lte=on)
    return eligible(planned).select_for_update(of=("self",)).order_by("instalment__due_on", "pk")
