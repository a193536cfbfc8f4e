"""What the bank gives in a file, 20 MB at the most: first what it says, which writes nothing; then the act."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from lucette.kernel.errors import Invalid
from lucette.web.gate.acts import ActPage

MOST_BYTES = 20_000_000
LARGE = "Ce fichier dépasse 20 Mo."
KEPT = "Le fichier est gardé : voici ce qu’il dit. Rien n’est encore écrit dans les comptes."


class XmlFile(forms.FileField):
    """A file in the format of banks."""

    widget = forms.ClearableFileInput(attrs={"accept": ".xml,application/xml,text/xml"})


def content_of(given: Any, about: str) -> bytes:
    """What a file given with the form holds. Raises Invalid (file: too large)."""
    if given.size > MOST_BYTES:
        raise Invalid(f"{about}.large", LARGE, {"file": LARGE})
    content: bytes = given.read()
    return content


class GiveFile(ActPage):
    """The first of `steps`: the file."""

    steps: ClassVar[int]

    def more(self) -> dict[str, Any]:
        return {"step": 1, "steps": self.steps, "step_label": "Donner le fichier", "next_label": "Vérifier ce qu’il dit"}
