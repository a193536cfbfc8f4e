"""Second and fourth hands: certify, take in charge; reject."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from lucette.foundation.organizations.enums import BankDetailsStatus
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund import queries as fund_queries
from lucette.scheme.payments import policies
from lucette.scheme.payments.actions.money import key_of, move_lines, part_of, payment_of, remember
from lucette.scheme.payments.actions.requests import needed, payable_details
from lucette.scheme.payments.enums import Hand, LineStatus, OrderStatus
from lucette.scheme.payments.models import Instalment, Order
from lucette.scheme.payments.queries.eligibility import eligible


@transaction.atomic
def certify(*, order_id: UUID, by: Actor) -> Order:
    """Certify that what is asked is owed (hand 2, event 9; for what came back from the bank, the second half of 15): conditions, amount and
    bank details are checked again.

    Raises Forbidden, WrongState, RuleBroken (a post no longer eligible, bank details changed, more than committed).
    """
    order = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.CERTIFICATION, order)
    order.check_act("certify")
    _check_conditions(order)
    check_details(order)
    now = clock.now()
    order.move_to(OrderStatus.CERTIFIED, act="certify", on=now, by=by, certified_by=by.pk, certified_at=now)
    if order.replaces_id:
        move_lines(order, LineStatus.CERTIFIED, "restore", by)
        _owe_again(order, by)
    else:
        move_lines(order, LineStatus.CERTIFIED, "certify", by)
        fund.liquidate(payment=payment_of(order), key=key_of(order), by=by)
    remember("order.certified", order, by, Hand.CERTIFICATION)
    return order


def _owe_again(order: Order, by: Actor) -> None:
    """What waits since it came back is owed again; what a cancelled replacement had given back to the budget is certified anew."""
    payment = payment_of(order)
    (number,) = payment.lines
    waits = min(order.cents, fund_queries.line(order.endowment_id, payment.subject, number).waiting)
    if waits:
        fund.restore_returned(payment=part_of(order, waits), key=key_of(order), by=by)
    if waits < order.cents:
        fund.liquidate(payment=part_of(order, order.cents - waits), key=key_of(order), by=by)


def _check_conditions(order: Order) -> None:
    """Every line of a grant still meets its condition, and they make the amount of the order."""
    if order.instalment_id is None:
        return
    found = eligible(order.lines.all())
    if found.count() != order.lines.count():
        raise RuleBroken(
            "order.not_eligible",
            "Un poste de cette demande ne remplit pas la condition de son échéance, un contrat en cours par exemple : renvoyez la demande.",
        )
    _check_amount(order)


def _check_amount(order: Order) -> None:
    expected = order.invoice.cents if order.invoice else order.lines.aggregate(total=Sum("cents"))["total"]
    if order.invoice and order.replaces:
        expected = min(order.cents, order.replaces.returned_cents)
    if expected != order.cents:
        raise RuleBroken("order.amount", "Le montant de l’ordre n’est pas celui de ce qu’il paie : prévenez l’équipe d’assistance.")


def check_details(order: Order) -> None:
    """The account to pay is still the payee's, as copied in the order (fund.md I19); its agreement is not suspended since."""
    suspended = Instalment.objects.filter(agreement__status=AgreementStatus.SUSPENDED)
    if order.instalment_id and suspended.filter(pk=order.instalment_id).exists():
        raise RuleBroken("order.suspended", "La convention est suspendue : rien ne se paie tant que la suspension n’est pas levée.")
    details = order.bank_details
    if details.status != BankDetailsStatus.ACTIVE or (details.iban, details.bic, details.holder) != (order.iban, order.bic, order.holder):
        raise RuleBroken(
            "order.bank_details_changed",
            f"Les coordonnées bancaires de « {order.organization.name} » ont changé depuis la demande : "
            "l’ordre doit être renvoyé, rejeté, ou certifié sur les nouvelles.",
        )


@transaction.atomic
def certify_again(*, order_id: UUID, by: Actor) -> Order:
    """Certify an order on the payee's new bank details (hand 2): the snapshot is taken again, no money moves.

    Raises Forbidden, WrongState, RuleBroken (nothing changed, none active).
    """
    order = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.CERTIFICATION, order)
    order.check_act("certify_again")
    details = payable_details(order.organization)
    if details.pk == order.bank_details_id:
        raise RuleBroken("order.bank_details_same", "Les coordonnées bancaires n’ont pas changé : il n’y a rien à certifier de nouveau.")
    now = clock.now()
    order.move_to(
        OrderStatus.CERTIFIED,
        act="certify_again",
        on=now,
        by=by,
        certified_by=by.pk,
        certified_at=now,
        bank_details=details,
        holder=details.holder,
        iban=details.iban,
        bic=details.bic,
    )
    remember("order.certified_again", order, by, Hand.CERTIFICATION)
    return order


@transaction.atomic
def take_in_charge(*, order_id: UUID, by: Actor) -> Order:
    """Take an order in charge (hand 4): payee, amount and account are checked. Raises Forbidden, WrongState, RuleBroken."""
    order = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.ACCOUNT, order)
    order.check_act("take_in_charge")
    _check_amount(order)
    check_details(order)
    now = clock.now()
    order.move_to(OrderStatus.ACCEPTED, act="take_in_charge", on=now, by=by, accepted_by=by.pk, accepted_at=now)
    remember("order.taken_in_charge", order, by, Hand.ACCOUNT)
    return order


@transaction.atomic
def reject(*, order_id: UUID, reason: str, by: Actor) -> Order:
    """Reject an order, with the reason (hand 4, event 11): certified again, and another attempt. Not once it is in a batch.

    Raises Forbidden, WrongState, RuleBroken (no reason, in a batch).
    """
    order = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.ACCOUNT, order)
    order.check_act("reject")
    reason = needed(reason)
    if order.batch_id:
        raise RuleBroken("order.in_a_batch", "Cet ordre est dans un lot figé : abandonnez d’abord le lot.")
    fund.reject_order(payment=payment_of(order), key=key_of(order), by=by, reason=reason)
    remember("order.rejected", order, by, Hand.ACCOUNT, reason=reason)
    order.move_to(OrderStatus.CERTIFIED, act="reject", on=clock.now(), by=by, reason=reason, attempt=order.attempt + 1, bordereau=None)
    move_lines(order, LineStatus.CERTIFIED, "reject", by)
    return order
