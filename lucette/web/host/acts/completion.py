"""The host answers what the instruction asked for: each item named, and nothing else."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import WrongState
from lucette.scheme.applications.policies import can_prepare
from lucette.scheme.reviews import actions
from lucette.scheme.reviews import queries as reviews
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Paper
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.objects import said
from lucette.web.host.acts.applications import OnApplication

NOTHING_ASKED = "Aucune demande de compléments n’est en cours pour cette candidature."
FILE_OF = "fichier-"  # before the id of an item whose answer may also be a document
EITHER = "Répondez par un texte, ou joignez un document."


class Words(forms.CharField):
    """Needed, unless the document beside it answers: the form tells."""

    def validate(self, value: Any) -> None:
        """Nothing is refused here."""


class CompletionForm(Form):
    """One field for a document of the call; two for what may be said in words or shown: see `form_of`."""

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        for name in (name for name in self.fields if name.startswith(FILE_OF)):
            words = name.removeprefix(FILE_OF)
            if words not in self.errors and not answers.get(words) and not answers.get(name) and name not in self.errors:
                self.add_error(words, EITHER)
        return answers


def form_of(items: list[Any]) -> type[CompletionForm]:
    fields: dict[str, forms.Field] = {}
    for it in items:
        if it.piece_code:
            fields[str(it.pk)] = Paper(label=it.label)
        else:
            words = Words(label=it.label, max_length=4000, widget=text_area(4), help_text=EITHER)
            fields |= {str(it.pk): words, f"{FILE_OF}{it.pk}": Paper(label=f"Document : {it.label}", required=False)}
    remark = forms.CharField(
        label="Une remarque",
        required=False,
        max_length=2000,
        widget=text_area(3),
        help_text="N’écrivez aucune donnée personnelle de vos habitants.",
    )
    return type("ItemsForm", (CompletionForm,), {**fields, "remark": remark})


class CompleteApplication(OnApplication):
    """Compléter la candidature."""

    route, address, act = "host:complete", "candidatures/<uuid:pk>/completer/", "complete"
    submit = "Envoyer ma réponse"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_prepare(by)

    @cached_property
    def asked(self) -> Any:
        """The request that waits; None when there is none."""
        return reviews.open_request(self.pk)

    @cached_property
    def items(self) -> list[Any]:
        return reviews.items_of(self.asked) if self.asked else []

    @cached_property
    def form_class(self) -> type[CompletionForm]:  # type: ignore[override]
        return form_of(self.items)

    def form_arguments(self) -> dict[str, Any]:
        """Raises WrongState when nothing is asked."""
        self.it.check_act("complete")
        if self.asked is None:
            raise WrongState("review.no_request", NOTHING_ASKED)
        return {}

    def refused(self) -> HttpResponse | None:
        return super().refused() or (None if self.asked else self.sent_away(NOTHING_ASKED))

    def facts(self) -> list[Fact]:
        asked = self.asked
        again = [Fact(it.label, it.before.capitalize()) for it in self.items if it.before]
        due = Fact("À fournir avant le", said(asked.due_on), note=french.delay(asked.due_on, clock.today()))
        return [*super().facts(), Fact("Ce que l’ANCT attend", asked.comment), *again, due]

    def effects(self) -> list[str]:
        return [
            "L’ANCT reprend l’instruction dès votre réponse.",
            "La date limite de sa décision recule d’autant de jours que votre réponse en a pris.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        given = {it.pk: self.given(it, answers) for it in self.items}
        actions.complete(application_id=self.pk, answers=given, remark=answers["remark"], by=self.by)
        return f"Vos compléments sur la candidature {self.it.number} sont envoyés : l’instruction reprend."

    def given(self, it: Any, answers: dict[str, Any]) -> actions.Given:
        name = str(it.pk)
        file, words = (answers[name], "") if it.piece_code else (answers[f"{FILE_OF}{name}"], answers[name])
        return actions.Given(words, file.name, file.read()) if file else actions.Given(words)
