"""The main menu of each space: what its people open most. A line that leads to a door closed to the reader is not shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from lucette.foundation.accounts.enums import SPACES, RoleName
from lucette.kernel.actor import Actor
from lucette.web.gate.access import DOORS
from lucette.web.gate.door import Menu
from lucette.web.gate.doors import adviser, agency, audit, caisse, funder, host, prefecture, public, support, training

MENUS: dict[str, Menu] = {
    "public": public.MENU,
    "host": host.MENU,
    "adviser": adviser.MENU,
    "prefecture": prefecture.MENU,
    "agency": agency.MENU,
    "caisse": caisse.MENU,
    "funder": funder.MENU,
    "training": training.MENU,
    "audit": audit.MENU,
    "support": support.MENU,
}


def navigation(request: HttpRequest | None, actor: Actor) -> dict[str, Any]:
    """For the header: `navigation` [(label, address)] of the space of this page (the public menu on pages for everyone), and
    `navigation_here`, the line under which the reader is. A page that is not there, or not for her, has the public menu: two ways out."""
    match = request.resolver_match if request else None
    door = DOORS.get(match.view_name) if match else None
    if request is None:
        return {}
    opened = match is not None and door is not None and door.opens_to(actor)
    space = match.namespace if match and opened else ""  # a closed page is the same as no page
    if space == "gate":  # a page that several spaces share: the reader keeps her own menu
        space = SPACES.get(RoleName(actor.role), "") if actor.role in RoleName.values else ""
    lines = [(label, reverse(route)) for label, route in MENUS.get(space, public.MENU) if DOORS[route].opens_to(actor)]
    here = max((address for _, address in lines if opened and request.path.startswith(address)), key=len, default="")
    return {"navigation": lines, "navigation_here": here}
