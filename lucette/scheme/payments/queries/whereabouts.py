"""« Où en est mon argent ? »: for each instalment, its state, what is missing, who has the ball, since when, and the date expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Subquery

from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.foundation.organizations.models import BankDetails
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.calls.enums import Condition
from lucette.scheme.payments import rules
from lucette.scheme.payments.enums import OPEN, HoldGround, LineStatus, OrderStatus, OverrideStatus
from lucette.scheme.payments.models import ConditionOverride, Instalment, InstalmentLine, Order, RecoveryLine
from lucette.scheme.payments.queries.eligibility import with_conditions

HOST, CLOCK = "Votre structure", "Personne : l’échéance tombe d’elle-même"
REQUESTER, CERTIFIER = "Banque des Territoires, demande de versement", "Banque des Territoires, certification"
SECOND_PERSON = "Banque des Territoires, une deuxième personne"
OFFICER, ACCOUNTANT, BANK = "Direction des politiques sociales, ordonnateur", "Direction des politiques sociales, comptable", "La banque"
FACTS = {
    Condition.CONTRACT_FILED: ("un contrat de travail déposé et validé", HOST),
    Condition.TRAINING_STARTED: ("le début de la formation du conseiller", "Votre structure, avec l’organisme de formation"),
    Condition.REPORT_ACCEPTED: ("un compte rendu accepté", HOST),
}
AT = {
    OrderStatus.REQUESTED: ("la certification de la demande", CERTIFIER),
    OrderStatus.CERTIFIED: ("l’ordre de payer", OFFICER),
    OrderStatus.TO_COUNTERSIGN: ("la signature d’un deuxième ordonnateur", OFFICER),
    OrderStatus.ORDERED: ("la prise en charge par le comptable", ACCOUNTANT),
    OrderStatus.ACCEPTED: ("l’envoi à la banque", ACCOUNTANT),
    OrderStatus.SENT: ("l’exécution par la banque", BANK),
    OrderStatus.UNDER_INQUIRY: ("la réponse de la banque à une enquête", ACCOUNTANT),
    OrderStatus.RETURNED: ("un autre compte bancaire : la banque a renvoyé le virement", HOST),
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
    """Posts of one instalment that are at the same point. `reason`: why it is cancelled; `line_id`: that of the only one."""

    posts: tuple[str, ...]
    amount: Money
    status: str
    status_label: str
    missing: Missing | None
    paid_on: dt.date | None
    reason: str
    line_id: UUID | None


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
    asked_back: bool = False


def where_is_my_money(organization_id: UUID, by: Actor, agreement_id: UUID | None = None) -> list[InstalmentState]:
    """Every instalment of an organization (or of one agreement), by date. Nothing out of the actor's scope."""
    seen = Instalment.objects.visible_to(by).filter(agreement__organization_id=organization_id)
    seen = seen.filter(agreement_id=agreement_id) if agreement_id else seen
    lines = InstalmentLine.objects.filter(instalment__in=seen).select_related("instalment__agreement__organization", "post", "order__batch")
    payable = BankDetails.objects.filter(organization_id=organization_id, status=BankDetailsStatus.ACTIVE)
    asked = ConditionOverride.objects.filter(line=OuterRef("pk"), status=OverrideStatus.ASKED)
    lines = lines.annotate(payable=Exists(payable), override_asked_at=Subquery(asked.values("created_at")[:1]))
    asked_back = RecoveryLine.objects.filter(instalment=OuterRef("instalment_id"), recovery__status__in=OPEN)
    lines = lines.annotate(asked_back=Exists(asked_back), target_days=parameters.value_within(rules.TARGET, clock.today()))
    keys = ("instalment__due_on", "instalment__agreement__number", "instalment_id", "post__number", "part")
    found = list(with_conditions(lines).order_by(*keys))
    return [_state(list(group), found[0].target_days) for _, group in groupby(found, key=lambda line: line.instalment_id)]


def target_days() -> int:
    """Days from due to paid that the house aims at, today."""
    return parameters.value(rules.TARGET, clock.today())


def next_payment_on(organization_id: UUID) -> dt.date | None:
    """The day of the next payment to an organization: today when one is due or on its way, else the next date of its schedules."""
    lines = InstalmentLine.objects.filter(instalment__agreement__organization_id=organization_id, cents__gt=0)
    orders = Order.objects.filter(organization_id=organization_id, status__in=AT)
    if orders.exists() or lines.filter(status=LineStatus.DUE).exists():
        return clock.today()
    planned = lines.filter(status=LineStatus.PLANNED, instalment__due_on__gte=clock.today())
    found: dt.date | None = planned.aggregate(next=Min("instalment__due_on"))["next"]
    return found


