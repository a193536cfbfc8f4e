"""Change a threshold or a delay, from a day on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.foundation.parameters import actions, queries
from lucette.foundation.parameters.policies import can_decide
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Euros, Reason
from lucette.web.design.forms import Form
from lucette.web.funder.pages import crumbs
from lucette.web.funder.parameters import told
from lucette.web.gate.acts import ActPage


class DecideForm(Form):
    """From when, how much, by which decision. `unit` is that of the parameter: an amount is typed in euros."""

    since = Day(label="À partir du")
    reason = Reason(label="Motif", help_text="Le texte ou la décision d’où vient ce changement.")
    field_order = ("value", "since", "reason")

    def __init__(self, *typed: Any, unit: str = "", **more: Any) -> None:
        super().__init__(*typed, **more)
        whole = forms.IntegerField(label=f"Nouvelle valeur, en {unit}" if unit != "sur 100" else "Nouvelle valeur, sur 100")
        self.fields["value"] = Euros(label="Nouvelle valeur") if unit == "centimes" else whole
        self.order_fields(self.field_order)


class DecideParameter(ActPage):
    """Changer un seuil ou un délai."""

    route, address = "funder:decide_parameter", "parametres/<str:code>/changer/"
    title = label = "Changer un seuil ou un délai"
    submit = "Décider cette valeur"
    what_happens = "La nouvelle valeur vaut à compter du jour choisi. Les actes déjà faits gardent l’ancienne."
    form_class = DecideForm

    def subject(self) -> queries.Shown:
        found = queries.one(self.kwargs["code"], clock.today())
        if found is None or not can_decide(self.by, found.it.owner):
            raise NotFound
        return found

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_decide(by, it.it.owner)

    def form_arguments(self) -> dict[str, Any]:
        return {"unit": self.it.it.unit}

    def initial(self) -> dict[str, Any]:
        return {"since": clock.today()}

    def facts(self) -> list[Fact]:
        return [
            Fact("Seuil ou délai", self.it.it.label),
            *(Fact(f"Depuis le {french.date(it.since)}", told(it, self.it.it.unit), note=it.source) for it in self.it.values),
            Fact("Valeurs permises", " à ".join(french.number(it) for it in (self.it.it.least, self.it.it.most)), note=self.it.it.unit),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        value = answers["value"].cents if isinstance(answers["value"], Money) else answers["value"]
        actions.decide(code=self.it.it.code, value=value, since=answers["since"], reason=answers["reason"], by=self.by)
        return f"La nouvelle valeur vaut à compter du {french.date(answers['since'])}."

    def back(self) -> str:
        return reverse("funder:parameters")

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs(self.by, ("Seuils et délais", "funder:parameters"))
