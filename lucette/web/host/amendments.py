"""The amendments of the host's agreements."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.queries import amendments as changes
from lucette.web.design.elements import Cell, Listing, Table
from lucette.web.gate import amendments as shared
from lucette.web.gate.request import Request
from lucette.web.host.acts.changes import CHANGES
from lucette.web.host.crumbs import CRUMB, crumb


@require_safe
def page(request: Request, amendment_id: UUID) -> HttpResponse:
    """One amendment: what is asked, where it stands, its receipt. Raises NotFound."""
    it = changes.amendment(amendment_id, request.actor)
    of = (f"Convention {it.agreement.number}", reverse("host:agreement", args=[it.agreement_id]))
    crumbs = [CRUMB, crumb("Mes conventions", "host:agreements"), of]
    context = {"title": f"Avenant {it.number}", "file": shared.file(request.actor, it, ()), "breadcrumb": crumbs}
    return render(request, "design/object.html", context)


@require_safe
def change(request: Request, agreement_id: UUID) -> HttpResponse:
    """What would you change? Raises NotFound."""
    it = agreements.agreement(agreement_id, request.actor)
    rows = [[Cell(page.title, reverse(page.route, args=[it.pk])), page.what_happens] for page in CHANGES]
    told = Listing(Table("Changements", ["Demande", "Ce qui se passe ensuite"], rows), french.plural(len(rows), "changement possible"))
    crumbs = [CRUMB, crumb("Mes conventions", "host:agreements"), (f"Convention {it.number}", reverse("host:agreement", args=[it.pk]))]
    return render(request, "design/list.html", {"title": "Changer la convention", "list": told, "breadcrumb": crumbs})
