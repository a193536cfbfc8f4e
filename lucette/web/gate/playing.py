"""Where an act is played: its own page when a space has made it, else the first of the pages named that exists and opens to this role."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from uuid import UUID

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from lucette.kernel.actor import Actor
from lucette.kernel.workflow import Workflow
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import ActPage


def address_of(by: Actor, workflow: Workflow | None, act: str, pages: Sequence[str], pk: UUID | str) -> str:
    """The address at which this person plays this act on the object of that id; "" when there is none."""
    own = [page.route for page in act_pages() if (workflow, act) in page.covers()]
    return next(filter(None, (opened(by, route, pk) for route in [*own, *pages])), "")


def opened(by: Actor, route: str, pk: UUID | str) -> str:
    """The address of this route, with the object or without; "" when there is no such route, or it is closed to this role."""
    door = DOORS.get(route)
    if door is None or not door.opens_to(by):
        return ""
    for arguments in ([pk], []):
        try:
            return reverse(route, args=arguments)
        except NoReverseMatch:
            continue
    return ""


@cache
def act_pages() -> tuple[type[ActPage], ...]:
    """Every act page that has an address, in the order of the addresses."""
    return tuple(found(get_resolver().url_patterns))


def found(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[type[ActPage]]:
    for it in patterns:
        if isinstance(it, URLResolver):
            yield from found(it.url_patterns)
        elif isinstance(page := getattr(it.callback, "view_class", None), type) and issubclass(page, ActPage):
            yield page
