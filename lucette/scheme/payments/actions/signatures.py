"""Third hand: the authorising officer gives the order to pay; above a threshold, another one signs too."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions.money import key_of, move_lines, payment_of, remember
from lucette.scheme.payments.actions.orders import check_details
from lucette.scheme.payments.actions.requests import needed
from lucette.scheme.payments.enums import Hand, LineStatus, OrderStatus
from lucette.scheme.payments.models import Order
from lucette.scheme.payments.rules import SECOND_SIGNER


@transaction.atomic
def order(*, order_id: UUID, by: Actor) -> Order:
    """Give the order to pay (hand 3, event 10), within free cash. From the threshold on (rules.SECOND_SIGNER), the order waits
    for the signature of another officer, and no money moves yet. Raises Forbidden, WrongState, RuleBroken (cash, bank details)."""
    it = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.ORDER, it)
    it.check_act("order")
    if it.bordereau_id:
        raise RuleBroken("order.on_a_bordereau", "Cet ordre est sur un bordereau : signez le bordereau, ou retirez-en l’ordre.")
    order_one(it, by)
    if it.to_countersign:
        letters.to_countersign(it, by, f"l’ordre {it.number}", it.cents)
    return it


def order_one(it: Order, by: Actor) -> Order:
    """The same for an order held, whose hand is checked: alone, or with those of its slip."""
    it.check_act("order")
    check_details(it)
    now, two = clock.now(), it.cents >= parameters.value(SECOND_SIGNER, clock.today())
    signed = {
        "ordered_by": by.pk,
        "ordered_at": now,
        "reason": "",
        "to_countersign": two,
        "countersigned_by": None,
        "countersigned_at": None,
    }
    if two:
        it.move_to(OrderStatus.TO_COUNTERSIGN, act="order", on=now, by=by, **signed)
        remember("order.signed_once", it, by, Hand.ORDER)
        return it
    it.move_to(OrderStatus.ORDERED, act="order", on=now, by=by, **signed)
    return _given(it, by, "order.ordered", Hand.ORDER)


@transaction.atomic
def countersign(*, order_id: UUID, by: Actor) -> Order:
    """Sign beside another officer (hand 5): the order to pay is given (event 10). Raises as `order`."""
    it = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.COUNTERSIGNATURE, it)
    it.check_act("countersign")
    if it.bordereau_id:
        raise RuleBroken("order.on_a_bordereau", "Cet ordre est sur un bordereau : contresignez le bordereau.")
    return countersign_one(it, by)


def countersign_one(it: Order, by: Actor) -> Order:
    """The same for an order held, whose hand is checked."""
    it.check_act("countersign")
    check_details(it)
    now = clock.now()
    it.move_to(OrderStatus.ORDERED, act="countersign", on=now, by=by, countersigned_by=by.pk, countersigned_at=now)
    return _given(it, by, "order.countersigned", Hand.COUNTERSIGNATURE)


def _given(it: Order, by: Actor, said: str, hand: Hand) -> Order:
    move_lines(it, LineStatus.ORDERED, "order", by)
    fund.order(payment=payment_of(it), key=key_of(it), by=by)
    remember(said, it, by, hand)
    return it


@transaction.atomic
def decline(*, order_id: UUID, reason: str, by: Actor) -> Order:
    """Refuse to sign beside another officer, with the reason (hand 5): the order is certified again. Raises Forbidden, WrongState,
    RuleBroken (no reason)."""
    it = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.COUNTERSIGNATURE, it)
    it.check_act("decline")
    reason = needed(reason)
    it.move_to(OrderStatus.CERTIFIED, act="decline", on=clock.now(), by=by, reason=reason, to_countersign=False, bordereau=None)
    remember("order.declined", it, by, Hand.COUNTERSIGNATURE, reason=reason)
    letters.declined(it)
    return it