def _state(lines: list[Any], days: int) -> InstalmentState:
    it, today = lines[0].instalment, clock.today()
    parts: dict[tuple[Any, ...], list[Any]] = {}
    for line in lines:
        paid_on = line.order.executed_on if line.order and line.status == LineStatus.PAID else None
        parts.setdefault((line.status, missing(line, today, days), paid_on, line.reason), []).append(line)
    return InstalmentState(
        it.pk,
        it.agreement_id,
        it.agreement.number,
        it.number,
        it.due_on,
        _sum(line for line in lines if line.status != LineStatus.CANCELLED),
        _sum(line for line in lines if line.status == LineStatus.PAID),
        tuple(
            Part(
                tuple(line.post.number for line in same),
                _sum(same),
                status,
                LineStatus(status).label,
                what,
                paid_on,
                reason if status == LineStatus.CANCELLED else "",
                same[0].pk if len(same) == 1 else None,
            )
            for (status, what, paid_on, reason), same in parts.items()
        ),
        any(line.asked_back for line in lines),
    )


def _sum(lines: Iterable[Any]) -> Money:
    return Money(sum(line.cents for line in lines))


def missing(line: Any, today: dt.date, days: int) -> Missing | None:
    """What stands between this line (annotated by `where_is_my_money`) and its payment, `days` after it is due; None once paid, or when
    it never will be."""
    if line.status in (LineStatus.PAID, LineStatus.CANCELLED):
        return None
    if line.override_asked_at and line.status in (LineStatus.PLANNED, LineStatus.HELD):
        expected = today + dt.timedelta(days=days)
        return Missing("la réponse à une demande de dérogation", SECOND_PERSON, line.override_asked_at.date(), expected)
    if line.status == LineStatus.HELD:
        return _held(line)
    if line.status == LineStatus.PLANNED:
        return _lacking(line, today) or _before_due(line, today, days)
    return _on_its_way(line, today, days)


def _held(line: Any) -> Missing:
    who = HOST if line.held_for in (HoldGround.VACANT, HoldGround.REPORT) else CERTIFIER
    return Missing(
        f"la levée de la suspension : {line.reason[:1].lower()}{line.reason[1:]}".rstrip("."), who, line.status_since.date(), None
    )


def _on_its_way(line: Any, today: dt.date, days: int) -> Missing:
    expected = line.due_since + dt.timedelta(days=days)
    if line.status == LineStatus.DUE:
        if lacking := _lacking(line, today):
            return lacking
        if not line.payable:
            return Missing("des coordonnées bancaires actives", HOST, line.due_since, None)
        return Missing("la demande de versement", REQUESTER, line.due_since, expected)
    what, who = AT[OrderStatus(line.order.status)]
    if line.order.status == OrderStatus.SENT and line.order.batch:
        expected = line.order.batch.execution_on + dt.timedelta(days=1)
    returned = line.order.status == OrderStatus.RETURNED
    return Missing(what, who, line.order.status_since.date(), None if returned else max(expected, today))


def _lacking(line: Any, today: dt.date) -> Missing | None:
    """What no date will bring: a post returned, a host closed, a post that was vacant on the due date."""
    due, closed_on = line.fell_on, line.instalment.agreement.organization.closed_on
    if line.post.released_at or (closed_on and closed_on <= due):
        reason = "rien ne sera versé : le poste a été libéré" if line.post.released_at else "rien ne sera versé : l’établissement est fermé"
        return Missing(reason, HOST, (line.post.released_at.date() if line.post.released_at else closed_on), None)
    at_signature, waits = line.instalment.condition == Condition.AGREEMENT_SIGNED, line.instalment.condition in FACTS and not line.met_on
    if at_signature or waits or line.contract_live or line.overridden or due > today:
        return None
    return Missing(f"un contrat de travail en cours le {french.date(due)} : le poste était vacant ce jour-là", HOST, due, None)


def _before_due(line: Any, today: dt.date, days: int) -> Missing:
    due, condition = line.fell_on, line.instalment.condition
    expected, since = max(due, today) + dt.timedelta(days=days), line.instalment.agreement.in_force_on
    if condition in FACTS and not line.met_on:
        what, who = FACTS[condition]
        return Missing(f"{what}, pour l’échéance du {french.date(due)}", who, max(since, due) if due <= today else since, expected)
    if condition != Condition.AGREEMENT_SIGNED and not line.contract_live:
        return Missing(f"un contrat de travail en cours le {french.date(due)}, date de l’échéance", HOST, since, expected)
    return Missing(f"la date de l’échéance, le {french.date(due)}", CLOCK, since, expected)
