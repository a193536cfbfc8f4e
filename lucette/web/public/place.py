"""One place: where, when, who, how to come, the next free slots."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from lucette.insight.public_map import queries as public_map
from lucette.insight.public_map.queries import Help
from lucette.kernel import french
from lucette.scheme.activities import queries as activities
from lucette.web.design.elements import Event, Fact
from lucette.web.gate.request import Request
from lucette.web.public.moments import day_in_words, in_words, written
from lucette.web.public.nearby import offered

SOON = 4
STEP_FREE = {
    True: "Accessible en fauteuil roulant",
    False: "Non accessible en fauteuil roulant",
    None: "Appelez avant de venir en fauteuil roulant",
}


@require_safe
def page(request: Request, place_id: UUID) -> HttpResponse:
    """Raises NotFound."""
    it, slots = public_map.help_at(place_id)
    where = it.place
    book = reverse("public:book", args=[where.id])
    return render(
        request,
        "public/place.html",
        {
            "title": where.name,
            "lead": f"{where.kind[:1].upper()}{where.kind[1:]} à {where.commune}",
            "place": where,
            "facts": [fact for fact in facts(it) if fact.value],
            "slots": [(in_words(slot.starts_at), f"{book}?{urlencode({'le': written(slot.starts_at)})}") for slot in slots[:SOON]],
            "workshops": workshops(where.id),
            "nearby": f"{reverse('public:help')}?{urlencode({'commune': where.commune_code})}",
            "breadcrumb": [("Trouver de l’aide", reverse("public:help"))],
        },
    )


def facts(it: Help) -> list[Fact]:
    where = it.place
    return [
        Fact("On vous aide pour", offered(it)),
        Fact("Qui vous reçoit", f"Un conseiller numérique de la structure « {where.organization} », sans frais"),
        Fact("Adresse", f"{where.address}, {where.commune}"),
        Fact("Horaires", where.hours or "Appelez pour les connaître"),
        Fact("Comment venir", where.access[:1].upper() + where.access[1:]),
        Fact("Accessibilité", STEP_FREE[where.step_free]),
        Fact("Téléphone", french.phone(where.phone), url=f"tel:{where.phone.replace(' ', '')}" if where.phone else ""),
    ]


def workshops(place_id: UUID) -> list[Event]:
    return [
        Event(
            it.starts_at.date(),
            f"{it.title}, {day_in_words(it.starts_at.date())} à {it.starts_at:%-H h %M}, "
            f"{french.plural(it.seats - it.registered, 'place libre', 'places libres')}",
        )
        for it in activities.workshops_to_come(place_id=place_id)
    ]
