"""Many at once, on the real database: quotas hold to the post and to the cent, and one key is one fact."""

from __future__ import annotations

import contextvars
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection

from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import actions, queries
from tests.scheme.fund.factories import DELEGATE, DIRECTOR, agreement, notified, payment

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 12


def together(calls: Iterable[Callable[[], Any]]) -> list[str]:
    """Each call in its own transaction, twelve at a time: "done", or the code of the refusal."""

    def one(call: Callable[[], Any]) -> str:
        try:
            with acting(SYSTEM):
                call()
            return "done"
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        futures = [pool.submit(contextvars.copy_context().run, one, call) for call in calls]
        return [future.result() for future in futures]


def reserving(endowment_id: UUID, cents: int, posts: int, award_id: UUID | None = None) -> Callable[[], None]:
    award = award_id or uuid4()
    return lambda: actions.reserve(endowment_id=endowment_id, award_id=award, cents=cents, posts=posts, by=DIRECTOR)


def assert_sound(endowment_id: UUID) -> None:
    assert [check for check in queries.verify(endowment_id) if not check.ok] == []


def test_two_hundred_ask_for_one_of_a_hundred_posts() -> None:
    with acting(SYSTEM):
        it = notified(grants=10**9, posts=100)
    answers = together(reserving(it.pk, 50_000_00, 1) for _ in range(200))
    assert (answers.count("done"), answers.count("ledger.insufficient")) == (100, 100)
    position = queries.position(it.pk)
    assert (position.posts.available, position.posts.reserved, position.reserved) == (0, 100, 100 * 50_000_00)
    assert_sound(it.pk)


def test_the_last_euros_go_to_the_cent() -> None:
    with acting(SYSTEM):
        it = notified(grants=1_000_01, posts=100)
    answers = together(reserving(it.pk, 333_33, 1) for _ in range(12))
    assert answers.count("done") == 3
    assert queries.position(it.pk).available == 2
    assert together([reserving(it.pk, 1, 0), reserving(it.pk, 2, 0)]).count("done") == 1 or queries.position(it.pk).available == 0
    assert_sound(it.pk)


def test_the_same_fact_told_by_many_at_once_is_written_once() -> None:
    with acting(SYSTEM):
        it = notified(grants=1_000, posts=100)
    award = uuid4()
    assert set(together(reserving(it.pk, 10, 1, award) for _ in range(30))) == {"done"}
    assert queries.award_position(award) == queries.AwardPosition(10, 1)


def test_two_contents_under_one_key_at_once_leave_one_and_refuse_the_others() -> None:
    with acting(SYSTEM):
        it = notified(grants=1_000, posts=100)
    award = uuid4()
    answers = together(reserving(it.pk, 10 + n, 1, award) for n in range(12))
    assert (answers.count("done"), answers.count("ledger.key_reused")) == (1, 11)
    assert_sound(it.pk)


def test_orders_at_once_never_count_the_same_cash() -> None:
    with acting(SYSTEM):
        it = notified(grants=1_000, cash=250, posts=100)
        payments = [(payment(it, agreement(it, {1: 100}), {1: 100}), f"order:{uuid4()}:1") for _ in range(8)]
        for paid, key in payments:
            actions.liquidate(payment=paid, key=key, by=DELEGATE)
    answers = together([lambda p=paid, k=key: actions.order(payment=p, key=k, by=DELEGATE) for paid, key in payments])
    assert (answers.count("done"), answers.count("fund.no_free_cash")) == (2, 6)
    assert queries.position(it.pk).cash.free == 50
    assert_sound(it.pk)


def test_agreements_signed_at_once_do_not_block_each_other_for_ever() -> None:
    with acting(SYSTEM):
        it = notified(grants=10_000, posts=100)

    def both() -> None:
        for _ in range(2):
            agreement(it, {1: 30, 2: 20}, posts=1)

    assert set(together([both] * 24)) == {"done"}
    assert queries.position(it.pk).committed == 24 * 2 * 50
    assert_sound(it.pk)
