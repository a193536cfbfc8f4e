"""Opening hours as one writes them: « 9 h – 12 h, 14 h – 17 h 30 », a line a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from lucette.scheme.places.rules import WEEKDAYS, Hours, periods_of
from lucette.web.design.forms import Form

PERIOD = re.compile(r"(?:de\s+)?(\d{1,2})\s*[h:]?\s*(\d{2})?\s*(?:-|–|à|a)\s*(\d{1,2})\s*[h:]?\s*(\d{2})?", re.IGNORECASE)
EXAMPLE = "Écrivez par exemple : 9 h – 12 h, 14 h – 17 h 30. Laissez vide si c’est fermé."


class HoursOfDay(forms.CharField):
    """Cleaned into the periods of one day."""

    template_name = "design/fields/counter.html"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=80, **kwargs)

    def clean(self, value: Any) -> list[tuple[dt.time, dt.time]]:
        typed = super().clean(value).replace("\u00a0", " ").strip()
        if not typed or typed.lower() in ("fermé", "ferme"):
            return []
        pieces = [PERIOD.fullmatch(piece.strip()) for piece in re.split(r"[,;/]| et ", typed)]
        try:
            return [(hour(found, 1), hour(found, 3)) for found in pieces]
        except (ValueError, TypeError) as unread:
            raise ValidationError(EXAMPLE) from unread


def hour(found: re.Match[str] | None, group: int) -> dt.time:
    """The hour at this group. Raises TypeError (nothing read), ValueError (no such hour)."""
    if found is None:
        raise TypeError
    return dt.time(int(found[group]), int(found[group + 1] or 0))


class HoursForm(Form):
    """A line a day, from Monday to Sunday."""

    days: ClassVar = WEEKDAYS
    lundi = HoursOfDay(label="Lundi")
    mardi = HoursOfDay(label="Mardi")
    mercredi = HoursOfDay(label="Mercredi")
    jeudi = HoursOfDay(label="Jeudi")
    vendredi = HoursOfDay(label="Vendredi")
    samedi = HoursOfDay(label="Samedi")
    dimanche = HoursOfDay(label="Dimanche")

    @property
    def day_fields(self) -> list[Any]:
        return [self[day] for day in WEEKDAYS]

    @property
    def example(self) -> str:
        return EXAMPLE

    def hours(self) -> list[Hours]:
        """What `places.actions` takes."""
        return self.read(self.cleaned_data)

    @staticmethod
    def read(answers: dict[str, Any]) -> list[Hours]:
        """The same, from the cleaned answers."""
        return [(n, opens, closes) for n, day in enumerate(WEEKDAYS) for opens, closes in answers[day]]

    @staticmethod
    def told(hours: Iterable[Hours]) -> dict[str, str]:
        """The lines of a place that has hours."""
        known = list(hours)
        return {day: ", ".join(f"{said(a)} – {said(b)}" for a, b in periods_of(known, n)) for n, day in enumerate(WEEKDAYS)}


def said(time: dt.time) -> str:
    return f"{time.hour} h" + (f" {time.minute:02d}" if time.minute else "")
