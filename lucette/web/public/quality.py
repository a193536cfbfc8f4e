"""The quality of the service, published month by month: satisfaction, completion, time, availability."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lucette.foundation.quality import queries
from lucette.foundation.quality.enums import Journey
from lucette.foundation.quality.rules import FEWEST, Availability, Month
from lucette.kernel import french
from lucette.web.design.elements import Column, Figure, Table, percent
from lucette.web.gate.request import Request

NONE_YET = "pas encore mesuré"


@require_safe
def page(request: Request) -> HttpResponse:
    """The last month in four figures, then the twelve last months by journey, and the definitions."""
    months, watched = queries.months(), queries.availability()
    latest = [it for it in months if it.first == months[0].first]
    return render(
        request,
        "public/quality.html",
        {
            "title": "Qualité du service",
            "lead": "Ce que vivent les personnes qui se servent du site, mois par mois.",
            "month": named(months[0].first) if months else "",
            "figures": figures(latest, watched),
            "journeys": by_journey(months),
            "watched": by_month(watched),
            "fewest": FEWEST,
        },
    )


def figures(latest: list[Month], watched: list[Availability]) -> list[Figure]:
    """All journeys of the month together; the site itself."""
    begun, finished = sum(it.begun for it in latest), sum(it.finished for it in latest)
    opinions, stars = sum(it.opinions for it in latest), sum(it.stars for it in latest)
    whole = Month(dt.date.min, "", begun, finished, None, opinions, stars)
    longest = max((it.seconds for it in latest if it.seconds is not None), default=None)
    return [
        Figure(note(whole), "satisfaction", definition="Une étoile vaut 2 points, cinq étoiles valent 10 points. Notre but : plus de 8."),
        Figure(share(finished, begun), "démarches finies", definition="Parmi celles qui ont été commencées dans le mois."),
        Figure(lasting(longest), "au plus, une fois sur deux", definition="Le temps médian de la démarche la plus longue."),
        Figure(
            share(watched[0].answered, watched[0].minutes) if watched else NONE_YET,
            "disponibilité du mois",
            definition="Minutes où le site a répondu. Notre but : 99,9 %.",
        ),
    ]


def by_journey(months: list[Month]) -> Table:
    numbers = [Column(label, number=True) for label in ("Commencées", "Finies", "Temps médian", "Avis", "Satisfaction")]
    rows = [
        [
            named(it.first),
            Journey(it.journey).label,
            french.number(it.begun),
            share(it.finished, it.begun),
            lasting(it.seconds),
            french.number(it.opinions),
            note(it),
        ]
        for it in months
    ]
    return Table(
        "Chaque démarche, chaque mois", ["Mois", "Démarche", *numbers], rows, empty="Les mesures commencent avec la première démarche."
    )


def by_month(watched: list[Availability]) -> Table:
    columns = [
        "Mois",
        Column("Minutes surveillées", number=True),
        Column("Minutes sans réponse", number=True),
        Column("Disponibilité", number=True),
    ]
    rows = [
        [named(it.first), french.number(it.minutes), french.number(max(0, it.minutes - it.answered)), share(it.answered, it.minutes)]
        for it in watched
    ]
    return Table("Disponibilité mesurée", columns, rows, empty="La surveillance commence avec le travail de fond du site.")


def named(first: dt.date) -> str:
    return f"{french.MONTHS[first.month - 1]} {first.year}"


def share(part: int, whole: int) -> str:
    return percent(min(part, whole), whole) if whole else NONE_YET


def note(it: Month) -> str:
    """`8,4 sur 10`; nothing under five opinions."""
    if it.satisfaction is None:
        return f"moins de {FEWEST} avis"
    return f"{it.satisfaction // 10},{it.satisfaction % 10} sur 10"


def lasting(seconds: int | None) -> str:
    """`45 secondes`, `3 minutes`."""
    if seconds is None:
        return NONE_YET
    return french.plural(seconds, "seconde") if seconds < 90 else french.plural(round(seconds / 60), "minute")
