"""Espace de la préfecture : le territoire d’un coup d’œil."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts import queries as accounts
from lucette.kernel import french
from lucette.scheme.agreements.queries import amendments as changes
from lucette.scheme.applications import queries as applications
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.enums import OVER
from lucette.scheme.posts.enums import PostStatus as P
from lucette.scheme.reviews import queries as reviews
from lucette.web.design.elements import Board, Figure, Task
from lucette.web.gate import applications as shared
from lucette.web.gate.request import Request
from lucette.web.prefecture.applications import opinions_table

SHOWN = 7


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """Opinions due, the latest files, the figures of the territory."""
    by = request.actor
    awaited, every = reviews.awaited_opinions(by), posts.posts_seen(by)
    tasks = [
        Task(
            f"{it.organization} demande {french.plural(it.posts_asked, 'poste')} : votre avis est attendu.",
            "Voir la candidature",
            reverse("prefecture:application", args=[it.id]),
            it.due_on,
        )
        for it in awaited
    ]
    if waiting := changes.opinions_awaited(by):
        many = french.plural(waiting, "avenant attend votre avis", "avenants attendent votre avis")
        tasks.insert(0, Task(f"{many}.", "Voir les avenants", f"{reverse('prefecture:amendments')}?etat=requested"))
    asked = applications.applications(by, limit=SHOWN).rows
    board = Board(
        tasks=tasks,
        tables=[*([opinions_table(awaited[:SHOWN])] if len(awaited) > SHOWN else []), shared.table(asked, "prefecture")],
        figures=figures(applications.counts_by_status(by), len(awaited), every),
        nothing_to_do="Aucun avis n’est attendu. Les candidatures de votre territoire apparaîtront ici.",
    )
    place = accounts.place_of(by)
    return render(request, "design/dashboard.html", {"title": "Espace de la préfecture", "lead": place, "board": board})


def figures(counts: dict[str, int], awaited: int, every: list[posts.PostShown]) -> list[Figure]:
    files, listed = reverse("prefecture:applications"), reverse("prefecture:posts")
    live = [it for it in every if it.status not in OVER]
    filed, filled = sum(counts.values()), sum(it.status == P.FILLED for it in live)
    vacant, hosts = sum(it.status == P.VACANT for it in live), len({it.host_id for it in live})
    return [
        Figure(french.number(filed), french.word(filed, "candidature déposée", "candidatures déposées"), files),
        Figure(french.number(awaited), "avis à rendre", reverse("prefecture:opinions")),
        Figure(french.number(len(live)), french.word(len(live), "poste attribué", "postes attribués"), listed, "Libérés déduits."),
        Figure(french.number(filled), french.word(filled, "conseiller en poste", "conseillers en poste"), f"{listed}?etat={P.FILLED}"),
        Figure(french.number(vacant), french.word(vacant, "poste vacant", "postes vacants"), f"{listed}?etat={P.VACANT}"),
        Figure(french.number(hosts), french.word(hosts, "structure d’accueil", "structures d’accueil"), listed, "Qui ont un poste."),
    ]
