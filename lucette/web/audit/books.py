"""The ledger, event by event: its three books, newest first, by kind, to take away."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import EventKind
from lucette.web.audit.frame import frame
from lucette.web.design.elements import Column, Listing, Table
from lucette.web.gate.exports import exported, links, pages, wants_export
from lucette.web.gate.lists import address, status_filters
from lucette.web.gate.request import Request

SHOWN = 50


@require_safe
def books(request: Request) -> HttpResponse:
    """Every event of the ledger, with its postings."""
    asked = request.GET.get("evenement", "")
    kind = asked if asked in EventKind.values else ""
    if wants_export(request):
        every = pages(lambda after, limit: fund.events(kind, after, limit))
        return exported(request, "grand-livre", map(table, every))
    found, rest = fund.events(kind, request.GET.get("apres", ""), SHOWN)
    counts = fund.events_by_kind()
    listing = Listing(
        table(found),
        french.plural(counts.get(kind, 0) if kind else sum(counts.values()), "événement"),
        status_filters(request, dict(EventKind.choices), counts, name="evenement", every="Tous les événements"),
        address(request, apres=rest) if rest else "",
        links(request),
    )
    lead = "Chaque fait du fonds, avec ses écritures. Rien ne s’y modifie : une erreur se contre-passe."
    return render(request, "design/list.html", {"title": "Grand livre", "lead": lead, "list": listing} | frame(request.actor))


def table(found: Sequence[fund.TrailEvent]) -> Table:
    rows = [row for event in found for row in rows_of(event)]
    return Table("Le grand livre", ["Date", "Événement", "Débit", "Crédit", Column("Montant", True)], rows, "Aucune écriture.")


def rows_of(event: fund.TrailEvent) -> list[list[str]]:
    """A line for each posting of an event."""
    return [
        [
            french.date(event.on),
            event.label,
            it.debit_label or it.debit.partition("/")[0],
            it.credit_label or it.credit.partition("/")[0],
            str(Money(it.amount)) if it.unit == "cents" else french.plural(it.amount, "poste"),
        ]
        for it in event.postings
    ]
