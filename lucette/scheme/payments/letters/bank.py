"""Letters about the bank: a transfer that came back, a transfer of which nobody hears."""

from __future__ import annotations

from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.kernel.money import Money
from lucette.scheme.payments.adapters import reason_label
from lucette.scheme.payments.letters.orders import to_person
from lucette.scheme.payments.models import Order


def returned(order: Order, cents: int) -> None:
    """To the payee, whose account must be corrected, and to the person who made the request, who will ask again."""
    why = reason_label(order.bank_reason) if order.bank_reason else "motif non précisé"
    role, grant = (RoleName.HOST_REPRESENTATIVE, True) if order.instalment else (RoleName.TRAINING_BODY, False)
    people: list[tuple[str, UUID | None]] = [
        (it.email, it.person_id) for it in holders(role) if it.scope.code == str(order.organization_id)
    ]
    contact = order.instalment.agreement.award.application.contact_email if grant and order.instalment else ""
    for address, person in people or ([(contact, None)] if contact else []):
        notifications.write(
            "order.returned",
            address,
            "Votre versement est revenu : votre compte est à corriger",
            f"Bonjour,\n\nVotre banque a renvoyé {Money(cents)} que nous avions payés.\n\n- Référence : {order.number}\n"
            f"- Motif donné par la banque : {why}\n\n"
            "Déclarez de nouvelles coordonnées bancaires. L’argent vous sera versé une fois ce compte vérifié.",
            order,
            to_person=person,
            to_organization=order.organization_id,
            action_label="Voir le versement",
        )
    body = (
        f"La banque a renvoyé {Money(cents)} de l’ordre {order.number}.\n\nMotif : {why}.\n\n"
        "Quand d’autres coordonnées bancaires seront vérifiées, demandez de nouveau ce versement."
    )
    to_person("order.returned", order.requested_by, order, f"Le virement de l’ordre {order.number} est revenu", body)


def under_inquiry(order: Order) -> None:
    """To the accountants: one of them asks the bank."""
    for it in holders(RoleName.ACCOUNTANT):
        notifications.write(
            "order.under_inquiry",
            it.email,
            f"La banque ne dit rien de l’ordre {order.number}",
            f"Bonjour,\n\nL’ordre {order.number}, de {Money(order.cents)}, est parti à la banque. Aucun relevé n’en parle.\n\n"
            "Demandez à la banque ce qu’il est devenu, puis notez sa réponse. Ne le renvoyez pas : il pourrait être payé deux fois.",
            order,
            to_person=it.person_id,
            action_label="Noter la réponse de la banque",
        )
