"""Les comptes annuels que l’ordonnateur de l’État approuve ou renvoie."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.web.funder.acts.renderings import ON_RENDERING
from lucette.web.gate import renderings as gate
from lucette.web.gate.acts import offered
from lucette.web.gate.request import Request


@require_safe
def renderings(request: Request) -> HttpResponse:
    """Comptes annuels."""
    return gate.listed(request)


@require_safe
def rendering(request: Request, rendering_id: UUID) -> HttpResponse:
    """One year. Raises NotFound."""
    return gate.page(request, rendering_id, lambda it: offered(request.actor, ON_RENDERING, it))
