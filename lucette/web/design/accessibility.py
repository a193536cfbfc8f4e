"""What the site may say of its accessibility: computed from the last audit (docs/accessibility/audit-*.toml), so that the footer and the
statement cannot lie.

A criterion that nobody could check stays « not tested », and counts as not met. Three years later the audit counts no more.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings

YEARS = 3  # a statement is valid for three years (décret n° 2019-768)
FOLDER = Path(settings.BASE_DIR) / "docs" / "accessibility"
# criteria of each theme of the RGAA 4.1.2, 106 in all
THEMES = {
    "Images": 9,
    "Cadres": 2,
    "Couleurs": 3,
    "Multimédia": 13,
    "Tableaux": 8,
    "Liens": 2,
    "Scripts": 5,
    "Éléments obligatoires": 10,
    "Structuration de l’information": 4,
    "Présentation de l’information": 14,
    "Formulaires": 13,
    "Navigation": 11,
    "Consultation": 12,
}
NUMBERS = tuple(f"{theme}.{rank}" for theme, count in enumerate(THEMES.values(), 1) for rank in range(1, count + 1))
MET, NOT_MET, NOT_APPLICABLE, UNTESTED = "C", "NC", "NA", "NT"
HOW = ("machine", "lecture", "")  # by a machine, by careful reading of the templates, by nobody


@dataclass(frozen=True, slots=True)
class Criterion:
    """`result`: C, NC, NA or NT; `how` it was seen; `note`: what was found, or why it could not be tested."""

    number: str
    title: str
    result: str
    how: str = ""
    note: str = ""

    @property
    def theme(self) -> str:
        return list(THEMES)[int(self.number.partition(".")[0]) - 1]


@dataclass(frozen=True, slots=True)
class Sample:
    """A page of the audit. `role`: as whom it is read; `invalid`: with the errors of its form."""

    name: str
    address: str
    role: str = ""
    invalid: bool = False

    @property
    def link(self) -> str:
        """Where everybody may read it; "" for a page of a space, or of one object."""
        return "" if self.role or "{" in self.address or "nulle-part" in self.address else self.address


@dataclass(frozen=True)
class Audit:
    """The 106 criteria, on the pages of the sample."""

    on: dt.date
    by: str
    criteria: tuple[Criterion, ...]
    pages: tuple[Sample, ...] = ()

    def __post_init__(self) -> None:
        if tuple(it.number for it in self.criteria) != NUMBERS:
            raise ValueError("An audit answers each of the 106 criteria once, in order.")
        if wrong := [it.number for it in self.criteria if it.result not in (MET, NOT_MET, NOT_APPLICABLE, UNTESTED) or it.how not in HOW]:
            raise ValueError(f"C, NC, NA or NT, by machine or by reading: {wrong}")
        if unproved := [it.number for it in self.criteria if (it.result == UNTESTED) == bool(it.how)]:
            raise ValueError(f"What is said of a criterion was seen by somebody: {unproved}")

    @cached_property
    def counts(self) -> Counter[str]:
        return Counter(it.result for it in self.criteria)

    @property
    def met(self) -> int:
        return self.counts[MET]

    @property
    def applicable(self) -> int:
        """Those that were not tested too: they may apply."""
        return len(self.criteria) - self.counts[NOT_APPLICABLE]

    @property
    def percent(self) -> int:
        """Of the criteria that apply; rounded down: never better than it is."""
        return 100 * self.met // self.applicable

    @property
    def not_met(self) -> list[Criterion]:
        return [it for it in self.criteria if it.result == NOT_MET]

    @property
    def untested(self) -> list[Criterion]:
        return [it for it in self.criteria if it.result == UNTESTED]

    def counts_on(self, day: dt.date) -> bool:
        return (self.on.year + YEARS, self.on.month, self.on.day) > (day.year, day.month, day.day)


def read(told: dict[str, Any]) -> Audit:
    criteria = tuple(Criterion(**it) for it in told["criterion"])
    return Audit(told["on"], told["by"], criteria, tuple(Sample(**it) for it in told["page"]))


def latest(folder: Path = FOLDER) -> Audit | None:
    """The last audit by its file name; None when there is none."""
    files: Sequence[Path] = sorted(folder.glob("audit-*.toml"))
    return read(tomllib.loads(files[-1].read_text("utf-8"))) if files else None


LAST_AUDIT: Audit | None = latest()


def conformity(day: dt.date, audit: Audit | None = None) -> str:
    """The word of the law: every criterion, at least half, or less (and without an audit that counts)."""
    audit = audit or LAST_AUDIT
    if audit is None or not audit.counts_on(day) or audit.percent < 50:
        return "non conforme"
    return "totalement conforme" if audit.met == audit.applicable else "partiellement conforme"
