"""« Seuils et délais » : every number that a text or a decision may change, its value today, what it was and will be."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.parameters import queries
from lucette.foundation.parameters.enums import Owner
from lucette.foundation.parameters.policies import can_decide
from lucette.foundation.parameters.rules import Value
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.web.design.elements import Cell, Column, Listing, Table
from lucette.web.funder.pages import crumbs
from lucette.web.gate.exports import exported, links, wants_export
from lucette.web.gate.request import Request

TITLE = "Seuils et délais"
LEAD = "Ces nombres changent par décision, à compter d’un jour. Ce qui était vrai avant le reste."


@require_safe
def parameters(request: Request) -> HttpResponse:
    """All of them, in the order of the house."""
    found = queries.every(clock.today())
    table = table_of(found, request.actor)
    if wants_export(request):
        return exported(request, "seuils-et-delais", [table])
    listing = Listing(table, french.plural(len(found), "seuil ou délai", "seuils et délais"), exports=links(request))
    context = {"title": TITLE, "lead": LEAD, "list": listing, "breadcrumb": crumbs(request.actor)}
    return render(request, "design/list.html", context)


def table_of(found: list[queries.Shown], by: Actor) -> Table:
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
