"""The reports of the adviser's host, as she reads and signs them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.scheme.reports import queries
from lucette.scheme.reports.enums import HostReportStatus
from lucette.scheme.reports.rules import host_figures
from lucette.web.adviser import tables
from lucette.web.design.elements import Cell, Fact, Table
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.request import Request


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every report of the host, the most urgent first."""
    found = list(queries.host_reports(request.actor))
    orders: Orders = {"Période": ("periode", lambda it: it.starts_on), "À transmettre avant le": ("echeance", lambda it: it.due_on)}
    of = Listed("Vos comptes rendus", table, ("compte rendu", "comptes rendus"))
    return short_list(request, of, found, orders, states=HostReportStatus.choices, **tables.frame(request.actor))


def table(found: Sequence[Any]) -> Table:
    rows = [
        [
            Cell(f"Du {french.date(it.starts_on)} au {french.date(it.ends_on)}", reverse("adviser:report", args=[it.pk])),
            french.date(it.due_on),
            tables.state(it.status, it.get_status_display()),
        ]
        for it in found
    ]
    empty = "Les comptes rendus de votre structure apparaîtront ici à la fin de chaque période."
    return Table("Vos comptes rendus", ["Période", "À transmettre avant le", "État"], rows, empty)


def titled(it: Any) -> str:
    return f"Compte rendu du {french.date(it.starts_on)} au {french.date(it.ends_on)}"


def figures_of(it: Any) -> list[Fact]:
    """The document already written: its figures, in words."""
    figures = [Fact(label, told) for label, told in host_figures(it.figures)]
    return [Fact("Structure", it.organization.name), *figures]
