"""What an activity may say: the validation of the activity record in use (domain.md §9), counted people only. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from lucette.kernel.errors import Invalid
from lucette.scheme.activities.enums import ActivityKind, AgeBand, Channel, Occupation, Theme

MAX_PEOPLE, MAX_MINUTES, MAX_THEMES = 100, 600, 20
SCHEME_BEGAN = dt.date(2020, 11, 1)
PERSONAL = re.compile(r"@|(?:\d[\s.\-]?){8,}")  # an address, a telephone, a social security or a card number


@dataclass(frozen=True, slots=True)
class Draft:
    """One activity as entered. `participants` None: as many as the distributions count, at least one.

    `ages` {AgeBand: people} and `occupations` {Occupation: people}: who is not counted there is « non renseigné ».
    """

    hire_id: UUID
    place_id: UUID | None
    kind: str
    channel: str
    held_on: dt.date
    minutes: int
    themes: Collection[str]
    ages: Mapping[str, int] = field(default_factory=dict)
    occupations: Mapping[str, int] = field(default_factory=dict)
    participants: int | None = None
    recurring: int = 0
    workshop_id: UUID | None = None
    appointment_id: UUID | None = None

    @property
    def people(self) -> int:
        """How many were helped."""
        if self.participants is not None:
            return self.participants
        return max(1, total(self.ages), total(self.occupations))


@dataclass(frozen=True, slots=True)
class Contract:
    """The days on which an adviser may have worked; `ends_on` None for an open-ended contract."""

    starts_on: dt.date
    ends_on: dt.date | None

    def covers(self, day: dt.date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def whole(value: Any) -> bool:
    """A whole number; True and False are none."""
    return type(value) is int


def total(distribution: Mapping[str, int]) -> int:
    return sum(count for count in distribution.values() if whole(count))


def counted(distribution: Mapping[str, int]) -> dict[str, int]:
    """Without its zeros."""
    return {str(word): count for word, count in distribution.items() if count}


def problems(draft: Draft, contract: Contract, today: dt.date) -> dict[str, str]:
    """What is wrong, by field, in French; empty when the activity may be recorded (V1 of the activity record, domain.md §9)."""
    found = dict(_words(draft)) | dict(_numbers(draft))
    if draft.held_on > today:
        found["held_on"] = "Cette date est à venir : une activité s’enregistre une fois tenue."
    elif draft.held_on < SCHEME_BEGAN or not contract.covers(draft.held_on):
        found["held_on"] = "Cette date est hors de votre contrat de conseiller numérique."
    if draft.channel == Channel.PLACE and draft.place_id is None:
        found["place_id"] = "Choisissez le lieu d’accueil."
    if draft.workshop_id and draft.kind != ActivityKind.WORKSHOP:
        found["kind"] = "Cette activité est un atelier collectif."
    if draft.appointment_id and draft.kind != ActivityKind.INDIVIDUAL:
        found["kind"] = "Cette activité est l’accompagnement individuel d’un rendez-vous."
    return found


def _words(draft: Draft) -> Iterable[tuple[str, str]]:
    if draft.kind not in ActivityKind.values:
        yield "kind", "Choisissez la nature de l’activité dans la liste."
    if draft.channel not in Channel.values:
        yield "channel", "Choisissez le canal dans la liste."
    if not 1 <= len(draft.themes) <= MAX_THEMES or len(set(draft.themes)) != len(draft.themes):
        yield "themes", "Choisissez d’un à vingt thèmes, chacun une fois."
    elif not set(draft.themes) <= set(Theme.values):
        yield "themes", "Choisissez les thèmes dans la liste."


def _numbers(draft: Draft) -> Iterable[tuple[str, str]]:
    people = draft.people
    if not whole(draft.minutes) or not 1 <= draft.minutes <= MAX_MINUTES:
        yield "minutes", "La durée va d’une minute à dix heures."
    if not whole(people) or not 1 <= people <= MAX_PEOPLE:
        yield "participants", "Une activité compte de 1 à 100 participants."
        return
    if draft.kind == ActivityKind.INDIVIDUAL and people != 1:
        yield "participants", "Un accompagnement individuel compte une seule personne."
    if not whole(draft.recurring) or not 0 <= draft.recurring <= people:
        yield "recurring", "Les personnes déjà accompagnées ne peuvent pas dépasser les participants."
    for name, distribution, known in (("ages", draft.ages, AgeBand.values), ("occupations", draft.occupations, Occupation.values)):
        if not set(distribution) <= set(known) or not all(whole(n) and n >= 0 for n in distribution.values()):
            yield name, "Cette répartition ne se lit pas : un nombre entier de personnes par catégorie."
        elif total(distribution) > people:
            yield name, f"Cette répartition compte {total(distribution)} personnes pour {people} : corrigez l’un des deux."


def check_title(title: str) -> str:
    """A workshop's title, trimmed. Raises Invalid: empty, too long, or holding something personal (trust.md A36, A37)."""
    title = title.strip()
    if not 3 <= len(title) <= 160:
        raise Invalid("workshop.title", "Donnez un intitulé de 3 à 160 caractères.", {"title": "De 3 à 160 caractères."})
    if PERSONAL.search(title):
        sentence = "N’écrivez ni numéro ni adresse d’une personne dans l’intitulé : il est public."
        raise Invalid("workshop.personal", sentence, {"title": sentence})
    return title
