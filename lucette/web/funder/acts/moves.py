"""Moves between envelopes: one person asks, another confirms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import MOVE, EnvelopeCode
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Euros, Reason
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.funder.acts.endowments import OpenedEndowment
from lucette.web.funder.pages import crumbs
from lucette.web.gate.acts import ActPage
from lucette.web.gate.previews import PreviewedAct


class MoveForm(Form):
    """From where, to where, how much, why."""

    source = forms.ChoiceField(label="De l’enveloppe", choices=EnvelopeCode.choices, widget=forms.RadioSelect)
    target = forms.ChoiceField(label="Vers l’enveloppe", choices=EnvelopeCode.choices, widget=forms.RadioSelect)
    amount = Euros(label="Montant du virement")
    reason = Reason(label="Motif")


class RequestMove(PreviewedAct, OpenedEndowment):
    """Demander un virement entre enveloppes."""

    route, address = "funder:request_move", "dotations/<uuid:pk>/virement/"
    also = ((MOVE, "request"),)
    title = label = "Demander un virement entre enveloppes"
    submit = "Demander ce virement"
    form_class = MoveForm
    what_happens = "Rien ne bouge encore : une autre personne doit confirmer."

    def effects(self) -> list[Effect]:
        if not self.answers:
            return []
        available = {it.code: (it.label, it.available_cents) for it in queries.position(self.pk).envelopes}
        moved = {self.answers["source"]: -self.answers["amount"].cents, self.answers["target"]: self.answers["amount"].cents}
        return [
            Effect(
                str(Money(available[code][1] + cents)),
                f"resteront dans « {available[code][0]} »",
                "error" if available[code][1] + cents < 0 else "",
            )
            for code, cents in moved.items()
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        if answers["source"] == answers["target"]:
            raise Invalid("fund.move_invalid", "Choisissez deux enveloppes différentes.", {"target": "Choisissez une autre enveloppe."})
        self.move = actions.request_envelope_move(
            endowment_id=self.pk,
            source=answers["source"],
            target=answers["target"],
            cents=answers["amount"].cents,
            reason=answers["reason"],
            by=self.by,
        )
        return f"Le virement de {Money(self.move.cents)} est demandé : une autre personne doit le confirmer."

    def done(self) -> str:
        return reverse("funder:move", args=[self.move.pk])


class OnMove(ActPage):
    """An act on one move."""

    workflow = MOVE

    def subject(self) -> Any:
        return queries.move(self.pk, self.by)

    def back(self) -> str:
        return reverse("funder:move", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [
            Fact("Dotation", self.it.endowment.title),
            Fact("De l’enveloppe", self.it.get_source_display()),
            Fact("Vers l’enveloppe", self.it.get_target_display()),
            Fact("Montant", str(Money(self.it.cents))),
            Fact("Motif", self.it.reason),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs(self.by, ("Virements entre enveloppes", "funder:moves")), ("Virement", self.back())]


class ConfirmMove(OnMove):
    """Confirmer ce virement."""

    route, address, act = "funder:confirm_move", "virements/<uuid:pk>/confirmer/", "confirm"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.requested_by != by.pk)

    def effects(self) -> list[Effect]:
        return [
            Effect(str(Money(self.it.cents)), f"quittent « {self.it.get_source_display()} »"),
            Effect(str(Money(self.it.cents)), f"rejoignent « {self.it.get_target_display()} »"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Le virement de {Money(actions.confirm_envelope_move(move_id=self.pk, by=self.by).cents)} est confirmé."


class WithdrawMove(OnMove):
    """Retirer cette demande de virement."""

    route, address, act = "funder:withdraw_move", "virements/<uuid:pk>/retirer/", "withdraw"
    danger = True

    def effects(self) -> list[Effect]:
        return [Effect("", "rien ne bouge entre les enveloppes")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.withdraw_envelope_move(move_id=self.pk, by=self.by)
        return "La demande de virement est retirée."


ON_MOVE = (ConfirmMove, WithdrawMove)
