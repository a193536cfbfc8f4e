"""The desks of the chain: what waits in whose hands, and for how much."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Sum

from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.kernel.records import is_uuid
from lucette.scheme.payments.enums import GIVEN_UP, BatchStatus, LineStatus, OrderStatus
from lucette.scheme.payments.models import Batch, Instalment, InstalmentLine, Invoice, Order
from lucette.scheme.payments.queries.eligibility import eligible
from lucette.scheme.payments.rules import TARGET

COLUMNS = {
    "certify": ("à certifier", (OrderStatus.REQUESTED,)),
    "order": ("à ordonnancer", (OrderStatus.CERTIFIED, OrderStatus.TO_COUNTERSIGN)),
    "pay": ("à payer", (OrderStatus.ORDERED, OrderStatus.ACCEPTED)),
    "reconcile": ("à rapprocher", (OrderStatus.SENT, OrderStatus.UNDER_INQUIRY)),
}


@dataclass(frozen=True, slots=True)
class Desk:
    """One column: its code, French label, number of orders, their sum, and since when the oldest waits."""

    code: str
    label: str
    count: int
    amount: Money
    oldest: dt.datetime | None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order as lists show it. `attempt` above 1: it comes back from a rejection or a refusal, whose reason follows."""

    id: UUID
    number: str
    payee: str
    what: str
    amount: Money
    status: str
    status_label: str
    since: dt.datetime | None
    batched: bool
    attempt: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReadyToBatch:
    """Orders of one endowment that a batch may take."""

    endowment_id: UUID
    title: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class ToRequest:
    """An instalment with lines due and not asked for yet (first hand)."""

    instalment_id: UUID
    agreement_number: str
    number: int
    payee: str
    due_on: dt.date
    posts: int
    amount: Money
    agreement_id: UUID
    target_days: int  # from due to paid, as the house aims at today


def desks(by: Actor, endowment_id: UUID | None = None) -> list[Desk]:
    """The four columns, in the order of the chain; one query."""
    seen = Order.objects.visible_to(by)
    seen = seen.filter(endowment_id=endowment_id) if endowment_id else seen
    found = {
        row["status"]: row
        for row in seen.order_by().values("status").annotate(count=Count("pk"), cents=Sum("cents"), oldest=Min("status_since"))
    }
    columns = []
    for code, (label, statuses) in COLUMNS.items():
        rows = [found[status] for status in statuses if status in found]
        oldest = min((row["oldest"] for row in rows if row["oldest"]), default=None)
        columns.append(Desk(code, label, sum(row["count"] for row in rows), Money(sum(row["cents"] for row in rows)), oldest))
    return columns


def orders_at(desk: str, by: Actor, endowment_id: UUID | None = None, limit: int = 200) -> list[OrderRow]:
    """The orders of one column (a key of COLUMNS), those that wait longest first."""
    waiting = Order.objects.visible_to(by).filter(status__in=COLUMNS[desk][1])
    waiting = waiting.filter(endowment_id=endowment_id) if endowment_id else waiting
    found = waiting.select_related("organization", "instalment__agreement", "invoice").order_by("status_since", "pk")
    return [row_of(order) for order in found[:limit]]


def desk_page(desk: str, by: Actor, after: str = "", limit: int = 50) -> tuple[list[OrderRow], str]:
    """One column of the chain, those that wait longest first; and the id that asks for the next ones."""
    waiting = Order.objects.visible_to(by).filter(status__in=COLUMNS[desk][1])
    rows = waiting.select_related("organization", "instalment__agreement", "invoice").order_by("status_since", "pk")
    if after and is_uuid(after) and (last := waiting.filter(pk=after).first()):
        rows = rows.filter(Q(status_since__gt=last.status_since) | Q(status_since=last.status_since, pk__gt=last.pk))
    found = list(rows[: limit + 1])
    return [row_of(order) for order in found[:limit]], str(found[limit - 1].pk) if len(found) > limit else ""


def ready_to_batch(by: Actor) -> list[ReadyToBatch]:
    """Endowments with orders taken in charge and in no batch yet: how many, for how much."""
    ready = Order.objects.visible_to(by).filter(status=OrderStatus.ACCEPTED, batch=None).order_by("endowment__created_at")
    rows = ready.values_list("endowment_id", "endowment__title").annotate(count=Count("pk"), cents=Sum("cents"))
    return [ReadyToBatch(pk, title, count, Money(cents)) for pk, title, count, cents in rows]


def orders_to_batch(endowment_id: UUID, by: Actor) -> list[OrderRow]:
    """Orders taken in charge and in no batch yet."""
    ready = Order.objects.visible_to(by).filter(endowment_id=endowment_id, status=OrderStatus.ACCEPTED, batch=None)
    return [row_of(it) for it in ready.select_related("organization", "instalment__agreement", "invoice").order_by("status_since", "pk")]


