"""Les postes vacants : depuis quand, jusqu’à quand."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.enums import VacancyStage as V
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Cell, Table, Task
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders, status_filters
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request

ORDERS: Orders = {
    "Poste": ("poste", lambda it: it.number),
    "Structure": ("structure", lambda it: it.host),
    "Vacant depuis le": ("vacance", lambda it: it.vacant_since),
    "À pourvoir avant le": ("terme", lambda it: it.vacant_until),
}


def table(rows: Sequence[posts.PostShown]) -> Table:
    return Table(
        "Postes vacants",
        ["Poste", "Structure", "Convention", "Vacant depuis le", "À pourvoir avant le", "Délai"],
        [
            [
                it.number,
                it.host,
                Cell(it.agreement_number, reverse("caisse:agreement", args=[it.agreement_id])) if it.agreement_id else "",
                said(it.vacant_since),
                said(it.vacant_until),
                delay(it),
            ]
            for it in rows
        ],
        empty="Aucun poste n’est vacant. Un poste l’est après la fin d’un contrat, jusqu’au recrutement suivant.",
    )


def delay(it: posts.PostShown) -> Cell | str:
    """The stage reached; until then, the days left."""
    if it.stage:
        return Cell(it.stage.label, tone="error" if it.stage == V.OVER else "warning")
    return french.delay(it.vacant_until, clock.today()) if it.vacant_until else ""


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every vacant post, those whose time ends first; by stage, fifty at a time, or all in a file."""
    every, wanted = posts.vacant(request.actor), request.GET.get("etat", "")
    filters = status_filters(request, dict(V.choices), {stage.value: sum(it.stage == stage for it in every) for stage in V})
    kept = [it for it in every if wanted in ("", it.stage)]
    of = Listed("Postes vacants", table, ("poste vacant", "postes vacants"), filters=filters)
    return short_list(request, of, kept, ORDERS, breadcrumb=breadcrumb(request.actor))


def vacancies_task(by: Actor) -> list[Task]:
    """Posts whose time is over: their host has to give them back."""
    over = posts.too_long_vacant(by)
    if not over:
        return []
    many = french.plural(over, "poste vacant a atteint son délai", "postes vacants ont atteint leur délai")
    return [Task(f"{many}.", "Voir les postes vacants", f"{reverse('caisse:vacancies')}?etat={V.OVER}")]
