"""The scheme explained, questions answered, words for those who help somebody."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.web.design.elements import Table
from lucette.web.gate.communes import LONGEST
from lucette.web.gate.faq import Question, questions, searched
from lucette.web.gate.request import Request
from lucette.web.public.texts import SIX_STEPS, ways

WHO = Table(
    "Qui fait quoi",
    ["Qui", "Son rôle"],
    [
        ["Direction générale des collectivités locales (DGCL)", "Confie la dotation, suit son emploi"],
        [
            "Agence nationale de la cohésion des territoires (ANCT)",
            "Publie les appels, étudie les dossiers, réunit le comité, anime le réseau",
        ],
        ["Préfecture", "Donne son avis sur chaque candidature de son département"],
        ["Caisse des Dépôts et Banque des Territoires", "Signe les conventions, vérifie, paie, rend compte"],
        ["Structure d’accueil", "Candidate, recrute, emploie le conseiller, rend compte"],
        ["Organisme de formation", "Forme les conseillers et constate leur certification"],
        ["Conseiller numérique", "Reçoit les habitants et anime des ateliers"],
    ],
)
FOR_EVERYONE = ("Je cherche de l’aide", "J’aide quelqu’un", "J’accueille un conseiller", "Je deviens conseiller", "L’argent public")
SOURCES = [
    ("Loi de finances pour 2021, article 248", "https://www.legifrance.gouv.fr/"),
    ("Aide publique du dispositif", "https://aide.conseiller-numerique.gouv.fr/"),
    ("Résultats des comités de sélection, publiés en licence ouverte", "https://www.data.gouv.fr/"),
]


@require_safe
def scheme(request: Request) -> HttpResponse:
    """Six steps, who does what, the money, the sources, the questions of everyone."""
    return render(
        request,
        "public/understand.html",
        {
            "title": "Comprendre le dispositif",
            "lead": "Du premier euro de l’État au rendez-vous avec un habitant : six étapes, chacune avec un responsable.",
            "steps": SIX_STEPS,
            "who": WHO,
            "sources": SOURCES,
            "topics": [it for it in by_topic(questions()) if it[0] in FOR_EVERYONE],
        },
    )


@require_safe
def faq(request: Request) -> HttpResponse:
    """Every question by topic; those that the words of `q` ask."""
    typed = request.GET.get("q", "").strip()[:LONGEST]
    found = searched(typed)
    return render(
        request,
        "public/faq.html",
        {
            "title": "Aide et questions fréquentes",
            "lead": "Cherchez avec un ou deux mots, ou ouvrez le sujet qui vous concerne.",
            "typed": typed,
            "found": len(found),
            "topics": by_topic(found),
        },
    )


def by_topic(found: Sequence[Question]) -> list[tuple[str, list[Question]]]:
    """The topics in the order in which they first come."""
    topics: dict[str, list[Question]] = {}
    for it in found:
        topics.setdefault(it.topic, []).append(it)
    return list(topics.items())


@require_safe
def other_ways(request: Request) -> HttpResponse:
    """What answers a structure that wants its people trained, without an adviser: no application for that."""
    lead = "Un appel finance un poste et la formation de la personne recrutée. Pour vos agents, voici les autres voies."
    crumbs = [("Accueillir un conseiller", reverse("public:apply_host"))]
    context = {"title": "Former vos agents", "lead": lead, "ways": ways(), "breadcrumb": crumbs}
    return render(request, "public/other_ways.html", context)


@require_safe
def carers(request: Request) -> HttpResponse:
    """For a relative, a neighbour, an agent at a counter."""
    return render(
        request,
        "public/carers.html",
        {
            "title": "J’aide quelqu’un",
            "lead": "Un parent, un voisin, une personne à votre guichet : voici comment lui trouver un conseiller, avec son accord.",
            "words": "",
        },
    )
