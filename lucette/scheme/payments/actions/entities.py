"""The host of an agreement becomes another legal person (event 30): what it still has to give back is asked of the new one."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund import actions as fund
from lucette.scheme.payments import policies
from lucette.scheme.payments.enums import OPEN, OrderStatus
from lucette.scheme.payments.models import Order, Recovery

OVER = (OrderStatus.SENT_BACK, OrderStatus.CANCELLED, OrderStatus.EXECUTED, OrderStatus.RETURNED)


@transaction.atomic
def change_entity(*, agreement_id: UUID, new_id: UUID, amendment_id: UUID, by: Actor) -> list[Recovery]:
    """Its open recoveries pass to the organization `new_id`, by that amendment; the agreement itself is changed by who holds it, after.

    Returns the recoveries moved; the same again moves none. Raises NotFound, Forbidden, RuleBroken (an order is under way).
    """
    policies.check_can_change_entity(by)
    agreement = Agreement.objects.visible_to(by).lock(agreement_id)
    old_id = agreement.organization_id
    if Order.objects.filter(instalment__agreement=agreement).exclude(status__in=OVER).exists():
        sentence = "Un versement de cette convention est en cours : attendez sa fin, ou annulez-le, avant de changer de structure."
        raise RuleBroken("order.under_way", sentence)
    found = Recovery.objects.filter(agreement=agreement, organization_id=old_id, status__in=OPEN).select_for_update().order_by("number")
    moved = list(found)
    key = f"entity:{amendment_id}:1"
    fund.change_entity(endowment_id=agreement.endowment_id, agreement_id=agreement.pk, old=old_id, new=new_id, key=key, by=by)
    for it in moved:
        it.organization_id = new_id
        it.save(update_fields=["organization"])
        journal.record("recovery.debtor_changed", subject=it, by=by, former=str(old_id), amendment=str(amendment_id))
    return moved
