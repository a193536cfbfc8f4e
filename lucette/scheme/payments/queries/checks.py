"""Invariants of the fund that need the rows of payments: handed to `fund.verify(extra=[checks])` (fund.md I12, I15, I17, I19, I21, I22)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, Q, Sum

from lucette.scheme.agreements.models import AgreementLine
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import EndowmentStatus
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments.enums import LineStatus, OrderStatus
from lucette.scheme.payments.models import HANDS, InstalmentLine, Invoice, Order, OrderHand

L, O = LineStatus, OrderStatus  # noqa: E741
BUCKET_OF_LINE = {
    **dict.fromkeys((L.PLANNED, L.DUE, L.REQUESTED), "committed"),
    L.CERTIFIED: "liquidated",
    L.ORDERED: "ordered",
    L.PAID: "paid",
}
BUCKET_OF_ORDER = {
    **dict.fromkeys((O.CERTIFIED, O.TO_COUNTERSIGN), "liquidated"),
    **dict.fromkeys((O.ORDERED, O.ACCEPTED, O.SENT), "ordered"),
    O.EXECUTED: "paid",
}
OWED = (O.CERTIFIED, O.TO_COUNTERSIGN, O.ORDERED, O.ACCEPTED)


def checks(endowment_id: UUID | None = None) -> Iterator[fund.Check]:
    """I12, I15, I17, I19, I21 and I22, of one endowment or of all."""
    opened = Endowment.objects.filter(status=EndowmentStatus.NOTIFIED)
    chosen = list(opened.filter(pk=endowment_id) if endowment_id else opened)
    orders = Order.objects.filter(endowment__in=chosen)
    yield fund.Check.of("I12", "aucune échéance ne dépasse ce qui est convenu", (bad for it in chosen for bad in _beyond_agreed(it.pk)))
    yield fund.Check.of("I15", "une échéance n’a qu’un ordre vivant, et l’ordre paie ses échéances", _one_live_order(orders))
    yield fund.Check.of("I17", "les mains d’un paiement sont des personnes différentes", _shared_hands(orders))
    yield fund.Check.of("I19", "aucun paiement ne va à des coordonnées bancaires changées après la certification", _changed_details(orders))
    yield fund.Check.of("I21", "chaque compte égale ses échéances dans cet état", (bad for it in chosen for bad in _buckets(it.pk)))
    yield fund.Check.of(
        "I22", "le dû à chacun égale ses ordres certifiés et non envoyés", (bad for it in chosen for bad in _payables(it.pk))
    )


def _beyond_agreed(endowment_id: UUID) -> Iterator[Any]:
    """Instalments and services whose money, wherever it stands, passes what was agreed."""
    agreed = AgreementLine.objects.filter(agreement__endowment_id=endowment_id).values_list("agreement_id", "number", "cents")
    limits = {(owner, number): cents for owner, number, cents in agreed}
    limits |= {
        (service, 1): cents for service, cents in Invoice.objects.filter(endowment_id=endowment_id).values_list("service_id", "cents")
    }
    held: dict[Any, int] = defaultdict(int)
    for (owner, number, _), cents in fund.buckets(endowment_id).items():
        held[owner, number] += cents
    yield from ((owner, number, cents) for (owner, number), cents in held.items() if cents > limits.get((owner, number), 0))


def _changed_details(orders: Any) -> Iterable[Any]:
    """Orders certified whose account is not their bank details', or became active after the certification."""
    same = Q(iban=F("bank_details__iban"), bic=F("bank_details__bic"), holder=F("bank_details__holder"))
    checked = same & Q(bank_details__active_since__lte=F("certified_at"))
    yield from orders.exclude(status__in=(O.REQUESTED, O.SENT_BACK)).exclude(checked).values_list("number")


def _one_live_order(orders: Any) -> Iterable[Any]:
    """Lines left on an order sent back; orders whose lines do not make their amount; invoices with two live orders."""
    live = orders.exclude(status=O.SENT_BACK)
    yield from InstalmentLine.objects.filter(order__in=orders.filter(status=O.SENT_BACK)).values_list("order__number", "pk")
    sums = live.filter(instalment__isnull=False).annotate(found=Sum("lines__cents"))
    yield from sums.filter(Q(found=None) | ~Q(found=F("cents"))).values_list("number", "cents", "found")
    twice = live.filter(invoice__isnull=False).values("invoice__number").annotate(found=Count("pk"))
    yield from twice.filter(found__gt=1).values_list("invoice__number", "found")


def _shared_hands(orders: Any) -> Iterable[Any]:
    same = Q()
    for i, first in enumerate(HANDS):
        for second in HANDS[i + 1 :]:
            same |= Q(**{first: F(second)})
    yield from orders.filter(same).values_list("number")
    held = OrderHand.objects.filter(order__in=orders).annotate(person=Func("person_id", function="lucette_natural_person"))
    several = held.values("order__instalment", "order__invoice", "person").annotate(hands=Count("hand", distinct=True))
    yield from several.filter(hands__gt=1).values_list("order__instalment", "order__invoice", "hands")


def _compared(ours: dict[Any, int], books: dict[Any, int]) -> Iterator[Any]:
    for key in sorted({*ours, *books}, key=str):
        if ours.get(key, 0) != books.get(key, 0):
            yield key, ours.get(key, 0), books.get(key, 0)


def _buckets(endowment_id: UUID) -> Iterator[Any]:
    ours: dict[Any, int] = defaultdict(int)
    lines = InstalmentLine.objects.filter(instalment__agreement__endowment_id=endowment_id)
    grouped = lines.values_list("instalment__agreement_id", "instalment__number", "status").annotate(total=Sum("cents"))
    for agreement, number, status, cents in grouped:
        ours[agreement, number, BUCKET_OF_LINE[L(status)]] += cents
    live = dict(
        Order.objects.filter(endowment_id=endowment_id, invoice__isnull=False)
        .exclude(status=O.SENT_BACK)
        .values_list("invoice_id", "status")
    )
    for pk, service, cents in Invoice.objects.filter(endowment_id=endowment_id).values_list("pk", "service_id", "cents"):
        ours[service, 1, BUCKET_OF_ORDER.get(live.get(pk, ""), "committed")] += cents  # type: ignore[call-overload]
    yield from _compared({key: cents for key, cents in ours.items() if cents}, dict(fund.buckets(endowment_id)))


def _payables(endowment_id: UUID) -> Iterator[Any]:
    owed = Order.objects.filter(endowment_id=endowment_id, status__in=OWED).values_list("organization_id").annotate(total=Sum("cents"))
    yield from _compared(dict(owed), dict(fund.payables(endowment_id)))
