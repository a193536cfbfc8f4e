"""An act that reads the state of a line before it writes holds the endowment's row: two at once pass one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lucette.scheme.fund import actions
from lucette.scheme.fund.enums import CorrectionReason
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Payment, Posts
from tests.scheme.fund.factories import (
    ACCOUNTANT,
    CERTIFIER,
    DAY,
    DELEGATE,
    agreement,
    asked_back,
    certified,
    notified,
    paid_out,
    payment,
    recovery,
)

pytestmark = pytest.mark.django_db


def ordered(it: Payment) -> str:
    key = certified(it)
    actions.order(payment=it, key=key, by=DELEGATE)
    return key


def owner(it: Payment) -> UUID:
    return UUID(it.owner)


Act = Callable[[Payment, Any], object]
ACTS: dict[str, tuple[Callable[[Payment], Any], Act]] = {
    "order": (certified, lambda it, key: actions.order(payment=it, key=key, by=DELEGATE)),
    "send": (ordered, lambda it, key: actions.send(payment=it, key=key, by=ACCOUNTANT)),
    "come back": (paid_out, lambda it, key: actions.return_transfer(payment=it, key=key, on=DAY, reason="AC04", by=ACCOUNTANT)),
    "take back": (certified, lambda it, key: actions.cancel_certification(payment=it, key="order:1:2", reason="Vacant", by=CERTIFIER)),
    "ask back": (paid_out, lambda it, key: asked_back(it, 10)),
    "collect": (
        lambda it: (paid_out(it), asked_back(it, 10)),
        lambda it, key: actions.collect_recovery(recovery=recovery(it), key="collection:1:1", cents=10, on=DAY, by=ACCOUNTANT),
    ),
    "correct": (
        certified,
        lambda it, key: actions.correct(event_key=f"{key}:liquidated", reason=CorrectionReason.DUPLICATE, by=CERTIFIER),
    ),
    "change of entity": (
        certified,
        lambda it, key: actions.change_entity(
            endowment_id=it.endowment_id, agreement_id=owner(it), old=it.payee, new=uuid4(), key="amendment:1:1", by=CERTIFIER
        ),
    ),
    "give up": (
        lambda it: None,
        lambda it, key: actions.end_posts(
            endowment_id=it.endowment_id, agreement_id=owner(it), posts=Posts(agreed=1), key="amendment:1:1", by=CERTIFIER
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_it_holds_the_endowment(name: str) -> None:
    before, act = ACTS[name]
    endowment = notified(grants=1_000, cash=800)
    it = payment(endowment, agreement(endowment, {1: 100}), {1: 100})
    key = before(it)
    with CaptureQueriesContext(connection) as seen:
        act(it, key)
    held = [query["sql"] for query in seen if "FOR UPDATE" in query["sql"] and Endowment._meta.db_table in query["sql"]]
    assert held, name
