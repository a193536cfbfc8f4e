"""What proves each payment: the numbers of the pieces, and the objects whose documents support it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.payments.enums import MovementKind
from lucette.scheme.payments.models import BankReport, InstalmentLine, Invoice, LiveContract, Order, Recovery, StatementLine

UP = "instalment__agreement__award"


@dataclass(frozen=True, slots=True)
class Evidence:
    """An order paid: `subjects` as (`agreements.agreement`, id), from the application down to the bank's statement; `documents`: ids of
    files kept by the order's slip, batch, answers of the bank and statement."""

    order_id: UUID
    number: str
    payee: str
    amount: Money
    paid_on: dt.date | None
    subjects: tuple[tuple[str, UUID], ...]
    documents: tuple[UUID, ...]


def evidence(
    by: Actor, *, orders: Sequence[UUID] = (), endowment_id: UUID | None = None, since: dt.date | None = None, until: dt.date | None = None
) -> list[Evidence]:
    """Of these orders; else of those of the endowment that the bank executed within these days, in the order of their dates."""
    seen = Order.objects.visible_to(by).select_related("organization", "invoice", "batch", "bordereau", UP)
    within: dict[str, Any] = {"endowment_id": endowment_id, "executed_on__range": (since, until)}
    asked = seen.filter(pk__in=orders) if orders else seen.filter(**within)
    found = list(asked.order_by("executed_on", "number"))
    contracts, bank, answers = _contracts(found), _bank(found), _answers(found)
    return [
        Evidence(
            it.pk,
            it.number,
            it.organization.name,
            Money(it.cents),
            it.executed_on,
            (*_subjects(it), *(("recruitment.hire", hire) for hire in contracts.get(it.pk, ()))),
            tuple(_kept(it, [*answers.get(it.batch_id, ()), *bank.get(it.pk, ())])),
        )
        for it in found
    ]


def evidence_of_receipts(by: Actor, *, endowment_id: UUID, since: dt.date, until: dt.date) -> list[Evidence]:
    """What proves the money that came in within these days: orders to pay back, signed or paid then, with their statements; the
    statements of the tranches."""
    told = Q(notified_on__range=(since, until)) | Q(receipts__received_on__range=(since, until))
    found = Recovery.objects.visible_to(by).filter(told, endowment_id=endowment_id).distinct().select_related("organization")
    asked = [
        Evidence(
            it.pk,
            it.number,
            it.organization.name,
            Money(sum(line.cents for line in it.lines.all())),
            it.notified_on,
            (("payments.recovery", it.pk),),
            tuple(filter(None, (it.title_id, *(one.line.statement.document_id for one in it.receipts.all() if one.line)))),
        )
        for it in found.prefetch_related("lines", "receipts__line__statement").order_by("number")
    ]
    tranches = StatementLine.objects.filter(
        statement__endowment_id=endowment_id, kind=MovementKind.TRANCHE, booked_on__range=(since, until)
    )
    lines = tranches.select_related("statement").order_by("booked_on", "pk") if by.scope.national else []
    return asked + [
        Evidence(it.pk, f"tranche-{n}", "État", Money(it.cents), it.booked_on, (), (it.statement.document_id,))
        for n, it in enumerate(lines, 1)
    ]


def _subjects(it: Any) -> Iterable[tuple[str, UUID]]:
    if it.instalment:
        agreement = it.instalment.agreement
        yield "applications.application", agreement.award.application_id
        yield "committee.session", agreement.award.session_id
        yield "committee.award", agreement.award_id
        yield "agreements.agreement", agreement.pk
    if it.invoice:
        yield "payments.invoice", it.invoice_id
    yield "organizations.bankdetails", it.bank_details_id
    yield "payments.order", it.pk


def _kept(it: Any, more: Iterable[UUID]) -> Iterable[UUID]:
    """Files kept by what carried the order: the agreement it pays, its slip, its batch, what the bank answered."""
    agreement = it.instalment.agreement if it.instalment else None
    for holder in filter(None, (agreement, it.bordereau, it.batch)):
        if holder.document_id:
            yield holder.document_id
    yield from more


def _contracts(orders: Sequence[Order]) -> dict[UUID, list[UUID]]:
    """Order → the hires that held its posts."""
    posts = dict[UUID, list[UUID]]()
    for order, post in InstalmentLine.objects.filter(order__in=orders).values_list("order_id", "post_id"):
        posts.setdefault(post, []).append(order)
    found: dict[UUID, list[UUID]] = {}
    for post, hire in LiveContract.objects.filter(post__in=posts).order_by("starts_on").values_list("post_id", "hire_id"):
        for order in posts[post]:
            found.setdefault(order, []).append(hire)
    return found


def _bank(orders: Sequence[Order]) -> dict[UUID, list[UUID]]:
    """Order → the statements that tell of it."""
    found: dict[UUID, list[UUID]] = {}
    lines = StatementLine.objects.filter(order__in=orders).order_by("booked_on")
    for order, document in lines.values_list("order_id", "statement__document_id"):
        if order:
            found.setdefault(order, []).append(document)
    return found


def _answers(orders: Sequence[Order]) -> dict[UUID | None, list[UUID]]:
    """Batch → what the bank answered to its file."""
    found: dict[UUID | None, list[UUID]] = {}
    batches = {it.batch_id for it in orders if it.batch_id}
    for batch, document in BankReport.objects.filter(batch__in=batches).order_by("created_at").values_list("batch_id", "document_id"):
        found.setdefault(batch, []).append(document)
    return found


def piece_numbers(endowment_id: UUID) -> dict[str, str]:
    """Fact of the ledger (`order:<id>`, `recovery:<id>`, `invoice:<id>`, `agreement:<id>`) → the number by which people know it."""
    orders = Order.objects.filter(endowment_id=endowment_id).values_list("pk", "number")
    recoveries = Recovery.objects.filter(endowment_id=endowment_id).values_list("pk", "number")
    invoices = Invoice.objects.filter(endowment_id=endowment_id).values_list("pk", "service_id", "number")
    agreements = Order.objects.filter(endowment_id=endowment_id, instalment__isnull=False)
    told = agreements.values_list("instalment__agreement_id", "instalment__agreement__number").distinct()
    return {
        **{f"order:{pk}": number for pk, number in orders},
        **{f"recovery:{pk}": number for pk, number in recoveries},
        **{f"invoice:{pk}": number for pk, _, number in invoices},
        **{f"agreement:{service}": number for _, service, number in invoices},
        **{f"agreement:{pk}": number for pk, number in told},
    }
