"""Key figures of the scheme, each with its definition, in three views: near people, by région, the course of the scheme."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.insight.statistics import queries as statistics
from lucette.insight.steering.counts import post_counts, scheme_counts
from lucette.kernel import clock, french
from lucette.scheme.activities.enums import Theme
from lucette.web.design.charts import Bar, Bars, Columns, Series
from lucette.web.design.elements import Column, Figure, Filter, Table
from lucette.web.gate.figures import public_figures
from lucette.web.gate.request import Request

MONTHS = 12
# count, words, definition, where the count is shown line by line
HOME = (
    ("hosts", "structures d’accueil", "Celles dont la convention est signée.", "?vue=regions"),
    ("advisers", "conseillers en poste", "Ceux dont le contrat de travail est en cours.", "?vue=regions"),
    ("activities", "activités", "Ateliers et accompagnements individuels enregistrés par les conseillers.", "#activites"),
    (
        "people_helped",
        "accompagnements de personnes",
        "Somme des participants : une personne venue deux fois compte deux fois.",
        "#besoins",
    ),
    ("places", "lieux d’accueil ouverts", "Mairies, médiathèques, associations où un conseiller reçoit.", "?vue=regions"),
)
JOURNEY = (
    ("applications", "candidatures", "Toutes celles ouvertes depuis le début, quel que soit leur état.", ""),
    ("posts_asked", "postes demandés", "Dans les candidatures déposées.", ""),
    ("posts_awarded", "postes attribués", "Par le comité de sélection, libérés déduits.", "?vue=regions#postes"),
    ("agreements_signed", "conventions signées", "Par la structure et par la Caisse des Dépôts.", ""),
    ("advisers_hired", "conseillers recrutés", "Depuis le début, contrats terminés compris.", ""),
    ("advisers_trained", "conseillers certifiés", "Qui ont obtenu la certification à la fin de leur formation.", ""),
    ("instalments_due", "versements échus", "Échéances atteintes, payées comprises.", ""),
    ("instalments_paid", "versements payés", "Exécutés par la banque.", ""),
    ("appointments", "rendez-vous pris", "Par une personne, un proche ou une structure.", ""),
    ("reports_received", "comptes rendus reçus", "Transmis par les structures à la Caisse des Dépôts.", ""),
)
STATES = (
    ("filled", "Occupés par un conseiller"),
    ("to_fill", "Attribués, jamais pourvus encore"),
    ("vacant", "Vacants, à pourvoir de nouveau"),
    ("released", "Rendus à la dotation"),
)
VIEWS = (("", "Près des habitants"), ("regions", "Postes et régions"), ("parcours", "Le parcours du dispositif"))
Lines = tuple[tuple[str, str, str, str], ...]


def told(counts: Any, lines: Lines) -> list[Figure]:
    here = reverse("public:figures")
    return [
        Figure(french.number(getattr(counts, name)), label, f"{here}{where}" if where else "", definition)
        for name, label, definition, where in lines
    ]


def on_home() -> list[Figure]:
    """The figures of the home, each a link to what it counts and to its definition."""
    with public_figures():
        counts = statistics.national_figures()
    return [replace(figure, definition="") for figure in told(counts, HOME)]


@require_safe
def page(request: Request) -> HttpResponse:
    """One view at a time: `?vue=`."""
    view = request.GET.get("vue", "")
    with public_figures():
        shown = {"regions": regions, "parcours": course}.get(view, near)()
    here = reverse("public:figures")
    views = [Filter(label, f"{here}?vue={code}" if code else here, current=code == view) for code, label in VIEWS]
    return render(
        request,
        "public/figures.html",
        {
            "title": "Chiffres clés",
            "lead": "Comptés à l’instant dans les dossiers du dispositif. Aucun n’est estimé.",
            "views": views,
            "figures": [],
            "charts": [],
            "table": None,
            **shown,
        },
    )


def near() -> dict[str, Any]:
    """What advisers do, month by month and by need."""
    today = clock.today()
    since = (today.replace(day=1) - dt.timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    months = statistics.activities_by_month(since, today)
    themes = statistics.activity_totals(starts_on=since, ends_on=today).by_theme
    return {
        "figures": told(statistics.national_figures(), HOME),
        "charts": [
            ("activites", Columns("Activités, mois par mois", list(months), [Series("Activités", list(months.values()))], "activité")),
            (
                "besoins",
                Bars(
                    "Ce pour quoi l’on vient, sur la même période",
                    [Bar(Theme(theme).label.capitalize(), count) for theme, count in themes.items()],
                    "activité",
                    head="Besoin",
                ),
            ),
        ],
    }


def regions() -> dict[str, Any]:
    """Each région, the empty ones too. How many people were helped is not shown by territory: a small count could point at somebody."""
    rows = statistics.by_region()
    heads = ["Région", *(Column(label, number=True) for label in ("Structures", "Conseillers en poste", "Lieux ouverts", "Activités"))]
    counts = [[it.hosts, it.advisers, it.places, it.activities] for it in rows]
    return {
        "charts": [("postes", by_state())],
        "table": Table(
            "Par région",
            heads,
            [[it.label, *map(french.number, line)] for it, line in zip(rows, counts, strict=True)],
            total=["Ensemble", *(french.number(sum(column)) for column in zip(*counts, strict=True))] if counts else (),
        ),
    }


def course() -> dict[str, Any]:
    """From the application to the report."""
    return {"figures": told(scheme_counts(), JOURNEY)}


def by_state() -> Bars:
    """Where the posts stand today."""
    counts = post_counts()
    bars = [Bar(label, getattr(counts, name)) for name, label in STATES]
    return Bars("Les postes, par état", bars, "poste", head="État")
