"""Les comptes annuels : préparer, transmettre, retirer ; chacun les lit."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.scheme.fund import queries
from lucette.web.caisse.acts.renderings import ON_RENDERING, PrepareAccounts
from lucette.web.design.elements import Act
from lucette.web.gate import renderings as gate
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import offered
from lucette.web.gate.request import Request


@require_safe
def renderings(request: Request) -> HttpResponse:
    """Comptes annuels."""
    acts = []
    if DOORS[PrepareAccounts.route].opens_to(request.actor):
        found = queries.to_prepare(request.actor)
        words = [f"Préparer les comptes {year}{f' : {it.title}' if len(found) > 1 else ''}" for it, year in found]
        acts = [Act(label, reverse(PrepareAccounts.route, args=[it.pk, year])) for label, (it, year) in zip(words, found, strict=True)]
    return gate.listed(request, acts)


@require_safe
def rendering(request: Request, rendering_id: UUID) -> HttpResponse:
    """One year. Raises NotFound."""
    return gate.page(request, rendering_id, lambda it: offered(request.actor, ON_RENDERING, it))
