"""The forecast in figures and in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from lucette.kernel.french import plural
from lucette.kernel.money import Money

DAYS_A_MONTH = Fraction(365, 12)
LONG = 120  # months beyond which a figure would be a false precision


class Quota(Protocol):
    """As fund.queries.binding_quota answers."""

    @property
    def binds(self) -> str: ...
    @property
    def posts_by_money(self) -> int: ...
    @property
    def posts_by_posts(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Forecast:
    """`binds`: money, posts or both; `months`: until it binds at the present pace (rounded up), None when nothing is being awarded."""

    binds: str
    posts_by_money: int
    posts_by_posts: int
    unit: Money
    posts_a_month: Fraction
    months: int | None

    @property
    def posts_left(self) -> int:
        return min(self.posts_by_money, self.posts_by_posts)

    @property
    def sentence(self) -> str:
        """For the screen: what stops first, and about when."""
        if not self.posts_left:
            return "La dotation est entièrement attribuée."
        what = {"money": "Les crédits s’épuiseront avant les postes", "posts": "Les postes s’épuiseront avant les crédits"}
        left = f"il reste de quoi attribuer {plural(self.posts_left, 'poste')}"
        when = (
            "aucune attribution récente ne dit quand"
            if self.months is None
            else "plus de dix ans à ce rythme"
            if self.months > LONG
            else f"environ {plural(self.months, 'mois', 'mois')} à ce rythme"
        )
        return f"{what.get(self.binds, 'Crédits et postes s’épuiseront ensemble')} : {left}, {when}."


def forecast_of(quota: Quota, unit_cents: int, recent_posts: int, window_days: int) -> Forecast:
    """`recent_posts` were awarded over the last `window_days`."""
    pace = recent_posts * DAYS_A_MONTH / window_days
    left = min(quota.posts_by_money, quota.posts_by_posts)
    months = -(-left // pace) if pace else None
    return Forecast(quota.binds, quota.posts_by_money, quota.posts_by_posts, Money(unit_cents), pace, months)
