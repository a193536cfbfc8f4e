"""What the site may say of its accessibility: computed from the last audit, so that the footer and the statement cannot lie.

After an audit, write it in LAST_AUDIT: its day, the criteria that apply, those that are met. Three years later it counts no more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

YEARS = 3  # a statement is valid for three years (décret n° 2019-768)


@dataclass(frozen=True, slots=True)
class Audit:
    """`applicable`, `met`: criteria of the RGAA 4.1.2, of the 106."""

    on: dt.date
    applicable: int
    met: int
    by: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.met <= self.applicable <= 106 or not self.applicable:
            raise ValueError("An audit meets at most the criteria that apply, 106 at most.")

    @property
    def percent(self) -> int:
        """Rounded down: never better than it is."""
        return 100 * self.met // self.applicable

    def counts_on(self, day: dt.date) -> bool:
        return (self.on.year + YEARS, self.on.month, self.on.day) > (day.year, day.month, day.day)


LAST_AUDIT: Audit | None = None


def conformity(day: dt.date, audit: Audit | None = None) -> str:
    """The word of the law: every criterion, at least half, or less (and without an audit that counts)."""
    audit = audit or LAST_AUDIT
    if audit is None or not audit.counts_on(day) or audit.percent < 50:
        return "non conforme"
    return "totalement conforme" if audit.met == audit.applicable else "partiellement conforme"
