"""What is asked of whoever wants to become an adviser, by whichever door she comes: where and when, what is behind her."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from lucette.kernel import clock
from lucette.scheme.recruitment.enums import RADII_KM, WHOLE_FRANCE_KM, Situation
from lucette.web.design.fields import Day
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.communes import CommuneForm

WISHES = ("commune_code", "radius_km", "available_on", "situations", "diploma", "motivation", "pix_shared")
SITUATIONS = {
    Situation.JOB_SEEKER: "Je recherche un emploi",
    Situation.EMPLOYED: "J’ai un emploi",
    Situation.IN_TRAINING: "Je suis en formation",
    Situation.GRADUATE: "J’ai un diplôme de la médiation numérique",
    Situation.EXPERIENCED: "J’ai une expérience de la médiation numérique",
}


class WhereAndWhenForm(CommuneForm):
    """Round which commune, how far, from when."""

    radius_km = forms.TypedChoiceField(
        label="Jusqu’à quelle distance ?",
        choices=[(km, "Toute la France" if km == WHOLE_FRANCE_KM else f"{km}\u00a0km") for km in RADII_KM],
        coerce=int,
        initial=20,
    )
    available_on = Day(label="À partir de quelle date êtes-vous disponible ?")

    def clean_available_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["available_on"]
        if day < clock.today():
            raise forms.ValidationError("Cette date est passée : écrivez aujourd’hui ou une date à venir.")
        return day


class PathForm(Form):
    """Her situation, her diploma, why: what hosts will see."""

    situations = forms.MultipleChoiceField(
        label="Votre situation",
        choices=list(SITUATIONS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="Une ou plusieurs réponses.",
    )
    diploma = forms.CharField(label="Votre diplôme de médiation numérique", max_length=160, required=False)
    motivation = forms.CharField(
        label="Pourquoi ce métier ?",
        max_length=2500,
        required=False,
        widget=text_area(6),
        help_text="Quelques phrases, 2 500 caractères au plus.",
    )
    pix_shared = forms.BooleanField(
        label="J’accepte de partager mon résultat Pix avec les structures",
        required=False,
        help_text="Pix est le service public qui mesure les compétences numériques. "
        "Vous pouvez refuser : cela n’empêche pas d’être invité.",
    )


def wishes(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The words of `recruitment.apply` among these answers."""
    return {word: answers[word] for word in WISHES}
