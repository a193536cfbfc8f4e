"""Fields made for a thumb: chips to tick or choose, counters that begin at zero, a day; amounts and reasons. All work without
script."""

from __future__ import annotations

from typing import Any

from django import forms

from lucette.foundation.documents.rules import MAX_BYTES
from lucette.kernel.errors import Invalid
from lucette.kernel.money import Money


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


class LineText(forms.CharField):
    """A text in a line among many: none says that it is optional."""

    template_name = "design/fields/counter.html"


class LineNumber(forms.IntegerField):
    """A number in a line among many."""

    template_name = "design/fields/counter.html"


class Tick(forms.BooleanField):
    """A box among many, where each may stay empty: it does not say that it is optional."""

    template_name = "design/fields/tick.html"


class Narrowing(forms.ChoiceField):
    """A choice that narrows a list: the first one narrows nothing, so that it does not say that it is optional."""

    template_name = "design/fields/select.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)


class Day(forms.DateField):
    """A date; the telephone shows its calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class Hour(forms.TimeField):
    """A time of the day."""

    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class Euros(forms.CharField):
    """An amount in euros, exact to the cent: gives Money. « 50 000,50 »."""

    def __init__(self, *, zero: bool = False, **kwargs: Any) -> None:
        self.zero = zero
        kwargs.setdefault("help_text", "En euros, avec les centimes s’il y en a. Exemple : 50 000,00")
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}), **kwargs)

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value)
        if not typed:
            return Money(0) if self.zero else None
        try:
            amount = Money.parse(typed)
        except Invalid as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        if amount.cents < 0 or not (amount.cents or self.zero):
            raise forms.ValidationError("Écrivez un montant supérieur à zéro.")
        return amount

    def validate(self, value: Any) -> None:
        """A typed zero is an answer."""
        if value is None:
            super().validate("")

    def run_validators(self, value: Any) -> None:
        """Money has no length."""


class Paper(forms.FileField):
    """A paper that somebody joins: a PDF or a picture, `most` bytes at most. Its help says so, between `before` and `after`."""

    def __init__(self, *, before: str = "", after: str = "", most: int = MAX_BYTES, **kwargs: Any) -> None:
        self.most = most
        told = f"Un fichier PDF, JPEG ou PNG, {self.most // 1_000_000} Mo au plus."
        picker = forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})
        super().__init__(help_text=" ".join(filter(None, [before, told, after])), widget=picker, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = super().clean(data, initial)
        if given and given.size > self.most:
            raise forms.ValidationError(f"Ce fichier dépasse {self.most // 1_000_000} Mo : réduisez-le avant de l’envoyer.")
        return given


class Reason(forms.CharField):
    """Why: two hundred characters at most, as they are stored."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "200 caractères au plus. N’écrivez ni nom de personne, ni coordonnées.")
        super().__init__(max_length=200, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)
