"""The reports that the Caisse des Dépôts sends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.scheme.reports import queries as reports
from lucette.scheme.reports.enums import AgencyReportStatus as S
from lucette.scheme.reports.rules import agency_tables
from lucette.web.agency.acts.reports import Acknowledge
from lucette.web.agency.applications import CRUMB
from lucette.web.agency.lists import listed
from lucette.web.design.elements import Cell, Fact, File, Step, Table
from lucette.web.design.states import tone
from lucette.web.gate.acts import offered
from lucette.web.gate.files import link
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import said
from lucette.web.gate.reports import agency_table
from lucette.web.gate.request import Request

NEXT = {
    S.FROZEN: "la Caisse des Dépôts signe le rapport.",
    S.SIGNED: "la Caisse des Dépôts envoie le rapport.",
    S.SENT: "l’ANCT accuse réception du rapport.",
    S.ACKNOWLEDGED: "",
}
ROAD = ("Chiffres arrêtés", "Rapport signé", "Rapport envoyé", "Réception confirmée")


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every report: by state, or all in a file."""
    found = list(reports.agency_reports(request.actor))
    orders: Orders = {"Rapport": ("numero", lambda it: it.number), "Envoyé le": ("envoi", lambda it: it.sent_at)}
    return listed(request, Listed("Rapports reçus", reports_table, ("rapport",), "rapports"), found, dict(S.choices), orders)


def reports_table(rows: Sequence[Any]) -> Table:
    return Table(
        "Rapports de la Caisse des Dépôts",
        ["Rapport", "Période", "Dotation", "Envoyé le", "État"],
        [
            [
                Cell(it.number, reverse("agency:report", args=[it.pk])),
                f"du {said(it.starts_on)} au {said(it.ends_on)}",
                it.endowment.title,
                said(it.sent_at),
                Cell(it.get_status_display(), tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Les rapports de la Caisse des Dépôts apparaîtront ici à la fin de chaque période.",
    )


@require_safe
def page(request: Request, report_id: UUID) -> HttpResponse:
    """The frozen figures and both files. Raises NotFound."""
    it = reports.agency_report(report_id, request.actor)
    status = S(it.status)
    here = list(S).index(status)
    files = [file for file in (it.document, it.spreadsheet) if file]
    file = File(
        status=status,
        status_label=status.label,
        number=it.number,
        next_step=NEXT[status],
        mine=status == S.SENT and request.actor.role in (RoleName.INSTRUCTOR, RoleName.AGENCY_DIRECTOR),
        acts=offered(request.actor, [Acknowledge], it),
        facts=[
            Fact("Période", f"du {said(it.starts_on)} au {said(it.ends_on)}"),
            Fact("Dotation", it.endowment.title),
        ],
        steps=[Step(label, "done" if n <= here else "now" if n == here + 1 else "next") for n, label in enumerate(ROAD)],
        tables=[agency_table(table) for table in agency_tables(it.figures)],
        documents=[link(doc.pk, doc.title, doc.content_type, doc.size) for doc in files],
        history=events(it),
    )
    crumbs = [CRUMB, ("Rapports reçus", reverse("agency:reports"))]
    return render(request, "design/object.html", {"title": f"Rapport {it.number}", "file": file, "breadcrumb": crumbs})
