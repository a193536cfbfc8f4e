"""Who comes in: her name, how to reach her."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from lucette.web.design.forms import Form


class PersonForm(Form):
    """`what_for`: why her address is asked."""

    what_for: ClassVar[str]

    first_name = forms.CharField(label="Votre prénom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"}))
    last_name = forms.CharField(label="Votre nom", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"}))
    email = forms.EmailField(label="Votre adresse électronique", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = forms.CharField(
        label="Votre numéro de téléphone",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = self.what_for
