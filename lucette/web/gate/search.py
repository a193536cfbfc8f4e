"""Search: one box for everything that one may see. A name never stands in an address; a number or a SIRET may."""

from __future__ import annotations

from django.db.models import TextChoices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lucette.insight.steering.finding import Found, find, is_number
from lucette.kernel import french
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.committee.enums import SessionStatus
from lucette.scheme.network.enums import PublicationStatus
from lucette.scheme.payments.enums import BatchStatus, BordereauStatus, OrderStatus, RecoveryStatus
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.reports.enums import AgencyReportStatus, HostReportStatus
from lucette.web.design.elements import Cell, Table
from lucette.web.design.states import tone
from lucette.web.gate.access import DOORS, home_of
from lucette.web.gate.letters import PAGES
from lucette.web.gate.request import Request

LONGEST = 80
# pages that letters never lead to
MORE: dict[str, dict[str, str]] = {
    "organizations.organization": {"support": "support:organization"},
    "accounts.person": {"support": "support:person"},
    "places.place": {"": "public:place"},
    "payments.order": {"audit": "audit:trail"},
}
# in the order of the page: title of the group, and the words of its states
GROUPS: dict[str, tuple[str, type[TextChoices] | None]] = {
    "organizations.organization": ("Structures", None),
    "accounts.person": ("Personnes", None),
    "applications.application": ("Candidatures", ApplicationStatus),
    "committee.session": ("Séances du comité", SessionStatus),
    "committee.award": ("Attributions", None),
    "agreements.agreement": ("Conventions", AgreementStatus),
    "posts.post": ("Postes", None),
    "recruitment.hire": ("Recrutements", HireStatus),
    "payments.order": ("Ordres de paiement", OrderStatus),
    "payments.batch": ("Lots de virements", BatchStatus),
    "payments.bordereau": ("Bordereaux", BordereauStatus),
    "payments.recovery": ("Reversements", RecoveryStatus),
    "payments.invoice": ("Factures", None),
    "reports.hostreport": ("Comptes rendus", HostReportStatus),
    "reports.agencyreport": ("Rapports à l’ANCT", AgencyReportStatus),
    "network.publication": ("Publications", PublicationStatus),
    "places.place": ("Lieux d’accueil", None),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: Request) -> HttpResponse:
    """What was found, group by group; a number that is exactly one file leads to its page."""
    typed = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()[:LONGEST]
    if request.method != "POST" and not is_number(typed):
        typed = ""
    pages = pages_of(request)
    found = find(typed, request.actor, pages)
    exact = [it for it in found if it.number and it.number.casefold() == typed.casefold()]
    if len(exact) == 1:
        return redirect(pages[exact[0].kind], exact[0].id)
    tables = [table(kind, pages[kind], [it for it in found if it.kind == kind]) for kind in GROUPS if kind in pages]
    context = {
        "title": "Recherche",
        "typed": typed,
        "tables": [it for it in tables if it.rows],
        "count": french.plural(len(found), "réponse"),
        "breadcrumb": [("Mon espace", reverse(home_of(request.actor)))],
    }
    return render(request, "gate/search.html", context)


def pages_of(request: Request) -> dict[str, str]:
    """For each kind that has a page in the reader's own space, and opens to her, its route."""
    space = home_of(request.actor).partition(":")[0]
    routes = {kind: route_of(PAGES.get(kind, {}) | MORE.get(kind, {}), space) for kind in GROUPS}
    return {kind: route for kind, route in routes.items() if route in DOORS and DOORS[route].opens_to(request.actor)}


def route_of(pages: dict[str, str], space: str) -> str:
    """The page of the reader's space, else the one that all readers of the fund share, else the public one."""
    return pages.get(space) or pages.get("caisse") or pages.get("", "")


def table(kind: str, route: str, found: list[Found]) -> Table:
    title, states = GROUPS[kind]
    rows = [
        [
            Cell(it.number or it.label, reverse(route, args=[it.id])),
            it.label if it.number else "",
            Cell(str(states(it.state).label), tone=tone(it.state)) if states and it.state else "",
        ]
        for it in found
    ]
    return Table(title, ["Numéro ou nom", "À propos de", "État"], rows)
