"""An account that looks wrong: held by the Banque des Territoires or by the house, decided by the delegate, a third person."""

from __future__ import annotations

from typing import Any

from django import forms

from lucette.foundation.organizations import actions, policies
from lucette.kernel.actor import Actor
from lucette.web.caisse.acts.accounts import OnAccount, payee_facts
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect


class ReasonForm(Form):
    reason = forms.CharField(label="Motif", max_length=500, widget=forms.Textarea(attrs={"rows": 4}))


class HoldAccount(OnAccount):
    """Retenir les coordonnées bancaires."""

    route, address, act = "caisse:hold_account", "coordonnees-bancaires/<uuid:pk>/retenir/", "hold"
    form_class, danger = ReasonForm, True

    def effects(self) -> list[Effect]:
        return [Effect("", "le compte attend une décision motivée de la délégataire de la Caisse des Dépôts")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.hold_bank_details(bank_details_id=self.pk, reason=answers["reason"], by=self.by)
        return f"Le compte de « {self.it.organization.name} » est retenu."


class Decision(OnAccount):
    """What the delegate decides of a held account."""

    form_class = ReasonForm

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return policies.can_decide_bank_details(by, it)

    def seen(self) -> list[Fact]:
        why = [Fact("Retenu parce que" if n == 0 else "Et parce que", sentence) for n, sentence in enumerate(self.it.alerts.values())]
        return [*why, *payee_facts(self.it)]


class ReleaseAccount(Decision):
    """Lever la retenue."""

    route, address, act = "caisse:release_account", "coordonnees-bancaires/<uuid:pk>/lever/", "release"

    def effects(self) -> list[Effect]:
        return [Effect("", "le compte reprend son chemin : chaque contrôle reste à faire par d’autres personnes")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.release_bank_details(bank_details_id=self.pk, reason=answers["reason"], by=self.by)
        return f"La retenue du compte de « {self.it.organization.name} » est levée."


class RefuseAccount(Decision):
    """Refuser les coordonnées bancaires."""

    route, address, act = "caisse:refuse_account", "coordonnees-bancaires/<uuid:pk>/refuser/", "refuse"
    danger = True
    what_happens = "Les personnes connues de la structure avant ce changement sont prévenues par lettre."

    def effects(self) -> list[Effect]:
        return [Effect("", "ce compte ne sera jamais utilisé ; l’ancien le reste")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.refuse_bank_details(bank_details_id=self.pk, reason=answers["reason"], by=self.by)
        return f"Le compte de « {self.it.organization.name} » est refusé."


ON_HELD = (ReleaseAccount, RefuseAccount, HoldAccount)
