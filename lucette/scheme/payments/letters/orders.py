"""Letters about orders: paid, sent back, to countersign, taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person
from lucette.foundation.accounts.queries import holders
from lucette.foundation.notifications import actions as notifications
from lucette.foundation.notifications.models import Letter
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.payments.models import Bordereau, Order


def executed(orders: Iterable[Order]) -> None:
    """To each payee: its representatives, else the contact of its application; the training body for a service."""
    orders = list(orders)
    people: dict[tuple[str, bool], list[tuple[str, UUID | None]]] = defaultdict(list)
    for role, grant in ((RoleName.HOST_REPRESENTATIVE, True), (RoleName.TRAINING_BODY, False)):
        for it in holders(role) if orders else []:
            people[it.scope.code, grant].append((it.email, it.person_id))
    letters = []
    for order in orders:
        contact = order.instalment.agreement.award.application.contact_email if order.instalment else ""
        absent: list[tuple[str, UUID | None]] = [(contact, None)] if contact else []
        for address, person in people.get((str(order.organization_id), order.instalment is not None)) or absent:
            letters.append(_paid(order, address, person))
    notifications.write_drafts(letters)


def _paid(order: Order, address: str, person: UUID | None) -> Letter:
    what = (
        f"le versement n° {order.instalment.number} de la convention {order.instalment.agreement.number}"
        if order.instalment
        else f"la facture {order.invoice.number if order.invoice else ''}"
    )
    paid = french.date(order.executed_on) if order.executed_on else ""
    return notifications.draft(
        "order.executed",
        address,
        "Votre versement a été payé",
        f"Bonjour,\n\nNous avons payé {what}.\n\n- Bénéficiaire : {order.organization.name}\n"
        f"- Montant : {Money(order.cents)}\n- Date : {paid}\n"
        f"- Référence : {order.number}\n\nL’argent arrive sur votre compte au plus tard le jour ouvré suivant.",
        order,
        to_person=person,
        to_organization=order.organization_id,
        action_label="Voir le versement",
    )


def sent_back(order: Order) -> None:
    """To the person who made the request: she has the ball."""
    body = (
        f"La demande de versement {order.number}, de {Money(order.cents)}, ne peut pas être certifiée en l’état.\n\n"
        f"Motif : {order.reason}\n\nCorrigez ce qui doit l’être, puis demandez de nouveau le versement."
    )
    subject = f"La demande de versement {order.number} vous est renvoyée"
    to_person("order.sent_back", order.requested_by, order, subject, body, "Reprendre la demande")


def to_countersign(about: Order | Bordereau, signed_by: Actor, what: str, cents: int) -> None:
    """To the other authorising officers: an order or a slip (`what`, in French) waits for one of them."""
    for holder in holders(RoleName.AUTHORISING_OFFICER):
        if holder.person_id != signed_by.pk:
            notifications.write(
                "order.to_countersign",
                holder.email,
                f"{what[:1].upper()}{what[1:]} attend une deuxième signature",
                f"Bonjour,\n\nUn premier ordonnateur a signé {what}, de {Money(cents)}.\n\n"
                "Son montant demande la signature d’un deuxième ordonnateur. Rien n’est payé avant.",
                about,
                to_person=holder.person_id,
                action_label="Lire et contresigner",
            )


def declined(order: Order) -> None:
    """To the officer who signed first: she has the ball."""
    body = (
        f"Un autre ordonnateur n’a pas voulu contresigner l’ordre {order.number}, de {Money(order.cents)}.\n\n"
        f"Motif : {order.reason}\n\nL’ordre est de nouveau à ordonnancer."
    )
    to_person("order.declined", order.ordered_by, order, f"L’ordre {order.number} n’est pas contresigné", body)


def certification_taken_back(order: Order) -> None:
    """To the person who made the request: what is due again is hers to ask for."""
    body = (
        f"La certification de l’ordre {order.number} est annulée ou réduite.\n\nMotif : {order.reason}\n\n"
        "Ce qui en sort est de nouveau exigible : vous pouvez le demander une fois corrigé."
    )
    subject = f"L’ordre {order.number} n’est plus certifié en entier"
    to_person("order.certification_taken_back", order.requested_by, order, subject, body)


def to_person(kind: str, person_id: UUID | None, order: Order, subject: str, body: str, label: str = "Voir l’ordre") -> None:
    """To somebody who held the order, while her account is open."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person:
        notifications.write(kind, person.email, subject, f"Bonjour,\n\n{body}", order, to_person=person.pk, action_label=label)
