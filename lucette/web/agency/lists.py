"""The short lists of this space: by state, or all in a file, with the act that begins a new one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from lucette.kernel import french
from lucette.web.agency.applications import CRUMB
from lucette.web.design.elements import Act, Listing, Table
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import ActPage
from lucette.web.gate.exports import exported, links, wants_export
from lucette.web.gate.lists import Orders, address, in_order, sortable, status_filters, words
from lucette.web.gate.request import Request

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """`rows`, each with a `status` and a `pk`; `table` draws them; `begins`: the acts that create one; `orders`: columns that sort."""

    title: str
    rows: Sequence[Any]
    table: Callable[[Sequence[Any]], Table]
    labels: Mapping[str, str]
    unit: str
    file: str
    begins: Sequence[type[ActPage]] = ()
    orders: Orders = field(default_factory=dict)


def listed(request: Request, of: Listed) -> HttpResponse:
    """The page, fifty rows at a time; the file holds what is shown, whole."""
    wanted, after = request.GET.get("etat", ""), request.GET.get("apres", "")
    kept = in_order(request, [it for it in of.rows if wanted in ("", it.status)], of.orders)
    if wants_export(request):
        return exported(request, of.file, [of.table(kept)])
    first = next((n + 1 for n, it in enumerate(kept) if str(it.pk) == after), 0)
    shown = kept[first : first + PAGE]
    told = Listing(
        sortable(request, of.table(shown), words(of.orders)),
        french.plural(len(kept), of.unit),
        status_filters(request, of.labels, {code: sum(it.status == code for it in of.rows) for code in of.labels}),
        address(request, apres=str(shown[-1].pk)) if first + PAGE < len(kept) else "",
        links(request),
    )
    begins = [Act(page.label or page.words(), reverse(page.route)) for page in of.begins if DOORS[page.route].opens_to(request.actor)]
    return render(request, "agency/list.html", {"title": of.title, "list": told, "breadcrumb": [CRUMB], "begins": begins})
