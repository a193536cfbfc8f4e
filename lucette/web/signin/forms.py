"""What is asked to sign in."""

from __future__ import annotations

from django import forms

from lucette.web.design.forms import Form


class AskForm(Form):
    email = forms.EmailField(
        label="Votre adresse électronique",
        help_text="Celle que la plateforme connaît. Exemple : prenom.nom@mairie.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
