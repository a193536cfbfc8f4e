"""The territory at a glance, its intercommunalités, its communes: who is near help, and who is not."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.territories.rules import NOT_AVAILABLE
from lucette.insight.statistics import coverage
from lucette.kernel import french
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.enums import OVER
from lucette.scheme.posts.enums import PostStatus as P
from lucette.web.design.charts import Bar, Bars
from lucette.web.design.elements import Cell, Column, Figure, Filter, Table
from lucette.web.gate.exports import exported, links, wants_export
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders, address
from lucette.web.gate.request import Request
from lucette.web.prefecture.applications import CRUMB

INDEX = "100 est la moyenne du pays ; plus haut, plus fragile."
ORDERS: Orders = {
    "Commune": ("nom", lambda it: it.name),
    "Habitants": ("population", lambda it: it.population),
    "Postes": ("postes", lambda it: it.posts),
    "Fragilité": ("fragilite", lambda it: it.fragility),
}


def index(value: Decimal | None) -> str:
    return NOT_AVAILABLE if value is None else f"{value:f}".replace(".", ",")


def live(every: list[posts.PostShown]) -> list[posts.PostShown]:
    return [it for it in every if it.status not in OVER]


@require_safe
def page(request: Request) -> HttpResponse:
    """Posts, hosts, communes without a place, fragility; then each intercommunalité."""
    every = live(posts.posts_seen(request.actor))
    communes = coverage.communes_covered(request.actor.scope, [it.commune_code for it in every])
    groups = coverage.by_epci(communes)
    if wants_export(request):
        return exported(request, "intercommunalites", [epci_table(groups)])
    place = accounts.place_of(request.actor)
    whole = coverage.together("", place, communes)
    context = {
        "title": f"{place or 'Le territoire'} en un coup d’œil",
        "lead": f"Indice de fragilité numérique : {index(whole.fragility)}. {INDEX}",
        "breadcrumb": [CRUMB],
        "figures": figures(every, whole, groups),
        "chart": by_state(every),
        "table": epci_table(groups),
        "exports": links(request),
        "communes_url": f"{reverse('prefecture:communes')}?lieu=sans",
    }
    return render(request, "prefecture/territory.html", context)


def by_state(every: list[posts.PostShown]) -> Bars:
    listed = reverse("prefecture:posts")
    bars = [
        Bar(state.label.capitalize(), sum(it.status == state for it in every), f"{listed}?etat={state}") for state in P if state not in OVER
    ]
    empty = "Aucun poste n’est attribué sur ce territoire pour le moment."
    return Bars("Les postes du territoire, par état", bars if every else [], unit="poste", head="État", empty=empty)


def figures(every: list[posts.PostShown], whole: coverage.Cover, groups: list[coverage.Cover]) -> list[Figure]:
    listed, communes = reverse("prefecture:posts"), reverse("prefecture:communes")
    held = sum(it.status == P.FILLED for it in every)
    hosts, bare = len({it.host_id for it in every}), sum(not it.places for it in groups)
    return [
        Figure(french.number(len(every)), french.word(len(every), "poste attribué", "postes attribués"), listed, "Libérés déduits."),
        Figure(french.number(held), french.word(held, "conseiller en poste", "conseillers en poste"), f"{listed}?etat={P.FILLED}"),
        Figure(french.number(hosts), french.word(hosts, "structure d’accueil", "structures d’accueil"), listed, "Qui ont un poste."),
        Figure(
            french.number(whole.uncovered),
            french.word(whole.uncovered, "commune sans lieu d’accueil", "communes sans lieu d’accueil"),
            f"{communes}?lieu=sans",
            f"Sur {french.number(whole.communes)}.",
        ),
        Figure(french.number(bare), "intercommunalités sans lieu d’accueil", "#intercommunalites", f"Sur {french.number(len(groups))}."),
    ]


def epci_table(groups: list[coverage.Cover]) -> Table:
    heads = ["Communes", "Sans lieu d’accueil", "Habitants", "Lieux", "Postes", "Fragilité"]
    listed = reverse("prefecture:communes")
    return Table(
        "Intercommunalités",
        ["Intercommunalité", *(Column(head, number=True) for head in heads)],
        [
            [
                Cell(it.name, f"{listed}?epci={it.code}" if it.code else ""),
                french.number(it.communes),
                french.number(it.uncovered),
                french.number(it.population),
                french.number(it.places) if it.places else Cell("aucun", tone="warning"),
                french.number(it.posts),
                index(it.fragility),
            ]
            for it in groups
        ],
        empty="Les communes du territoire apparaîtront ici dès que les données de l’Insee sont chargées.",
    )


@require_safe
def communes(request: Request) -> HttpResponse:
    """Each commune: its places, its posts, its fragility; those without a place by a filter."""
    every = live(posts.posts_seen(request.actor))
    found = coverage.communes_covered(request.actor.scope, [it.commune_code for it in every])
    bare, epci = request.GET.get("lieu", "") == "sans", request.GET.get("epci", "")
    kept = [it for it in found if (not bare or not it.places) and epci in ("", it.epci_code)]
    of = Listed("Communes du territoire", commune_table, ("commune",), "communes", filters(request, found, bare, epci))
    crumbs = [CRUMB, ("Le territoire en un coup d’œil", reverse("prefecture:territory"))]
    return short_list(request, of, kept, ORDERS, key=lambda it: it.code, breadcrumb=crumbs)


def filters(request: Request, found: list[coverage.CommuneCover], bare: bool, epci: str) -> list[Filter]:
    named = next((it.epci for it in found if it.epci_code == epci), "")
    return [
        Filter("Toutes", address(request, lieu=""), not bare, len(found)),
        Filter("Sans lieu d’accueil", address(request, lieu="sans"), bare, sum(not it.places for it in found)),
        *([Filter(named, address(request, epci=""), True)] if named else []),
    ]


def commune_table(rows: Sequence[coverage.CommuneCover]) -> Table:
    return Table(
        "Communes",
        [
            "Commune",
            "Intercommunalité",
            Column("Habitants", number=True),
            Column("Lieux", number=True),
            Column("Postes", number=True),
            Column("Fragilité", number=True),
        ],
        [
            [
                it.name,
                it.epci,
                NOT_AVAILABLE if it.population is None else french.number(it.population),
                french.number(it.places) if it.places else Cell("aucun", tone="warning"),
                french.number(it.posts),
                index(it.fragility),
            ]
            for it in rows
        ],
        empty="Aucune commune ne répond à ce choix.",
    )
