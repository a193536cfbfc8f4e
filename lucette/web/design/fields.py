"""Fields made for a thumb: chips to tick or choose, counters that begin at zero, a day. All work without script."""

from __future__ import annotations

from typing import Any

from django import forms


class FirstInHand(forms.CheckboxSelectMultiple):
    """The first choice has the focus when the page opens: a hurried hand begins there."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        return option | {"attrs": option["attrs"] | {"autofocus": True}} if str(option["index"]) == "0" else option


class Chips(forms.MultipleChoiceField):
    """Several choices as tags. `shown`: how many are seen at once; the others unfold."""

    template_name = "design/fields/chips.html"
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, shown: int = 0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shown = shown


class OneChip(forms.ChoiceField):
    """One choice as tags."""

    template_name = "design/fields/chips.html"
    widget = forms.RadioSelect
    shown = 0


class Counter(forms.IntegerField):
    """How many; nothing typed is none."""

    template_name = "design/fields/counter.html"

    def __init__(self, *, most: int = 100, **kwargs: Any) -> None:
        typed = forms.NumberInput(attrs={"inputmode": "numeric", "min": 0, "max": most})
        told = {"invalid": "Écrivez un nombre entier, par exemple 2."}
        usual: dict[str, Any] = {"required": False, "initial": 0, "widget": typed, "error_messages": told}
        super().__init__(min_value=0, max_value=most, **usual | kwargs)

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0


class Day(forms.DateField):
    """A date; the telephone shows its calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class Hour(forms.TimeField):
    """A time of the day."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
