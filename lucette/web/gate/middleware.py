"""Who comes in: the person signed in, in her active role, told to PostgreSQL for the whole request; the access table enforced."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from lucette.foundation.accounts import queries
from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY, Actor
from lucette.kernel.errors import Refusal
from lucette.web.gate import access, entries, refusals
from lucette.web.gate.request import Request

AGAIN = 3  # times that a request gives way to another
COLLISIONS = ("40P01", "40001")  # deadlock, serialization failure
Handler = Callable[[HttpRequest], HttpResponse]
HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class HeadersMiddleware:
    """What every answer carries, files included."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class ActorMiddleware:
    """Sets `request.actor` and opens the request's transaction (ATOMIC_REQUESTS opens its own around the view only, too late)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        request.actor = NOBODY
        try:
            request.actor = actor_of(request)
            response = self.answered(request)
        except (OperationalError, InterfaceError):
            return refusals.bare_page(503)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def answered(self, request: Request) -> HttpResponse:
        """The answer, in one transaction. PostgreSQL stops one of two requests that wait for each other: that one is played again."""
        for _ in range(AGAIN):
            with suppress(Collision), acting(request.actor):
                request.collision = None
                response = self.get_response(request)
                if request.collision:
                    raise Collision
                return response
            forget(request)
        with acting(request.actor):
            return self.get_response(request)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The wall: whoever may not come in meets the same page as where there is nothing."""
        match = request.resolver_match
        door = access.DOORS.get(match.view_name) if match else None
        if door is None or (door.demonstration and not settings.DEMONSTRATION):
            return refusals.page(request, 404)
        if not door.signed_in:
            return None
        if not request.user.is_authenticated:
            return entries.ask_to_sign_in(request)
        if door.roles is not None and not request.actor.role:
            entries.rescue(request)
            return redirect("signin:roles")
        if door.opens_to(request.actor):
            return None
        entries.rescue(request)  # sent in another role than it was typed in
        return refusals.page(request, 404)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal that no view caught becomes a page; what the view wrote is already rolled back."""
        if isinstance(exception, OperationalError) and getattr(exception.__cause__, "sqlstate", "") in COLLISIONS:
            vars(request)["collision"] = exception
            return refusals.bare_page(503)
        return refusals.answer(request, exception) if isinstance(exception, Refusal) else None


class Collision(Exception):
    """The transaction was stopped for another one to pass."""


def forget(request: HttpRequest) -> None:
    """Nothing of what was tried remains: no message to show, files to be read from their beginning."""
    if storage := getattr(request, "_messages", None):
        storage._queued_messages = []
    for _, files in request.FILES.lists():
        for file in files:
            file.seek(0)


def actor_of(request: HttpRequest) -> Actor:
    """The person signed in, in the role chosen for this session."""
    if not request.user.is_authenticated:
        return NOBODY
    role = request.session.get("role")
    return queries.actor(request.user.pk, UUID(role) if role else None)
