"""The agreements of the territory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.web.design.elements import Cell, Column, Table
from lucette.web.design.states import tone
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import status_filters
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.prefecture.applications import CRUMB


def table(rows: Sequence[Any]) -> Table:
    return Table(
        "Conventions",
        [
            "Convention",
            "Structure",
            "Commune",
            Column("Postes", number=True),
            Column("Subvention maximale", number=True),
            "En vigueur le",
            "État",
        ],
        [
            [
                Cell(it.number, reverse("prefecture:application", args=[it.award.application_id])),
                it.organization.name,
                it.organization.commune.name,
                french.number(it.posts),
                str(Money(it.amount_cents)),
                said(it.in_force_on),
                Cell(it.get_status_display(), tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Les conventions des structures de votre territoire apparaîtront ici.",
    )


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every agreement of the territory: by state, fifty at a time, or all in a file."""
    by, wanted, sort = request.actor, request.GET.get("etat", ""), request.GET.get("tri", "")
    counts = agreements.counts_by_status(by)
    statuses = [wanted] if wanted in AgreementStatus.values else []
    total = sum(count for status, count in counts.items() if not statuses or status in statuses)
    of = Listed(
        "Conventions",
        table,
        ("convention",),
        filters=status_filters(request, dict(AgreementStatus.choices), counts),
        sorts={"Convention": "numero", "Structure": "structure"},
    )

    def read(after: str, limit: int) -> tuple[Sequence[Any], str]:
        return agreements.agreements_page(by, statuses, after, limit, sort)

    return long_list(request, of, read, total, breadcrumb=[CRUMB])
