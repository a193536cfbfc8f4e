"""A condition of eligibility that the rules leave to a person."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse

from lucette.kernel.actor import Actor
from lucette.kernel.errors import WrongState
from lucette.scheme.reviews import actions
from lucette.scheme.reviews import queries as reviews
from lucette.web.agency.acts.applications import OnApplication
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.gate.objects import said

NOTHING = "Aucune condition de cette candidature n’est à vérifier."
TOLD = {
    True: "La candidature remplit toutes les conditions de l’appel.",
    False: "La candidature ne remplit pas toutes les conditions : déclarez-la irrecevable, ou faites décider une dérogation.",
    None: "Une autre condition reste à vérifier.",
}


class Verified(Form):
    """Which condition is asked only when there are several."""

    rule = forms.ChoiceField(label="Condition", widget=forms.RadioSelect)
    verdict = forms.ChoiceField(
        label="La condition est-elle remplie ?",
        widget=forms.RadioSelect,
        choices=[("pass", "Oui, le dossier est conforme"), ("fail", "Non, le dossier n’est pas conforme")],
    )
    reason = forms.CharField(
        label="Ce qui le montre",
        help_text="Nommez la pièce lue et ce qu’elle dit, sans nommer de personne. La préfecture lira ce texte.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, *args: Any, conditions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule"].choices = conditions
        if len(conditions) == 1:
            del self.fields["rule"]


class AnswerCheck(OnApplication):
    """Vérifier une condition."""

    route, address = "agency:answer_check", "candidatures/<uuid:pk>/verifier/"
    workflow = None
    title, label = "Vérifier une condition d’éligibilité", "Vérifier une condition"
    submit = "Enregistrer ma réponse"
    form_class = Verified

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.allows("put_on_agenda"))

    @cached_property
    def left(self) -> list[reviews.ToVerify]:
        """Those without an answer first."""
        return sorted(reviews.to_verify(self.pk), key=lambda it: it.answer is not None)

    def check_left(self) -> None:
        """Raise WrongState when the rules left nothing to a person here."""
        if not self.left or not self.may(self.by, self.it):
            raise WrongState("review.nothing_to_check", NOTHING)

    def refused(self) -> HttpResponse | None:
        try:
            self.check_left()
        except WrongState as refusal:
            return self.sent_away(refusal.sentence)
        return None

    def form_arguments(self) -> dict[str, Any]:
        self.check_left()
        return {"conditions": [(it.check.rule, it.check.text) for it in self.left]}

    def initial(self) -> dict[str, Any]:
        """The first without an answer; when there is but one, what was answered before."""
        self.check_left()
        first = self.left[0]
        given = {"verdict": first.answer.verdict, "reason": first.answer.reason} if first.answer and len(self.left) == 1 else {}
        return {"rule": first.check.rule, **given}

    def facts(self) -> list[Fact]:
        facts = super().facts()
        for it in self.left:
            facts.append(Fact("Condition à vérifier", it.check.text, note=it.check.source))
            if it.answer:
                facts.append(Fact("Réponse du " + said(it.answer.answered_at), it.answer.get_verdict_display(), note=it.answer.reason))
        return facts

    def effects(self) -> list[str]:
        return [
            "Votre réponse est gardée au dossier, avec votre nom et la date.",
            "Si la condition est remplie, la candidature peut passer devant le comité.",
            "Sinon, elle se déclare irrecevable, ou la direction décide une dérogation.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        rule = answers.get("rule") or self.left[0].check.rule
        review = actions.answer_check(application_id=self.pk, rule=rule, verdict=answers["verdict"], reason=answers["reason"], by=self.by)
        return f"Votre réponse est enregistrée. {TOLD[review.eligible]}"
