"""Slips: certified orders that an authorising officer signs together. What is signed is kept as a document, sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.adapters import code_of, sign_pdf, typeset
from lucette.foundation.journal import actions as journal
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.kernel.money import Money
from lucette.kernel.records import next_number
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions.requests import needed
from lucette.scheme.payments.actions.signatures import countersign_one, order_one
from lucette.scheme.payments.enums import BordereauStatus, Hand, OrderStatus
from lucette.scheme.payments.models import Bordereau, Order

WITH_OBJECT = ("organization", "instalment__agreement", "invoice", "bank_details")


@transaction.atomic
def compose_bordereau(*, endowment_id: UUID, order_ids: Sequence[UUID], by: Actor) -> Bordereau:
    """Put certified orders of one endowment on a slip to be signed. Nothing is ordered yet.

    Raises NotFound, Forbidden, WrongState (an order not certified), RuleBroken (another endowment, on a slip already).
    """
    orders = _held(order_ids, by)
    policies.check_can_hold_orders(by, Hand.ORDER, orders)
    for order in orders:
        order.check_act("order")
        if order.bordereau_id or order.endowment_id != endowment_id:
            raise RuleBroken("bordereau.taken", f"L’ordre {order.number} est d’une autre dotation ou déjà sur un bordereau.")
    now = clock.now()
    it = Bordereau.objects.create(
        number=next_number("payments_bordereau_number", "B", now.date()),
        endowment_id=endowment_id,
        count=len(orders),
        cents=sum(order.cents for order in orders),
        composed_by=by.pk,
        status_by=by.pk,
        status_since=now,
    )
    Order.objects.filter(pk__in=[order.pk for order in orders]).update(bordereau=it)
    journal.record("bordereau.composed", subject=it, by=by, count=it.count, cents=it.cents)
    return it


def _held(order_ids: Sequence[UUID], by: Actor) -> list[Order]:
    found = Order.objects.visible_to(by).filter(pk__in=order_ids).select_for_update(of=("self",)).select_related(*WITH_OBJECT)
    orders = list(found.order_by("pk"))
    if not orders or len(orders) != len(set(order_ids)):
        raise NotFound
    return orders


def _hold(bordereau_id: UUID) -> tuple[list[Order], Bordereau]:
    """The orders of a slip, then the slip: always in this order."""
    orders = Order.objects.filter(bordereau_id=bordereau_id).select_for_update(of=("self",)).select_related(*WITH_OBJECT).order_by("pk")
    return list(orders), Bordereau.objects.lock(bordereau_id)


@transaction.atomic
def take_out(*, bordereau_id: UUID, order_id: UUID, by: Actor) -> Bordereau:
    """Take an order off a slip that is not signed: it waits on its own again. Raises NotFound, Forbidden, WrongState, RuleBroken (the
    last one: give the slip up instead)."""
    orders, it = _hold(bordereau_id)
    policies.check_can_hold_orders(by, Hand.ORDER, orders)
    it.check_act("take_out")
    order = next((order for order in orders if order.pk == order_id), None)
    if order is None:
        raise NotFound
    if len(orders) == 1:
        raise RuleBroken("bordereau.last", "C’est le dernier ordre du bordereau : abandonnez plutôt le bordereau.")
    Order.objects.filter(pk=order.pk).update(bordereau=None)
    it.move_to(it.status, act="take_out", on=clock.now(), by=by, count=it.count - 1, cents=it.cents - order.cents)
    journal.record("bordereau.order_taken_out", subject=it, by=by, order=str(order.pk))
    return it


def sign_bordereau(*, bordereau_id: UUID, by: Actor) -> Bordereau:
    """Give every order of the slip (hand 3, event 10), all or none; those above the threshold wait for another officer.

    Raises NotFound, Forbidden, WrongState, RuleBroken (cash, an account or the slip that changed), Unavailable (the signature).
    """
    drawn = _drawn(bordereau_id, Hand.ORDER, "sign", by)
    with transaction.atomic():
        return _given(bordereau_id, drawn, by)


def _given(bordereau_id: UUID, drawn: Drawn, by: Actor) -> Bordereau:
    orders, it = _hold(bordereau_id)
    policies.check_can_hold_orders(by, Hand.ORDER, orders)
    it.check_act("sign")
    given = [order_one(order, by) for order in orders]
    waiting = any(order.status == OrderStatus.TO_COUNTERSIGN for order in given)
    target, now = BordereauStatus.TO_COUNTERSIGN if waiting else BordereauStatus.SIGNED, clock.now()
    it.move_to(target, act="sign", on=now, by=by, signed_by=by.pk, signed_at=now)
    _keep(it, given, drawn, by)
    if waiting:
        letters.to_countersign(it, by, f"le bordereau {it.number}", it.cents)
    journal.record("bordereau.signed", subject=it, by=by, count=it.count, cents=it.cents)
    return it


def countersign_bordereau(*, bordereau_id: UUID, by: Actor) -> Bordereau:
    """Sign, as another officer, the orders of the slip that wait for it (hand 5, event 10), all or none. Raises as `sign_bordereau`."""
    drawn = _drawn(bordereau_id, Hand.COUNTERSIGNATURE, "countersign", by)
    with transaction.atomic():
        return _countersigned(bordereau_id, drawn, by)


def _countersigned(bordereau_id: UUID, drawn: Drawn, by: Actor) -> Bordereau:
    orders, it = _hold(bordereau_id)
    waiting = [order for order in orders if order.status == OrderStatus.TO_COUNTERSIGN]
    policies.check_can_hold_orders(by, Hand.COUNTERSIGNATURE, waiting)
    it.check_act("countersign")
    for order in waiting:
        countersign_one(order, by)
    it.move_to(BordereauStatus.SIGNED, act="countersign", on=clock.now(), by=by, countersigned_by=by.pk)
    _keep(it, orders, drawn, by)
    journal.record("bordereau.countersigned", subject=it, by=by, count=len(waiting))
    return it


@transaction.atomic
def cancel_bordereau(*, bordereau_id: UUID, reason: str, by: Actor) -> Bordereau:
    """Give a slip up before it is signed: its orders wait on their own again. Raises NotFound, Forbidden, WrongState, RuleBroken."""
    orders, it = _hold(bordereau_id)
    policies.check_can_hold_orders(by, Hand.ORDER, orders)
    it.check_act("cancel")
    reason = needed(reason)
    it.orders.update(bordereau=None)
    it.move_to(BordereauStatus.CANCELLED, act="cancel", on=clock.now(), by=by, reason=reason)
    journal.record("bordereau.cancelled", subject=it, by=by, reason=reason)
    return it


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the slip says, and its PDF with the signature of the officer."""

    facts: dict[str, object]
    content: bytes


