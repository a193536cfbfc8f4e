"""The posts of the territory."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.enums import PostStatus as P
from lucette.web.design.elements import Cell, Filter, Table
from lucette.web.design.states import tone
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders, address
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.prefecture.applications import CRUMB

COORDINATORS = "coordinateur"
ORDERS: Orders = {
    "Poste": ("poste", lambda it: it.number),
    "Structure": ("structure", lambda it: it.host),
    "En poste depuis le": ("debut", lambda it: it.starts_on),
    "Vacant depuis le": ("vacance", lambda it: it.vacant_since),
}


def table(rows: Sequence[posts.PostShown]) -> Table:
    return Table(
        "Postes",
        ["Poste", "Nature", "Structure", "Conseiller", "En poste depuis le", "Vacant depuis le", "État"],
        [
            [it.number, it.kind_label, it.host, it.holder, said(it.starts_on), said(it.vacant_since), Cell(it.label, tone=tone(it.status))]
            for it in rows
        ],
        empty="Aucun poste n’est attribué sur ce territoire pour le moment.",
    )


def coordinators(request: Request, every: Sequence[posts.PostShown]) -> list[Filter]:
    """Those alone, where there are some; the same link takes the filter away."""
    count, asked = sum(it.coordinates for it in every), request.GET.get("nature") == COORDINATORS
    return [Filter("Coordinateurs", address(request, nature="" if asked else COORDINATORS), asked, count)] if count or asked else []


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every post of the territory: by state, fifty at a time, or all in a file."""
    every, only = posts.posts_seen(request.actor), request.GET.get("nature") == COORDINATORS
    kept = [it for it in every if it.coordinates or not only]
    of = Listed("Postes", table, ("poste",), filters=coordinators(request, every))
    return short_list(request, of, kept, ORDERS, states=P.choices, breadcrumb=[CRUMB])
