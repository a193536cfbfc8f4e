"""What the national animation publishes, for whoever it is for: hosts, advisers, the national roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel.clock import PARIS
from lucette.scheme.network import queries as network
from lucette.scheme.network.enums import PublicationKind
from lucette.web.design.elements import Cell, Event, Fact, File, Filter, Table
from lucette.web.gate.access import home_of
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders, address
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request

TITLE = "Ressources et événements du réseau"


def latest(found: Iterable[Any], route: str = "gate:publication") -> list[Event]:
    """The news of a dashboard: the three last published, each with its page."""
    told = [it for it in found if it.published_at][:3]
    return [Event(it.published_at.date(), it.title, it.get_kind_display(), reverse(route, args=[it.pk])) for it in told]


def moment(it: Any) -> str:
    """« 12 mars 2021 à 14 h 00 »; "" for a resource."""
    return f"{said(it.starts_at)} à {it.starts_at.astimezone(PARIS):%-H h %M}" if it.starts_at else ""


@require_safe
def listing(request: Request) -> HttpResponse:
    """What is published for this reader, latest first."""
    kind = request.GET.get("nature", "")
    found = network.publications(request.actor)
    rows = [it for it in found if kind in ("", it.kind) and it.published_at]
    kinds = [Filter(it.label.capitalize(), address(request, nature=it.value), kind == it.value) for it in PublicationKind]
    filters = [Filter("Tout", address(request, nature=""), not kind), *kinds]
    orders: Orders = {"Titre": ("titre", lambda it: it.title), "Publié le": ("publication", lambda it: it.published_at)}
    of = Listed(TITLE, table, ("publication",), filters=filters)
    return short_list(request, of, rows, orders, breadcrumb=[("Mon espace", reverse(home_of(request.actor)))])


def table(rows: Sequence[Any]) -> Table:
    drawn = [
        [Cell(it.title, reverse("gate:publication", args=[it.pk])), it.get_kind_display().capitalize(), said(it.published_at), moment(it)]
        for it in rows
    ]
    empty = "Les ressources et les événements du réseau apparaîtront ici dès leur parution."
    return Table(TITLE, ["Titre", "Nature", "Publié le", "Date de l’événement"], drawn, empty)


@require_safe
def page(request: Request, publication_id: UUID) -> HttpResponse:
    """One resource or event. Raises NotFound (absent, or not for this reader)."""
    it = network.publication(publication_id, request.actor)
    file = File(
        status=it.status,
        status_label=it.get_status_display(),
        action="Ouvrir la ressource" if it.link else "",
        action_url=it.link,
        facts=facts(it),
    )
    crumbs = [("Mon espace", reverse(home_of(request.actor))), (TITLE, reverse("gate:publications"))]
    return render(request, "design/object.html", {"title": it.title, "file": file, "breadcrumb": crumbs})


def facts(it: Any) -> list[Fact]:
    """What a reader is told."""
    found = [
        Fact("Nature", it.get_kind_display().capitalize()),
        Fact("Présentation", it.summary),
        Fact("Date", moment(it)),
        Fact("Lieu", it.venue),
        Fact("Adresse de la ressource", it.link, it.link),
        Fact("Public", it.get_audience_display().capitalize()),
        Fact("Publié le", said(it.published_at)),
    ]
    return [fact for fact in found if fact.value]
