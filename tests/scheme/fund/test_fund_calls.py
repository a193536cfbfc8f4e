"""The Caisse des Dépôts calls for funds: one call at a time, answered by a tranche received since."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.errors import Forbidden, Invalid, RuleBroken
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import FUND_CALL, FundCallStatus
from lucette.scheme.fund.models import FundCall
from tests.foundation.accounts.factories import RoleFactory, actor
from tests.scheme.fund.factories import ACCOUNTANT, DELEGATE, FUNDER, notified
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
SOON = {"needed_on": dt.date(2030, 1, 1), "forecast": [{"month": "2030-01-01", "cents": 5, "left": -5}]}


def asked(endowment: object = None) -> FundCall:
    it = endowment or notified()
    return actions.ask_funds(endowment_id=it.pk, cents=1_000, by=DELEGATE, **SOON)  # type: ignore[attr-defined]


def received(call: FundCall, reference: str = "T-REPONSE") -> object:
    return actions.receive_tranche(endowment_id=call.endowment_id, cents=900, bank_reference=reference, on=clock.today(), by=ACCOUNTANT)


def call_in(status: str) -> FundCall:
    it = asked()
    if status == FundCallStatus.WITHDRAWN:
        return actions.withdraw_call(call_id=it.pk, reason="reçu", by=ACCOUNTANT)
    tranche = received(it)
    if status == FundCallStatus.ANSWERED:
        return actions.answer_call(call_id=it.pk, tranche_id=tranche.pk, by=ACCOUNTANT)  # type: ignore[attr-defined]
    return it


@pytest.mark.parametrize(("status", "act"), edges(FUND_CALL))
def test_every_edge_of_a_call(status: str, act: str) -> None:
    perform = {
        "answer": lambda it: actions.answer_call(
            call_id=it.pk, tranche_id=getattr(it.endowment.tranches.last(), "pk", it.pk), by=ACCOUNTANT
        ),
        "withdraw": lambda it: actions.withdraw_call(call_id=it.pk, reason="reçu autrement", by=ACCOUNTANT),
    }
    assert_edge(FUND_CALL, status, act, call_in, perform)


def test_the_dgcl_hears_how_much_for_when_and_that_it_is_over() -> None:
    RoleFactory(name=RoleName.FUNDER)
    it = asked()
    assert (it.status, it.free_cents) == (FundCallStatus.ASKED, queries.free_cash_cents(it.endowment_id))
    assert queries.fund_calls_page(FUNDER, [FundCallStatus.ASKED]) == ([it], "")
    actions.withdraw_call(call_id=it.pk, reason="Reçu autrement", by=ACCOUNTANT)
    assert [letter.kind for letter in Letter.objects.order_by("created_at")] == ["fund_call.asked", "fund_call.withdrawn"]


def test_one_call_waits_at_a_time_and_a_bad_one_is_told_field_by_field() -> None:
    it = notified()
    with pytest.raises(Invalid) as refusal:
        actions.ask_funds(endowment_id=it.pk, cents=0, needed_on=dt.date(2000, 1, 1), forecast=[], by=DELEGATE)
    assert set(refusal.value.fields) == {"amount", "needed_on"}
    first = asked(it)
    with pytest.raises(RuleBroken):
        asked(it)
    with pytest.raises(IntegrityError), transaction.atomic():
        FundCall.objects.create(
            number="X", endowment=it, cents=1, needed_on=dt.date(2030, 1, 1), free_cents=0, asked_by=first.asked_by, status="asked"
        )


def test_only_a_tranche_received_since_answers_and_once() -> None:
    it = asked()
    old = it.endowment.tranches.create(
        cents=5, bank_reference="VIEILLE", received_on=clock.today(), recorded_by=ACCOUNTANT.pk, created_at=it.created_at - dt.timedelta(1)
    )
    with pytest.raises(RuleBroken):
        actions.answer_call(call_id=it.pk, tranche_id=old.pk, by=ACCOUNTANT)
    tranche = received(it)
    assert queries.tranches_for(it)[-1] == tranche
    actions.answer_call(call_id=it.pk, tranche_id=tranche.pk, by=ACCOUNTANT)  # type: ignore[attr-defined]
    second = asked(it.endowment)
    with pytest.raises(RuleBroken):
        actions.answer_call(call_id=second.pk, tranche_id=tranche.pk, by=ACCOUNTANT)  # type: ignore[attr-defined]


def test_it_is_the_caisse_s_and_nothing_is_written_for_the_others() -> None:
    it = asked()
    before = count_rows()
    for by in (FUNDER, actor(RoleName.REQUESTER)):
        with pytest.raises(Forbidden):
            actions.ask_funds(endowment_id=it.endowment_id, cents=5, by=by, **SOON)
        with pytest.raises(Forbidden):
            actions.withdraw_call(call_id=it.pk, reason="x", by=by)
    assert count_rows() == before
