"""Where the reader receives the public."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.scheme.places import queries
from lucette.scheme.places.rules import hours_in_words
from lucette.scheme.recruitment import queries as recruitment
from lucette.web.adviser import tables
from lucette.web.adviser.acts.places import ON_PLACE
from lucette.web.design.elements import Cell, Fact, File, Table
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.request import Request

STEP_FREE = {True: "oui", False: "non", None: "à préciser"}


@require_safe
def listing(request: Request) -> HttpResponse:
    """The open places of her host."""
    live = recruitment.current_hire(request.actor.pk, request.actor)
    found = queries.of_organization(live.organization_id) if live else []
    orders: Orders = {"Nom": ("nom", lambda it: it.name), "Type": ("type", lambda it: it.kind)}
    of = Listed("Vos lieux d’accueil", table, ("lieu ouvert", "lieux ouverts"))
    more: dict[str, Any] = {"template": "adviser/places.html", "may_open": live is not None}
    return short_list(request, of, found, orders, **more, **tables.frame(request.actor))


def table(found: Sequence[Any]) -> Table:
    rows = [
        [
            Cell(it.name, reverse("adviser:place", args=[it.id])),
            it.kind.capitalize(),
            f"{it.address}, {it.commune}",
            it.hours or "horaires à préciser",
            it.access,
        ]
        for it in found
    ]
    empty = "Aucun lieu ouvert. Ouvrez celui où vous recevez : les habitants le trouveront sur la carte."
    return Table("Vos lieux d’accueil", ["Nom", "Type", "Adresse", "Horaires", "Accès"], rows, empty)


@require_safe
def page(request: Request, pk: UUID) -> HttpResponse:
    """One place of her host. Raises NotFound."""
    it = queries.place_kept(pk, request.actor)
    closed = it.closed_on is not None and it.closed_on <= clock.today()
    hours = hours_in_words(it.hours)
    facts = [
        Fact("Type", it.get_kind_display().capitalize()),
        Fact("Adresse", it.address, note=it.commune.name),
        Fact("Accès", it.get_access_display().capitalize()),
        Fact("Horaires", hours or "à préciser"),
        Fact("Entrée en fauteuil roulant", STEP_FREE[it.step_free]),
        Fact("Téléphone", it.phone),
        Fact("Ferme le", french.date(it.closed_on) if it.closed_on else ""),
    ]
    file = File(
        "closed" if closed else "open",
        "fermé" if closed else "ouvert",
        next_step="" if hours or it.closed_on else "dites quand vous y recevez : sans horaires, personne ne peut prendre rendez-vous.",
        mine=not hours,
        acts=offered(request.actor, ON_PLACE, it),
        facts=[fact for fact in facts if fact.value],
        history=events(it),
    )
    return tables.shown(request, it.name, file, ("Lieux", "adviser:places"))
