"""What was paid and not earned, to the cent: months used of the months financed, vacancy, unproven use, the final cap. Dates come in."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money, half_up
from lucette.scheme.fund.rules import earned
from lucette.scheme.payments.enums import RecoveryGround
from lucette.scheme.payments.rules import months_after

Contract = tuple[dt.date, dt.date | None]  # both days included; None: still live
BY_MONTHS = (RecoveryGround.POST_RETURNED, RecoveryGround.TERMINATION, RecoveryGround.VACANCY)


@dataclass(frozen=True, slots=True)
class PostUse:
    """One post: what it was paid, and the months that its contracts used of those financed; `over`, in cents, must come back."""

    post: str
    paid_cents: int
    months: int
    used: int
    over_cents: int


@dataclass(frozen=True, slots=True)
class Computed:
    """An over-payment and where it comes from. Cents; `already` was asked back before; `figures`: other amounts of the rule."""

    ground: str
    until: dt.date
    posts: tuple[PostUse, ...]
    figures: Mapping[str, int]
    over_cents: int
    already_cents: int

    @property
    def total_cents(self) -> int:
        """What is left to ask back."""
        return max(0, self.over_cents - self.already_cents)

    @property
    def frozen(self) -> dict[str, Any]:
        """As it is kept with the order to pay back."""
        posts = [{"post": it.post, "paid": it.paid_cents, "months": it.months, "used": it.used, "over": it.over_cents} for it in self.posts]
        return {
            "until": self.until.isoformat(),
            "posts": posts,
            "figures": dict(self.figures),
            "over": self.over_cents,
            "already": self.already_cents,
        }


def months_used(starts_on: dt.date, until: dt.date, contracts: Iterable[Contract], months: int) -> int:
    """How many months of the financed period, counted from `starts_on`, had a live contract on one of their days, up to `until` (included).

    A month begun is a month used.
    """
    lived = list(contracts)
    return sum(_lived_in(starts_on, n, until, lived) for n in range(months))


def months_vacant(starts_on: dt.date, until: dt.date, contracts: Iterable[Contract], months: int) -> int:
    """How many whole months of the first `months` were over by `until` without a day of contract."""
    lived = list(contracts)
    over = (n for n in range(months) if months_after(starts_on, n + 1) <= until + dt.timedelta(days=1))
    return sum(not _lived_in(starts_on, n, until, lived) for n in over)


def _lived_in(starts_on: dt.date, n: int, until: dt.date, contracts: Sequence[Contract]) -> bool:
    first, last = months_after(starts_on, n), min(months_after(starts_on, n + 1) - dt.timedelta(days=1), until)
    return any(max(begins, first) <= min(ends or last, last) for begins, ends in contracts)


def ended(post: str, unit_cents: int, paid_cents: int, used: int, months: int) -> PostUse:
    """A post that ends early keeps the months it used (half a cent up), never more than it was paid."""
    return PostUse(post, paid_cents, months, used, max(0, paid_cents - earned(unit_cents, used, months)))


def vacant(post: str, unit_cents: int, paid_cents: int, vacancy: int, months: int) -> PostUse:
    """A post left vacant gives back its vacant months (half a cent up), never more than it was paid."""
    over = min(paid_cents, half_up(Fraction(unit_cents * min(vacancy, months), months)))
    return PostUse(post, paid_cents, months, months - min(vacancy, months), over)


def months_paid(unit_cents: int, paid_cents: int, months: int) -> int:
    """Whole months that what is paid finances."""
    return min(months, paid_cents * months // unit_cents) if unit_cents > 0 else 0


def unjustified(paid_cents: int, justified_cents: int) -> int:
    """What was paid and whose use is not proven."""
    return max(0, paid_cents - max(0, justified_cents))


def beyond_cost(paid_cents: int, salary_cents: int, other_aid_cents: int) -> int:
    """The final settlement: a grant never passes the salary cost less other public aid."""
    return max(0, paid_cents - max(0, salary_cents - other_aid_cents))


def spread(cents: int, left: Mapping[int, int]) -> dict[int, int]:
    """An amount over instalments (number → what may still be asked back), the last paid first. Raises RuleBroken beyond their sum."""
    asked, rest = {}, cents
    for number in sorted(left, reverse=True):
        if part := min(rest, max(0, left[number])):
            asked[number] = part
            rest -= part
    if rest or cents <= 0:
        at_most = Money(sum(max(0, it) for it in left.values()))
        raise RuleBroken(
            "recovery.beyond_paid",
            f"On ne demande pas plus que ce qui reste payé : {at_most} au plus." if rest else "Il n’y a aucun trop-perçu à demander.",
        )
    return asked


def drawn(seed: str, names: Iterable[str], size: int) -> list[str]:
    """A sample that anybody draws again from the same seed and names: the first fingerprints of « seed:name »."""
    ranked = sorted(names, key=lambda name: hashlib.sha256(f"{seed}:{name}".encode()).hexdigest())
    return ranked[:size]
