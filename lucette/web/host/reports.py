"""The reports that the host owes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.scheme.reports import queries as reports
from lucette.scheme.reports.enums import HostReportStatus as S
from lucette.scheme.reports.rules import host_figures
from lucette.web.design.elements import Cell, Fact, File, Step, Table
from lucette.web.design.states import tone
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import documents_about, said
from lucette.web.gate.request import Request
from lucette.web.host.acts import ON_REPORT
from lucette.web.host.crumbs import CRUMB

NEXT = {
    S.DUE: "préparez le compte rendu : il s’écrit d’après les activités saisies.",
    S.DRAFT: "votre conseiller relit le compte rendu et le signe.",
    S.SIGNED_BY_ADVISER: "relisez le compte rendu, ajoutez vos mots, puis transmettez-le.",
    S.SUBMITTED: "la Banque des Territoires lit votre compte rendu.",
    S.ACCEPTED: "la Banque des Territoires a accepté ce compte rendu : rien à faire.",
    S.TO_COMPLETE: "la Banque des Territoires demande de le compléter : faites corriger les activités, puis préparez-le de nouveau.",
}
HOST_TURN = (S.DUE, S.SIGNED_BY_ADVISER, S.TO_COMPLETE)
ROAD = (
    ("Demandé", "Banque des Territoires"),
    ("Préparé", "Lucette, d’après les activités"),
    ("Signé par le conseiller", "Votre conseiller"),
    ("Transmis", "Votre structure"),
    ("Accepté", "Banque des Territoires"),
)
DONE = {S.DUE: 1, S.TO_COMPLETE: 1, S.DRAFT: 2, S.SIGNED_BY_ADVISER: 3, S.SUBMITTED: 4, S.ACCEPTED: 5}


def table(rows: Sequence[Any]) -> Table:
    return Table(
        "Mes comptes rendus",
        ["Période", "Convention", "À transmettre avant le", "État"],
        [
            [
                Cell(period(it), reverse("host:report", args=[it.pk])),
                it.agreement.number,
                said(it.due_on),
                Cell(it.get_status_display(), tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Vos comptes rendus apparaîtront ici à la fin de chaque période.",
    )


def period(it: Any) -> str:
    return f"Du {said(it.starts_on)} au {said(it.ends_on)}"


@require_safe
def listing(request: Request) -> HttpResponse:
    rows = list(reports.host_reports(request.actor))
    orders: Orders = {
        "Période": ("periode", lambda it: it.starts_on),
        "Convention": ("convention", lambda it: it.agreement.number),
        "À transmettre avant le": ("echeance", lambda it: it.due_on),
    }
    mine = Listed("Mes comptes rendus", table, ("compte rendu", "comptes rendus"), "comptes-rendus")
    return short_list(request, mine, rows, orders, states=S.choices, breadcrumb=[CRUMB])


@require_safe
def page(request: Request, report_id: UUID) -> HttpResponse:
    """The figures, the words of the adviser and of the host, the answer. Raises NotFound."""
    it = reports.host_report(report_id, request.actor)
    status = S(it.status)
    facts = [
        Fact("Convention", it.agreement.number, reverse("host:agreement", args=[it.agreement_id])),
        Fact("À transmettre avant le", said(it.due_on)),
        *(Fact(label, told) for label, told in host_figures(it.figures)),
        Fact("Mots du conseiller", it.adviser_words),
        Fact("Mots de la structure", it.host_words),
        Fact("Réponse de la Banque des Territoires", it.answer),
    ]
    file = File(
        status=status,
        status_label=status.label,
        next_step=NEXT[status],
        mine=status in HOST_TURN,
        acts=offered(request.actor, ON_REPORT, it),
        facts=[fact for fact in facts if fact.value],
        steps=[
            Step(label, "done" if n < DONE[status] else "now" if n == DONE[status] else "next", who) for n, (label, who) in enumerate(ROAD)
        ],
        documents=documents_about(request.actor, it),
        history=events(it),
    )
    crumbs = [CRUMB, ("Mes comptes rendus", reverse("host:reports"))]
    title = f"Compte rendu {period(it)[0].lower()}{period(it)[1:]}"
    return render(request, "design/object.html", {"title": title, "file": file, "breadcrumb": crumbs})
