"""What will leave the account, month after month."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.kernel import clock
from lucette.scheme.payments import queries
from lucette.scheme.payments.rules import months_after
from tests.scheme.payments import factories as make

pytestmark = pytest.mark.django_db


def test_what_is_due_counts_now_and_what_is_planned_in_its_month() -> None:
    endowment = make.endowment(cash=4_000_000)
    make.schedule(of=endowment, posts=2)  # 1, 1.5 and 2.5 M cents a post: now, after 6 and after 12 months
    today = clock.today()
    told = queries.cash_forecast(endowment.pk, today, months=8)
    first = today.replace(day=1)
    assert (told.free, [it.cents for it in told.months if it.cents]) == (4_000_000, [2_000_000, 3_000_000])
    assert told.months[0].first == first and told.months[6].first == months_after(first, 6)
    assert told.short_from == months_after(first, 6) and told.to_call.cents == 1_000_000
    assert [it.left for it in told.months][-1] == -1_000_000
    assert queries.cash_forecast(endowment.pk, today, months=3).short_from is None


def test_an_order_given_is_taken_off_the_free_cash_and_counts_once() -> None:
    endowment = make.endowment(cash=4_000_000)
    instalment = make.schedule(of=endowment, posts=2)[0]
    before = queries.cash_forecast(endowment.pk, clock.today(), months=8)
    make.ordered(instalment=instalment)
    after = queries.cash_forecast(endowment.pk, clock.today(), months=8)
    assert (before.free - after.free, before.needed - after.needed) == (2_000_000, 2_000_000)
    assert before.to_call == after.to_call


def test_late_planned_lines_count_in_the_first_month() -> None:
    endowment = make.endowment()
    make.schedule(of=endowment, posts=1)
    later = clock.today() + dt.timedelta(days=400)
    assert queries.cash_forecast(endowment.pk, later).months[0].cents == 5_000_000
