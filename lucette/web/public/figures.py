"""Key figures of the scheme, each with its definition."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.insight.statistics.queries import national_figures
from lucette.insight.steering.counts import scheme_counts
from lucette.kernel import french
from lucette.web.design.elements import Figure
from lucette.web.gate.figures import public_figures
from lucette.web.gate.request import Request

# count, words, definition
HOME = (
    ("hosts", "structures d’accueil", "Celles dont la convention est signée."),
    ("advisers", "conseillers en poste", "Ceux dont le contrat de travail est en cours."),
    ("activities", "activités", "Ateliers et accompagnements individuels enregistrés par les conseillers."),
    ("people_helped", "accompagnements de personnes", "Somme des participants : une personne venue deux fois compte deux fois."),
    ("places", "lieux d’accueil ouverts", "Mairies, médiathèques, associations où un conseiller reçoit."),
)
JOURNEY = (
    ("applications", "candidatures", "Toutes celles ouvertes depuis le début, quel que soit leur état."),
    ("posts_asked", "postes demandés", "Dans les candidatures déposées."),
    ("posts_awarded", "postes attribués", "Par le comité de sélection, libérés déduits."),
    ("agreements_signed", "conventions signées", "Par la structure et par la Caisse des Dépôts."),
    ("advisers_hired", "conseillers recrutés", "Depuis le début, contrats terminés compris."),
    ("advisers_trained", "conseillers certifiés", "Qui ont obtenu la certification à la fin de leur formation."),
    ("instalments_due", "versements échus", "Échéances atteintes, payées comprises."),
    ("instalments_paid", "versements payés", "Exécutés par la banque."),
    ("appointments", "rendez-vous pris", "Par une personne, un proche ou une structure."),
    ("reports_received", "comptes rendus reçus", "Transmis par les structures à la Caisse des Dépôts."),
)


def told(counts: Any, lines: tuple[tuple[str, str, str], ...], url: str = "") -> list[Figure]:
    return [Figure(french.number(getattr(counts, name)), label, url, definition) for name, label, definition in lines]


def on_home() -> list[Figure]:
    """The figures of the home, each a link to its definition."""
    with public_figures():
        counts = national_figures()
    return [replace(figure, definition="") for figure in told(counts, HOME, reverse("public:figures"))]


@require_safe
def page(request: Request) -> HttpResponse:
    """Near people first, then the course of the scheme."""
    with public_figures():
        near, course = national_figures(), scheme_counts()
    return render(
        request,
        "public/figures.html",
        {
            "title": "Chiffres clés",
            "lead": "Comptés à l’instant dans les dossiers du dispositif. Aucun n’est estimé.",
            "near": told(near, HOME),
            "course": told(course, JOURNEY),
        },
    )
