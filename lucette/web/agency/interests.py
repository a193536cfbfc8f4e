"""The ties of those who instruct and decide with the files, and the mandates of the members: hers, or all for the secretariat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.scheme.reviews import queries as reviews
from lucette.web.agency.acts.interests import CRUMB, HERE, DeclareMandate
from lucette.web.design.elements import Act, Cell, Table
from lucette.web.gate.access import DOORS
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request

TIES: Orders = {
    "Personne": ("personne", lambda it: it.person),
    "Structure": ("structure", lambda it: it.host),
    "Depuis le": ("depuis", lambda it: it.since),
}
STATES = (("held", "en cours"), ("over", "terminés"))
HELD: Orders = {"Personne": ("personne", lambda it: it.person), "Commune ou structure": ("structure", lambda it: it.body)}


def table(rows: Sequence[reviews.InterestShown]) -> Table:
    return Table(
        "Liens d’intérêts",
        ["Personne", "Candidature", "Structure", "Portée", "Origine", "Motif", "Depuis le", "Suite"],
        [
            [
                it.person,
                it.number,
                it.host,
                Cell(it.strength, tone="warning" if it.hard else "info"),
                it.source,
                it.reason,
                said(it.since),
                Cell("Lever ce lien", reverse("agency:withdraw_interest", args=[it.id])) if it.may_withdraw else suite(it),
            ]
            for it in rows
        ],
        empty="Aucun lien d’intérêts. Déclarez-en un depuis la page d’une candidature.",
    )


def suite(it: reviews.InterestShown) -> str:
    return f"levé le {said(it.withdrawn_at)} : {it.withdrawal_reason}" if it.withdrawn_at else "en cours"


@require_safe
def listing(request: Request) -> HttpResponse:
    """The ties, the latest first."""
    of = Listed("Liens d’intérêts", table, ("lien d’intérêts", "liens d’intérêts"), "liens-d-interets")
    begins = [Act("Mandats déclarés", reverse("agency:mandates"))] if DOORS["agency:mandates"].opens_to(request.actor) else []
    rows = reviews.interests(request.actor)
    told: dict[str, Any] = {"template": "agency/list.html", "begins": begins, "breadcrumb": [CRUMB]}
    return short_list(request, of, rows, TIES, states=STATES, state=lambda it: "over" if it.withdrawn_at else "held", **told)


def mandates_table(rows: Sequence[reviews.MandateShown]) -> Table:
    return Table(
        "Mandats déclarés",
        ["Personne", "Fonction", "Commune ou structure", "Numéro SIREN", "Déclaré le", "Suite"],
        [
            [
                it.person,
                it.office,
                it.body,
                it.siren,
                said(it.since),
                f"terminé le {said(it.ended_at)}" if it.ended_at else Cell("Terminer", reverse("agency:end_mandate", args=[it.id])),
            ]
            for it in rows
        ],
        empty="Aucun mandat. Chaque membre du comité déclare les siens : élue, administrateur, salariée d’une structure.",
    )


@require_safe
def mandates(request: Request) -> HttpResponse:
    """The mandates, those that are held first."""
    of = Listed("Mandats déclarés", mandates_table, ("mandat",), "mandats")
    begins = [Act("Déclarer un mandat", reverse(DeclareMandate.route))]
    rows = reviews.mandates(request.actor)
    told: dict[str, Any] = {"template": "agency/list.html", "begins": begins, "breadcrumb": [CRUMB, HERE]}
    return short_list(request, of, rows, HELD, states=STATES, state=lambda it: "over" if it.ended_at else "held", **told)
