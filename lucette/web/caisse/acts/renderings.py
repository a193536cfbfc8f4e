"""The accounts of a year: prepare, submit as another person, give up before that."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.fund import actions, policies, queries
from lucette.scheme.fund.enums import RENDERING
from lucette.stories import render_accounts
from lucette.web.caisse.acts.agreements import ReasonForm
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage

NOT_NOW = "Ces comptes ne sont pas à préparer : une année se rend une fois finie, une seule fois, après la précédente."


class PrepareAccounts(ActPage):
    """Préparer les comptes de l’année."""

    route, address = "caisse:prepare_accounts", "comptes/preparer/<uuid:pk>/<int:year>/"
    also = ((RENDERING, "prepare"),)
    title = label = "Préparer les comptes de l’année"
    submit = "Préparer les comptes"
    lead = "Les recettes et les dépenses de l’année sont comptées d’après chaque écriture, par nature et sans rien compenser."
    what_happens = "Les chiffres sont arrêtés avec leur empreinte. Un délégataire, qui n’est pas vous, les transmettra à l’État."

    @property
    def year(self) -> int:
        found: int = self.kwargs["year"]
        return found

    def subject(self) -> Any:
        return queries.known_endowment(self.pk, self.by)

    def refused(self) -> HttpResponse | None:
        if (self.it, self.year) in queries.to_prepare(self.by):
            return None
        return self.sent_away(NOT_NOW)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.refused() or super().post(request, **kwargs)

    def back(self) -> str:
        return reverse("caisse:renderings")

    def done(self) -> str:
        return reverse("caisse:rendering", args=[self.made.pk])

    def facts(self) -> list[Fact]:
        return [Fact("Dotation", self.it.title), Fact("Année", str(self.year))]

    def crumbs(self) -> list[tuple[str, str]]:
        return breadcrumb(self.by, ("Comptes annuels", "caisse:renderings"))

    def perform(self, answers: dict[str, Any]) -> str:
        self.made = render_accounts.prepare(endowment_id=self.pk, year=self.year, by=self.by)
        many = french.plural(self.made.figures["fec"]["entries"], "opération")
        return f"Les comptes {self.year} sont préparés : {many}. Relisez-les avant leur envoi."


class OnRendering(ActPage):
    """An act on the accounts of one year."""

    workflow = RENDERING

    def subject(self) -> Any:
        return queries.rendering(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:rendering", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [Fact("Comptes", self.it.number), Fact("Année", str(self.it.year)), Fact("Dotation", self.it.endowment.title)]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Comptes annuels", "caisse:renderings")), (f"Comptes annuels {self.it.year}", self.back())]


class SubmitAccounts(OnRendering):
    """Transmettre les comptes."""

    route, address, act = "caisse:submit_accounts", "comptes/<uuid:pk>/transmettre/", "submit"
    lead = "Vous engagez la Caisse des Dépôts. Votre signature est portée dans le document lui-même."
    what_happens = "L’ordonnateur de l’État reçoit les comptes : il les approuve, ou les renvoie avec un motif."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return policies.can_submit_accounts(by, it.prepared_by)

    def effects(self) -> list[Effect]:
        found = self.it.figures["fec"]
        return [
            Effect(french.number(found["entries"]), french.word(found["entries"], "opération rendue", "opérations rendues")),
            Effect(str(Money(found["debit"])), "au débit, et autant au crédit"),
            Effect("2", "fichiers écrits et gardés : les comptes signés, et leurs chiffres en tableur"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Les comptes {render_accounts.submit(rendering_id=self.pk, by=self.by).year} sont transmis à l’ordonnateur de l’État."


class WithdrawAccounts(OnRendering):
    """Abandonner ces comptes."""

    route, address, act = "caisse:withdraw_accounts", "comptes/<uuid:pk>/abandonner/", "withdraw"
    form_class, danger = ReasonForm, True
    what_happens = "L’année pourra être préparée de nouveau. Ces comptes restent lisibles."

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.withdraw_rendering(rendering_id=self.pk, reason=answers["reason"], by=self.by)
        return f"Les comptes {it.number} sont abandonnés."


ON_RENDERING = (SubmitAccounts, WithdrawAccounts)
