"""What a session of the committee decided of the files of the territory."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.kernel.errors import NotFound
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.enums import Decision
from lucette.web.design.elements import Cell, Column, Table
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.prefecture.applications import CRUMB

TONES = {Decision.GRANTED: "success", Decision.REFUSED: "error", Decision.DEFERRED: "info", Decision.WAITING: "new", "": "neutral"}
ORDERS: Orders = {
    "Structure": ("structure", lambda it: it.host),
    "Décision": ("decision", lambda it: it.decision_label),
    "Postes accordés": ("postes", lambda it: it.posts),
}


def table(rows: Sequence[committee.LineShown]) -> Table:
    columns: list[Column | str] = ["Structure", Column("Postes demandés", number=True), "Décision", Column("Postes accordés", number=True)]
    return Table(
        "Décisions",
        [*columns, "Motif"],
        [
            [
                Cell(it.host, reverse("prefecture:application", args=[it.application_id])),
                french.number(it.asked),
                Cell(it.gone, tone="neutral") if it.withdrawn else Cell(it.decision_label, tone=TONES[it.decision]),
                french.number(it.posts) if it.posts else "",
                f"{it.reason} Corrige : {it.corrects}. {it.correction}".strip() if it.corrects else it.reason,
            ]
            for it in rows
        ],
    )


@require_safe
def page(request: Request, session_id: UUID) -> HttpResponse:
    """Once published, and when a file of the territory was on the agenda. Raises NotFound."""
    shown = committee.session_page(session_id, request.actor)
    if not shown.lines:
        raise NotFound
    title = f"Décisions du comité du {said(shown.session.held_on)}"
    return short_list(request, Listed(title, table, ("candidature",), "decisions"), shown.lines, ORDERS, breadcrumb=[CRUMB])
