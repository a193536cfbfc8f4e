"""« Seuils et délais » : every number that a text or a decision may change, its value today, what it was and will be."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.parameters import queries
from lucette.foundation.parameters.enums import Owner
from lucette.foundation.parameters.policies import can_decide
from lucette.foundation.parameters.rules import Value
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.web.design.elements import Cell, Column, Table
from lucette.web.funder.pages import crumbs
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.request import Request

TITLE = "Seuils et délais"
LEAD = "Ces nombres changent par décision, à compter d’un jour. Ce qui était vrai avant le reste."


@require_safe
def parameters(request: Request) -> HttpResponse:
    """All of them, in the order of the house."""
    found = queries.every(clock.today())
    orders: Orders = {"Seuil ou délai": ("nom", lambda it: it.it.label), "Depuis": ("depuis", lambda it: it.now.since if it.now else None)}
    draw = partial(table_of, by=request.actor)
    of = Listed(TITLE, draw, ("seuil ou délai", "seuils et délais"), "seuils-et-delais")
    return short_list(request, of, found, orders, key=lambda it: it.it.code, lead=LEAD, breadcrumb=crumbs(request.actor))


def table_of(found: Sequence[queries.Shown], by: Actor) -> Table:
    columns = ["Seuil ou délai", Column("Valeur aujourd’hui", True), "Depuis", "Ensuite", "Source", "Décidé par"]
    rows = [
        [
            Cell(it.it.label, reverse("funder:decide_parameter", args=[it.it.code]) if can_decide(by, it.it.owner) else ""),
            told(it.now, it.it.unit),
            french.date(it.now.since) if it.now else "",
            later(it),
            it.now.source if it.now else "",
            Owner(it.it.owner).label,
        ]
        for it in found
    ]
    return Table(TITLE, columns, rows, "Aucun seuil ni délai n’est connu.")


def told(value: Value | None, unit: str) -> str:
    """« 72 heures », « 200 000,00 € »."""
    if value is None:
        return "aucune valeur"
    return str(Money(value.value)) if unit == "centimes" else f"{french.number(value.value)} {unit}"


def later(it: queries.Shown) -> str:
    """What is already decided for another day."""
    coming = [value for value in it.values if value.since > clock.today()]
    return french.enumeration([f"{told(value, it.it.unit)} le {french.date(value.since)}" for value in coming])
