"""Appels de fonds : ce que la Caisse des Dépôts demande à la DGCL, et ce qui a répondu."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.fund import queries
from lucette.scheme.fund.enums import FundCallStatus
from lucette.web.design.charts import month_of
from lucette.web.design.elements import Cell, Column, Fact, File, Table
from lucette.web.funder.acts.calls import ON_CALL
from lucette.web.funder.pages import crumbs
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import status_filters
from lucette.web.gate.request import Request

NEXT = {FundCallStatus.ASKED: "la DGCL verse une tranche ; la Caisse des Dépôts constate qu’elle est reçue."}


@require_safe
def fund_calls(request: Request) -> HttpResponse:
    """Every call, newest first."""
    counts = queries.fund_call_counts(request.actor)
    word = request.GET.get("etat", "")
    statuses = (word,) if word in FundCallStatus.values else ()
    total = sum(count for status, count in counts.items() if not statuses or status in statuses)

    def read(after: str, limit: int) -> tuple[list[Any], str]:
        return queries.fund_calls_page(request.actor, statuses, after, limit)

    filters = status_filters(request, dict(FundCallStatus.choices), counts)
    of = Listed("Appels de fonds", table, ("appel de fonds", "appels de fonds"), filters=filters)
    return long_list(request, of, read, total, breadcrumb=crumbs(request.actor))


def table(found: Sequence[Any]) -> Table:
    rows = [
        [
            Cell(it.number, reverse("funder:fund_call", args=[it.pk])),
            it.endowment.title,
            Cell(it.get_status_display(), tone="success" if it.status == FundCallStatus.ANSWERED else "info"),
            french.date(it.needed_on),
            str(Money(it.cents)),
        ]
        for it in found
    ]
    heads = ["Numéro", "Dotation", "État", "Attendu pour le", Column("Montant", True)]
    return Table("Appels de fonds", heads, rows, "Aucun appel de fonds : la Caisse des Dépôts en fait un quand la trésorerie va manquer.")


@require_safe
def fund_call(request: Request, call_id: UUID) -> HttpResponse:
    """One call: its amount, the forecast it rests on, the tranche that answered."""
    it = queries.fund_call(call_id, request.actor)
    acts = offered(request.actor, ON_CALL, it)
    file = File(
        it.status,
        it.get_status_display(),
        it.number,
        next_step=NEXT.get(FundCallStatus(it.status), ""),
        mine=bool(acts),
        acts=acts,
        facts=[
            Fact("Dotation", it.endowment.title, reverse("funder:endowment", args=[it.endowment_id])),
            Fact("Montant", str(Money(it.cents))),
            Fact("Attendu pour le", french.date(it.needed_on)),
            Fact("Trésorerie libre à l’appel", str(Money(it.free_cents))),
            *([Fact("Tranche reçue", str(Money(it.tranche.cents)), note=french.date(it.tranche.received_on))] if it.tranche else []),
            *([Fact("Motif", it.reason)] if it.reason else []),
        ],
        tables=[forecast(it.forecast)],
        history=events(it),
    )
    title = f"Appel de fonds {it.number}"
    breadcrumb = crumbs(request.actor, ("Appels de fonds", "funder:fund_calls"))
    return render(request, "design/object.html", {"title": title, "file": file, "breadcrumb": breadcrumb})


def forecast(months: list[dict[str, Any]]) -> Table:
    """As it stood on the day of the call."""
    rows = [[month_of(dt.date.fromisoformat(it["month"])).capitalize(), str(Money(it["cents"])), str(Money(it["left"]))] for it in months]
    return Table("La prévision du jour de l’appel", ["Mois", Column("À payer", True), Column("Resterait", True)], rows)
