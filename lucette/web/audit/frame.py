"""The breadcrumb of the pages of the audit, which other readers of the fund open too."""

from __future__ import annotations

from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.web.gate.access import home_of


def frame(by: Actor, *steps: tuple[str, str]) -> dict[str, object]:
    return {"breadcrumb": [("Mon espace", reverse(home_of(by))), *steps]}
