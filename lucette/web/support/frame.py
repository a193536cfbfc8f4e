"""The breadcrumb of the space."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

HOME = ("Mon espace", "support:dashboard")


def crumbs(*steps: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, reverse(name)) for label, name in (HOME, *steps)]


def frame(*steps: tuple[str, str]) -> dict[str, Any]:
    return {"breadcrumb": crumbs(*steps)}
