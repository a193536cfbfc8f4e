"""What the animation of the network publishes."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.network import queries as network
from lucette.scheme.network.enums import PublicationStatus as S
from lucette.web.agency.applications import CRUMB
from lucette.web.design.elements import Cell, Fact, File, Listing, Table
from lucette.web.design.states import tone
from lucette.web.gate.history import events
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request


@require_safe
def listing(request: Request) -> HttpResponse:
    rows = network.publications(request.actor)
    table = Table(
        "Publications",
        ["Titre", "Nature", "Public", "Publiée le", "Date de l’événement", "État"],
        [
            [
                Cell(it.title, reverse("agency:publication", args=[it.pk])),
                it.get_kind_display(),
                it.get_audience_display(),
                said(it.published_at),
                said(it.starts_at),
                Cell(it.get_status_display(), tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Les ressources et les événements du réseau apparaîtront ici.",
    )
    told = Listing(table, french.plural(len(rows), "publication"))
    return render(request, "design/list.html", {"title": "Publications du réseau", "list": told, "breadcrumb": [CRUMB]})


@require_safe
def page(request: Request, publication_id: UUID) -> HttpResponse:
    """One resource or event. Raises NotFound."""
    it = network.publication(publication_id, request.actor)
    draft = it.status == S.DRAFT
    facts = [
        Fact("Présentation", it.summary),
        Fact("Public", it.get_audience_display()),
        Fact("Adresse de la ressource", it.link, it.link),
        Fact("Date", said(it.starts_at)),
        Fact("Lieu", it.venue),
        Fact("Prestataire", it.supplier.name if it.supplier else ""),
        Fact("Coût", str(Money(it.cost_cents)) if it.cost_cents else ""),
        Fact("Publiée le", said(it.published_at)),
    ]
    file = File(
        status=it.status,
        status_label=it.get_status_display(),
        next_step="l’animation nationale relit ce brouillon et le publie." if draft else "",
        mine=draft and request.actor.role == RoleName.ANIMATOR,
        facts=[fact for fact in facts if fact.value],
        history=events(it),
    )
    crumbs = [CRUMB, ("Publications du réseau", reverse("agency:publications"))]
    return render(request, "design/object.html", {"title": it.title, "file": file, "breadcrumb": crumbs})
