"""16: what a post that ends early had earned, and how the rest is taken back. Pure: payments carries it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lucette.kernel.errors import RuleBroken


class Stage(StrEnum):
    """How far one post's share of an instalment has gone."""

    PLANNED = "planned"
    CERTIFIED = "certified"
    ORDERED = "ordered"  # or sent to the bank
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class Share:
    """One post's live share of one instalment: what is paid is net of what was asked back."""

    number: int
    cents: int
    stage: Stage


@dataclass(frozen=True, slots=True)
class Cut:
    """Instalment → cents: `planned` goes back to available with the post (16), `certified` is cancelled then reduced (28, 29),
    `paid` is asked back (19)."""

    earned: int
    planned: Mapping[int, int] = field(default_factory=dict)
    certified: Mapping[int, int] = field(default_factory=dict)
    paid: Mapping[int, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(sum(part.values()) for part in (self.planned, self.certified, self.paid))


def earned(unit_cents: int, months_used: int, months_financed: int) -> int:
    """The unit amount for the months used, half a cent up; never more than the unit."""
    used = min(max(months_used, 0), months_financed)
    return (2 * unit_cents * used + months_financed) // (2 * months_financed)


def cut(shares: Sequence[Share], unit_cents: int, months_used: int, months_financed: int) -> Cut:
    """What to take back so that the post keeps what it earned: planned first, then certified, then paid, the last instalment first.

    Raises RuleBroken while a share is ordered or sent.
    """
    if any(share.stage == Stage.ORDERED and share.cents for share in shares):
        raise RuleBroken("fund.order_under_way", "Un versement est en cours pour ce poste : attendez la réponse de la banque.")
    kept = earned(unit_cents, months_used, months_financed)
    rest = max(0, sum(share.cents for share in shares) - kept)
    taken: dict[Stage, dict[int, int]] = {Stage.PLANNED: {}, Stage.CERTIFIED: {}, Stage.PAID: {}}
    for stage, parts in taken.items():
        for share in sorted((it for it in shares if it.stage == stage), key=lambda it: -it.number):
            if part := min(rest, share.cents):
                parts[share.number] = parts.get(share.number, 0) + part
                rest -= part
    return Cut(kept, taken[Stage.PLANNED], taken[Stage.CERTIFIED], taken[Stage.PAID])
