"""« Où en est mon argent ? »: for each instalment, its state, what is missing, who has the ball, since when, and the date expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, Q, Sum

from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.calls.enums import Condition
from lucette.scheme.payments import rules
from lucette.scheme.payments.enums import LineStatus, OrderStatus
from lucette.scheme.payments.models import Instalment, InstalmentLine, Order
from lucette.scheme.payments.queries.eligibility import with_live_contract

HOST, CLOCK = "Votre structure", "Personne : l’échéance tombe d’elle-même"
REQUESTER, CERTIFIER = "Banque des Territoires, demande de versement", "Banque des Territoires, certification"
OFFICER, ACCOUNTANT, BANK = "Direction des politiques sociales, ordonnateur", "Direction des politiques sociales, comptable", "La banque"
AT = {
    OrderStatus.REQUESTED: ("la certification de la demande", CERTIFIER),
    OrderStatus.CERTIFIED: ("l’ordre de payer", OFFICER),
    OrderStatus.TO_COUNTERSIGN: ("la signature d’un deuxième ordonnateur", OFFICER),
    OrderStatus.ORDERED: ("la prise en charge par le comptable", ACCOUNTANT),
    OrderStatus.ACCEPTED: ("l’envoi à la banque", ACCOUNTANT),
    OrderStatus.SENT: ("l’exécution par la banque", BANK),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """What is missing, in whose hands, since when, and the date payment is expected (None: it depends on the host)."""

    what: str
    who: str
    since: dt.date
    expected_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Part:
    """Posts of one instalment that are at the same point."""

    posts: tuple[str, ...]
    amount: Money
    status: str
    status_label: str
    missing: Missing | None
    paid_on: dt.date | None


@dataclass(frozen=True, slots=True)
class InstalmentState:
    """One instalment of an agreement, and where each of its posts is."""

    id: UUID
    agreement_id: UUID
    agreement_number: str
    number: int
    due_on: dt.date
    amount: Money
    paid: Money
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class ScheduleTotals:
    """Cents of the schedule, by where they are; `due` was reached and is not paid."""

    planned: int
    due: int
    paid: int
    lines: int
    lines_paid: int


def where_is_my_money(organization_id: UUID, by: Actor, agreement_id: UUID | None = None) -> list[InstalmentState]:
    """Every instalment of an organization (or of one agreement), by date. Nothing out of the actor's scope."""
    seen = Instalment.objects.visible_to(by).filter(agreement__organization_id=organization_id)
    seen = seen.filter(agreement_id=agreement_id) if agreement_id else seen
    lines = InstalmentLine.objects.filter(instalment__in=seen).select_related("instalment__agreement__organization", "post", "order__batch")
    payable = BankDetails.objects.filter(organization_id=organization_id, status=BankDetailsStatus.ACTIVE)
    lines = lines.annotate(payable=Exists(payable))
    found = list(with_live_contract(lines).order_by("instalment__due_on", "instalment__agreement__number", "instalment_id", "post__number"))
    return [_state(list(group)) for _, group in groupby(found, key=lambda line: line.instalment_id)]


def next_payment_on(organization_id: UUID) -> dt.date | None:
    """The day of the next payment to an organization: today when one is due or on its way, else the next date of its schedules."""
    lines = InstalmentLine.objects.filter(instalment__agreement__organization_id=organization_id, cents__gt=0)
    orders = Order.objects.filter(organization_id=organization_id, status__in=AT)
    if orders.exists() or lines.filter(status=LineStatus.DUE).exists():
        return clock.today()
    planned = lines.filter(status=LineStatus.PLANNED, instalment__due_on__gte=clock.today())
    found: dt.date | None = planned.aggregate(next=Min("instalment__due_on"))["next"]
    return found


