"""The calls, drafts included."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.scheme.calls import queries as calls
from lucette.web.agency.applications import CRUMB
from lucette.web.design.elements import Cell, Listing, Table
from lucette.web.design.states import tone
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request


@require_safe
def listing(request: Request) -> HttpResponse:
    rows = calls.calls(request.actor)
    table = Table(
        "Appels à manifestation d’intérêt",
        ["Appel", "Structures visées", "Ouvre le", "Ferme le", "Pourquoi il est clos", "État"],
        [
            [
                Cell(it.title, reverse("public:call", args=[it.code])),
                it.get_employer_display().capitalize(),
                said(it.opens_on),
                said(it.closes_on),
                it.closing_reason,
                Cell(it.get_status_display(), tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Les appels apparaîtront ici dès qu’ils seront préparés.",
    )
    told = Listing(table, french.plural(len(rows), "appel"))
    return render(request, "design/list.html", {"title": "Appels à manifestation d’intérêt", "list": told, "breadcrumb": [CRUMB]})
