"""Services ordered from a supplier: committed on their envelope (event 23), then paid through the same four hands."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.models import Organization
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.enums import EnvelopeCode
from lucette.scheme.payments import policies
from lucette.scheme.payments.actions.requests import place
from lucette.scheme.payments.enums import GIVEN_UP, Hand, Nature
from lucette.scheme.payments.models import Invoice, Order


@transaction.atomic
def order_service(
    *, endowment_id: UUID, organization_id: UUID, envelope: str, nature: str, label: str, cents: int, service_id: UUID, by: Actor
) -> Invoice:
    """Order a service from a supplier: `cents` of `envelope` (fund EnvelopeCode) are committed for it.

    Called by trainings and network, whose policies hold. `service_id` names the service for ever: a second invoice for it is refused.
    Raises NotFound, Invalid (amount, envelope, nature), RuleBroken (already invoiced, not enough left).
    """
    organization = Organization.objects.known(organization_id)
    if cents <= 0 or envelope not in EnvelopeCode or nature not in Nature or not label.strip():
        raise Invalid("invoice.invalid", "Une prestation a un objet, un montant supérieur à zéro, une enveloppe et une nature connues.")
    if Invoice.objects.filter(service_id=service_id).exists():
        raise RuleBroken("invoice.twice", "Cette prestation est déjà facturée.")
    invoice = Invoice.objects.create(
        number=next_number("payments_invoice_number", "F", clock.today()),
        endowment_id=endowment_id,
        organization=organization,
        envelope=envelope,
        nature=nature,
        label=label.strip()[:200],
        cents=cents,
        service_id=service_id,
    )
    fund.commit_service(endowment_id=endowment_id, envelope=envelope, service_id=service_id, cents=cents, by=by)
    journal.record("invoice.ordered", subject=invoice, by=by, cents=cents, envelope=envelope)
    return invoice


@transaction.atomic
def request_invoice(*, invoice_id: UUID, by: Actor) -> Order:
    """Ask for the payment of an invoice (hand 1). Raises NotFound, Forbidden, RuleBroken (already asked, no active bank details)."""
    invoice = Invoice.objects.lock(invoice_id)
    policies.check_can_hold(by, Hand.REQUEST, instalment_id=None, invoice_id=invoice.pk)
    if Order.objects.filter(invoice=invoice).exclude(status__in=GIVEN_UP).exists():
        raise RuleBroken("invoice.requested", "Le paiement de cette facture est déjà demandé.")
    order = Order(endowment_id=invoice.endowment_id, invoice=invoice, nature=invoice.nature, cents=invoice.cents)
    return place(order, invoice.organization, by)
