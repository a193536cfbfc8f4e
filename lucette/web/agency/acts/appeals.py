"""The answer to an appeal, by another person than those who instructed and decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.reviews import actions
from lucette.scheme.reviews import queries as reviews
from lucette.scheme.reviews.policies import ANOTHER
from lucette.web.agency.acts.applications import OnApplication
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.objects import said


class Answer(Form):
    outcome = forms.ChoiceField(
        label="Votre réponse au recours",
        widget=forms.RadioSelect,
        choices=[("upheld", "Admettre : la candidature revient en instruction"), ("rejected", "Rejeter : la décision est confirmée")],
    )
    reason = forms.CharField(label="Motif", help_text="La structure lira ce texte dans sa lettre.", max_length=1000, widget=text_area(5))


class DecideAppeal(OnApplication):
    """Répondre au recours."""

    route, address, act = "agency:decide_appeal", "candidatures/<uuid:pk>/recours/", "uphold_appeal"
    also = ((APPLICATION, "reject_appeal"),)
    title = label = "Répondre au recours"
    submit = "Envoyer cette réponse"
    form_class = Answer

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return reviews.may_answer_appeal(it.pk, by)

    def refused(self) -> HttpResponse | None:
        refused = super().refused()
        if refused is None and not self.may(self.by, self.it):
            raise Forbidden("appeal.another", ANOTHER)
        return refused

    def facts(self) -> list[Fact]:
        found = reviews.open_appeal(self.pk)
        if found is None:
            return super().facts()
        told = [
            Fact("Décision contestée", found.get_against_display().capitalize(), note=f"Le {said(found.decided_on)}"),
            Fact("Motif de la décision", found.against_reason),
            Fact("Arguments de la structure", found.grounds),
            Fact("Document à l’appui", "lire le document", reverse("document", args=[found.document_id])) if found.document_id else None,
        ]
        return [*super().facts(), *(fact for fact in told if fact and fact.value)]

    def effects(self) -> list[str]:
        return [
            "Une lettre part à la structure, avec votre motif.",
            "Si vous admettez le recours, la décision est retirée et l’instruction reprend.",
            "Si vous le rejetez, la décision est définitive ; la lettre dit comment saisir le tribunal administratif.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        found = actions.decide_appeal(application_id=self.pk, outcome=answers["outcome"], reason=answers["reason"], by=self.by)
        then = "l’instruction reprend" if found.outcome == "upheld" else "la décision est confirmée"
        return f"Le recours sur la candidature {self.it.number} est {found.get_outcome_display()} : {then}. La structure en est informée."
