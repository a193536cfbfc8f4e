"""What the animation of the network publishes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.money import Money
from lucette.scheme.network import queries as network
from lucette.scheme.network.enums import PublicationStatus as S
from lucette.web.agency.acts.network import CRUMBS, ON_PUBLICATION, DraftPublication
from lucette.web.agency.lists import listed
from lucette.web.design.elements import Cell, Fact, File, Table
from lucette.web.design.states import tone
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import said
from lucette.web.gate.publications import facts
from lucette.web.gate.request import Request


def table(rows: Sequence[Any]) -> Table:
    return Table(
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


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every publication: by state, or all in a file."""
    found = network.publications(request.actor)
    orders: Orders = {"Titre": ("titre", lambda it: it.title), "Publiée le": ("publication", lambda it: it.published_at)}
    of = Listed("Publications du réseau", table, ("publication",), "publications")
    return listed(request, of, found, dict(S.choices), orders, [DraftPublication])


@require_safe
def page(request: Request, publication_id: UUID) -> HttpResponse:
    """One resource or event, with what it costs. Raises NotFound."""
    it = network.publication(publication_id, request.actor)
    draft = it.status == S.DRAFT
    paid = [Fact("Prestataire", it.supplier.name if it.supplier else ""), Fact("Coût", str(Money(it.cost_cents)) if it.cost_cents else "")]
    file = File(
        status=it.status,
        status_label=it.get_status_display(),
        next_step="l’animation nationale relit ce brouillon et le publie." if draft else "",
        mine=draft and request.actor.role == RoleName.ANIMATOR,
        acts=offered(request.actor, ON_PUBLICATION, it),
        facts=[*facts(it), *(fact for fact in paid if fact.value)],
        history=events(it),
    )
    return render(request, "design/object.html", {"title": it.title, "file": file, "breadcrumb": CRUMBS})
