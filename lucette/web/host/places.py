"""The host's places, and one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.scheme.places import queries as places
from lucette.web.design.elements import Act, Cell, Fact, File, Table
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events_of
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import known_id, said
from lucette.web.gate.request import Request
from lucette.web.host.acts import ON_PLACE
from lucette.web.host.crumbs import CRUMB, crumb


@require_safe
def listing(request: Request) -> HttpResponse:
    """The open places, by name."""
    rows = places.of_organization(known_id(request.actor.scope.code))
    orders: Orders = {"Lieu": ("lieu", lambda it: it.name), "Commune": ("commune", lambda it: it.commune)}
    of = Listed("Lieux d’accueil", table, ("lieu ouvert", "lieux ouverts"))
    act = Act("Ouvrir un lieu d’accueil", reverse("host:open_place"))
    return short_list(request, of, rows, orders, template="host/list.html", act=act, breadcrumb=[CRUMB])


def table(rows: Sequence[Any]) -> Table:
    return Table(
        "Lieux d’accueil",
        ["Lieu", "Adresse", "Commune", "Accès", "Horaires"],
        [
            [Cell(it.name, reverse("host:place", args=[it.id])), it.address, it.commune, it.access.capitalize(), it.hours or "à dire"]
            for it in rows
        ],
        empty="Les lieux où votre conseiller reçoit le public apparaîtront ici. Ouvrez le premier.",
    )


@require_safe
def page(request: Request, place_id: UUID) -> HttpResponse:
    """One place: where, when, how one comes in. Raises NotFound."""
    kept = places.place_kept(place_id, request.actor)
    it = places.card(kept)
    is_open = it.closed_on is None
    facts = [
        Fact("Type de lieu", it.kind.capitalize()),
        Fact("Adresse", it.address, note=it.commune),
        Fact("Accès", it.access.capitalize()),
        Fact("Horaires", it.hours or "à dire"),
        Fact("Téléphone", it.phone),
        Fact("Fermé depuis le", said(it.closed_on)),
        Fact("Page publique", "Voir ce que lisent les habitants", reverse("public:place", args=[it.id])),
    ]
    file = File(
        status="available" if is_open else "closed",
        status_label="ouvert" if is_open else "fermé",
        next_step="" if it.hours or not is_open else "dites quand ce lieu est ouvert.",
        mine=is_open and not it.hours,
        acts=offered(request.actor, ON_PLACE, kept),
        facts=[fact for fact in facts if fact.value],
        history=events_of("places.place", it.id),
    )
    crumbs = [CRUMB, crumb("Lieux d’accueil", "host:places")]
    return render(request, "design/object.html", {"title": it.name, "file": file, "breadcrumb": crumbs})
