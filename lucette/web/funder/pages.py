"""What the pages of the space share."""

from __future__ import annotations

from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.web.gate.access import home_of


def crumbs(by: Actor, *steps: tuple[str, str]) -> list[tuple[str, str]]:
    """« Mon espace », then `steps` (label, url name)."""
    return [("Mon espace", reverse(home_of(by))), *((label, reverse(name)) for label, name in steps)]
