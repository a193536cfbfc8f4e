"""Letters of payments: paid, sent back."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.kernel import french
from lucette.kernel.actor import Scope
from lucette.kernel.money import Money
from lucette.scheme.payments.models import Order


def executed(order: Order) -> None:
    """To the payee: its representative, else the contact of its application; the training body for a service."""
    what = (
        f"le versement n° {order.instalment.number} de la convention {order.instalment.agreement.number}"
        if order.instalment
        else f"la facture {order.invoice.number if order.invoice else ''}"
    )
    paid = french.date(order.executed_on) if order.executed_on else ""
    body = (
        f"Bonjour,\n\nNous avons payé {what} à « {order.organization.name} ».\n\n- Montant : {Money(order.cents)}\n- Date : {paid}\n"
        f"- Référence : {order.number}\n\nLe virement arrive sur votre compte sous un jour ouvré."
    )
    for address, person in _payee(order):
        notifications.write(
            "order.executed",
            address,
            "Votre versement a été payé",
            body,
            order,
            to_person=person,
            to_organization=order.organization_id,
            action_label="Voir le versement",
        )


def _payee(order: Order) -> list[tuple[str, UUID | None]]:
    scope = Scope("organization", str(order.organization_id))
    role = RoleName.HOST_REPRESENTATIVE if order.instalment else RoleName.TRAINING_BODY
    found: list[tuple[str, UUID | None]] = [(it.email, it.person_id) for it in holders(role, scope)]
    contact = order.instalment.agreement.award.application.contact_email if order.instalment else ""
    return found or ([(contact, None)] if contact else [])


def sent_back(order: Order) -> None:
    """To the person who made the request: she has the ball."""
    requester = Person.objects.filter(pk=order.requested_by, is_active=True).first()
    if requester:
        notifications.write(
            "order.sent_back",
            requester.email,
            f"La demande de versement {order.number} vous est renvoyée",
            f"Bonjour,\n\nLa demande de versement {order.number}, de {Money(order.cents)}, n’a pas pu être certifiée.\n\n"
            f"Motif : {order.reason}\n\nSes échéances sont de nouveau exigibles : corrigez, puis demandez le versement.",
            order,
            to_person=requester.pk,
            action_label="Reprendre la demande",
        )
