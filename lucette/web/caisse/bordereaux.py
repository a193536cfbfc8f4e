"""Bordereaux : les ordres que l’ordonnateur signe ensemble."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import BordereauStatus
from lucette.web.caisse import tables
from lucette.web.caisse.acts.bordereaux import ON_BORDEREAU
from lucette.web.caisse.lists import by_state
from lucette.web.caisse.pages import shown
from lucette.web.design.elements import Act, Cell, Column, Fact, File, Table
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import offered
from lucette.web.gate.files import link
from lucette.web.gate.request import Request

NEXT = {
    BordereauStatus.COMPOSED: "un ordonnateur relit et signe le bordereau.",
    BordereauStatus.TO_COUNTERSIGN: "un deuxième ordonnateur contresigne les ordres au-dessus du seuil.",
    BordereauStatus.SIGNED: "le comptable prend chaque ordre en charge, ou le rejette.",
}


def table(found: Iterable[Any]) -> Table:
    rows = [
        [
            Cell(it.number, reverse("caisse:bordereau", args=[it.pk])),
            tables.state(it.status, it.get_status_display()),
            tables.day(it.created_at),
            french.number(it.count),
            str(Money(it.cents)),
        ]
        for it in found
    ]
    empty = "Aucun bordereau : l’ordonnateur en compose un avec les ordres certifiés."
    return Table("Bordereaux", ["Numéro", "État", "Composé le", Column("Ordres", True), Column("Total", True)], rows, empty)


@require_safe
def bordereaux(request: Request) -> HttpResponse:
    """Bordereaux."""
    acts = [
        Act(f"Composer un bordereau : {it.title}", reverse("caisse:compose_bordereau", args=[it.endowment_id]))
        for it in (payments.ready_for_bordereau(request.actor) if DOORS["caisse:compose_bordereau"].opens_to(request.actor) else ())
    ]
    return by_state(
        request,
        ("Bordereaux", "bordereau", "bordereaux"),
        table,
        payments.bordereaux_page,
        dict(BordereauStatus.choices),
        payments.bordereau_counts(request.actor),
        acts=acts,
        template="gate/acts_list.html",
    )


@require_safe
def bordereau(request: Request, bordereau_id: UUID) -> HttpResponse:
    """A slip: its orders, who composed and signed it, the signed document."""
    slip = payments.bordereau_page(bordereau_id, request.actor)
    it, kept = slip.bordereau, slip.bordereau.document
    acts = offered(request.actor, ON_BORDEREAU, slip)
    file = File(
        it.status,
        it.get_status_display(),
        it.number,
        next_step=NEXT.get(BordereauStatus(it.status), ""),
        mine=bool(acts),
        acts=acts,
        facts=[
            Fact("Dotation", it.endowment.title),
            Fact("Total", str(Money(it.cents)), note=french.plural(it.count, "ordre")),
            Fact("Composé par", slip.composed_by, note=tables.day(it.created_at)),
            *([Fact("Signé par", slip.signed_by, note=tables.day(it.signed_at))] if it.signed_at else []),
            *([Fact("Contresigné par", slip.countersigned_by)] if it.countersigned_by else []),
            *([Fact("Motif de l’abandon", it.reason)] if it.reason else []),
        ],
        tables=[tables.orders(slip.orders, "Les ordres du bordereau", "Aucun ordre n’y reste.")],
        documents=[link(kept.pk, "Bordereau signé", kept.content_type, kept.size)] if kept else [],
    )
    return shown(request, "design/object.html", f"Bordereau {it.number}", file, ("Bordereaux", "caisse:bordereaux"))
