"""Smaller parts of pages, as plain values: long work, effects told before an act, a search box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lucette.kernel import french


@dataclass(frozen=True, slots=True)
class Progress:
    """Long work: what is done, what is left, what failed; the reader may leave the page."""

    label: str
    done: int
    total: int
    unit: str = "ligne"
    failed: int = 0
    note: str = "Vous pouvez quitter cette page : un message vous préviendra à la fin."

    @property
    def finished(self) -> bool:
        return self.done >= self.total

    @property
    def words(self) -> str:
        if self.finished:
            return f"Terminé : {french.plural(self.total, self.unit)}"
        return f"{french.number(self.done)} sur {french.plural(self.total, self.unit)}, il en reste {french.number(self.total - self.done)}"

    @property
    def failed_words(self) -> str:
        return f"{french.plural(self.failed, self.unit)} en échec" if self.failed else ""


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence told before confirming: « 2 » « versements tombent ». `tone`: "", warning or error, which `sign` says in words."""

    value: str
    words: str
    tone: str = ""

    @property
    def sign(self) -> str:
        return {"warning": "Attention", "error": "Sans retour"}.get(self.tone, "")


@dataclass(frozen=True, slots=True)
class SearchBox:
    """A search that stays in the address; `kept`: the filters that go with it."""

    label: str
    action: str = ""
    name: str = "q"
    value: str = ""
    hint: str = ""
    submit: str = "Rechercher"
    kept: Mapping[str, str] = field(default_factory=dict)
