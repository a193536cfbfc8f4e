"""Who comes in: the person signed in, in her active role, told to PostgreSQL for the whole request."""
from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from lucette.kernel.acting import acting
from lucette.kernel.actor import NOBODY


class ActorMiddleware:
    """Sets `request.actor` and opens the request's transaction (ATOMIC_REQUESTS opens its own around the view only, too late)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = NOBODY  # type: ignore[attr-defined]
        with acting(NOBODY):
            return self.get_response(request)