def _state(lines: list[Any]) -> InstalmentState:
    it, today = lines[0].instalment, clock.today()
    parts: dict[tuple[Any, ...], list[Any]] = {}
    for line in lines:
        paid_on = line.order.executed_on if line.order and line.status == LineStatus.PAID else None
        parts.setdefault((line.status, missing(line, line.payable, today), paid_on), []).append(line)
    return InstalmentState(
        it.pk,
        it.agreement_id,
        it.agreement.number,
        it.number,
        it.due_on,
        _sum(lines),
        _sum(line for line in lines if line.status == LineStatus.PAID),
        tuple(
            Part(tuple(line.post.number for line in same), _sum(same), status, LineStatus(status).label, what, paid_on)
            for (status, what, paid_on), same in parts.items()
        ),
    )


def _sum(lines: Iterable[Any]) -> Money:
    return Money(sum(line.cents for line in lines))


def missing(line: Any, payable: bool, today: dt.date) -> Missing | None:
    """What stands between this line (annotated `contract_live`) and its payment; None once paid."""
    if line.status == LineStatus.PLANNED:
        return _before_due(line, today)
    if line.status == LineStatus.DUE:
        if line.instalment.condition == Condition.MONTH_REACHED and not line.contract_live:
            return _before_due(line, today)
        expected = line.due_since + dt.timedelta(days=rules.TARGET_DAYS)
        if not payable:
            return Missing("des coordonnées bancaires actives", HOST, line.due_since, None)
        return Missing("la demande de versement", REQUESTER, line.due_since, expected)
    if line.status == LineStatus.PAID:
        return None
    what, who = AT[OrderStatus(line.order.status)]
    expected = line.due_since + dt.timedelta(days=rules.TARGET_DAYS)
    if line.order.status == OrderStatus.SENT and line.order.batch:
        expected = line.order.batch.execution_on + dt.timedelta(days=1)
    return Missing(what, who, line.order.status_since.date(), max(expected, today))


def _before_due(line: Any, today: dt.date) -> Missing:
    due, agreement = line.instalment.due_on, line.instalment.agreement
    closed_on = agreement.organization.closed_on
    if line.post.released_at or (closed_on and closed_on <= due):
        reason = "rien ne sera versé : le poste a été libéré" if line.post.released_at else "rien ne sera versé : l’établissement est fermé"
        return Missing(reason, HOST, (line.post.released_at.date() if line.post.released_at else closed_on), None)
    if due <= today and not line.contract_live and line.instalment.condition == Condition.MONTH_REACHED:
        return Missing(f"un contrat de travail en cours le {french.date(due)} : le poste était vacant ce jour-là", HOST, due, None)
    expected = max(due, today) + dt.timedelta(days=rules.TARGET_DAYS)
    if line.instalment.condition == Condition.MONTH_REACHED and not line.contract_live:
        return Missing(f"un contrat de travail en cours le {french.date(due)}, date de l’échéance", HOST, agreement.in_force_on, expected)
    return Missing(f"la date de l’échéance, le {french.date(due)}", CLOCK, agreement.in_force_on, expected)


def schedule_totals(
    endowment_id: UUID | None = None, organization_id: UUID | None = None, agreement_id: UUID | None = None
) -> ScheduleTotals:
    """Planned, due and paid cents of the schedule, for the summaries; one query."""
    lines = InstalmentLine.objects.all()
    for name, value in (("endowment_id", endowment_id), ("organization_id", organization_id), ("pk", agreement_id)):
        lines = lines.filter(**{f"instalment__agreement__{name}": value}) if value else lines
    paid, planned = Q(status=LineStatus.PAID), Q(status=LineStatus.PLANNED)
    found = lines.aggregate(
        planned=Sum("cents", filter=planned, default=0),
        due=Sum("cents", filter=~planned & ~paid, default=0),
        paid=Sum("cents", filter=paid, default=0),
        lines=Count("pk"),
        lines_paid=Count("pk", filter=paid),
    )
    return ScheduleTotals(**found)
