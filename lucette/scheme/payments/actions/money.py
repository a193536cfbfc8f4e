"""One order as the fund knows it, and the lines that follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.fund.rules import Payment
from lucette.scheme.payments.enums import Hand, LineStatus
from lucette.scheme.payments.models import Order, OrderHand


def payment_of(order: Order) -> Payment:
    """What the fund moves for this order: the instalment's number → cents (1 for a service)."""
    if order.instalment is not None:
        subject = f"agreement/{order.instalment.agreement_id}"
        return Payment(order.endowment_id, subject, order.organization_id, order.nature, {order.instalment.number: order.cents})
    service_id = order.invoice.service_id if order.invoice else None
    return Payment(order.endowment_id, f"service/{service_id}", order.organization_id, order.nature, {1: order.cents}, supplier=True)


def key_of(order: Order) -> str:
    """The fact and its attempt (fund.md: a key without attempt loses the second order)."""
    return f"order:{order.pk}:{order.attempt}"


def remember(act: str, order: Order, by: Actor, hand: Hand | None = None, reason: str = "", **facts: Any) -> None:
    """Journal an act on an order and the hand that did it."""
    if hand is not None:
        OrderHand.objects.get_or_create(order=order, person_id=by.pk, defaults={"hand": hand})
    journal.record(act, subject=order, by=by, reason=reason, cents=order.cents, attempt=order.attempt, **facts)


def remember_many(act: str, found: Sequence[tuple[Order, dict[str, Any]]], by: Actor) -> None:
    """Journal one act on many orders, each with its facts; nobody held a hand."""
    told = [(order, {"cents": order.cents, "attempt": order.attempt, **facts}) for order, facts in found]
    journal.record_many(act, subjects=told, by=by)


def part_of(order: Order, cents: int) -> Payment:
    """The same for a part of its amount."""
    whole = payment_of(order)
    return replace(whole, lines=dict.fromkeys(whole.lines, cents))


def move_lines(of: Order, target: LineStatus, act: str, by: Actor, **changes: Any) -> None:
    """The lines of an order follow it."""
    now = clock.now()
    for line in of.lines.select_for_update().order_by("pk"):
        line.move_to(target, act=act, on=now, by=by, **changes)
