"""The menu of the space, for its own people; visitors from the other parties find their way by the breadcrumb."""

from __future__ import annotations

from django.urls import reverse

from lucette.foundation.accounts.enums import SPACES, RoleName
from lucette.kernel.actor import Actor
from lucette.web.gate.access import home_of

LINKS = (
    ("Tableau de bord", "caisse:dashboard"),
    ("Bureaux", "caisse:desks"),
    ("Conventions", "caisse:agreements"),
    ("Ordres", "caisse:orders"),
    ("Lots", "caisse:batches"),
    ("Relevés", "caisse:statements"),
    ("Factures", "caisse:invoices"),
    ("Le fonds", "funder:fund"),
)


def navigation(by: Actor) -> list[tuple[str, str]]:
    """The links of the menu; none for a reader from another space."""
    if by.role not in RoleName.values or SPACES.get(RoleName(by.role)) != "caisse":
        return []
    return [(label, reverse(name)) for label, name in LINKS]


def breadcrumb(by: Actor, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """« Mon espace », then `steps` (label, url name)."""
    return [("Mon espace", reverse(home_of(by))), *((label, reverse(name)) for label, name in steps)]
