"""The posts of the territory."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.enums import PostStatus as P
from lucette.web.design.elements import Cell, Listing, Table
from lucette.web.design.states import tone
from lucette.web.gate.exports import exported, links, wants_export
from lucette.web.gate.lists import Orders, address, in_order, sortable, status_filters, words
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.prefecture.applications import CRUMB

PAGE = 50
ORDERS: Orders = {
    "Poste": ("poste", lambda it: it.number),
    "Structure": ("structure", lambda it: it.host),
    "En poste depuis le": ("debut", lambda it: it.starts_on),
    "Vacant depuis le": ("vacance", lambda it: it.vacant_since),
}


def table(rows: list[posts.PostShown]) -> Table:
    return Table(
        "Postes",
        ["Poste", "Structure", "Conseiller", "En poste depuis le", "Vacant depuis le", "État"],
        [[it.number, it.host, it.holder, said(it.starts_on), said(it.vacant_since), Cell(it.label, tone=tone(it.status))] for it in rows],
        empty="Aucun poste n’est attribué sur ce territoire pour le moment.",
    )


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every post of the territory: by state, fifty at a time, or all in a file."""
    every = posts.posts_seen(request.actor)
    wanted, after = request.GET.get("etat", ""), request.GET.get("apres", "")
    kept = in_order(request, [it for it in every if wanted in ("", it.status)], ORDERS)
    if wants_export(request):
        return exported(request, "postes", [table(kept)])
    first = next((n + 1 for n, it in enumerate(kept) if it.number == after), 0)
    rows = kept[first : first + PAGE]
    told = Listing(
        sortable(request, table(rows), words(ORDERS)),
        french.plural(len(kept), "poste"),
        status_filters(request, dict(P.choices), {status.value: sum(it.status == status for it in every) for status in P}),
        address(request, apres=rows[-1].number) if first + PAGE < len(kept) else "",
        links(request),
    )
    return render(request, "design/list.html", {"title": "Postes", "list": told, "breadcrumb": [CRUMB]})
