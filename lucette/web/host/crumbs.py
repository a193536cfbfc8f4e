"""Where the pages of the space begin."""

from __future__ import annotations

from django.urls import reverse

Crumb = tuple[str, str]

CRUMB: Crumb = ("Espace de la structure", "/structure/")


def crumb(label: str, route: str) -> Crumb:
    """A list of the space, by its route."""
    return label, str(reverse(route))
