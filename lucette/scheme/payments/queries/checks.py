"""Invariants of the fund that need the rows of payments: handed to `fund.verify(extra=[checks])` (fund.md I10, I12, I13, I14, I15,
I17, I19, I21, I22, I25)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Func, Q, Sum

from lucette.scheme.agreements.models import Agreement, AgreementLine
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import EndowmentStatus
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments.enums import GIVEN_UP, BankLineStatus, LineStatus, OrderStatus
from lucette.scheme.payments.models import HANDS, BankStatement, InstalmentLine, Invoice, Order, OrderHand, RecoveryLine, StatementLine

L, O = LineStatus, OrderStatus  # noqa: E741
BUCKET_OF_LINE = {
    **dict.fromkeys((L.PLANNED, L.DUE, L.REQUESTED), "committed"),
    L.HELD: "committed",
    L.CERTIFIED: "liquidated",
    L.ORDERED: "ordered",
    L.PAID: "paid",
    L.RETURNED: "liquidated",
}
BUCKET_OF_ORDER = {
    **dict.fromkeys((O.CERTIFIED, O.TO_COUNTERSIGN), "liquidated"),
    **dict.fromkeys((O.ORDERED, O.ACCEPTED, O.SENT, O.UNDER_INQUIRY), "ordered"),
    O.EXECUTED: "paid",
}
SETTLED = "settled"
OWED = (O.CERTIFIED, O.TO_COUNTERSIGN, O.ORDERED, O.ACCEPTED)


def checks(endowment_id: UUID | None = None) -> Iterator[fund.Check]:
    """I10, I12, I13, I14, I15, I17, I19, I21, I22 and I25, of one endowment or of all."""
    opened = Endowment.objects.filter(status=EndowmentStatus.NOTIFIED)
    chosen = list(opened.filter(pk=endowment_id) if endowment_id else opened)
    orders = Order.objects.filter(endowment__in=chosen)
    lines = InstalmentLine.objects.filter(instalment__agreement__endowment__in=chosen).count()
    told = orders.count()
    yield from _agreements(chosen)
    yield fund.Check.of("I15", "une échéance n’a qu’un ordre vivant, et l’ordre paie ses échéances", _one_live_order(orders), told)
    yield fund.Check.of("I17", "les mains d’un paiement sont des personnes différentes", _shared_hands(orders), told)
    label = "aucun paiement ne va à des coordonnées bancaires changées après la certification"
    yield fund.Check.of("I19", label, _changed_details(orders), told)
    buckets = (bad for it in chosen for bad in _buckets(it.pk))
    yield fund.Check.of("I21", "chaque compte égale ses échéances dans cet état", buckets, lines)
    asked = (bad for it in chosen for bad in _recoveries(it.pk))
    titles = RecoveryLine.objects.filter(recovery__endowment__in=chosen).count()
    yield fund.Check.of("I13", "chaque somme demandée en retour égale ce que les livres attendent du débiteur", asked, titles)
    owed = (bad for it in chosen for bad in _payables(it.pk))
    yield fund.Check.of("I22", "le dû à chacun égale ses ordres certifiés et non envoyés", owed, told)


def _agreements(chosen: list[Endowment]) -> Iterator[fund.Check]:
    """What was signed, given up and settled, and what the bank says."""
    frozen = AgreementLine.objects.filter(agreement__endowment__in=chosen)
    beyond = (bad for it in chosen for bad in _beyond_signed(it.pk))
    yield fund.Check.of("I12", "aucune échéance n’engage plus que la convention ou la commande signée", beyond, frozen.count())
    given = [(it, one) for it in chosen for one in fund.given_up(it.pk)]
    yield fund.Check.of("I14", "un avenant ne libère pas plus que la part de ses postes", _beyond_share(given), len(given))
    settled = Agreement.objects.filter(endowment__in=chosen, status=SETTLED)
    yield fund.Check.of("I25", "une convention soldée ne laisse rien à payer ni à recouvrer", _not_settled(settled), settled.count())
    read = [it for it in chosen if BankStatement.objects.filter(endowment=it).exists()]
    yield fund.Check.of("I10", "la banque égale le solde de clôture du dernier relevé", filter(None, map(_other_closing, read)), len(read))


def _beyond_signed(endowment_id: UUID) -> Iterator[Any]:
    """Lines committed beyond what the agreement, or the order of the service, says."""
    agreed = AgreementLine.objects.filter(agreement__endowment_id=endowment_id).values_list("agreement_id", "number", "cents")
    limits = {(owner, number): cents for owner, number, cents in agreed}
    services = Invoice.objects.filter(endowment_id=endowment_id).values_list("service_id", "cents")
    limits |= {(service, 1): cents for service, cents in services}
    signed = fund.signed(endowment_id)
    yield from ((*key, cents, limits.get(key, 0)) for key, cents in signed.items() if cents > limits.get(key, 0))


def _beyond_share(given: list[tuple[Endowment, fund.Given]]) -> Iterator[Any]:
    wanted = {one.agreement_id for _, one in given}
    parts = AgreementLine.objects.filter(agreement__in=wanted).values_list("agreement_id", "number", "post_cents")
    share = {(agreement, number): cents for agreement, number, cents in parts}
    for it, one in given:
        for number, cents in one.lines.items():
            if cents > one.posts * share.get((one.agreement_id, number), 0):
                yield it.code, one.key, number, cents


def _not_settled(settled: Iterable[Agreement]) -> Iterator[Any]:
    """Settled agreements with money still committed, certified, ordered, in flight, back from the bank or asked back."""
    left = fund.unsettled([it.pk for it in settled])
    yield from ((it.number, left[it.pk]) for it in settled if it.pk in left)


def _other_closing(it: Endowment) -> tuple[Any, ...] | None:
    """The bank at the date of the last statement, without what waits unread in it, when it is not its closing balance."""
    last = BankStatement.objects.filter(endowment=it).order_by("-rank")[0]
    unread = StatementLine.objects.filter(statement__endowment=it, status=BankLineStatus.UNMATCHED)
    waits = unread.exclude(pk__in=fund.suspended(it.pk)).aggregate(
        came=Sum("cents", filter=Q(credit=True), default=0), left=Sum("cents", filter=Q(credit=False), default=0)
    )
    ours, theirs = fund.bank_on(it, last.closed_on), last.closing_cents - waits["came"] + waits["left"]
    return (it.code, last.statement_id, ours, theirs) if ours != theirs else None


def _changed_details(orders: Any) -> Iterable[Any]:
    """Orders certified whose account is not their bank details', or became active after the certification."""
    same = Q(iban=F("bank_details__iban"), bic=F("bank_details__bic"), holder=F("bank_details__holder"))
    checked = same & Q(bank_details__active_since__lte=F("certified_at"))
    yield from orders.exclude(status__in=(O.REQUESTED, *GIVEN_UP)).exclude(checked).values_list("number")


