"""An amount as people type it."""

from __future__ import annotations

from typing import Any

from django import forms

from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money


class MoneyField(forms.CharField):
    """Euros as people type them (« 2 000,50 € ») → cents."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **options)

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return Money.parse(typed).cents
        except Invalid as refusal:
            raise forms.ValidationError(refusal.sentence) from refusal
