"""A transfer that the bank gives back (event 15), and the order that replaces it on corrected bank details."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Sum

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import letters, policies
from lucette.scheme.payments.actions import recoveries
from lucette.scheme.payments.actions.money import key_of, payment_of, remember
from lucette.scheme.payments.actions.requests import payable_details, place
from lucette.scheme.payments.adapters import reason_label
from lucette.scheme.payments.enums import GIVEN_UP, Hand, LineStatus, OrderStatus
from lucette.scheme.payments.models import InstalmentLine, Order


def give_back(order: Order, cents: int, code: str, on: dt.date, part: int, by: Actor, *, suspended: bool = False) -> fund.Returned:
    """Event 15 for `cents` of an executed order, the `part`-th time that it comes back: the order is RETURNED, and of its lines what waits
    for a corrected account. `suspended`: the money was kept apart until it was explained. Raises WrongState, RuleBroken (more than paid).
    """
    order.check_act("give_back")
    why = code or "sans motif"
    if suspended:
        went = fund.reclassify_as_return(payment=payment_of(order), key=key_of(order), cents=cents, reason=why, by=by, part=part)
    else:
        went = fund.return_transfer(payment=payment_of(order), key=key_of(order), on=on, reason=why, by=by, cents=cents, part=part)
    total = order.returned_cents + cents
    order.move_to(OrderStatus.RETURNED, act="give_back", on=clock.now(), by=by, returned_on=on, returned_cents=total, bank_reason=code)
    _lines_back(order, went.waiting, by)
    if went.collected and order.instalment_id:
        recoveries.settled_by_return(instalment_id=order.instalment_id, cents=went.collected, on=on, by=by)
    remember("order.returned", order, by, reason=reason_label(code) if code else "sans motif", returned=cents, on=on.isoformat())
    letters.returned(order, cents)
    return went


def _lines_back(order: Order, cents: int, by: Actor) -> None:
    """The last lines first; one that comes back in part goes on as two."""
    paid = order.lines.filter(status=LineStatus.PAID, cents__gt=0).select_for_update().order_by("-post__number", "-part")
    for line in paid if order.instalment_id else ():
        back = min(cents, line.cents)
        cents -= back
        if back:
            part = line if back == line.cents else _part(line, back)
            part.move_to(LineStatus.RETURNED, act="give_back", on=clock.now(), by=by)


def _part(line: InstalmentLine, cents: int) -> InstalmentLine:
    """A line of `cents` taken out of another, in the same state."""
    same = InstalmentLine.objects.filter(instalment=line.instalment_id, post=line.post_id)
    last = same.aggregate(last=Max("part"))["last"]
    InstalmentLine.objects.filter(pk=line.pk).update(cents=line.cents - cents)
    part = InstalmentLine(
        instalment_id=line.instalment_id,
        post_id=line.post_id,
        part=last + 1,
        cents=cents,
        status=line.status,
        status_since=line.status_since,
        status_by=line.status_by,
        due_since=line.due_since,
        order_id=line.order_id,
    )
    part.save(force_insert=True)
    return part


@transaction.atomic
def replace(*, order_id: UUID, by: Actor) -> Order:
    """Ask again for what came back of an order (hand 1), on bank details that are no longer those it came back from: a new order, with
    checks and hands of its own. Raises Forbidden, WrongState (not returned), RuleBroken (same account, nothing waits, already asked).
    """
    old = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.REQUEST, old)
    old.check_act("replace")
    payee = old.instalment.agreement.organization if old.instalment else old.organization
    if payable_details(payee).pk == old.bank_details_id:
        raise RuleBroken(
            "order.same_account",
            f"L’argent est revenu de ce compte : « {payee.name} » déclare d’abord d’autres coordonnées bancaires, une autre personne "
            "les vérifie, puis vous demandez de nouveau le versement.",
        )
    lines = list(old.lines.filter(status=LineStatus.RETURNED).select_for_update().order_by("pk"))
    cents = sum(it.cents for it in lines) if old.instalment_id else _left(old)
    if not cents:
        raise RuleBroken("order.nothing_to_replace", "Rien de ce virement n’attend un nouveau versement.")
    new = Order(endowment_id=old.endowment_id, instalment=old.instalment, invoice=old.invoice, nature=old.nature, cents=cents, replaces=old)
    place(new, payee, by)
    for line in lines:
        line.move_to(LineStatus.RETURNED, act="replace", on=clock.now(), by=by, order=new)
    journal.record("order.replaced", subject=old, by=by, replacement=str(new.pk), cents=cents)
    return new


def _left(old: Order) -> int:
    """What came back of the payment of an invoice and no other order took."""
    taken: int = old.replacements.exclude(status__in=GIVEN_UP).aggregate(cents=Sum("cents", default=0))["cents"]
    return old.returned_cents - taken
