"""Accounts approved, period closed (26)."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.ledger import queries as ledger
from lucette.kernel import clock
from lucette.kernel.errors import Forbidden, Invalid, RuleBroken
from lucette.scheme.fund import actions, queries
from tests.scheme.fund.factories import ACCOUNTANT, DELEGATE, FUNDER, assert_sound, notified
from tests.states import count_rows

pytestmark = pytest.mark.django_db


def test_nothing_enters_a_year_whose_accounts_are_approved() -> None:
    it, yesterday = notified(grants=100, cash=50), clock.today() - dt.timedelta(days=1)
    approval = {"endowment_id": it.pk, "until": yesterday}
    with pytest.raises(Forbidden):
        actions.approve_accounts(**approval, decision="approuvés", by=DELEGATE)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        actions.approve_accounts(**approval, decision=" ", by=FUNDER)  # type: ignore[arg-type]
    with pytest.raises(RuleBroken) as refusal:
        actions.approve_accounts(endowment_id=it.pk, until=clock.today(), decision="approuvés", by=FUNDER)
    assert refusal.value.code == "ledger.period_not_over"
    actions.approve_accounts(**approval, decision="approuvés", by=FUNDER)  # type: ignore[arg-type]
    assert {book: max(it.until for it in ledger.closed_periods([book])) for book in it.books.all} == dict.fromkeys(it.books.all, yesterday)
    before = count_rows()
    with pytest.raises(RuleBroken) as refusal:
        actions.receive_tranche(endowment_id=it.pk, cents=5, bank_reference="T2", on=yesterday, by=ACCOUNTANT)
    assert refusal.value.code == "ledger.period_closed"
    assert count_rows() == before
    actions.receive_tranche(endowment_id=it.pk, cents=5, bank_reference="T2", on=clock.today(), by=ACCOUNTANT)
    assert next(check.rows for check in queries.verify(it.pk) if check.name == "I7") > 0
    assert_sound(it)
