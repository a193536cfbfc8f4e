"""Every session, every enrolment, every invoice of the body: filters as links, pages, export."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.kernel import clock
from lucette.scheme.payments import queries as payments
from lucette.scheme.trainings import queries
from lucette.scheme.trainings.enums import EnrolmentStatus
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders, status_filters
from lucette.web.gate.request import Request
from lucette.web.training import tables


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


@require_safe
def sessions(request: Request) -> HttpResponse:
    """Sessions of the body, the latest first."""
    every = queries.sessions(request.actor)[::-1]
    counts = {code: sum(map(test, every)) for code, (_, test) in STATES.items()}
    asked = STATES.get(request.GET.get("etat", ""))
    rows = [it for it in every if asked is None or asked[1](it)]
    filters = status_filters(request, {code: label for code, (label, _) in STATES.items()}, counts)
    whole = [filters[0].__class__("Toutes", filters[0].url, asked is None, len(every)), *filters[1:]]
    of = Listed("Vos sessions", tables.of_sessions, ("session",), "sessions", whole)
    return short_list(request, of, rows, SESSION_ORDERS, breadcrumb=[tables.HOME])


@require_safe
def enrolments(request: Request) -> HttpResponse:
    """Everyone enrolled in the body's sessions, the latest session first."""
    every = queries.enrolments(request.actor)[::-1]
    of = Listed("Vos inscrits", partial(tables.of_enrolments, caption="Vos inscrits"), ("inscription",), "inscriptions")
    return short_list(request, of, every, ENROLMENT_ORDERS, states=EnrolmentStatus.choices, breadcrumb=[tables.HOME])


@require_safe
def invoices(request: Request) -> HttpResponse:
    """What was invoiced, and where each payment is."""
    of = Listed("Vos factures", tables.of_invoices, ("facture",), "factures")
    return short_list(request, of, payments.invoices(request.actor), INVOICE_ORDERS, breadcrumb=[tables.HOME])
