"""The demonstration: become one of its people."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from lucette.foundation.accounts import queries
from lucette.kernel.errors import NotFound
from lucette.web.gate.request import Request
from lucette.web.signin.backend import LinkBackend
from lucette.web.signin.views import BACKEND, take

if TYPE_CHECKING:
    from lucette.foundation.accounts.models import Person


@never_cache
@require_safe
def personas(request: Request) -> HttpResponse:
    """Everyone of the scheme, in the order of the journey."""
    return render(
        request,
        "signin/personas.html",
        {
            "title": "Démonstration",
            "personas": queries.personas(),
            "lead": "Choisissez une personne : vous voyez le site comme elle le voit. Toutes ces personnes sont fictives.",
        },
    )


@require_POST
def become(request: Request, role_id: UUID) -> HttpResponse:
    """Sign in as the fictional person who holds this role."""
    held = next((persona for persona in queries.personas() if persona.role.id == role_id), None)
    person = LinkBackend().get_user(held.person_id) if held else None
    if person is None:
        raise NotFound
    enter(request, person, role_id)
    return redirect("signin:entry")


def enter(request: Request, person: Person, role_id: UUID) -> None:
    """Whoever was there leaves; this person comes in, in this role."""
    logout(request)
    login(request, person, backend=BACKEND)
    take(request, str(role_id))
