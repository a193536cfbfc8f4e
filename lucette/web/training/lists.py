"""Every session, every enrolment, every invoice of the body: filters as links, pages, export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.scheme.payments import queries as payments
from lucette.scheme.trainings import queries
from lucette.scheme.trainings.enums import EnrolmentStatus
from lucette.web.design.elements import Listing, Table
from lucette.web.gate.exports import exported, links, wants_export
from lucette.web.gate.lists import Orders, address, in_order, sortable, status_filters, words
from lucette.web.gate.request import Request
from lucette.web.training import tables

SHOWN = 50


class Known(Protocol):
    @property
    def id(self) -> UUID: ...


R = TypeVar("R", bound=Known)


def is_to_come(it: queries.SessionLine) -> bool:
    return it.starts_on > clock.today()


def is_under_way(it: queries.SessionLine) -> bool:
    return it.starts_on <= clock.today() <= it.ends_on


def is_invoiced(it: queries.SessionLine) -> bool:
    return it.invoiced


STATES: dict[str, tuple[str, Callable[[queries.SessionLine], bool]]] = {
    "a-venir": ("à venir", is_to_come),
    "en-cours": ("en cours", is_under_way),
    "a-facturer": ("à facturer", tables.to_invoice),
    "facturees": ("facturées", is_invoiced),
}


SESSION_ORDERS: Orders = {
    "Commune": ("commune", lambda it: it.commune),
    "Début": ("debut", lambda it: it.starts_on),
    "Places prises": ("places", lambda it: it.seats - it.seats_left),
    "Coût à ce jour": ("cout", lambda it: it.cost),
}
ENROLMENT_ORDERS: Orders = {
    "Conseiller": ("conseiller", lambda it: it.adviser_name),
    "Structure": ("structure", lambda it: it.organization_name),
    "Score Pix": ("pix", lambda it: it.pix_score),
}
INVOICE_ORDERS: Orders = {"Numéro": ("numero", lambda it: it.number), "Montant": ("montant", lambda it: it.amount)}


def shown(
    request: Request, title: str, found: Sequence[R], draw: Callable[[Sequence[R]], Table], unit: str, orders: Orders, **more: Any
) -> HttpResponse:
    """The page of a list in the order asked, or its export; `apres`: the id of the last row already read."""
    rows = in_order(request, found, orders)
    if wants_export(request):
        return exported(request, f"{unit}s", [draw(rows)])
    after = next((n + 1 for n, it in enumerate(rows) if str(it.id) == request.GET.get("apres")), 0)
    part = rows[after : after + SHOWN]
    told = Listing(
        sortable(request, draw(part), words(orders)),
        french.plural(len(rows), unit),
        next_url=address(request, apres=str(part[-1].id)) if len(rows) > after + SHOWN else "",
        exports=links(request, bool(rows)),
        **more,
    )
    return render(request, "design/list.html", {"title": title, "list": told, "breadcrumb": [tables.HOME]})


@require_safe
def sessions(request: Request) -> HttpResponse:
    """Sessions of the body, the latest first."""
    every = queries.sessions(request.actor)[::-1]
    counts = {code: sum(map(test, every)) for code, (_, test) in STATES.items()}
    asked = STATES.get(request.GET.get("etat", ""))
    rows = [it for it in every if asked is None or asked[1](it)]
    filters = status_filters(request, {code: label for code, (label, _) in STATES.items()}, counts)
    whole = [filters[0].__class__("Toutes", filters[0].url, asked is None, len(every)), *filters[1:]]
    return shown(request, "Vos sessions", rows, draw_sessions, "session", SESSION_ORDERS, filters=whole)


def draw_sessions(rows: Sequence[queries.SessionLine]) -> Table:
    return tables.of_sessions(rows)


@require_safe
def enrolments(request: Request) -> HttpResponse:
    """Everyone enrolled in the body's sessions, the latest session first."""
    every = queries.enrolments(request.actor)[::-1]
    counts = {status.value: sum(it.status == status for it in every) for status in EnrolmentStatus}
    asked = request.GET.get("etat", "")
    rows = [it for it in every if asked not in counts or it.status == asked]
    filters = status_filters(request, dict(EnrolmentStatus.choices), counts)
    return shown(request, "Vos inscrits", rows, draw_enrolments, "inscription", ENROLMENT_ORDERS, filters=filters)


def draw_enrolments(rows: Sequence[queries.EnrolmentLine]) -> Table:
    return tables.of_enrolments(rows, "Vos inscrits")


@require_safe
def invoices(request: Request) -> HttpResponse:
    """What was invoiced, and where each payment is."""
    return shown(request, "Vos factures", payments.invoices(request.actor), tables.of_invoices, "facture", INVOICE_ORDERS)
