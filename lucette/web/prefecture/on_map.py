"""The territory on a map, beside the list that says the same: the hosts, their posts, the files that wait for an opinion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.insight.public_map import queries as public_map
from lucette.kernel import french
from lucette.scheme.applications import queries as applications
from lucette.scheme.reviews import queries as reviews
from lucette.web.design.elements import Filter
from lucette.web.design.states import tone
from lucette.web.gate.lists import address
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.prefecture.applications import CRUMB

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Card:
    """A file of the list: `rank` is its number on the map; `due`, when its opinion is awaited."""

    rank: int
    file: applications.Placed
    tone: str
    line: str
    due: str


@require_safe
def page(request: Request) -> HttpResponse:
    """The files that wait for an opinion first; those alone by a filter."""
    awaited = {it.id: said(it.due_on) for it in reviews.awaited_opinions(request.actor)}
    every = sorted(applications.on_the_map(request.actor), key=lambda it: it.id not in awaited)
    alone = request.GET.get("avis") == "attendu"
    kept = [it for it in every if it.id in awaited] if alone else every
    cards = [card(rank, it, awaited.get(it.id, "")) for rank, it in enumerate(kept[:SHOWN], 1)]
    context = {
        "title": "La carte du territoire",
        "breadcrumb": [CRUMB, ("Le territoire en un coup d’œil", reverse("prefecture:territory"))],
        "filters": [
            Filter("Toutes les structures", address(request, avis=""), not alone, len(every)),
            Filter("Avis à rendre", address(request, avis="attendu"), alone, len(awaited)),
        ],
        "cards": cards,
        "more": len(kept) - len(cards),
        "outlines": ground(cards),
        "tiles": settings.MAP_TILES,
        "tiles_credit": settings.MAP_TILES_CREDIT,
    }
    return render(request, "prefecture/map.html", context)


def card(rank: int, it: applications.Placed, due: str) -> Card:
    given = (
        french.plural(it.granted, "poste attribué", "postes attribués")
        if it.granted
        else french.plural(it.asked, "poste demandé", "postes demandés")
    )
    return Card(rank, it, tone(it.status), f"{it.commune} · {given}", due)


def ground(cards: list[Card]) -> dict[str, Any]:
    """Under the points: the départements around, as GeoJSON."""
    points = [(it.file.latitude, it.file.longitude) for it in cards]
    known = [(north, east) for north, east in points if north is not None and east is not None]
    return {"type": "FeatureCollection", "features": public_map.outlines_around(known)}
