"""Calls for funds: the Caisse des Dépôts asks from its forecast, says which tranche answered, or takes the call back."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.money import Money
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import FUND_CALL
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.rules import months_after
from lucette.web.design.charts import month_of
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Euros, Reason
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.funder.acts.endowments import OpenedEndowment
from lucette.web.funder.pages import crumbs
from lucette.web.gate.acts import ActPage


class AskForm(Form):
    amount = Euros(label="Montant appelé")
    needed_on = Day(label="Attendu pour le")


class AskFunds(OpenedEndowment):
    """Appeler des fonds."""

    route, address = "funder:ask_funds", "dotations/<uuid:pk>/appeler-des-fonds/"
    also = ((FUND_CALL, "ask"),)
    title = label = "Appeler des fonds"
    submit = "Envoyer l’appel de fonds"
    form_class = AskForm
    what_happens = "La DGCL reçoit une lettre, avec la prévision. Aucun compte ne bouge."

    def subject(self) -> Any:
        return queries.known_endowment(self.pk, self.by)

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs(self.by, ("Les dotations", "funder:endowments")), (self.it.title, self.back())]

    @cached_property
    def forecast(self) -> payments.Forecast:
        return payments.cash_forecast(self.pk, clock.today())

    def initial(self) -> dict[str, Any]:
        told = self.forecast
        day = told.short_from or months_after(clock.today(), 1)
        return {"amount": str(told.to_call).removesuffix("\u00a0€") if told.to_call.cents else "", "needed_on": max(day, clock.today())}

    def facts(self) -> list[Fact]:
        told = self.forecast
        months = [Fact(f"À payer, {month_of(it.first)}", str(Money(it.cents)), note=f"reste {Money(it.left)}") for it in told.months]
        return [Fact("Trésorerie libre", str(Money(told.free))), *months]

    def effects(self) -> list[Effect]:
        told = self.forecast
        short = f"manqueront à partir de {month_of(told.short_from)}" if told.short_from else "manquent : la trésorerie suffit"
        return [Effect(str(told.to_call), short, "error" if told.short_from else "")]

    def perform(self, answers: dict[str, Any]) -> str:
        self.made = actions.ask_funds(
            endowment_id=self.pk,
            cents=answers["amount"].cents,
            needed_on=answers["needed_on"],
            forecast=self.forecast.told(),
            by=self.by,
        )
        return f"L’appel de fonds {self.made.number} est parti à la DGCL : {Money(self.made.cents)}."

    def done(self) -> str:
        return reverse("funder:fund_call", args=[self.made.pk])


class OnCall(ActPage):
    """An act on one call."""

    workflow = FUND_CALL

    def subject(self) -> Any:
        return queries.fund_call(self.pk, self.by)

    def back(self) -> str:
        return reverse("funder:fund_call", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [
            Fact("Appel de fonds", self.it.number),
            Fact("Dotation", self.it.endowment.title),
            Fact("Montant", str(Money(self.it.cents))),
            Fact("Attendu pour le", french.date(self.it.needed_on)),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs(self.by, ("Appels de fonds", "funder:fund_calls")), (self.it.number, self.back())]


class AnswerForm(Form):
    tranche = forms.ChoiceField(
        label="Tranche reçue", widget=forms.RadioSelect, help_text="Une tranche enregistrée depuis l’appel, sur la même dotation."
    )

    def __init__(self, *typed: Any, tranches: list[Any], **more: Any) -> None:
        super().__init__(*typed, **more)
        choices: Any = self.fields["tranche"]
        choices.choices = [(str(it.pk), f"{Money(it.cents)} le {french.date(it.received_on)}, {it.bank_reference}") for it in tranches]


class AnswerCall(OnCall):
    """Constater que l’appel de fonds est honoré."""

    route, address, act = "funder:answer_call", "appels-de-fonds/<uuid:pk>/honorer/", "answer"
    form_class = AnswerForm
    lead = "Choisissez la tranche par laquelle la DGCL a répondu. Si elle n’y est pas, enregistrez-la d’abord."

    def form_arguments(self) -> dict[str, Any]:
        return {"tranches": queries.tranches_for(self.it)}

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’appel {actions.answer_call(call_id=self.pk, tranche_id=UUID(answers['tranche']), by=self.by).number} est honoré."


class WithdrawForm(Form):
    reason = Reason(label="Motif du retrait")


class WithdrawCall(OnCall):
    """Retirer cet appel de fonds."""

    route, address, act = "funder:withdraw_call", "appels-de-fonds/<uuid:pk>/retirer/", "withdraw"
    form_class, danger = WithdrawForm, True
    what_happens = "La DGCL lira ce motif : elle n’a plus rien à verser pour cet appel."

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’appel {actions.withdraw_call(call_id=self.pk, reason=answers['reason'], by=self.by).number} est retiré."


ON_CALL = (AnswerCall, WithdrawCall)
