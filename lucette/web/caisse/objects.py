"""Convention, ordre, lot, relevé, facture, contrat : une page chacun, toujours faite de la même façon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.documents import queries as documents
from lucette.kernel import french
from lucette.kernel.clock import PARIS
from lucette.kernel.money import Money
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import BatchStatus, OrderStatus
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import HireStatus
from lucette.web.caisse import tables
from lucette.web.caisse.navigation import breadcrumb, navigation
from lucette.web.design.elements import Column, Event, Fact, File, Segment, StackedBar, Step, Table
from lucette.web.gate.files import link, links
from lucette.web.gate.history import events
from lucette.web.gate.request import Request

# who has the ball, order by order
ORDER_NEXT = {
    OrderStatus.REQUESTED: "la Banque des Territoires certifie la demande, ou la renvoie.",
    OrderStatus.SENT_BACK: "le versement peut être demandé à nouveau une fois corrigé.",
    OrderStatus.CERTIFIED: "l’ordonnateur signe l’ordre de payer.",
    OrderStatus.ORDERED: "le comptable prend l’ordre en charge, ou le rejette.",
    OrderStatus.ACCEPTED: "le comptable met l’ordre dans un lot et l’envoie à la banque.",
    OrderStatus.SENT: "la banque exécute le virement ; son relevé le dira.",
}
BATCH_NEXT = {
    BatchStatus.FROZEN: "un comptable envoie le fichier à la banque.",
    BatchStatus.SENT: "la banque exécute les virements ; son relevé rapprochera le lot.",
}


def shown(request: Request, template: str, title: str, file: File, back: tuple[str, str], **more: Any) -> HttpResponse:
    """An object page, under the list it belongs to."""
    context = {"title": title, "file": file, "navigation": navigation(request.actor), "breadcrumb": breadcrumb(request.actor, back)}
    return render(request, template, context | more)


def day(moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(PARIS).date() if moment else None


def steps(done: Iterable[tuple[str, dt.date | None, str]], over: bool = False) -> list[Step]:
    """A road: the steps with a date are done, the first without one is now (unless the road is `over`), the others are to come."""
    road, current = [], not over
    for label, on, who in done:
        road.append(Step(label, "done" if on else "now" if current else "next", who, on))
        current = current and bool(on)
    return road


@require_safe
def agreement(request: Request, agreement_id: UUID) -> HttpResponse:
    """A grant agreement: who signs next, where its money and its posts are."""
    page = agreements.agreement_page(agreement_id, request.actor)
    it = page.agreement
    schedule = payments.where_is_my_money(it.organization_id, request.actor, it.pk)
    position = fund.agreement_position(it.pk)
    lines = [[french.number(line.number), line.condition, str(line.per_post), str(line.amount)] for line in page.lines]
    heads = ["Versement", "Condition", Column("Par poste", True), Column("Montant", True)]
    file = File(
        it.status,
        page.status,
        it.number,
        next_step=page.next_step[:1].lower() + page.next_step[1:],
        mine=bool(page.acts - {"cancel"}),
        facts=[
            Fact("Structure", it.organization.name, note=it.organization.commune.name),
            Fact("Postes", french.plural(it.posts, "poste"), note=f"{page.unit} par poste"),
            Fact("Subvention", str(page.amount)),
            Fact("Durée", f"{it.months} mois", note=f"jusqu’au {french.date(it.ends_on)}" if it.ends_on else ""),
            Fact("Candidature", it.award.application.number),
            Fact("Attribution", it.award.number),
            *(Fact("Ce qui manque", sentence) for sentence in page.missing),
        ],
        steps=steps([(step.label, day(step.on), step.who) for step in page.timeline], over=it.status == AgreementStatus.CANCELLED),
        tables=[Table("L’échéancier", heads, lines), *([whereabouts(schedule)] if schedule else [])],
        documents=links(documents.documents_about(it, by=request.actor)),
        history=events(it),
    )
    parts = [
        ("Engagé", "committed", 3),
        ("Liquidé", "liquidated", 4),
        ("Ordonnancé", "ordered", 5),
        ("Payé", "paid", 6),
        ("Reversé", "recovered", 7),
    ]
    money = StackedBar("Où en est l’argent", [Segment(label, position.sum(word), tone) for label, word, tone in parts])
    back = ("Conventions", "caisse:agreements")
    title = f"Convention avec {it.organization.name}"
    return shown(request, "caisse/agreement.html", title, file, back, money=money if money.total else None)


def who(missing: payments.Missing) -> str:
    """Who has the ball, as the Caisse says it of a host."""
    return "la structure" if missing.who == "Votre structure" else missing.who


def whereabouts(schedule: Iterable[payments.InstalmentState]) -> Table:
    """Every instalment, part by part: its state, what is missing, in whose hands."""
    rows = [
        [
            french.number(it.number),
            tables.state(part.status, part.status_label),
            french.plural(len(part.posts), "poste"),
            f"{part.missing.what} ({who(part.missing)})" if part.missing else f"payé le {tables.day(part.paid_on)}",
            french.date(part.missing.expected_on) if part.missing and part.missing.expected_on else "",
            str(part.amount),
        ]
        for it in schedule
        for part in it.parts
    ]
    heads = ["Versement", "État", "Postes", "Ce qui manque, et à qui", "Attendu le", Column("Montant", True)]
    return Table("Où en sont les versements", heads, rows)


@require_safe
def order(request: Request, order_id: UUID) -> HttpResponse:
    """A payment order: its four hands, its amounts, its account (masked), its history."""
    page = payments.order_page(order_id, request.actor)
    row, line = page.row, payments.bank_line_of(order_id, request.actor)
    hands = [(hand.label.capitalize(), day(hand.at) if hand.who else None, hand.who) for hand in page.hands]
    sent = next((day(step.at) for step in reversed(page.steps) if step.label == "envoyé à la banque"), None)
    gone = row.status in (OrderStatus.SENT, OrderStatus.EXECUTED)
    facts = [
        Fact("Bénéficiaire", row.payee),
        Fact("Objet", row.what, url=reverse("caisse:agreement", args=[page.agreement_id]) if page.agreement_id else ""),
        Fact("Montant", str(row.amount)),
        Fact("Compte", page.iban, note=f"au nom de {page.holder}"),
        *([Fact("Lot de virements", "Voir le lot", reverse("caisse:batch", args=[page.batch_id]))] if page.batch_id else []),
        *([Fact("Relevé bancaire", line.statement.statement_id, statement_url(line))] if line else []),
        *([Fact("Tentative", french.number(row.attempt))] if row.attempt > 1 else []),
        *([Fact("Motif", row.reason)] if row.reason else []),
    ]
    file = File(
        row.status,
        row.status_label,
        row.number,
        next_step=ORDER_NEXT.get(OrderStatus(row.status), ""),
        mine=bool(set(page.acts) & {"certify", "order", "take_in_charge"}),
        facts=facts,
        steps=steps(
            [*hands, ("Envoi à la banque", sent if gone else None, ""), ("Exécution par la banque", page.executed_on, "")],
            over=row.status == OrderStatus.SENT_BACK,
        ),
        tables=[order_lines(page.lines)] if page.lines else [],
        action="Voir la piste de ce paiement",
        action_url=reverse("audit:trail", args=[order_id]),
        history=[history(step) for step in reversed(page.steps)],
    )
    return shown(request, "design/object.html", f"Ordre de paiement {row.number}", file, ("Ordres de paiement", "caisse:orders"))


def history(step: payments.Step) -> Event:
    sentence = step.label[:1].upper() + step.label[1:]
    return Event(step.at.astimezone(PARIS).date(), f"{sentence} : {step.reason}" if step.reason else sentence, step.who)


def statement_url(line: Any) -> str:
    return reverse("caisse:statement", args=[line.statement_id])


def order_lines(found: Iterable[Any]) -> Table:
    rows = [[it.post_number, it.status_label, str(it.amount)] for it in found]
    return Table("Les postes payés", ["Poste", "État", Column("Montant", True)], rows)


@require_safe
def batch(request: Request, batch_id: UUID) -> HttpResponse:
    """A batch of transfers: what it says, what its orders sum to, what its file holds."""
    page = payments.batch_page(batch_id, request.actor)
    it, kept = page.batch, page.batch.document
    sums = [("Dit par le lot", page.said), ("Calculé sur les ordres", page.in_database), ("Lu dans le fichier", page.in_file)]
    file = File(
        it.status,
        it.get_status_display(),
        it.message_id,
        next_step=BATCH_NEXT.get(BatchStatus(it.status), ""),
        facts=[
            Fact("Dotation", it.endowment.title),
            Fact("À exécuter le", french.date(it.execution_on)),
            Fact("Composé par", page.frozen_by, note=tables.day(it.created_at)),
            *([Fact("Envoyé par", page.sent_by, note=tables.day(it.sent_at))] if it.sent_at else []),
            *([Fact("Motif de l’abandon", it.reason)] if it.reason else []),
            *([Fact("Empreinte du fichier (SHA-256)", page.sha256)] if page.sha256 else []),
        ],
        tables=[tables.orders(page.orders, "Les ordres du lot")],
        documents=[link(kept.pk, "Fichier de virements (pain.001)", kept.content_type, kept.size)] if kept else [],
    )
    checked = Table(
        "Sommes de contrôle",
        ["Source", Column("Virements", True), Column("Somme", True)],
        [[label, french.number(count), str(amount)] for label, (count, amount) in sums],
    )
    back = ("Lots de virements", "caisse:batches")
    return shown(request, "caisse/batch.html", "Lot de virements", file, back, sums=checked, agrees=page.agrees)


@require_safe
def statement(request: Request, statement_id: UUID) -> HttpResponse:
    """A bank statement: what is matched, what waits and why."""
    page = payments.statement_page(statement_id, request.actor)
    it, left = page.statement, page.unmatched
    many = french.plural(left, "ligne reste", "lignes restent")
    file = File(
        "unmatched" if left else "matched",
        f"{left} à rapprocher" if left else "rapproché",
        it.statement_id,
        next_step=f"le comptable explique ce que sont les lignes à rapprocher ({many})." if left else "",
        facts=[
            Fact("Dotation", it.endowment.title),
            Fact("Arrêté le", french.date(it.closed_on)),
            Fact("Solde initial", str(Money(it.opening_cents))),
            Fact("Solde final", str(Money(it.closing_cents))),
            Fact("Importé par", page.imported_by or "Lucette", note=tables.day(it.created_at)),
        ],
        tables=[tables.statement_lines(page.lines, "Les lignes du relevé", "Ce relevé ne porte aucun mouvement.")],
        documents=[link(it.document_id, "Relevé de la banque (camt.053)", it.document.content_type, it.document.size)],
    )
    return shown(request, "design/object.html", f"Relevé du {french.date(it.closed_on)}", file, ("Relevés bancaires", "caisse:statements"))


@require_safe
def invoice(request: Request, invoice_id: UUID) -> HttpResponse:
    """A service ordered, and the state of its payment."""
    it, row = payments.invoice_page(invoice_id, request.actor)
    order_page = reverse("caisse:order", args=[row.order_id]) if row.order_id else ""
    waiting = ORDER_NEXT.get(OrderStatus(row.status), "") if row.status else "la Banque des Territoires demande le paiement."
    file = File(
        row.status or "due",
        row.status_label,
        it.number,
        next_step=waiting,
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


@require_safe
def hire(request: Request, hire_id: UUID) -> HttpResponse:
    """A work contract deposited by a host: what the Banque des Territoires checks before the post counts as filled."""
    it = recruitment.hire(hire_id, request.actor)
    row = recruitment.line(it)
    contract = [
        Fact("Contrat", it.get_contract_kind_display()),
        Fact("Début", tables.day(it.starts_on)),
        Fact("Fin", tables.day(it.ends_on) or "sans terme"),
        Fact("Salaire brut mensuel", str(row.monthly_gross)),
    ]
    file = File(
        it.status,
        row.status_label,
        row.post_number,
        next_step=row.next_step[:1].lower() + row.next_step[1:],
        mine=it.status == HireStatus.DECLARED,
        facts=[
            Fact("Personne", row.candidate_name),
            Fact("Structure", row.organization_name),
            Fact("Poste", row.post_number),
            *(contract if it.starts_on else []),
        ],
        documents=links(documents.documents_about(it, by=request.actor)),
    )
    return shown(request, "design/object.html", f"Recrutement de {row.candidate_name}", file, ("Contrats à valider", "caisse:hires"))
