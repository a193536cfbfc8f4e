"""The ledger, event by event: its three books, newest first, by kind, to take away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import EventKind
from lucette.web.audit.frame import frame
from lucette.web.design.elements import Column, Table
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import status_filters
from lucette.web.gate.request import Request


@require_safe
def books(request: Request) -> HttpResponse:
    """Every event of the ledger, with its postings."""
    asked = request.GET.get("evenement", "")
    kind = asked if asked in EventKind.values else ""
    counts = fund.events_by_kind()
    filters = status_filters(request, dict(EventKind.choices), counts, name="evenement", every="Tous les événements")
    total = counts.get(kind, 0) if kind else sum(counts.values())
    lead = "Chaque fait du fonds, avec ses écritures. Rien ne s’y modifie : une erreur se contre-passe."
    told: dict[str, Any] = frame(request.actor)
    of = Listed("Grand livre", table, ("événement",), filters=filters)
    return long_list(request, of, partial(fund.events, kind), total, lead=lead, **told)


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
