"""The main menu of each space: what its people open most. A line that leads to a door closed to the reader is not shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.web.gate.access import DOORS

Menu = tuple[tuple[str, str], ...]

MENUS: dict[str, Menu] = {
    "host": (
        ("Tableau de bord", "host:dashboard"),
        ("Candidatures", "host:applications"),
        ("Conventions", "host:agreements"),
        ("Postes et conseillers", "host:posts"),
        ("Versements", "host:payments"),
        ("Comptes rendus", "host:reports"),
        ("Documents", "host:documents"),
    ),
    "prefecture": (
        ("Tableau de bord", "prefecture:dashboard"),
        ("Avis à rendre", "prefecture:opinions"),
        ("Candidatures", "prefecture:applications"),
        ("Postes", "prefecture:posts"),
    ),
    "agency": (
        ("Tableau de bord", "agency:dashboard"),
        ("Candidatures", "agency:applications"),
        ("Comité de sélection", "agency:sessions"),
        ("Appels", "agency:calls"),
        ("Rapports reçus", "agency:reports"),
        ("Publications", "agency:publications"),
    ),
    "public": (
        ("Trouver de l’aide", "public:help"),
        ("Accueillir un conseiller", "public:calls"),
        ("Chiffres clés", "public:figures"),
        ("Nous contacter", "public:contact"),
    ),
}


def navigation(request: HttpRequest | None, actor: Actor) -> dict[str, Any]:
    """For the header: `navigation` [(label, address)] of the space of this page (the public menu on pages for everyone), and
    `navigation_here`, the line under which the reader is."""
    match = request.resolver_match if request else None
    if match is None or request is None:
        return {}
    space = match.namespace or ("public" if match.view_name == "home" else "")
    lines = [(label, reverse(route)) for label, route in MENUS.get(space, ()) if DOORS[route].opens_to(actor)]
    here = max((address for _, address in lines if request.path.startswith(address)), key=len, default="")
    return {"navigation": lines, "navigation_here": here}