def instalment_to_request(instalment_id: UUID, by: Actor) -> ToRequest | None:
    """One of those of `to_request`; None when nothing of it is due, or it is not in the actor's scope."""
    return next(iter(to_request(by, only=instalment_id)), None)


def to_request(by: Actor, limit: int = 200, only: UUID | None = None) -> list[ToRequest]:
    """Instalments with lines due that still meet their condition, oldest first: the work of the first hand. `only`: this one."""
    return _to_request(_due_lines(by, only), limit)


def to_request_page(by: Actor, after: str = "", limit: int = 50) -> tuple[list[ToRequest], str]:
    """At most `limit` of them that follow the instalment of id `after`; and the id to ask the next ones with ("" at the end)."""
    last = Instalment.objects.filter(pk=after).first() if after and is_uuid(after) else None
    lines = _due_lines(by)
    if last:
        later = Q(instalment__due_on__gt=last.due_on) | Q(instalment__due_on=last.due_on, instalment_id__gt=last.pk)
        lines = lines.filter(later)
    found = _to_request(lines, limit + 1)
    return found[:limit], str(found[limit - 1].instalment_id) if len(found) > limit else ""


def to_request_total(by: Actor) -> tuple[int, Money]:
    """How many instalments wait for the first hand, and for how much."""
    whole = _due_lines(by).filter(cents__gt=0).aggregate(count=Count("instalment_id", distinct=True), cents=Sum("cents"))
    return whole["count"], Money(whole["cents"] or 0)


def _due_lines(by: Actor, only: UUID | None = None) -> QuerySet[InstalmentLine]:
    due = InstalmentLine.objects.filter(status=LineStatus.DUE, instalment__in=Instalment.objects.visible_to(by))
    due = due.filter(instalment_id=only) if only else due
    return InstalmentLine.objects.filter(pk__in=eligible(due).values("pk")).order_by()


def _to_request(lines: QuerySet[InstalmentLine], limit: int | None = None) -> list[ToRequest]:
    rows: Any = (
        lines.annotate(target=parameters.value_within(TARGET, clock.today()))
        .values_list(
            "instalment_id",
            "instalment__agreement__number",
            "instalment__number",
            "instalment__agreement__organization__name",
            "instalment__agreement_id",
            "instalment__due_on",
            "target",
        )
        .annotate(posts=Count("pk"), cents=Sum("cents"))
        .filter(cents__gt=0)
        .order_by("instalment__due_on", "instalment_id")
    )
    return [
        ToRequest(pk, agreement, n, payee, due_on, posts, Money(cents), agreement_id, target)
        for pk, agreement, n, payee, agreement_id, due_on, target, posts, cents in rows[:limit]
    ]


def numbers(ids: Sequence[UUID], by: Actor) -> dict[UUID, str]:
    """Numbers of orders, or agreement and number of instalments, by id: to name them in an answer."""
    orders = dict(Order.objects.visible_to(by).filter(pk__in=ids).values_list("pk", "number")) if ids else {}
    left = [pk for pk in ids if pk not in orders]
    rows = Instalment.objects.visible_to(by).filter(pk__in=left).values_list("pk", "agreement__number", "number") if left else []
    return orders | {pk: f"Convention {agreement}, versement {number}" for pk, agreement, number in rows}


def invoices_to_request(by: Actor, limit: int = 200) -> list[Invoice]:
    """Invoices for which no payment was asked yet, oldest first: the first hand's work too."""
    if not by.scope.national:
        return []
    asked = Order.objects.filter(invoice__isnull=False).exclude(status__in=GIVEN_UP).values("invoice_id")
    return list(Invoice.objects.exclude(pk__in=asked).select_related("organization").order_by("created_at", "pk")[:limit])


def batches(by: Actor, endowment_id: UUID | None = None, limit: int = 50) -> list[Batch]:
    """Batches that are not given up, newest first."""
    if not by.scope.national:
        return []
    found = Batch.objects.exclude(status=BatchStatus.CANCELLED)
    found = found.filter(endowment_id=endowment_id) if endowment_id else found
    return list(found.select_related("endowment").order_by("-created_at", "-message_id")[:limit])


def row_of(order: Order) -> OrderRow:
    """`order` with its payee, instalment and invoice already read."""
    return OrderRow(
        order.pk,
        order.number,
        order.organization.name,
        what(order),
        Money(order.cents),
        order.status,
        OrderStatus(order.status).label,
        order.status_since,
        order.batch_id is not None,
        order.attempt,
        order.reason,
    )


def what(order: Order) -> str:
    """What an order pays, in French."""
    if order.instalment:
        return f"Convention {order.instalment.agreement.number}, versement {french.number(order.instalment.number)}"
    return f"Facture {order.invoice.number} : {order.invoice.label}" if order.invoice else ""
