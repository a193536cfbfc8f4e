"""Amendments of the territory: the prefecture reads them all, and gives its opinion when posts would change."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.scheme.agreements import actions
from lucette.scheme.agreements.enums import AMENDMENT, POSTS_CHANGE, AmendmentStatus
from lucette.scheme.agreements.queries import amendments as changes
from lucette.web.design.elements import Fact
from lucette.web.gate import amendments as shared
from lucette.web.gate.acts import ActPage
from lucette.web.gate.exports import Reader
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import asked_order, status_filters
from lucette.web.gate.request import Request
from lucette.web.prefecture.acts import OpinionForm
from lucette.web.prefecture.applications import CRUMB


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every amendment of the territory, by its state."""
    counts, wanted = changes.amendment_counts(request.actor), request.GET.get("etat", "")
    statuses = (wanted,) if wanted in AmendmentStatus else ()
    filters = status_filters(request, dict(AmendmentStatus.choices), counts)
    draw = partial(shared.table, space="prefecture", empty="Aucun avenant sur votre territoire.")
    of = Listed("Avenants", draw, ("avenant",), filters=filters, sorts={"Avenant": "numero", "Structure": "structure"})
    read: Reader[Any] = partial(changes.amendments_page, request.actor, statuses, sort=asked_order(request))
    total = sum(count for status, count in counts.items() if not statuses or status in statuses)
    return long_list(request, of, read, total, breadcrumb=[CRUMB])


@require_safe
def page(request: Request, amendment_id: UUID) -> HttpResponse:
    """One amendment. Raises NotFound."""
    it = changes.amendment(amendment_id, request.actor)
    crumbs = [CRUMB, ("Avenants", reverse("prefecture:amendments"))]
    file = shared.file(request.actor, it, (GiveOpinion,))
    return render(request, "design/object.html", {"title": f"Avenant {it.number}", "file": file, "breadcrumb": crumbs})


class GiveOpinion(ActPage):
    """Rendre un avis sur l’avenant."""

    route, address, act = "prefecture:opine_amendment", "avenants/<uuid:pk>/avis/", "give_opinion"
    workflow, form_class = AMENDMENT, OpinionForm
    label, submit = "Rendre un avis", "Rendre cet avis"
    what_happens = "La Banque des Territoires reçoit votre avis aussitôt. Vous pourrez le changer jusqu’à sa décision."

    @classmethod
    def may(cls, by: Any, it: Any) -> bool:
        return it.kind in POSTS_CHANGE

    def subject(self) -> Any:
        return changes.amendment(self.pk, self.by)

    def back(self) -> str:
        return reverse("prefecture:amendment", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, ("Avenants", reverse("prefecture:amendments")), (f"Avenant {self.it.number}", self.back())]

    def facts(self) -> list[Fact]:
        return shared.facts(self.it)

    def initial(self) -> dict[str, Any]:
        it = self.it
        return {} if it.favourable is None else {"side": "yes" if it.favourable else "no", "comment": it.opinion}

    def perform(self, answers: dict[str, Any]) -> str:
        favourable = answers["side"] == "yes"
        actions.amendments.give_opinion(amendment_id=self.pk, favourable=favourable, comment=answers["comment"], by=self.by)
        return f"Votre avis {'favorable' if favourable else 'défavorable'} est enregistré."
