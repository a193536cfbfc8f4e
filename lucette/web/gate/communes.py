"""What people type to say where: a commune, a postcode, a former name or a whole address."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from lucette.foundation.territories.queries import Found, search_communes
from lucette.foundation.territories.rules import searchable
from lucette.web.design.forms import Form

LONGEST = 80
POSTCODE = re.compile(r"\b\d{5}\b")
STREET = re.compile(r"\b(rue|avenue|boulevard|place|chemin|allee|impasse|route|quai|cours|square|faubourg|lotissement|residence|hameau)\b")

SEVERAL = "Plusieurs communes répondent à ces mots : choisissez la vôtre."


def look_up(typed: str) -> list[Found]:
    """The communes that these words may mean, best first."""
    typed = typed.strip()[:LONGEST]
    return (in_address(typed) if STREET.search(searchable(typed)) else []) or search_communes(typed)


def in_address(typed: str) -> list[Found]:
    """`12 rue des Écoles 19000 Tulle`: what follows the street; without a postcode, the last words that are a name."""
    if postcode := POSTCODE.search(typed):
        return search_communes(typed[postcode.start() :]) or search_communes(postcode.group())
    words = typed.split()
    tails = (" ".join(words[-count:]) for count in (3, 2, 1))
    return next((found for tail in tails if (found := named(search_communes(tail), tail))), [])


def named(found: list[Found], words: str) -> list[Found]:
    return [it for it in found if searchable(it.name) == searchable(words)]


def sure(found: list[Found], typed: str) -> Found | None:
    """The commune meant, when there is no doubt: a single answer, or the only one whose name was typed."""
    if len(found) == 1:
        return found[0]
    said = f" {searchable(typed)} "
    same = named(found, typed) or [it for it in found if f" {searchable(it.name)} " in said]
    return same[0] if len(same) == 1 and found[0] == same[0] else None


class CommuneForm(Form):
    """A commune typed by its name or postcode; `commune_code` only when several answer."""

    commune = forms.CharField(
        label="La commune", max_length=80, help_text="Son nom ou son code postal.", widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    commune_code = forms.ChoiceField(label="Laquelle de ces communes ?", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = str(self["commune"].value() or "")
        found = look_up(typed) if typed else []
        self.meant = sure(found, typed)
        if self.meant or not found:
            self.fields.pop("commune_code")
        else:
            self.fields["commune_code"].choices = [(it.code, it.label) for it in found]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "commune" in said and "commune_code" not in self.fields and self.meant is None:
            self.add_error("commune", "Nous ne trouvons pas cette commune. Vérifiez son nom, ou essayez son code postal.")
        elif "commune_code" in self.fields and "commune_code" in said and not said["commune_code"]:
            self.add_error("commune_code", SEVERAL)
        elif self.meant:
            said["commune_code"] = self.meant.code
        return said


def spoken(commune: Any) -> str:
    """A commune as one would type it: « 19000 Tulle »; "" for none."""
    return f"{commune.postcodes[0]} {commune.name}" if commune and commune.postcodes else commune.name if commune else ""
