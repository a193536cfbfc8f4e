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
from lucette.web.gate.lists import address, status_filters
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.prefecture.applications import CRUMB

PAGE = 50


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
    kept = [it for it in every if wanted in ("", it.status)]
    if wants_export(request):
        return exported(request, "postes", [table(kept)])
    rows = [it for it in kept if it.number > after]
    told = Listing(
        table(rows[:PAGE]),
        french.plural(len(kept), "poste"),
        status_filters(request, dict(P.choices), {status.value: sum(it.status == status for it in every) for status in P}),
        address(request, apres=rows[PAGE - 1].number) if len(rows) > PAGE else "",
        links(request),
    )
    return render(request, "design/list.html", {"title": "Postes", "list": told, "breadcrumb": [CRUMB]})
