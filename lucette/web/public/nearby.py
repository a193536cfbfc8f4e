"""Find help: from a commune to the places nearby, and each place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lucette.foundation.territories import queries as territories
from lucette.insight.public_map import queries as public_map
from lucette.kernel import french
from lucette.kernel.errors import NotFound
from lucette.scheme.activities import queries as activities
from lucette.scheme.places import queries as places
from lucette.web.design.elements import Event, Fact
from lucette.web.gate.request import Request

SHOWN = 12
LONGEST = 80


@require_safe
def search(request: Request) -> HttpResponse:
    """The places around the commune chosen, nearest first; the communes to choose from when the words fit several."""
    words, code = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("commune", "")
    found = territories.search_communes(words) if words and not code else []
    commune = chosen(code) if code else territories.commune(found[0].code) if sure(found, words) else None
    near = public_map.near_commune(commune.code, SHOWN) if commune else []
    return render(
        request,
        "public/help.html",
        {
            "title": "Trouver de l’aide près de chez vous",
            "words": words or (commune.name if commune else ""),
            "commune": commune,
            "communes": [(it.label, f"{reverse('public:help')}?{urlencode({'commune': it.code})}") for it in found] if not commune else [],
            "cards": [(it, distance(it.km)) for it in near],
            "asked": bool(words or code),
        },
    )


def chosen(code: str) -> Any:
    try:
        return territories.commune(code[:5])
    except NotFound:
        return None


def sure(found: list[territories.Found], words: str) -> bool:
    """One answer, or only one that bears exactly this name."""
    same = [it for it in found if french.folded(it.name) == french.folded(words)]
    return len(found) == 1 or (len(same) == 1 and found[0] == same[0])


def distance(km: float | None) -> str:
    """`dans votre commune`, `à 12 km`."""
    if km is None:
        return ""
    return "à moins d’un kilomètre" if km < 1 else f"à {french.number(round(km))}\u00a0km"


@require_safe
def place(request: Request, place_id: UUID) -> HttpResponse:
    """Where it is, when it opens, how to come, which workshops are to come. Raises NotFound."""
    it = places.place(place_id)
    facts = [
        Fact("Adresse", f"{it.address}, {it.commune}"),
        Fact("Horaires", it.hours or "Appelez pour les connaître"),
        Fact("Accès", it.access[:1].upper() + it.access[1:]),
        Fact("Téléphone", it.phone),
        Fact("Structure", it.organization),
    ]
    workshops = [
        Event(
            w.starts_at.date(),
            f"{w.title}, {w.starts_at:%-H h %M}, {french.plural(w.seats - w.registered, 'place libre', 'places libres')}",
        )
        for w in activities.workshops_to_come(place_id=place_id)
    ]
    return render(
        request,
        "public/place.html",
        {
            "title": it.name,
            "lead": f"{it.kind[:1].upper()}{it.kind[1:]} à {it.commune}",
            "facts": [fact for fact in facts if fact.value],
            "workshops": workshops,
            "closed_on": it.closed_on,
            "breadcrumb": [("Trouver de l’aide", reverse("public:help"))],
        },
    )
