"""Where the money and the posts of one award, or of one agreement, are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lucette.foundation.ledger import queries as ledger

MONEY = ("committed", "liquidated", "ordered", "paid", "recovered")
POSTS = ("agreed", "filled", "vacant", "ended")


@dataclass(frozen=True, slots=True)
class AwardPosition:
    """What is still reserved for an award."""

    reserved_cents: int
    reserved_posts: int


@dataclass(frozen=True, slots=True)
class LinePosition:
    """Cents of one instalment, by state."""

    committed: int = 0
    liquidated: int = 0
    ordered: int = 0
    paid: int = 0
    recovered: int = 0

    @property
    def total(self) -> int:
        return self.committed + self.liquidated + self.ordered + self.paid + self.recovered


@dataclass(frozen=True, slots=True)
class AgreementPosition:
    """`lines`: instalment number → cents by state; posts by state."""

    lines: dict[int, LinePosition]
    agreed: int
    filled: int
    vacant: int
    ended: int

    def sum(self, state: str) -> int:
        """Cents of every instalment in that state (`committed`, `liquidated`, `ordered`, `paid`, `recovered`)."""
        return sum(getattr(line, state) for line in self.lines.values())


def award_position(award_id: UUID) -> AwardPosition:
    """Money and posts still reserved; zeros when there never were any."""
    found = ledger.balances_under([f"reserved/{award_id}"])
    return AwardPosition(
        sum(amount for unit, _, amount in found if unit == "cents"),
        sum(amount for unit, _, amount in found if unit == "posts"),
    )


def reserved() -> dict[UUID, AwardPosition]:
    """What every award still reserves, in one query; an award that reserves nothing is absent."""
    found: dict[UUID, list[int]] = {}
    for unit, code, amount in ledger.balances_under(["reserved"]):
        if amount:
            found.setdefault(UUID(code.partition("/")[2]), [0, 0])[unit == "posts"] += amount
    return {award: AwardPosition(*both) for award, both in found.items()}


def agreement_position(agreement_id: UUID) -> AgreementPosition:
    """Where each instalment and the posts of the agreement are (a service reads the same way)."""
    lines: dict[int, dict[str, int]] = {}
    posts: dict[str, Any] = dict.fromkeys(POSTS, 0)
    for unit, code, amount in ledger.balances_under([f"{word}/{agreement_id}" for word in (*MONEY, *POSTS)]):
        word, _, rest = code.partition("/")
        if unit == "posts":
            posts[word] += amount
        else:
            lines.setdefault(int(rest.rpartition("/")[2]), {})[word] = amount
    return AgreementPosition({n: LinePosition(**lines[n]) for n in sorted(lines)}, **posts)
