"""First hand: ask for a payment; and its way back when the second hand returns it."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.organizations.models import BankDetails, Organization
from lucette.foundation.organizations.queries import active_bank_details
from lucette.foundation.territories.queries import zone_of
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.payments import letters, policies, rules
from lucette.scheme.payments.actions.money import move_lines, remember
from lucette.scheme.payments.enums import Hand, LineStatus, OrderStatus
from lucette.scheme.payments.models import Instalment, InstalmentLine, Order
from lucette.scheme.payments.queries.eligibility import eligible


@transaction.atomic
def request(*, instalment_id: UUID, by: Actor) -> Order:
    """Ask for the payment of the lines of an instalment that are due and still meet their condition (hand 1).

    A post that no longer does is left aside and holds up no other. The active bank details of the host are copied into the order.
    Raises Forbidden (role, another hand held), WrongState (nothing due), RuleBroken (no line may be paid, no active bank details).
    """
    instalment = Instalment.objects.visible_to(by).lock(instalment_id)
    policies.check_can_hold(by, Hand.REQUEST, instalment_id=instalment.pk, invoice_id=None)
    lines = _due_lines(instalment)
    organization = instalment.agreement.organization
    nature = rules.grant_nature(organization.employer, zone_of(organization.commune))
    order = Order(endowment_id=instalment.agreement.endowment_id, instalment=instalment, nature=nature, cents=sum(it.cents for it in lines))
    place(order, organization, by)
    now = clock.now()
    for line in lines:
        line.move_to(LineStatus.REQUESTED, act="request", on=now, by=by, order=order)
    return order


def _due_lines(instalment: Instalment) -> list[InstalmentLine]:
    lines = list(instalment.lines.select_for_update(of=("self",)).order_by("pk"))
    due = [line for line in lines if line.status == LineStatus.DUE]
    if not due:
        lines[0].check_act("request")
    payable = list(eligible(instalment.lines.filter(pk__in=[line.pk for line in due])).order_by("pk"))
    if not payable or not sum(line.cents for line in payable):
        raise RuleBroken(
            "order.not_eligible",
            "Aucun poste de ce versement ne remplit la condition de son échéance : poste vacant ou rendu, structure fermée, fait attendu.",
        )
    return payable


def place(order: Order, organization: Organization, by: Actor) -> Order:
    """Number an order, snapshot the active bank details of its payee, store it. Raises RuleBroken without them."""
    details = payable_details(organization)
    now = clock.now()
    order.number = next_number("payments_order_number", "OP", now.date())
    order.organization, order.bank_details = organization, details
    order.holder, order.iban, order.bic = details.holder, details.iban, details.bic
    order.requested_by, order.status_by, order.status_since = by.pk, by.pk, now
    order.save(force_insert=True)
    remember("order.requested", order, by, Hand.REQUEST)
    return order


def payable_details(organization: Organization) -> BankDetails:
    """The active bank details of a payee. Raises RuleBroken, saying who must do what."""
    details = active_bank_details(organization.pk)
    if details is None:
        raise RuleBroken(
            "order.no_bank_details",
            f"« {organization.name} » n’a pas de coordonnées bancaires actives : elle les déclare, puis une autre personne les vérifie.",
        )
    if not rules.iban_is_sound(details.iban):
        raise RuleBroken("order.iban", f"L’IBAN de « {organization.name} » n’est pas valable : demandez-lui de nouvelles coordonnées.")
    return details


@transaction.atomic
def send_back(*, order_id: UUID, reason: str, by: Actor) -> Order:
    """Return a request to the first hand, with the reason (hand 2): its lines are due again. Raises Forbidden, WrongState, RuleBroken."""
    order = Order.objects.visible_to(by).lock(order_id)
    policies.check_can_hold_order(by, Hand.CERTIFICATION, order)
    order.check_act("send_back")
    reason = needed(reason)
    order.move_to(OrderStatus.SENT_BACK, act="send_back", on=clock.now(), by=by, reason=reason)
    if order.replaces:
        move_lines(order, LineStatus.RETURNED, "replace", by, order=order.replaces)
    else:
        move_lines(order, LineStatus.DUE, "send_back", by, order=None)
    remember("order.sent_back", order, by, Hand.CERTIFICATION, reason=reason)
    letters.sent_back(order)
    return order


def needed(reason: str) -> str:
    """A reason, cut to what is stored. Raises RuleBroken when there is none."""
    if not reason.strip():
        raise RuleBroken("order.reason", "Donnez le motif : la personne qui reprend le dossier doit savoir quoi corriger.")
    return reason.strip()[:200]
