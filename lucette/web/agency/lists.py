"""The short lists of this space: by state, or all in a file, with the act that begins a new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from lucette.web.agency.applications import CRUMB
from lucette.web.design.elements import Act
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import ActPage
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.request import Request


def listed(
    request: Request, of: Listed, rows: Sequence[Any], labels: Mapping[str, str], orders: Orders, begins: Sequence[type[ActPage]] = ()
) -> HttpResponse:
    """Rows that each have a `status`, one of `labels`; `begins`: the acts that create one."""
    offered = [Act(page.label or page.words(), reverse(page.route)) for page in begins if DOORS[page.route].opens_to(request.actor)]
    told: dict[str, Any] = {"template": "agency/list.html", "begins": offered, "breadcrumb": [CRUMB]}
    return short_list(request, of, rows, orders, states=list(labels.items()), **told)
