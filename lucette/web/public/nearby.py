"""Find help: from a commune to the places nearby, list and map side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lucette.foundation.territories import queries as territories
from lucette.insight.public_map import queries as public_map
from lucette.insight.public_map.queries import Centre, Help, Wish
from lucette.kernel import french
from lucette.kernel.errors import NotFound
from lucette.scheme.activities.enums import Theme
from lucette.scheme.places.enums import Access
from lucette.web.design.fields import Narrowing, Tick
from lucette.web.design.forms import Form
from lucette.web.gate.communes import LONGEST, look_up, sure
from lucette.web.gate.request import Request
from lucette.web.public.moments import in_words, written

SHOWN = 12
DISTANCES = (5, 10, 20, 50)
ASK = "Trouver de l’aide près de chez vous"


class Narrow(Form):
    """What narrows the list. Everything is optional: what makes no sense is left aside."""

    distance = Narrowing(label="À moins de", choices=[("", "Toute distance"), *((str(km), f"{km} km") for km in DISTANCES)])
    acces = Narrowing(
        label="Rendez-vous", choices=[("", "Avec ou sans"), *((value, label.capitalize()) for value, label in Access.choices)]
    )
    besoin = Narrowing(
        label="Votre besoin",
        choices=[("", "Tous les besoins"), *((value, label[:1].upper() + label[1:]) for value, label in Theme.choices)],
    )
    fauteuil = Tick(label="Accessible en fauteuil roulant", required=False)


@dataclass(frozen=True, slots=True)
class Card:
    """A place of the list: `line` says what it offers; `rank` is its number on the map."""

    rank: int
    help: Help
    distance: str
    line: str
    when: str
    book: str
    phone: str


@require_safe
def search(request: Request) -> HttpResponse:
    """The places around the commune chosen, nearest first; the communes to choose from when the words fit several."""
    words, code = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("commune", "")
    found = look_up(words) if words and not code else []
    commune = chosen(code) if code else sure(found, words)
    form = Narrow(request.GET)
    cards = around(commune, wish(form)) if commune else []
    return render(
        request,
        "public/help.html",
        {
            "title": f"De l’aide près de {commune.name}" if commune else ASK,
            "words": words or (commune.name if commune else ""),
            "commune": commune,
            "communes": [] if commune else [(it.label, f"{reverse('public:help')}?{urlencode({'commune': it.code})}") for it in found],
            "form": form if commune else None,
            "narrowed": wish(form) != Wish(),
            "cards": cards,
            "outlines": ground(cards),
            "everywhere": f"{reverse('public:help')}?{urlencode({'commune': commune.code})}" if commune else "",
            "tiles": settings.MAP_TILES,
            "tiles_credit": settings.MAP_TILES_CREDIT,
            "asked": bool(words or code),
        },
    )


def chosen(code: str) -> Any:
    """The commune of this code, "" or made up: None."""
    try:
        return territories.commune(code[:5])
    except NotFound:
        return None


def wish(form: Narrow) -> Wish:
    form.is_valid()
    said = form.cleaned_data
    return Wish(int(said.get("distance") or 0), said.get("acces", ""), bool(said.get("fauteuil")), said.get("besoin", ""))


def around(commune: Centre, asked: Wish) -> list[Card]:
    return [card(rank, it) for rank, it in enumerate(public_map.find(commune, asked, SHOWN), 1)]


def card(rank: int, it: Help) -> Card:
    """Its line in words, and the address that books its next free slot."""
    book = reverse("public:book", args=[it.place.id])
    return Card(
        rank,
        it,
        distance(it.place.km),
        offered(it),
        in_words(it.slot.starts_at) if it.slot else "",
        f"{book}?{urlencode({'le': written(it.slot.starts_at)})}" if it.slot else "",
        french.phone(it.place.phone),
    )


def offered(it: Help) -> str:
    """`Santé, courriels et smartphone`; the ordinary offer for a place that has not done enough yet to say."""
    words = french.enumeration(it.offers) or "tous les besoins du quotidien numérique"
    return words[:1].upper() + words[1:]


def distance(km: float | None) -> str:
    """`à moins d’un kilomètre`, `à 12 km`; nothing when nobody asked from where."""
    if km is None:
        return ""
    return "à moins d’un kilomètre" if km < 1 else f"à {french.number(round(km))}\u00a0km"


def ground(cards: list[Card]) -> dict[str, Any]:
    """Under the points of the map: the départements around, as GeoJSON."""
    points = [(it.help.place.latitude, it.help.place.longitude) for it in cards]
    known = [(north, east) for north, east in points if north is not None and east is not None]
    return {"type": "FeatureCollection", "features": public_map.outlines_around(known)}
