"""The request as every door receives it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from lucette.kernel.actor import Actor


class Request(HttpRequest):
    """`actor`: who acts, in which role (set by ActorMiddleware; NOBODY when nobody is signed in). `entry`: what she had typed here.
    `collision`: PostgreSQL stopped it for another to pass. `replayed`: the worker reads this list in her name, to write it down."""

    actor: Actor
    entry: Any
    collision: Exception | None
    replayed: bool
