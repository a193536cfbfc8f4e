"""Which quota binds first, and about when."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from lucette.insight.steering import queries
from lucette.insight.steering.rules import DAYS_A_MONTH, forecast_of
from lucette.kernel import clock
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.queries import BindingQuota
from tests.scheme.fund.factories import notified
from tests.scheme.reports.factories import scene


@pytest.mark.django_db
def test_the_forecast_follows_the_fund_and_the_last_three_months() -> None:
    it = scene()
    found, quota = queries.forecast(it.endowment.pk), fund.binding_quota(it.endowment.pk, it.agreement.unit_cents)
    assert (found.posts_by_money, found.posts_by_posts, found.binds) == (quota.posts_by_money, quota.posts_by_posts, quota.binds)
    assert found.posts_a_month == 2 * DAYS_A_MONTH / 90
    assert found.unit.cents == it.agreement.unit_cents
    with clock.at(dt.date(2021, 9, 1)):
        assert queries.forecast(it.endowment.pk).months is None


@pytest.mark.django_db
def test_before_the_first_award_the_unit_is_the_grants_over_the_posts() -> None:
    endowment = notified(grants=1_000_00, posts=3)
    found = queries.forecast(endowment.pk)
    assert (found.unit.cents, found.posts_left, found.months) == (33_334, 2, None)


@pytest.mark.parametrize(
    ("money", "posts", "recent", "months", "words"),
    [
        (10, 40, 90, 1, "Les crédits s’épuiseront avant les postes : il reste de quoi attribuer 10 postes, environ 1 mois à ce rythme."),
        (40, 1, 0, None, "Les postes s’épuiseront avant les crédits : il reste de quoi attribuer 1 poste, aucune attribution récente"),
        (31, 31, 90, 2, "Crédits et postes s’épuiseront ensemble : il reste de quoi attribuer 31 postes, environ 2 mois à ce rythme."),
        (
            400,
            900,
            1,
            1184,
            "Les crédits s’épuiseront avant les postes : il reste de quoi attribuer 400 postes, plus de dix ans à ce rythme.",
        ),
        (0, 12, 90, 0, "La dotation est entièrement attribuée."),
    ],
)
def test_the_forecast_in_words(money: int, posts: int, recent: int, months: int | None, words: str) -> None:
    binds = "both" if money == posts else "money" if money < posts else "posts"
    found = forecast_of(BindingQuota(binds, money, posts), 50_000_00, recent, 90)  # type: ignore[arg-type]
    assert found.months == months
    assert found.sentence.startswith(words)
    assert found.posts_a_month == Fraction(recent * 365, 12 * 90)
