"""The base of every form: DSFR fields, optional ones marked, French sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from dsfr.forms import DsfrBaseForm


class Form(DsfrBaseForm):
    """Plain form of a door (never a ModelForm). An action's refusal is written on it with `gate.refusals.onto_form`.

    `not_kept`: fields that are not saved while they are typed (a bank account, a code).
    `asked_by`: a word of the act → the field that asks it, when their names differ; its refusal is written beside that field.
    """

    not_kept: ClassVar[frozenset[str]] = frozenset()
    asked_by: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = "Cette réponse est nécessaire."
            field.error_messages["invalid"] = INVALID.get(type(field).__name__, field.error_messages.get("invalid", ""))

    @property
    def says_optional(self) -> bool:
        """Has it questions, so that it must say which are needed?"""
        return any(not field.is_hidden for field in self)

    @property
    def all_needed(self) -> bool:
        return all(field.field.required for field in self if not field.is_hidden)


INVALID = {
    "EmailField": "Cette adresse n’est pas complète : écrivez par exemple prenom.nom@exemple.fr.",
    "IntegerField": "Écrivez un nombre entier, par exemple 2.",
    "DateField": "Écrivez une date, par exemple 12/03/2026.",
}


def text_area(rows: int = 5, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})
