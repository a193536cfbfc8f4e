"""The demonstration: become one of its people."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from lucette.foundation.accounts import queries
from lucette.kernel.errors import NotFound
from lucette.web.gate.fresh import came_in
from lucette.web.gate.request import Request
from lucette.web.signin.backend import LinkBackend
from lucette.web.signin.views import BACKEND, take

if TYPE_CHECKING:
    from lucette.foundation.accounts.models import Person

TOUR = "tour"  # in the session: the steps of the guided tour already seen, the last one last


@require_POST
def become(request: Request, role_id: UUID) -> HttpResponse:
    """Sign in as the fictional person who holds this role."""
    take_place(request, role_id)
    return redirect("signin:entry")


def take_place(request: Request, role_id: UUID) -> None:
    """Come in as the fictional person who holds this role. Raises NotFound when nobody fictional does."""
    held = queries.fictional_role(role_id)
    person = LinkBackend().get_user(held.person_id) if held else None
    if person is None:
        raise NotFound
    enter(request, person, role_id)


def enter(request: Request, person: Person, role_id: UUID) -> None:
    """Whoever was there leaves; this person comes in, in this role. The guided tour goes on."""
    tour = request.session.get(TOUR)
    logout(request)
    login(request, person, backend=BACKEND)
    came_in(request)
    take(request, str(role_id))
    if tour:
        request.session[TOUR] = tour
