"""Orders, invoices and bank statements as lists and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from lucette.foundation.accounts.queries import names
from lucette.foundation.territories.models import Folded
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.kernel.records import RecordQuerySet
from lucette.scheme.payments.enums import GIVEN_UP, BankLineStatus, MovementKind, OrderStatus
from lucette.scheme.payments.models import BankStatement, Batch, Invoice, Order, StatementLine
from lucette.scheme.payments.queries.desks import OrderRow, row_of

TO_ASK = "due"  # an invoice whose payment nobody asked for
PAID_BY = ("organization", "instalment__agreement", "invoice")
# what the lists may be ordered by
INVOICE_SORTS: dict[str, Any] = {"numero": F("number"), "structure": Folded("organization__name"), "montant": F("cents")}
ORDER_SORTS = INVOICE_SORTS | {"depuis": Coalesce("status_since", "created_at")}


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """A service ordered, with the state of its payment ("" while nobody asked for it)."""

    id: UUID
    number: str
    supplier: str
    label: str
    amount: Money
    service_id: UUID
    order_id: UUID | None
    status: str
    status_label: str

    @property
    def pk(self) -> UUID:
        return self.id


@dataclass(frozen=True, slots=True)
class StatementPage:
    """A bank statement and its movements, in the order of the bank."""

    statement: BankStatement
    lines: tuple[StatementLine, ...]
    imported_by: str

    @property
    def unmatched(self) -> int:
        return sum(line.status == BankLineStatus.UNMATCHED for line in self.lines)


def orders_page(by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50, sort: str = "") -> tuple[list[OrderRow], str]:
    """Orders of the actor's scope (in these statuses), newest first; and the id that asks for the next ones."""
    seen = Order.objects.visible_to(by).select_related(*PAID_BY)
    found, following = (seen.filter(status__in=statuses) if statuses else seen).page(after, limit, sort, ORDER_SORTS)
    return [row_of(it) for it in found], following


def orders_about(by: Actor, *, bank_details_id: UUID, limit: int = 50) -> list[OrderRow]:
    """Orders that go to a bank account, newest first."""
    seen = Order.objects.visible_to(by).select_related(*PAID_BY)
    return [row_of(it) for it in seen.filter(bank_details_id=bank_details_id).order_by("-created_at", "-pk")[:limit]]


def order_totals(by: Actor) -> dict[str, tuple[int, Money]]:
    """How many orders of the actor's scope are in each status, and their sum; those with none are absent."""
    rows = Order.objects.visible_to(by).order_by("status").values_list("status").annotate(count=Count("pk"), cents=Sum("cents"))
    return {status: (count, Money(cents)) for status, count, cents in rows}


def batches_page(by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50) -> tuple[list[Batch], str]:
    """Batches of transfers (in these statuses), newest first; none outside national roles."""
    seen = Batch.objects.all() if by.scope.national else Batch.objects.none()
    return (seen.filter(status__in=statuses) if statuses else seen).page(after, limit)


def batch_counts(by: Actor) -> dict[str, int]:
    """How many batches are in each status; none outside national roles."""
    if not by.scope.national:
        return {}
    return dict(Batch.objects.order_by("status").values_list("status").annotate(count=Count("pk")))


def statements_page(by: Actor, status: str = "", after: str = "", limit: int = 50) -> tuple[list[Any], str]:
    """Bank statements read, newest first, each with its counts `read` and `unmatched`; none outside national roles.

    `status` (enums.BankLineStatus): those with movements to explain, or those with none.
    """
    waiting = Count("lines", filter=Q(lines__status=BankLineStatus.UNMATCHED))
    seen = BankStatement.objects.annotate(read=Count("lines"), unmatched=waiting).select_related("document")
    asked = {BankLineStatus.UNMATCHED.value: Q(unmatched__gt=0), BankLineStatus.MATCHED.value: Q(unmatched=0)}.get(status, Q())
    return (seen.filter(asked) if by.scope.national else seen.none()).page(after, limit)


def statement_counts(by: Actor) -> dict[str, int]:
    """How many statements have movements to explain, and how many have none."""
    if not by.scope.national:
        return {}
    waiting = StatementLine.objects.filter(status=BankLineStatus.UNMATCHED).values("statement").distinct().count()
    return {BankLineStatus.UNMATCHED.value: waiting, BankLineStatus.MATCHED.value: BankStatement.objects.count() - waiting}


def statement_line(line_id: UUID, by: Actor) -> StatementLine:
    """One movement, with its statement and endowment. Raises NotFound."""
    seen = StatementLine.objects.select_related("statement__endowment", "order")
    return (seen if by.scope.national else seen.none()).known(line_id)


