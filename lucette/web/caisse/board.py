"""Rapprochement : ce que disent les livres, ce que dit la banque, ce qui attend."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.scheme.payments import queries as payments
from lucette.web.caisse.acts.bank_lines import line_facts
from lucette.web.caisse.acts.receipts import ON_STATEMENT_LINE
from lucette.web.caisse.pages import breadcrumb, shown
from lucette.web.design.elements import Cell, Column, File, Table
from lucette.web.gate.acts import offered
from lucette.web.gate.request import Request


@require_safe
def reconciliation(request: Request, endowment_id: UUID) -> HttpResponse:
    """The bank in the books beside the last statement; sums kept apart; orders at the bank, by age."""
    it = payments.reconciliation(endowment_id, request.actor, clock.today())
    context = {
        "title": "Rapprochement",
        "lead": it.endowment.title,
        "it": it,
        "exact": not it.gap.cents,
        "balances": balances(it),
        "waiting": waiting(it),
        "breadcrumb": breadcrumb(request.actor, ("Relevés bancaires", "caisse:statements")),
    }
    return render(request, "caisse/reconciliation.html", context)


def balances(it: payments.Reconciliation) -> Table:
    said = reverse("caisse:statement", args=[it.statement.pk]) if it.statement else ""
    rows: list[list[Any]] = [
        ["La banque dans nos livres", str(it.books)],
        [Cell("Solde final du dernier relevé", said) if said else "Solde final du dernier relevé", str(it.closing or "aucun relevé lu")],
        ["Écart", str(it.gap)],
    ]
    return Table("Les deux soldes", ["Source", Column("Montant", True)], rows)


def waiting(it: payments.Reconciliation) -> Table:
    lines, orders = reverse("caisse:lines"), reverse("caisse:orders")
    days = french.plural(it.inquiry_days, "jour ouvré", "jours ouvrés")
    told = [
        ("Recettes à expliquer", it.receipts, lines),
        ("Dépenses à expliquer", it.expenses, lines),
        (f"Virements partis depuis {days} au plus", it.recent, f"{orders}?etat=sent"),
        (f"Virements sans nouvelle depuis plus de {days}", it.late, f"{orders}?etat=sent"),
        ("Virements en enquête à la banque", it.inquiry, f"{orders}?etat=under_inquiry"),
        ("Virements revenus, qui attendent un autre compte", it.returned, f"{orders}?etat=returned"),
    ]
    rows: list[list[Any]] = [[Cell(label, url), french.number(one.count), str(one.amount)] for label, one, url in told]
    rows += [["Trop-perçus à rembourser", "", str(it.excess)]] if it.excess.cents else []
    return Table("Ce qui attend", ["Quoi", Column("Nombre", True), Column("Montant", True)], rows)


@require_safe
def line(request: Request, line_id: UUID) -> HttpResponse:
    """A line of a statement: what it says, why it waits, what it may be."""
    it = payments.statement_line(line_id, request.actor)
    acts = offered(request.actor, ON_STATEMENT_LINE, it)
    file = File(
        it.status,
        it.get_status_display(),
        it.bank_reference,
        next_step="le comptable dit ce qu’est cette ligne." if it.reason else "",
        mine=bool(acts),
        acts=acts,
        facts=line_facts(it),
    )
    return shown(request, "design/object.html", "Ligne de relevé", file, ("Lignes à expliquer", "caisse:lines"))