def _one_live_order(orders: Any) -> Iterable[Any]:
    """Lines left on an order given up; orders whose lines do not make their amount; invoices with two live orders."""
    live = orders.exclude(status__in=GIVEN_UP)
    yield from InstalmentLine.objects.filter(order__in=orders.filter(status__in=GIVEN_UP)).values_list("order__number", "pk")
    sums = live.filter(instalment__isnull=False).exclude(status=O.RETURNED).annotate(found=Sum("lines__cents"))
    yield from sums.filter(Q(found=None) | ~Q(found=F("cents"))).values_list("number", "cents", "found")
    twice = live.filter(invoice__isnull=False).exclude(status=O.RETURNED).values("invoice__number").annotate(found=Count("pk"))
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
    grouped = (
        lines.exclude(status=L.CANCELLED)
        .values_list("instalment__agreement_id", "instalment__number", "status")
        .annotate(total=Sum("cents"))
    )
    for agreement, number, status, cents in grouped:
        ours[agreement, number, BUCKET_OF_LINE[L(status)]] += cents
    for service, bucket, cents in _invoices(endowment_id):
        ours[service, 1, bucket] += cents
    books = dict(fund.buckets(endowment_id))
    for (owner, number), cents in fund.ever_recovered(endowment_id).items():
        books[owner, number, "paid"] = books.get((owner, number, "paid"), 0) + cents
    yield from _compared({key: cents for key, cents in ours.items() if cents}, books)


def _invoices(endowment_id: UUID) -> Iterator[tuple[UUID, str, int]]:
    """(service, bucket, cents) of each invoice; what came back from the bank waits, certified, for the order that replaces it."""
    paying: dict[UUID, list[Order]] = defaultdict(list)
    freed: dict[UUID, int] = defaultdict(int)
    for it in Order.objects.filter(endowment_id=endowment_id, invoice__isnull=False):
        if it.invoice_id and it.status not in GIVEN_UP:
            paying[it.invoice_id].append(it)
        elif it.status == O.CANCELLED and it.replaces_id:  # its certification was taken back: the budget has it again
            freed[it.replaces_id] = max(freed[it.replaces_id], it.cents)
    for pk, service, cents in Invoice.objects.filter(endowment_id=endowment_id).values_list("pk", "service_id", "cents"):
        if not paying[pk]:
            yield service, "committed", cents
        for it in paying[pk]:
            yield from ((service, bucket, part) for bucket, part in _order_of_invoice(it, paying[pk], freed))


def _order_of_invoice(it: Order, live: Iterable[Order], freed: dict[UUID, int]) -> Iterator[tuple[str, int]]:
    """Where its money is: what came back of it and no live order took, or what it asks for again, waits where the last one left it."""
    origin: UUID | None
    if it.status == O.RETURNED:
        yield "paid", it.cents - it.returned_cents
        origin, waits = it.pk, it.returned_cents - sum(other.cents for other in live if other.replaces_id == it.pk)
    elif bucket := BUCKET_OF_ORDER.get(O(it.status)):
        yield bucket, it.cents
        return
    else:
        origin, waits = it.replaces_id, it.cents
    again = min(waits, freed[origin]) if origin else waits
    yield "committed", again
    yield "liquidated", waits - again


def _recoveries(endowment_id: UUID) -> Iterator[Any]:
    """What the open orders to pay back still ask, and what they collected, beside the books: per debtor, agreement and instalment."""
    open_cents = F("cents") - F("collected_cents") - F("given_up_cents")
    lines = RecoveryLine.objects.filter(recovery__endowment_id=endowment_id)
    of_line = ("recovery__organization_id", "recovery__agreement_id", "instalment__number")
    ours = {tuple(key): cents for *key, cents in lines.values_list(*of_line).annotate(total=Sum(open_cents)) if cents}
    yield from _compared(ours, fund.receivables(endowment_id))
    came = lines.values_list("recovery__agreement_id", "instalment__number").annotate(total=Sum("collected_cents"))
    collected = {(agreement, number): cents for agreement, number, cents in came if cents}
    yield from _compared(collected, fund.ever_recovered(endowment_id))


def _payables(endowment_id: UUID) -> Iterator[Any]:
    owed = Order.objects.filter(endowment_id=endowment_id, status__in=OWED).values_list("organization_id").annotate(total=Sum("cents"))
    yield from _compared(dict(owed), dict(fund.payables(endowment_id)))