def statement_page(statement_id: UUID, by: Actor) -> StatementPage:
    """A bank statement with its movements. Raises NotFound."""
    if not by.scope.national:
        raise NotFound
    it = BankStatement.objects.select_related("document", "endowment").known(statement_id)
    lines = StatementLine.objects.filter(statement=it).select_related("order__organization").order_by("position")
    return StatementPage(it, tuple(lines), names([it.imported_by]).get(it.imported_by, ""))


def order_with_its_origin(order_id: UUID, by: Actor) -> Order:
    """An order with all that led to it: instalment, agreement, award, session, application, or invoice; batch. Raises NotFound."""
    up = "instalment__agreement__award"
    seen = Order.objects.visible_to(by).select_related(
        "organization",
        "endowment",
        "invoice",
        "batch__document",
        "bank_details",
        f"{up}__session",
        f"{up}__application__call",
        f"{up}__line",
    )
    return seen.known(order_id)


def bank_line_of(order_id: UUID, by: Actor) -> StatementLine | None:
    """The movement of a bank statement by which this order was executed; None before, or outside national roles."""
    paid = StatementLine.objects.filter(order_id=order_id, kind=MovementKind.EXECUTION)
    seen = paid if by.scope.national else StatementLine.objects.none()
    return seen.select_related("statement__document").order_by("booked_on", "pk").first()


def invoices(by: Actor, services: Sequence[UUID] = ()) -> list[InvoiceRow]:
    """Invoices (of these services, when given) of the actor's organization, all for a national role; newest first."""
    seen = visible_invoices(by)
    rows = seen.filter(service_id__in=services) if services else seen
    return [_invoice_row(it) for it in rows.order_by("-created_at", "-pk")]


def invoices_page(
    by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50, sort: str = ""
) -> tuple[list[InvoiceRow], str]:
    """Invoices whose payment is in one of these states ("due": nobody asked for it yet), newest first; and the id of the next ones."""
    seen: Any = visible_invoices(by)
    if statuses:
        asked = Q(paying_status__in=statuses) | (Q(paying_status=None) if TO_ASK in statuses else Q(pk=None))
        seen = seen.filter(asked)
    found, following = seen.page(after, limit, sort, INVOICE_SORTS)
    return [_invoice_row(it) for it in found], following


def invoice_counts(by: Actor) -> dict[str, int]:
    """How many invoices are in each state of payment."""
    invoices: Any = visible_invoices(by)
    seen = invoices.order_by().values("paying_status")
    return {status or TO_ASK: count for status, count in seen.annotate(count=Count("pk")).values_list("paying_status", "count")}


def invoice_page(invoice_id: UUID, by: Actor) -> tuple[Invoice, InvoiceRow]:
    """One invoice, and the state of its payment. Raises NotFound."""
    it = visible_invoices(by).known(invoice_id)
    return it, _invoice_row(it)


def visible_invoices(by: Actor) -> RecordQuerySet[Invoice]:
    """Annotated with their live order."""
    live = Order.objects.filter(invoice=OuterRef("pk")).exclude(status__in=GIVEN_UP).order_by("-created_at", "-number")
    rows = Invoice.objects.select_related("organization", "endowment").annotate(
        paying_order=Subquery(live.values("pk")[:1]), paying_status=Subquery(live.values("status")[:1])
    )
    if by.scope.national:
        return rows
    return rows.filter(organization_id=by.scope.code) if by.scope.kind == "organization" else rows.none()


def _invoice_row(it: Invoice) -> InvoiceRow:
    status = getattr(it, "paying_status", None) or ""
    return InvoiceRow(
        it.pk,
        it.number,
        it.organization.name,
        it.label,
        Money(it.cents),
        it.service_id,
        getattr(it, "paying_order", None),
        status,
        str(OrderStatus(status).label) if status else "à demander",
    )


def unpaid_invoices(by: Actor) -> int:
    """How many services are ordered and not yet paid; none outside national roles."""
    paid = Order.objects.filter(invoice=OuterRef("pk"), status=OrderStatus.EXECUTED)
    return Invoice.objects.exclude(Exists(paid)).count() if by.scope.national else 0


def executed_references(by: Actor) -> set[str]:
    """The end-to-end references (the order's id, in hexadecimal) of every order executed, even if it came back; none if not national."""
    paid = (OrderStatus.EXECUTED, OrderStatus.RETURNED)
    found = Order.objects.visible_to(by).filter(status__in=paid).values_list("pk", flat=True)
    return {pk.hex for pk in found}
