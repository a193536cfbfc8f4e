"""Les comptes rendus des structures, et les rapports à l’ANCT."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.enums import EndowmentStatus
from lucette.scheme.reports import queries as reports
from lucette.scheme.reports.enums import AgencyReportStatus as A
from lucette.scheme.reports.enums import HostReportStatus as H
from lucette.scheme.reports.rules import agency_tables, host_figures
from lucette.web.caisse import tables
from lucette.web.caisse.acts.reports import ON_AGENCY_REPORT, ON_REPORT
from lucette.web.caisse.lists import by_state
from lucette.web.caisse.pages import breadcrumb, shown
from lucette.web.design.elements import Act, Fact, File, Step
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import offered
from lucette.web.gate.files import link
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import said
from lucette.web.gate.reports import agency_table
from lucette.web.gate.request import Request

HOST_NEXT = {
    H.DUE: "le compte rendu se prépare d’après les activités saisies.",
    H.DRAFT: "le conseiller relit le compte rendu et le signe.",
    H.SIGNED_BY_ADVISER: "la représentante légale de la structure transmet le compte rendu.",
    H.SUBMITTED: "la Banque des Territoires l’accepte, ou demande de le compléter.",
    H.ACCEPTED: "",
    H.TO_COMPLETE: "la structure complète son compte rendu.",
}
HOST_ROAD = (
    ("Demandé", "Banque des Territoires"),
    ("Préparé d’après les activités", ""),
    ("Signé par le conseiller", "Conseiller numérique"),
    ("Transmis", "Structure"),
    ("Accepté", "Banque des Territoires"),
)
HOST_DONE = {H.DUE: 1, H.TO_COMPLETE: 1, H.DRAFT: 2, H.SIGNED_BY_ADVISER: 3, H.SUBMITTED: 4, H.ACCEPTED: 5}
AGENCY_NEXT = {
    A.FROZEN: "un délégataire, qui n’a pas arrêté ces chiffres, signe le rapport.",
    A.SIGNED: "un délégataire envoie le rapport à l’ANCT.",
    A.SENT: "l’ANCT accuse réception du rapport.",
    A.ACKNOWLEDGED: "",
}
AGENCY_ROAD = ("Chiffres arrêtés", "Rapport signé", "Rapport envoyé", "Réception confirmée")


@require_safe
def host_reports(request: Request) -> HttpResponse:
    """Comptes rendus des structures."""
    return by_state(
        request,
        ("Comptes rendus", "compte rendu", "comptes rendus"),
        tables.host_reports,
        reports.host_reports_page,
        dict(H.choices),
        reports.host_report_counts(request.actor),
        sorts={"Structure": "structure", "Attendu avant le": "echeance"},
    )


@require_safe
def host_report(request: Request, report_id: UUID) -> HttpResponse:
    """The figures, the words of both, what the Banque des Territoires answers. Raises NotFound."""
    it = reports.host_report(report_id, request.actor)
    status = H(it.status)
    facts = [
        Fact("Structure", it.organization.name),
        Fact("Convention", it.agreement.number, reverse("caisse:agreement", args=[it.agreement_id])),
        Fact("Réponse attendue avant le", said(it.due_on)),
        *(Fact(label, told) for label, told in host_figures(it.figures)),
        Fact("Mots du conseiller", it.adviser_words),
        Fact("Mots de la structure", it.host_words),
        Fact("Réponse de la Banque des Territoires", it.answer),
    ]
    acts = offered(request.actor, ON_REPORT, it)
    file = File(
        status,
        status.label,
        it.agreement.number,
        next_step=HOST_NEXT[status],
        mine=bool(acts) and status == H.SUBMITTED,
        acts=acts,
        facts=[fact for fact in facts if fact.value],
        steps=[
            Step(label, "done" if n < HOST_DONE[status] else "now" if n == HOST_DONE[status] else "next", who)
            for n, (label, who) in enumerate(HOST_ROAD)
        ],
        history=events(it),
    )
    title = f"Compte rendu de {it.organization.name}, du {said(it.starts_on)} au {said(it.ends_on)}"
    return shown(request, "design/object.html", title, file, ("Comptes rendus", "caisse:reports"))


@require_safe
def agency_reports(request: Request) -> HttpResponse:
    """Rapports à l’ANCT, et ce qu’il faut pour en arrêter un."""
    acts = []
    if DOORS["caisse:freeze_report"].opens_to(request.actor):
        open_ones = [it for it in fund.endowments(request.actor) if it.status == EndowmentStatus.NOTIFIED]
        label = "Arrêter les chiffres d’un rapport"
        acts = [
            Act(f"{label} : {it.title}" if len(open_ones) > 1 else label, reverse("caisse:freeze_report", args=[it.pk])) for it in open_ones
        ]
    found = list(reports.agency_reports(request.actor))
    orders: Orders = {"Rapport": ("numero", lambda it: it.number), "Envoyé le": ("envoi", lambda it: it.sent_at)}
    of = Listed("Rapports à l’ANCT", tables.agency_reports, ("rapport",))
    more: dict[str, Any] = {"template": "gate/acts_list.html", "acts": acts, "breadcrumb": breadcrumb(request.actor)}
    return short_list(request, of, found, orders, states=A.choices, **more)


@require_safe
def agency_report(request: Request, report_id: UUID) -> HttpResponse:
    """The frozen figures and both files. Raises NotFound."""
    it = reports.agency_report(report_id, request.actor)
    status = A(it.status)
    here = list(A).index(status)
    acts = offered(request.actor, ON_AGENCY_REPORT, it)
    file = File(
        status,
        status.label,
        it.number,
        next_step=AGENCY_NEXT[status],
        mine=bool(acts),
        acts=acts,
        facts=[Fact("Période", f"du {said(it.starts_on)} au {said(it.ends_on)}"), Fact("Dotation", it.endowment.title)],
        steps=[Step(label, "done" if n <= here else "now" if n == here + 1 else "next") for n, label in enumerate(AGENCY_ROAD)],
        tables=[agency_table(table) for table in agency_tables(it.figures)],
        documents=[link(doc.pk, doc.title, doc.content_type, doc.size) for doc in (it.document, it.spreadsheet) if doc],
        history=events(it),
    )
    return shown(request, "design/object.html", f"Rapport {it.number}", file, ("Rapports à l’ANCT", "caisse:agency_reports"))
