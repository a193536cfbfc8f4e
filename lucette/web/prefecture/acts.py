"""The prefecture gives its opinion, and may change it until the decision."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.workflow import Workflow
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.reviews import actions
from lucette.scheme.reviews import queries as reviews
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.gate import applications as shared
from lucette.web.gate.acts import ActPage

SIDES = (("yes", "Favorable"), ("no", "Défavorable"))


class OpinionForm(Form):
    side = forms.ChoiceField(label="Sens de l’avis", choices=SIDES, widget=forms.RadioSelect)
    comment = forms.CharField(
        label="Vos raisons",
        help_text="De 10 à 1 000 caractères. Le comité lit ce texte ; la structure peut le lire après la décision.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class OnFile(ActPage):
    """An act of the prefecture on a file of its territory, until the decision."""

    workflow: ClassVar[Workflow | None] = APPLICATION

    def subject(self) -> Any:
        return applications.application(self.pk, self.by).application

    def back(self) -> str:
        return reverse("prefecture:application", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            ("Espace de la préfecture", reverse("prefecture:dashboard")),
            ("Candidatures", reverse("prefecture:applications")),
            (f"Candidature {self.it.number}", self.back()),
        ]

    def facts(self) -> list[Fact]:
        return [
            Fact("Structure", self.it.organization.name),
            Fact("Postes demandés", french.number(self.it.posts_asked)),
            *([Fact("Motivation", self.it.motivation)] if self.it.motivation else []),
        ]


class GiveOpinion(OnFile):
    """Rendre un avis sur la candidature."""

    route, address, act = "prefecture:opine", "candidatures/<uuid:pk>/avis/", "opine"
    label, submit = "Rendre un avis", "Rendre cet avis"
    form_class = OpinionForm
    what_happens = "L’ANCT reçoit votre avis aussitôt. Vous pourrez le changer jusqu’à la décision du comité."

    def facts(self) -> list[Fact]:
        return [*super().facts(), *shared.territory(self.it.organization.commune, self.it.status)]

    def initial(self) -> dict[str, Any]:
        return written(reviews.opinion(self.pk))

    def perform(self, answers: dict[str, Any]) -> str:
        favourable = answers["side"] == "yes"
        actions.give_opinion(application_id=self.pk, favourable=favourable, comment=answers["comment"], by=self.by)
        return f"Votre avis {'favorable' if favourable else 'défavorable'} est enregistré."


def written(opinion: Any) -> dict[str, Any]:
    """The form as the opinion in force fills it."""
    return {"side": "yes" if opinion.favourable else "no", "comment": opinion.comment} if opinion else {}
