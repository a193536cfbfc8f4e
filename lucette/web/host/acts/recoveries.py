"""The host answers the project of an order to pay back, before anything is due."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import RECOVERY
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said
from lucette.web.host.crumbs import CRUMB, crumb


class AnswerForm(Form):
    """What the host has to say."""

    text = forms.CharField(
        label="Vos observations",
        max_length=2000,
        widget=text_area(8),
        help_text="Dites ce qui est inexact, et pourquoi. N’écrivez aucun nom de personne. 2 000 caractères au plus.",
    )


class AnswerRecovery(ActPage):
    """Répondre au projet de reversement."""

    route, address, act = "host:answer_recovery", "reversements/<uuid:pk>/repondre/", "answer"
    workflow, form_class = RECOVERY, AnswerForm
    label = submit = "Envoyer vos observations"
    what_happens = "La Banque des Territoires vous répond avant toute décision. Rien n’est à payer d’ici là."

    def subject(self) -> payments.RecoveryPage:
        return payments.recovery_page(self.pk, self.by)

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return not it.it.reply and clock.today() <= it.it.answer_by

    def initial(self) -> dict[str, Any]:
        return {"text": self.it.it.answer}

    def facts(self) -> list[Fact]:
        it = self.it.it
        return [
            Fact("Montant envisagé", str(self.it.amount)),
            Fact("Explication", it.explanation),
            Fact("Réponse attendue avant le", said(it.answer_by), note=french.delay(it.answer_by, clock.today())),
        ]

    def back(self) -> str:
        return reverse("host:recovery", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Reversements", "host:recoveries"), (f"Reversement {self.it.it.number}", self.back())]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.recoveries.answer(recovery_id=self.pk, text=answers["text"], by=self.by)
        return "Vos observations sont envoyées. La Banque des Territoires vous répondra."


ON_RECOVERY = (AnswerRecovery,)