def _drawn(bordereau_id: UUID, hand: Hand, act: str, by: Actor) -> Drawn:
    """Made before any row is held: a signature may be waited for. Raises NotFound, Forbidden, WrongState, Unavailable."""
    it = Bordereau.objects.known(bordereau_id)
    orders = list(it.orders.select_related(*WITH_OBJECT).order_by("pk"))
    waiting = orders if hand == Hand.ORDER else [order for order in orders if order.status == OrderStatus.TO_COUNTERSIGN]
    policies.check_can_hold_orders(by, hand, waiting)
    it.check_act(act)
    told = facts(it, orders, by)
    content = typeset("report", told, code_of("bordereau", it.pk))
    return Drawn(told, sign_pdf(content, by.name or "Ordonnateur", "Ordonnateur", f"Bordereau {it.number}", clock.now()))


def _keep(it: Bordereau, orders: Sequence[Order], drawn: Drawn, by: Actor) -> None:
    """The slip as it was signed by this officer; the countersignature makes another, which says both. Raises RuleBroken (it changed)."""
    if facts(it, orders, by) != drawn.facts:
        raise RuleBroken("bordereau.changed", "Le bordereau a changé pendant la signature : relisez-le puis signez de nouveau.")
    it.document = documents.deliver(
        kind="bordereau",
        title=f"Bordereau {it.number}",
        filename=f"bordereau-{it.number}.pdf",
        content=drawn.content,
        subject=it,
        by=by,
    )
    it.save(update_fields=["document"])


def facts(it: Bordereau, orders: Sequence[Order], by: Actor) -> dict[str, object]:
    """What the slip says, for the template of reports."""
    rows = [[order.number, order.organization.name, paid_by(order), str(Money(order.cents))] for order in orders]
    return {
        "title": f"Bordereau d’ordres de paiement {it.number}",
        "reference": it.number,
        "date": french.date(clock.today()),
        "period": french.date(clock.today()),
        "by": by.name or "Ordonnateur",
        "to": "Direction des politiques sociales, comptable",
        "introduction": f"L’ordonnateur donne l’ordre de payer {french.plural(len(orders), 'ordre')}, pour {Money(it.cents)}.",
        "sections": [
            {
                "title": "Ordres de paiement",
                "text": "",
                "columns": ["Ordre", "Bénéficiaire", "Objet", "Montant"],
                "rows": rows,
                "total": ["Total", "", "", str(Money(sum(order.cents for order in orders)))],
            }
        ],
        "method": "Un ordre rejeté par le comptable sort du bordereau ; les autres suivent leur cours.",
    }


def paid_by(order: Order) -> str:
    """What an order pays, in words."""
    if order.instalment:
        return f"Convention {order.instalment.agreement.number}, versement {order.instalment.number}"
    return f"Facture {order.invoice.number}" if order.invoice else ""
