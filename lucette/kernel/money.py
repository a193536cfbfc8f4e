"""Money in whole cents. No float can enter; a fraction of a cent is rounded half up, once, by the rule that makes it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import total_ordering

from lucette.kernel.errors import Invalid

# what people type: digits grouped by spaces, dots never group, at most two decimals after a comma or a dot
TYPED = re.compile(r"(-?)(\d+)(?:[.,](\d{1,2}))?")
SPACES = re.compile(r"[\s\u00a0\u202f]+")


def half_up(amount: Fraction) -> int:
    """A fraction of cents rounded to the nearest cent, halves away from zero (fund.md: once, at the end of the rule)."""
    rounded = (2 * abs(amount.numerator) + amount.denominator) // (2 * amount.denominator)
    return rounded if amount >= 0 else -rounded


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An amount in euro cents. Adds and compares with Money only; multiplies by whole numbers and exact fractions."""

    cents: int

    def __post_init__(self) -> None:
        if type(self.cents) is not int:
            raise TypeError(f"Money holds whole cents, not {type(self.cents).__name__}")

    @classmethod
    def euros(cls, euros: int) -> Money:
        """Whole euros, as rules state them."""
        return cls(euros * 100) if type(euros) is int else cls(euros)

    @classmethod
    def parse(cls, typed: str) -> Money:
        """What a person typed (« 50 000,50 € ») → Money. Raises Invalid with a French sentence."""
        match = TYPED.fullmatch(SPACES.sub("", typed).removesuffix("€"))
        if not match:
            raise Invalid("amount.unreadable", "Ce montant n’est pas lisible : écrivez par exemple 50 000,00.")
        sign, units, decimals = match.groups()
        cents = int(units) * 100 + int((decimals or "").ljust(2, "0") or 0)
        return cls(-cents if sign else cents)

    def __add__(self, other: Money) -> Money:
        return Money(self.cents + other.cents) if isinstance(other, Money) else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.cents - other.cents) if isinstance(other, Money) else NotImplemented

    def __neg__(self) -> Money:
        return Money(-self.cents)

    def __mul__(self, factor: int | Fraction) -> Money:
        """Times a whole number, or an exact fraction (rounded half up)."""
        if type(factor) is int:
            return Money(self.cents * factor)
        return Money(half_up(self.cents * factor)) if isinstance(factor, Fraction) else NotImplemented

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.cents < other.cents if isinstance(other, Money) else NotImplemented

    def __bool__(self) -> bool:
        return self.cents != 0

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Shares in proportion to whole weights; each rounded half up, the last takes the remainder, none below zero.

        `sum(split(w)) == self` always holds. Raises ValueError without a positive weight or on a negative amount.
        """
        if self.cents < 0 or not weights or min(weights) < 0 or sum(weights) <= 0:
            raise ValueError("split needs a positive amount and positive weights")
        shares, left, total = [], self.cents, sum(weights)
        for weight in weights[:-1]:
            share = min(left, half_up(Fraction(self.cents * weight, total)))
            shares.append(Money(share))
            left -= share
        return [*shares, Money(left)]

    def __str__(self) -> str:
        """French: `50 000,00 €`, no-break spaces."""
        units, cents = divmod(abs(self.cents), 100)
        grouped = f"{units:,}".replace(",", "\u202f")
        return f"{'−' if self.cents < 0 else ''}{grouped},{cents:02d}\u00a0€"


ZERO = Money(0)


def total(amounts: Iterable[Money]) -> Money:
    """Sum of amounts; ZERO for none."""
    return sum(amounts, ZERO)
