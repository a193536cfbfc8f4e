"""The State's authorising officer and the accounts of a year: approve, or send back with the reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.fund import actions, policies, queries
from lucette.scheme.fund.enums import RENDERING
from lucette.stories import render_accounts
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.funder.pages import crumbs
from lucette.web.gate.acts import ActPage

ROWS = forms.Textarea(attrs={"rows": 4})


class OnRendering(ActPage):
    """An act on the accounts of one year."""

    workflow = RENDERING

    def subject(self) -> Any:
        return queries.rendering(self.pk, self.by)

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return policies.can_judge_accounts(by, (it.prepared_by, it.submitted_by))

    def back(self) -> str:
        return reverse("funder:rendering", args=[self.pk])

    def facts(self) -> list[Fact]:
        left = sum(row["received"] - row["spent"] for row in self.it.figures["advance"])
        owed = sum(row["open"] for row in self.it.figures["receivables"])
        return [
            Fact("Comptes", self.it.number),
            Fact("Année", str(self.it.year)),
            Fact("Dotation", self.it.endowment.title),
            Fact("Reste de l’avance à la clôture", str(Money(left))),
            Fact("Reste à recouvrer à la clôture", str(Money(owed))),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs(self.by, ("Comptes annuels", "funder:renderings")), (f"Comptes annuels {self.it.year}", self.back())]


class DecisionForm(Form):
    decision = forms.CharField(
        label="Décision",
        min_length=10,
        max_length=400,
        widget=ROWS,
        help_text="Gardée avec la clôture.",
    )


class ApproveAccounts(OnRendering):
    """Approuver les comptes."""

    route, address, act = "funder:approve_accounts", "comptes/<uuid:pk>/approuver/", "approve"
    form_class = DecisionForm
    lead = "Votre signature est ajoutée au document. Les comptes ne s’approuvent qu’une fois."
    what_happens = "L’année est close pour toujours : aucune écriture ne peut plus y être datée. Rien n’est compensé, rien ne bouge."

    def effects(self) -> list[Effect]:
        count = self.it.figures["extent"]["postings"]
        return [
            Effect("3", f"livres clos jusqu’au {french.date(self.it.ends_on)}"),
            Effect(french.number(count), f"{french.word(count, 'écriture')} de l’année, comptées une fois encore avant la clôture"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = render_accounts.approve(rendering_id=self.pk, decision=answers["decision"], by=self.by)
        return f"Les comptes {it.year} sont approuvés : l’année est close."


class MotiveForm(Form):
    reason = forms.CharField(
        label="Ce qui est à corriger",
        min_length=10,
        max_length=400,
        widget=ROWS,
        help_text="Dix caractères au moins",
    )


class SendBackAccounts(OnRendering):
    """Renvoyer les comptes."""

    route, address, act = "funder:send_back_accounts", "comptes/<uuid:pk>/renvoyer/", "send_back"
    form_class, danger = MotiveForm, True
    what_happens = "La Caisse des Dépôts reçoit votre motif et prépare de nouveau l’année. L’année reste ouverte."

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.send_back_rendering(rendering_id=self.pk, reason=answers["reason"], by=self.by)
        return f"Les comptes {it.year} sont renvoyés à la Caisse des Dépôts."


ON_RENDERING = (ApproveAccounts, SendBackAccounts)
