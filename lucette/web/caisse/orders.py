"""Un ordre de paiement et ses quatre mains ; une facture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.kernel.clock import PARIS
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import OrderStatus
from lucette.web.caisse import tables
from lucette.web.caisse.acts.answers import AnswerInquiry, Replace
from lucette.web.caisse.acts.orders import ON_ORDER
from lucette.web.caisse.acts.requests import ON_INVOICE
from lucette.web.caisse.pages import day, shown, steps
from lucette.web.design.elements import Act, Cell, Column, Event, Fact, File, Table
from lucette.web.gate.acts import offered
from lucette.web.gate.request import Request

# who has the ball, order by order
ORDER_NEXT = {
    OrderStatus.REQUESTED: "la Banque des Territoires certifie la demande, ou la renvoie.",
    OrderStatus.SENT_BACK: "le versement peut être demandé à nouveau une fois corrigé.",
    OrderStatus.CERTIFIED: "l’ordonnateur signe l’ordre de payer.",
    OrderStatus.TO_COUNTERSIGN: "un deuxième ordonnateur signe l’ordre, ou refuse.",
    OrderStatus.ORDERED: "le comptable prend l’ordre en charge, ou le rejette.",
    OrderStatus.ACCEPTED: "le comptable met l’ordre dans un lot et l’envoie à la banque.",
    OrderStatus.CANCELLED: "ce qu’il payait peut être demandé à nouveau, par un autre ordre.",
    OrderStatus.SENT: "la banque exécute le virement ; son relevé le dira.",
    OrderStatus.UNDER_INQUIRY: "le comptable demande à la banque ce qu’il est devenu, et note sa réponse.",
    OrderStatus.RETURNED: "la structure déclare un autre compte ; le versement est alors demandé de nouveau.",
}


@require_safe
def order(request: Request, order_id: UUID) -> HttpResponse:
    """A payment order: its four hands, its amounts, its account (masked), its history."""
    page = payments.order_page(order_id, request.actor)
    row, line = page.row, payments.bank_line_of(order_id, request.actor)
    hands = [(hand.label.capitalize(), day(hand.at) if hand.who else None, hand.who) for hand in page.hands]
    sent = next((day(step.at) for step in reversed(page.steps) if step.label == "envoyé à la banque"), None)
    gone = row.status in (OrderStatus.SENT, OrderStatus.UNDER_INQUIRY, OrderStatus.EXECUTED, OrderStatus.RETURNED)
    facts = [
        Fact("Bénéficiaire", row.payee),
        Fact("Objet", row.what, url=reverse("caisse:agreement", args=[page.agreement_id]) if page.agreement_id else ""),
        Fact("Montant", str(row.amount)),
        Fact("Compte", page.iban, note=f"au nom de {page.holder}"),
        *([Fact("Lot de virements", "Voir le lot", reverse("caisse:batch", args=[page.batch_id]))] if page.batch_id else []),
        *([Fact("Relevé bancaire", line.statement.statement_id, statement_url(line))] if line else []),
        *([Fact("Revenu de la banque", str(page.returned.amount), note=tables.day(page.returned.on))] if page.returned else []),
        *([Fact("Motif donné par la banque", page.returned.why)] if page.returned and page.returned.why else []),
        *([Fact("Tentative", french.number(row.attempt))] if row.attempt > 1 else []),
        *([Fact("Motif", row.reason)] if row.reason else []),
    ]
    file = File(
        row.status,
        row.status_label,
        row.number,
        next_step=ORDER_NEXT.get(OrderStatus(row.status), ""),
        mine=bool(set(page.acts) & {"certify", "order", "countersign", "take_in_charge", "answer"}),
        acts=[
            *offered(request.actor, [*ON_ORDER, AnswerInquiry, Replace], page),
            Act("Voir la piste de ce paiement", reverse("audit:trail", args=[order_id])),
        ],
        facts=facts,
        steps=steps(
            [*hands, ("Envoi à la banque", sent if gone else None, ""), ("Exécution par la banque", page.executed_on, "")],
            over=row.status in (OrderStatus.SENT_BACK, OrderStatus.CANCELLED),
        ),
        tables=[order_lines(page.lines)] if page.lines else [],
        history=[history(step) for step in reversed(page.steps)],
    )
    return shown(request, "design/object.html", f"Ordre de paiement {row.number}", file, ("Ordres de paiement", "caisse:orders"))


def history(step: payments.Step) -> Event:
    sentence = step.label[:1].upper() + step.label[1:]
    return Event(step.at.astimezone(PARIS).date(), f"{sentence} : {step.reason}" if step.reason else sentence, step.who)


def statement_url(line: Any) -> str:
    return reverse("caisse:statement", args=[line.statement_id])


def order_lines(found: Iterable[Any]) -> Table:
    rows = [[Cell(it.post_number, reverse("caisse:instalment_line", args=[it.pk])), it.status_label, str(it.amount)] for it in found]
    return Table("Les postes payés", ["Poste", "État", Column("Montant", True)], rows)


@require_safe
def invoice(request: Request, invoice_id: UUID) -> HttpResponse:
    """A service ordered, and the state of its payment."""
    it, row = payments.invoice_page(invoice_id, request.actor)
    order_page = reverse("caisse:order", args=[row.order_id]) if row.order_id else ""
    waiting = ORDER_NEXT.get(OrderStatus(row.status), "") if row.status else "la Banque des Territoires demande le paiement."
    acts = offered(request.actor, ON_INVOICE, row)
    file = File(
        row.status or "due",
        row.status_label,
        it.number,
        next_step=waiting,
        mine=bool(acts),
        acts=acts,
        facts=[
            Fact("Prestataire", row.supplier),
            Fact("Objet", it.label),
            Fact("Nature", it.get_nature_display()),
            Fact("Montant", str(row.amount)),
            Fact("Dotation", it.endowment.title),
            Fact("Commandée le", tables.day(it.created_at)),
            *([Fact("Ordre de paiement", "Voir l’ordre", order_page)] if order_page else []),
        ],
    )
    return shown(request, "design/object.html", f"Facture {it.number}", file, ("Factures", "caisse:invoices"))
