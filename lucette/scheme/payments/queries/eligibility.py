"""Which lines may be paid: their date is reached, their condition is a fact, and a contract was live that day if the rule says so."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from lucette.scheme.agreements.enums import PAYABLE
from lucette.scheme.calls.enums import Condition
from lucette.scheme.payments.enums import SEEN, HoldGround, LineStatus, OverrideStatus
from lucette.scheme.payments.models import ConditionOverride, Instalment, InstalmentLine, LiveContract, MetCondition

AT_SIGNATURE = Q(instalment__condition=Condition.AGREEMENT_SIGNED)
FACT_TOLD = Q(instalment__condition=Condition.MONTH_REACHED) | Q(met_on__isnull=False)
# a post given back or ended earned what fell due while it was financed; two persons may say that what it earned later is paid too
POST_KEPT = Q(post__released_at=None)
POST_FINANCED = Q(post__ended_on=None) | Q(post__ended_on__gte=F("fell_on")) | Q(overridden=True)
IN_FORCE = Q(instalment__agreement__status__in=PAYABLE)
HOST_OPEN = Q(instalment__agreement__organization__closed_on=None) | Q(instalment__agreement__organization__closed_on__gt=F("fell_on"))
MAY_BE_PAID = POST_KEPT & IN_FORCE & HOST_OPEN
TO_PAY = MAY_BE_PAID & POST_FINANCED


def with_conditions(lines: QuerySet[InstalmentLine]) -> QuerySet[Any]:
    """Adds `met_on` (since when the fact that the instalment waits for is true), `fell_on` (its due date, or that day when it came
    later), `contract_live` (a contract of the post covers `fell_on`, trust.md A08) and `overridden` (two persons said so)."""
    contracts = LiveContract.objects.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("fell_on")), post_id=OuterRef("post_id"), starts_on__lte=OuterRef("fell_on")
    )
    confirmed = ConditionOverride.objects.filter(line=OuterRef("pk"), status=OverrideStatus.CONFIRMED)
    return (
        lines.annotate(met_on=Subquery(_facts().order_by("met_on").values("met_on")[:1]))
        .annotate(fell_on=Greatest("instalment__due_on", "met_on"))
        .annotate(contract_live=Exists(contracts), overridden=Exists(confirmed))
    )


def _facts() -> QuerySet[MetCondition]:
    """What was told for the post of a line. A report counts for one instalment: it comes after the one before that asked for a report."""
    before = Instalment.objects.filter(
        agreement_id=OuterRef(OuterRef("instalment__agreement_id")),
        condition=Condition.REPORT_ACCEPTED,
        due_on__lt=OuterRef(OuterRef("instalment__due_on")),
    )
    told = MetCondition.objects.filter(post_id=OuterRef("post_id"), condition=OuterRef("instalment__condition"))
    told = told.annotate(before=Subquery(before.order_by("-due_on").values("due_on")[:1]))
    return told.filter(~Q(condition=Condition.REPORT_ACCEPTED) | Q(before=None) | Q(met_on__gt=F("before")))


def eligible(lines: QuerySet[InstalmentLine]) -> QuerySet[Any]:
    """Of `lines`, those that may be paid: agreement in force, post not released, host open on the due date; and the condition met, with
    a contract live that day after the first instalment, or an override confirmed (workflows.md, Instalment and order)."""
    return with_conditions(lines).filter(AT_SIGNATURE | Q(overridden=True) | FACT_TOLD & Q(contract_live=True), TO_PAY)


def lines_to_fall_due(on: dt.date) -> QuerySet[InstalmentLine]:
    """Lines that may fall due by `on`, held until the end of the transaction, oldest first: planned, or suspended by Lucette for what
    is now put right (a contract declared late)."""
    waiting = Q(status=LineStatus.PLANNED) | Q(status=LineStatus.HELD, held_for__in=SEEN)
    found = eligible(InstalmentLine.objects.filter(waiting, instalment__due_on__lte=on)).filter(fell_on__lte=on)
    return found.select_for_update(of=("self",)).order_by("instalment__due_on", "pk")


def lines_to_hold(on: dt.date) -> QuerySet[InstalmentLine]:
    """Lines whose date is reached by `on` and that nothing can pay as they are, held until the end of the transaction, oldest first: post
    vacant that day or returned, host closed, agreement not in force. One that only waits for its fact is none of them."""
    reached = InstalmentLine.objects.filter(status__in=[LineStatus.PLANNED, LineStatus.DUE], instalment__due_on__lte=on)
    vacant = ~AT_SIGNATURE & FACT_TOLD & Q(overridden=False, contract_live=False, fell_on__lte=on)
    found = with_conditions(reached.select_related("instalment__agreement__organization", "post")).filter(vacant | ~TO_PAY)
    return found.select_for_update(of=("self",)).order_by("instalment__due_on", "pk")


def lacking_only_their_condition(lines: QuerySet[InstalmentLine], on: dt.date) -> QuerySet[InstalmentLine]:
    """Of `lines`, those that two persons may have paid all the same: their date is reached by `on`, their condition is not met, and
    neither the post, the host, the agreement nor a person stands in the way."""
    waiting = Q(status=LineStatus.PLANNED) | Q(status=LineStatus.HELD, held_for__in=(HoldGround.VACANT, HoldGround.RETURNED))
    unmet = ~AT_SIGNATURE & Q(overridden=False) & (Q(contract_live=False) | ~FACT_TOLD)
    return with_conditions(lines).filter(waiting, unmet, MAY_BE_PAID, instalment__due_on__lte=on)
