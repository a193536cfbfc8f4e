"""The request as every door receives it."""

from __future__ import annotations

from django.http import HttpRequest

from lucette.kernel.actor import Actor


class Request(HttpRequest):
    """`actor`: who acts, in which role (set by ActorMiddleware; NOBODY when nobody is signed in)."""

    actor: Actor
