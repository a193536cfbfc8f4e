"""Final settlements: a sample drawn, each of its agreements checked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Counter, Day, Euros
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage


class DrawForm(Form):
    ended_by = Day(label="Conventions terminées au", help_text="Une date passée. Exemple : 31/03/2023")
    size = Counter(label="Combien de conventions vérifier ?", most=500)
    seed = forms.CharField(
        label="Graine du tirage",
        max_length=40,
        help_text="Un mot ou un nombre public, que chacun peut retrouver. Exemple : 2023-03-31",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DrawSample(ActPage):
    """Tirer un échantillon de soldes."""

    route, address = "caisse:draw_sample", "soldes/tirer/<uuid:pk>/"
    title = label = "Tirer un échantillon de soldes"
    submit = "Tirer l’échantillon"
    lead = "La subvention ne dépasse jamais le coût salarial, moins les autres aides publiques. Le sort dit chez qui le vérifier."
    what_happens = "La même graine donne toujours les mêmes conventions : le tirage se refait et se contrôle."
    form_class = DrawForm

    def subject(self) -> Any:
        return fund.known_endowment(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:samples")

    def done(self) -> str:
        return reverse("caisse:sample", args=[self.made.pk])

    def facts(self) -> list[Fact]:
        return [Fact("Dotation", self.it.title)]

    def crumbs(self) -> list[tuple[str, str]]:
        return breadcrumb(self.by, ("Échantillons de soldes", "caisse:samples"))

    def perform(self, answers: dict[str, Any]) -> str:
        self.made = actions.recoveries.draw_sample(endowment_id=self.pk, by=self.by, **answers)
        return f"L’échantillon {self.made.number} est tiré, parmi {french.plural(self.made.among, 'convention')}."


class SettlementForm(Form):
    asked_by = {"salary_cents": "salary", "other_aid_cents": "other_aid"}

    salary = Euros(label="Coût salarial de toute la durée", zero=True)
    other_aid = Euros(label="Autres aides publiques reçues", zero=True)


class CheckSettlement(ActPage):
    """Vérifier un solde."""

    route, address = "caisse:check_settlement", "soldes/verifications/<uuid:pk>/"
    title = label = "Vérifier ce solde"
    submit = "Enregistrer la vérification"
    what_happens = "Si la subvention dépasse le coût, un projet de reversement part à la structure."
    form_class = SettlementForm

    def subject(self) -> Any:
        return payments.settlement_check(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:sample", args=[self.it.sample_id])

    def facts(self) -> list[Fact]:
        return [
            Fact("Structure", self.it.agreement.organization.name),
            Fact("Convention", self.it.agreement.number, reverse("caisse:agreement", args=[self.it.agreement_id])),
            Fact("Versé", str(Money(self.it.paid))),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Échantillons de soldes", "caisse:samples")), (self.it.sample.number, self.back())]

    def perform(self, answers: dict[str, Any]) -> str:
        told = {"salary_cents": answers["salary"].cents, "other_aid_cents": answers["other_aid"].cents}
        found = actions.recoveries.check_settlement(check_id=self.pk, by=self.by, **told)
        if found.recovery is None:
            return "Le solde est vérifié : la subvention ne dépasse pas le coût."
        return f"Le solde est vérifié : {Money(found.over_cents or 0)} de trop. Le projet {found.recovery.number} part à la structure."


SETTLEMENTS = (DrawSample, CheckSettlement)
