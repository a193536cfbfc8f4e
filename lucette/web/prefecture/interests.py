"""An agent of the prefecture says what ties her to a file: another agent gives the opinion."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse

from lucette.kernel.errors import NotFound
from lucette.scheme.reviews import actions
from lucette.scheme.reviews import queries as reviews
from lucette.scheme.reviews.enums import Strength
from lucette.stories.declare_interest import declare_interest
from lucette.web.design.elements import Fact
from lucette.web.design.parts import Effect
from lucette.web.gate.interests import InterestForm, WithdrawForm, effects
from lucette.web.prefecture.acts import OnFile


class DeclareInterest(OnFile):
    """Déclarer un lien d’intérêts."""

    route, address = "prefecture:declare_interest", "candidatures/<uuid:pk>/lien-d-interets/"
    workflow = None
    title, label = "Déclarer un lien d’intérêts avec ce dossier", "Déclarer un lien d’intérêts"
    submit = "Déclarer ce lien"
    form_class = InterestForm

    def effects(self) -> list[Effect | str]:
        return effects(self.by)

    def perform(self, answers: dict[str, Any]) -> str:
        declare_interest(application_id=self.pk, reason=answers["reason"], hard=answers["strength"] == Strength.HARD, by=self.by)
        return f"Votre lien d’intérêts avec la candidature {self.it.number} est déclaré."


class WithdrawInterest(OnFile):
    """Lever mon lien d’intérêts."""

    route, address = "prefecture:withdraw_interest", "candidatures/<uuid:pk>/lien-d-interets/lever/"
    workflow = None
    title, label, submit = "Lever mon lien d’intérêts", "Lever mon lien d’intérêts", "Lever ce lien"
    form_class = WithdrawForm

    def subject(self) -> Any:
        if self.mine is None:
            raise NotFound
        return super().subject()

    @cached_property
    def mine(self) -> reviews.InterestShown | None:
        """Her declaration on this file, as long as it holds."""
        return next((it for it in reviews.interests(self.by, self.pk) if it.may_withdraw), None)

    def facts(self) -> list[Fact]:
        mine = self.mine
        return [*super().facts(), *([Fact("Motif déclaré", mine.reason)] if mine else [])]

    def perform(self, answers: dict[str, Any]) -> str:
        mine = self.mine
        if mine is None:
            raise NotFound
        actions.withdraw_interest(interest_id=mine.id, reason=answers["reason"], by=self.by)
        return "Votre lien d’intérêts est levé."

    def back(self) -> str:
        return reverse("prefecture:application", args=[self.pk])
