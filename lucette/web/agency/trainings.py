"""The sessions of training, as the ANCT follows them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.scheme.trainings import queries as trainings
from lucette.web.agency.acts.trainings import OpenTraining
from lucette.web.agency.lists import listed
from lucette.web.design.elements import Column, Table
from lucette.web.gate.listings import Listed
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request

ORDERS: Orders = {
    "Formation": ("formation", lambda it: it.title),
    "Organisme": ("organisme", lambda it: it.body_name),
    "Du": ("debut", lambda it: it.starts_on),
    "Inscrits": ("inscrits", lambda it: it.seats - it.seats_left),
    "À payer": ("cout", lambda it: it.cost),
}


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every session: by where it stands, or all in a file."""
    rows = sorted(trainings.sessions(request.actor), key=lambda it: it.starts_on, reverse=True)
    return listed(request, Listed("Formations", table, ("session",)), rows, trainings.MOMENTS, ORDERS, [OpenTraining])


def table(rows: Sequence[trainings.SessionLine]) -> Table:
    return Table(
        "Sessions de formation",
        ["Formation", "Organisme", "Lieu", "Du", "Au", Column("Inscrits", True), Column("Places", True), Column("À payer", True), "État"],
        [
            [
                it.title,
                it.body_name,
                it.commune,
                said(it.starts_on),
                said(it.ends_on),
                french.number(it.seats - it.seats_left),
                french.number(it.seats),
                str(it.cost),
                trainings.MOMENTS[it.status],
            ]
            for it in rows
        ],
        empty="Les sessions ouvertes apparaîtront ici, avec leurs inscrits.",
    )
