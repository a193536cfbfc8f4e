"""The adviser signs what was written from the facts, and adds her words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.scheme.reports import actions, queries
from lucette.scheme.reports.enums import HOST_REPORT
from lucette.web.adviser.reports import figures_of, titled
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage


class WordsForm(Form):
    words = forms.CharField(
        label="Vos mots",
        required=False,
        max_length=2500,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Ce que les chiffres ne disent pas : ce qui a marché, ce qui manque. Ne citez personne.",
    )


class Sign(ActPage):
    """Signer le compte rendu."""

    route, address, workflow, act = "adviser:sign_report", "comptes-rendus/<uuid:pk>/signer/", HOST_REPORT, "sign"
    form_class = WordsForm
    what_happens = "La représentante légale de votre structure ajoute ses mots, puis transmet le compte rendu."

    def subject(self) -> Any:
        return queries.host_report(self.pk, self.by)

    def facts(self) -> list[Fact]:
        return figures_of(self.it)

    def initial(self) -> dict[str, Any]:
        return {"words": self.it.adviser_words}

    def perform(self, answers: dict[str, Any]) -> str:
        actions.sign(report_id=self.pk, words=answers["words"], by=self.by)
        return "Le compte rendu est signé. Votre structure peut le transmettre."

    def back(self) -> str:
        return reverse("adviser:report", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            ("Mon espace", reverse("adviser:dashboard")),
            ("Comptes rendus", reverse("adviser:reports")),
            (titled(self.it), self.back()),
        ]


ON_REPORT = (Sign,)
