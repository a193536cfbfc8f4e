"""Les comptes annuels, tels que l’auditeur les lit."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.web.gate import renderings as gate
from lucette.web.gate.request import Request


@require_safe
def renderings(request: Request) -> HttpResponse:
    """Comptes annuels."""
    return gate.listed(request)


@require_safe
def rendering(request: Request, rendering_id: UUID) -> HttpResponse:
    """One year. Raises NotFound."""
    return gate.page(request, rendering_id, lambda it: [])
