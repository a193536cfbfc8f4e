"""How the agenda of the committee is put in order: the criteria, their points, what they do not do."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lucette.insight.statistics.priority import LEAST_FRAGILE, MOST_FRAGILE, Weights
from lucette.insight.statistics.territory import weights
from lucette.kernel import french
from lucette.web.design.elements import Column, Table
from lucette.web.gate.request import Request


def table(it: Weights) -> Table:
    number, km = french.number, f"{it.reach_km} km"
    rows = [
        ["Zone rurale à revitaliser", "La commune est classée : tous les points.", number(it.rural)],
        ["Quartiers prioritaires", "La commune a au moins un quartier : tous les points.", number(it.districts)],
        [
            "Fragilité numérique",
            f"De {LEAST_FRAGILE} (aucun point) à {MOST_FRAGILE} (tous les points) ; la moyenne est 100.",
            number(it.fragility),
        ],
        [
            f"Habitants par poste financé à moins de {km}",
            f"En proportion, jusqu’à {number(it.people_full)} habitants par poste. Sans aucun poste : tous les points.",
            number(it.people),
        ],
        ["Poste financé le plus proche", f"En proportion de la distance, jusqu’à {km}.", number(it.distance)],
    ]
    most = it.rural + it.districts + it.fragility + it.people + it.distance
    columns: list[Column | str] = ["Critère", "Ce qui donne les points", Column("Points au plus", number=True)]
    return Table("Les critères", columns, rows, total=["Total", "", number(most)])


@require_safe
def page(request: Request) -> HttpResponse:
    title = "Comment l’ordre du jour du comité est classé"
    return render(request, "public/priority.html", {"title": title, "table": table(weights())})
