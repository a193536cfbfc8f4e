"""The host answers before its award is withdrawn."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse

from lucette.scheme.applications import actions
from lucette.scheme.applications import queries as applications
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.objects import said
from lucette.web.host.acts.applications import ByTheRepresentative

NOTHING = "Aucune observation n’est attendue de vous sur cette attribution."


class Observations(Form):
    answer = forms.CharField(label="Vos observations", max_length=4000, widget=text_area(8))


class AnswerLapse(ByTheRepresentative):
    """Répondre au projet de retrait."""

    route, address, act = "host:answer_lapse", "candidatures/<uuid:pk>/observations/", "answer_lapse"
    label, submit = "Présenter mes observations", "Envoyer mes observations"
    form_class = Observations

    @cached_property
    def notice(self) -> Any:
        return applications.open_lapse(self.pk)

    def refused(self) -> HttpResponse | None:
        if self.it.allows("answer_lapse") and (self.notice is None or self.notice.answered_at):
            return self.sent_away(NOTHING)
        return super().refused()

    def facts(self) -> list[Fact]:
        if self.notice is None:
            return super().facts()
        told = [Fact("Ce que l’ANCT reproche", self.notice.reason), Fact("À envoyer avant le", said(self.notice.due_on))]
        return [*super().facts(), *told]

    def effects(self) -> list[str]:
        return ["L’ANCT lit vos observations avant de décider.", "Elle vous écrit sa décision, avec son motif."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.answer_lapse(application_id=self.pk, answer=answers["answer"], by=self.by)
        return f"Vos observations sur l’attribution {self.it.number} sont envoyées."
