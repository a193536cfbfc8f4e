"""What will not be paid: a certification taken back (event 28), a line cancelled or reduced (event 29)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound, RuleBroken
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions.holds import held_line
from lucette.scheme.payments.actions.money import key_of, part_of, payment_of, remember
from lucette.scheme.payments.actions.requests import needed
from lucette.scheme.payments.actions.schedule import lapse
from lucette.scheme.payments.enums import Hand, LineStatus, OrderStatus
from lucette.scheme.payments.models import InstalmentLine, Order


@transaction.atomic
def cancel_certification(*, order_id: UUID, reason: str, by: Actor) -> Order:
    """Take a whole certification back (hand 2, event 28): the order is over, its lines are due again, an invoice may be asked for again.

    Raises NotFound, Forbidden, WrongState, RuleBroken (no reason, on a slip).
    """
    order = _certified(order_id, "cancel", by)
    _cancel(order, list(order.lines.select_for_update().order_by("pk")), needed(reason), by)
    return order


def _certified(order_id: UUID, act: str, by: Actor) -> Order:
    order = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.CERTIFICATION, order)
    order.check_act(act)
    _check_off_slip(order)
    return order


def _check_off_slip(order: Order) -> None:
    if order.bordereau_id:
        raise RuleBroken("order.on_a_bordereau", "Cet ordre est sur un bordereau : l’ordonnateur doit d’abord l’en retirer.")


def _cancel(order: Order, lines: Collection[InstalmentLine], reason: str, by: Actor, hand: Hand | None = Hand.CERTIFICATION) -> None:
    fund.cancel_certification(payment=payment_of(order), key=key_of(order), reason=reason, by=by)
    _due_again(lines, by)
    order.move_to(OrderStatus.CANCELLED, act="cancel", on=clock.now(), by=by, reason=reason)
    remember("order.certification_cancelled", order, by, hand, reason=reason)
    letters.certification_taken_back(order)


def _due_again(lines: Collection[InstalmentLine], by: Actor) -> None:
    for line in lines:
        line.move_to(LineStatus.DUE, act="uncertify", on=clock.now(), by=by, order=None)


@transaction.atomic
def reduce_certification(*, order_id: UUID, line_ids: Collection[UUID], reason: str, by: Actor) -> Order:
    """Take some lines out of a certified order (hand 2, event 28): they are due again. With the last one, the order is cancelled.

    Raises NotFound (order, line), Forbidden, WrongState, Invalid (no line), RuleBroken (no reason, an invoice, on a slip).
    """
    order = _certified(order_id, "reduce", by)
    if order.invoice_id:
        raise RuleBroken("order.whole_invoice", "Une facture se paie en entier : annulez la certification.")
    lines = list(order.lines.select_for_update().order_by("pk"))
    out = [line for line in lines if line.pk in set(line_ids)]
    if not out:
        raise Invalid("order.no_line", "Choisissez au moins un poste à retirer.", {"lines": "Choisissez au moins un poste."})
    if len(out) != len(set(line_ids)):
        raise NotFound
    _take_out(order, lines, out, needed(reason), by, Hand.CERTIFICATION)
    return order


def take_back(lines: Collection[InstalmentLine], reason: str, by: Actor) -> None:
    """Certified lines are due again (28), each out of its order: their posts end. Called by `cut`; nobody holds a hand in it.

    Raises RuleBroken (on a slip).
    """
    for order_id in sorted({line.order_id for line in lines if line.order_id}):
        order = Order.objects.lock(order_id)
        _check_off_slip(order)
        whole = list(order.lines.select_for_update().order_by("pk"))
        _take_out(order, whole, [line for line in lines if line.order_id == order_id], reason[:200], by, None)


def _take_out(
    order: Order, lines: Collection[InstalmentLine], out: Collection[InstalmentLine], reason: str, by: Actor, hand: Hand | None
) -> None:
    if len(out) == len(lines):
        _cancel(order, out, reason, by, hand)
        return
    cents = sum(line.cents for line in out)
    fund.cancel_certification(payment=part_of(order, cents), key=key_of(order), reason=reason, by=by)
    _due_again(out, by)
    remember("order.certification_reduced", order, by, hand, reason=reason, removed_cents=cents)
    left = {"cents": order.cents - cents, "attempt": order.attempt + 1}
    order.move_to(OrderStatus.CERTIFIED, act="reduce", on=clock.now(), by=by, reason=reason, **left)
    letters.certification_taken_back(order)


@transaction.atomic
def cancel_line(*, line_id: UUID, reason: str, by: Actor) -> InstalmentLine:
    """Give a held line up (event 29): its money is available again. Raises NotFound, Forbidden, WrongState, RuleBroken (no reason)."""
    policies.check_can_give_money_back(by)
    line = held_line(line_id, by)
    line.check_act("cancel")
    reason = needed(reason)
    _give_back(line, line.cents, reason, by)
    line.move_to(LineStatus.CANCELLED, act="cancel", on=clock.now(), by=by, held_for="", reason=reason)
    lapse(line)
    journal.record("instalment_line.cancelled", subject=line, by=by, reason=reason, cents=line.cents)
    letters.line_cancelled(line)
    return line


@transaction.atomic
def reduce_line(*, line_id: UUID, cents: int, reason: str, by: Actor) -> InstalmentLine:
    """Keep only `cents` of a held line (event 29): the rest is available again.

    Raises NotFound, Forbidden, WrongState, Invalid (not between zero and its amount), RuleBroken (no reason).
    """
    policies.check_can_give_money_back(by)
    line = held_line(line_id, by)
    line.check_act("reduce")
    reason = needed(reason)
    if not 0 < cents < line.cents:
        sentence = "Donnez un montant supérieur à zéro et inférieur à celui de l’échéance."
        raise Invalid("line.amount", sentence, {"amount": sentence})
    given_back, before = line.cents - cents, line.reduced_from_cents or line.cents
    _give_back(line, given_back, reason, by)
    line.move_to(LineStatus.HELD, act="reduce", on=clock.now(), by=by, cents=cents, reduced_from_cents=before)
    journal.record("instalment_line.reduced", subject=line, by=by, reason=reason, cents=cents, given_back=given_back)
    letters.line_reduced(line, given_back, reason)
    return line


def _give_back(line: InstalmentLine, cents: int, reason: str, by: Actor) -> None:
    """Event 29. What the line was worth before, which only goes down, tells one attempt from the next."""
    if not cents:
        return
    agreement = line.instalment.agreement
    fund.reduce_line(
        endowment_id=agreement.endowment_id,
        subject=f"agreement/{agreement.pk}",
        lines={line.instalment.number: cents},
        key=f"line:{line.pk}:{line.cents}",
        reason=reason,
        by=by,
    )
