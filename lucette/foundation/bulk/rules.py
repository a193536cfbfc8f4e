"""How many, and how far."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 1_000  # lines of one act
KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Advance:
    """Lines answered, those refused among them."""

    answered: int
    refused: int

    @property
    def done(self) -> int:
        return self.answered - self.refused
