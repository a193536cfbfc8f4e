"""Money asked back of a host: the ground, the sum worked out from it, the first draft."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import clock
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import RECOVERY, RecoveryGround
from lucette.scheme.payments.rules.overpayment import BY_MONTHS
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Euros
from lucette.web.design.forms import Form, text_area
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said

G = RecoveryGround
WORDS = {
    "poste-rendu": G.POST_RETURNED,
    "resiliation": G.TERMINATION,
    "vacance": G.VACANCY,
    "emploi-non-justifie": G.UNJUSTIFIED,
    "double": G.PAID_TWICE,
}


class AskForm(Form):
    """Why, for the host to read; and what the rule of the ground needs."""

    asked_by = {"justified": "amount", "twice": "amount"}

    until = Day(label="Calculer jusqu’au", help_text="Dernier jour du poste ou de la convention. Exemple : 31/08/2021")
    amount = Euros(label="Montant", zero=True)
    explanation = forms.CharField(
        label="Explication pour la structure",
        max_length=2000,
        widget=text_area(6),
        help_text="Ce qui fonde la demande, en phrases simples. La structure y répond. N’écrivez aucun nom de personne.",
    )

    def __init__(self, *typed: Any, ground: str, **more: Any) -> None:
        super().__init__(*typed, **more)
        del self.fields["amount" if ground in BY_MONTHS else "until"]
        if ground == G.UNJUSTIFIED:
            self.fields["amount"].label = "Emploi justifié, en euros"
        if ground == G.PAID_TWICE:
            self.fields["amount"].label = "Somme versée deux fois, en euros"


class AskBack(ActPage):
    """Demander un reversement."""

    route, address = "caisse:ask_back", "conventions/<uuid:pk>/reversement/<slug:ground>/"
    also = ((RECOVERY, "issue"),)
    title = label = "Demander un reversement"
    submit = "Adresser ce projet à la structure"
    what_happens = "Rien n’est à payer encore : la structure lit le calcul et peut répondre."
    form_class = AskForm

    @property
    def ground(self) -> RecoveryGround:
        found = WORDS.get(self.kwargs["ground"])
        if found is None:
            raise NotFound
        return found

    def subject(self) -> Any:
        return agreements.agreement(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:agreement", args=[self.pk])

    def done(self) -> str:
        return reverse("caisse:recovery", args=[self.made.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        grounds = reverse("caisse:recovery_grounds", args=[self.pk])
        return [
            *breadcrumb(self.by, ("Conventions", "caisse:agreements")),
            (f"Convention {self.it.number}", self.back()),
            ("Motif", grounds),
        ]

    def form_arguments(self) -> dict[str, Any]:
        return {"ground": self.ground}

    def initial(self) -> dict[str, Any]:
        return {"until": clock.today()}

    def facts(self) -> list[Fact]:
        label = self.ground.label
        return [
            Fact("Convention", self.it.number),
            Fact("Structure", self.it.organization.name),
            Fact("Motif", label[:1].upper() + label[1:]),
        ]

    def effects(self) -> list[Effect]:
        if self.ground in BY_MONTHS:
            found = payments.overpaid(self.pk, self.ground, self.by)
            return [Effect(str(Money(found.total_cents)), "à demander, calculé à ce jour d’après les contrats de travail")]
        left = Money(sum(payments.left_to_ask(self.it).values()))
        return [Effect(str(left), "au plus : ce qui reste payé et n’est pas déjà demandé")]

    def perform(self, answers: dict[str, Any]) -> str:
        amount = answers.get("amount")
        figures = {"justified" if self.ground == G.UNJUSTIFIED else "twice": amount.cents} if amount is not None else {}
        self.made = actions.recoveries.issue_computed(
            agreement_id=self.pk,
            ground=self.ground,
            explanation=answers["explanation"],
            until=answers.get("until"),
            figures=figures,
            by=self.by,
        )
        asked = payments.recovery_page(self.made.pk, self.by).amount
        return f"Le projet {self.made.number}, de {asked}, est adressé à la structure. Elle répond avant le {said(self.made.answer_by)}."
