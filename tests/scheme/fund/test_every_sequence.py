"""Any sequence of events, legal or not: the fund agrees with a naive model, every invariant holds after every step, and an act that the
model refuses is refused and writes nothing. How often each event happened is counted, so that the proof is not empty."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from lucette.foundation.ledger.rules import Line
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import actions, queries, rules
from lucette.scheme.fund.enums import Nature
from lucette.scheme.fund.rules import Payment
from tests.scheme.fund.factories import ACCOUNTANT, DAY, DELEGATE, DIRECTOR, FUNDER, notified

AUTHORITY, TRAINING, POSTS = 1_000, 200, 12
HAPPENED: Counter[str] = Counter()
pick = st.integers(0, 10**6)
few = st.integers(0, 3)


class Fund(RuleBasedStateMachine):
    """`money`, `posts`, `cash` map account codes to amounts, moved by hand as fund.md says."""

    @initialize(cash=st.integers(100, AUTHORITY))
    def open(self, cash: int) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.it = notified(grants=AUTHORITY, training=TRAINING, posts=POSTS, cash=cash)
        self.money: Counter[str] = Counter({"available/grants": AUTHORITY, "available/training": TRAINING})
        self.posts: Counter[str] = Counter({"available": POSTS})
        self.cash: Counter[str] = Counter({"bank": cash})
        self.awards: list[UUID] = []
        self.agreements: dict[UUID, tuple[UUID, dict[int, int]]] = {}
        self.payments: list[dict[str, Any]] = []
        self.post_acts: Counter[tuple[str, UUID]] = Counter()
        self.tranches = 1
        self.last: Callable[[], object] | None = None
        for n in range(2):  # two agreements under way: chance alone rarely goes down the chain
            self.reserve(posts=2, unit=90)
            self.commit(n=0, kept=80, fewer_posts=0, wrong=0)
            self.liquidate(n=n, line=1, share=60)
            self.liquidate(n=n, line=2, share=100)
            self.fill(n=n, was_vacant=False)
            self.order(n=0)
            self.order(n=0)
            self.send(n=0)

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    # -- one act: what it should move, and whether it should pass ---------------------------------------------------------
    def act(self, name: str, call: Callable[[], object], *moves: tuple[Counter[str], str, str, int], allowed: bool = True) -> bool:
        """Do `call`; `moves` are (book, from, to, amount). A source falls short, or not `allowed`: the fund refuses."""
        needed: Counter[tuple[int, str]] = Counter()
        for book, source, _, amount in moves:
            if source:
                needed[id(book), source] += amount
        books = {id(book): book for book, *_ in moves}
        if not allowed or any(books[book][source] < amount for (book, source), amount in needed.items()):
            before = queries.postings_count()
            with pytest.raises(RuleBroken):
                call()
            assert queries.postings_count() == before
            HAPPENED[f"{name} refused"] += 1
            return False
        call()
        self.last = call
        for book, source, target, amount in moves:
            if source:
                book[source] -= amount
            if target:
                book[target] += amount
        HAPPENED[name] += 1
        return True

    # -- awards -------------------------------------------------------------------------------------------------------------
    @rule(posts=st.integers(1, 5), unit=st.integers(1, 150))
    def reserve(self, posts: int, unit: int) -> None:
        award = uuid4()
        cents = posts * unit
        if self.act(
            "reserve",
            lambda: actions.reserve(endowment_id=self.it.pk, award_id=award, cents=cents, posts=posts, by=DIRECTOR),
            (self.money, "available/grants", f"reserved/{award}", cents),
            (self.posts, "available", f"reserved/{award}", posts),
        ):
            self.awards.append(award)

    @precondition(lambda self: self.awards)
    @rule(n=pick, cents=st.integers(1, 200), posts=st.integers(1, 3))
    def release(self, n: int, cents: int, posts: int) -> None:
        award = self.awards[n % len(self.awards)]
        attempt = self.post_acts[("release", award)] + 1
        if self.act(
            "release",
            lambda: actions.release(endowment_id=self.it.pk, award_id=award, cents=cents, posts=posts, by=DIRECTOR, attempt=attempt),
            (self.money, f"reserved/{award}", "available/grants", cents),
            (self.posts, f"reserved/{award}", "available", posts),
        ):
            self.post_acts["release", award] = attempt

    @precondition(lambda self: self.awards)
    @rule(n=pick, kept=st.integers(1, 100), fewer_posts=few, wrong=st.integers(0, 9))
    def commit(self, n: int, kept: int, fewer_posts: int, wrong: int) -> None:
        award = self.awards[n % len(self.awards)]
        cents, posts = self.money[f"reserved/{award}"], self.posts[f"reserved/{award}"]
        signed_posts = max(posts - fewer_posts, 0)
        signed = max(cents * kept // 100, 3)
        lines = {1: signed - 2 * (signed // 3), 2: signed // 3, 3: signed // 3}
        wrong = {1: 1, 9: -1}.get(wrong, 0)
        rest = cents - signed + wrong
        if rest < 0:
            return
        agreement = uuid4()
        moves = [(self.money, f"reserved/{award}", f"committed/{agreement}/{i}", amount) for i, amount in lines.items()]
        if self.act(
            "commit",
            lambda: actions.commit(
                endowment_id=self.it.pk, award_id=award, agreement_id=agreement, lines=lines, posts=signed_posts,
                released_cents=rest, released_posts=posts - signed_posts, by=DELEGATE,
            ),
            *moves,
            (self.money, f"reserved/{award}", "available/grants", rest),
            (self.posts, f"reserved/{award}", f"agreed/{agreement}", signed_posts),
            (self.posts, f"reserved/{award}", "available", posts - signed_posts),
            allowed=wrong == 0,
        ):  # fmt: skip
            self.agreements[agreement] = (uuid4(), lines)
            self.awards.remove(award)

    # -- posts --------------------------------------------------------------------------------------------------------------
    @precondition(lambda self: self.agreements)
    @rule(n=pick, was_vacant=st.booleans())
    def fill(self, n: int, was_vacant: bool) -> None:
        agreement = list(self.agreements)[n % len(self.agreements)]
        attempt = self.post_acts["fill", agreement] + 1
        if self.act(
            "fill",
            lambda: actions.fill(
                endowment_id=self.it.pk, agreement_id=agreement, post_id=agreement, attempt=attempt, was_vacant=was_vacant, by=DELEGATE
            ),
            (self.posts, f"{'vacant' if was_vacant else 'agreed'}/{agreement}", f"filled/{agreement}", 1),
        ):
            self.post_acts["fill", agreement] = attempt

    @precondition(lambda self: self.agreements)
    @rule(n=pick)
    def vacate(self, n: int) -> None:
        agreement = list(self.agreements)[n % len(self.agreements)]
        attempt = self.post_acts["vacate", agreement] + 1
        if self.act(
            "vacate",
            lambda: actions.vacate(endowment_id=self.it.pk, agreement_id=agreement, post_id=agreement, attempt=attempt, by=DELEGATE),
            (self.posts, f"filled/{agreement}", f"vacant/{agreement}", 1),
        ):
            self.post_acts["vacate", agreement] = attempt

    # -- envelopes, cash, services ------------------------------------------------------------------------------------------
    @rule(which=st.integers(0, 2), cents=st.integers(30, 250), back=st.booleans())
    def around(self, which: int, cents: int, back: bool) -> None:
        """One rule for three events, so that the chain of payments keeps its turn."""
        [lambda: self.move(cents, back), lambda: self.receive(cents), lambda: self.service(cents // 2)][which]()

    def move(self, cents: int, back: bool) -> None:
        source, target = ("training", "grants") if back else ("grants", "training")
        asked = actions.request_envelope_move(
            endowment_id=self.it.pk, source=source, target=target, cents=cents, reason="essai", by=DIRECTOR
        )
        confirmed = self.act(
            "move",
            lambda: actions.confirm_envelope_move(move_id=asked.pk, by=FUNDER),
            (self.money, f"available/{source}", f"available/{target}", cents),
        )
        self.last = None if confirmed else self.last

    def receive(self, cents: int) -> None:
        self.tranches += 1
        reference = f"T{self.tranches}"
        self.act(
            "receive",
            lambda: actions.receive_tranche(endowment_id=self.it.pk, cents=cents, bank_reference=reference, on=DAY, by=ACCOUNTANT),
            (self.cash, "", "bank", cents),
        )

    def service(self, cents: int) -> None:
        service = uuid4()
        if self.act(
            "service",
            lambda: actions.commit_service(endowment_id=self.it.pk, envelope="training", service_id=service, cents=cents, by=DELEGATE),
            (self.money, "available/training", f"committed/{service}/1", cents),
        ):
            self.agreements[service] = (uuid4(), {})

    # -- the chain of a payment ---------------------------------------------------------------------------------------------
    @precondition(lambda self: self.agreements)
    @rule(n=pick, line=st.integers(1, 3), share=st.integers(20, 110))
    def liquidate(self, n: int, line: int, share: int) -> None:
        owner = list(self.agreements)[n % len(self.agreements)]
        payee, lines = self.agreements[owner]
        line = line if lines else 1
        cents = max(self.money[f"committed/{owner}/{line}"] * share // 100, 1)
        sort, nature = ("agreement", Nature.GRANTS_PUBLIC) if lines else ("service", Nature.TRAINING)
        paid = Payment(self.it.pk, f"{sort}/{owner}", payee, nature, {line: cents}, supplier=not lines)
        one = {"paid": paid, "order": uuid4(), "attempt": 1, "state": "liquidated"}
        key = f"order:{one['order']}:1"
        if self.act(
            "liquidate",
            lambda: actions.liquidate(payment=paid, key=key, by=DELEGATE),
            (self.money, f"committed/{owner}/{line}", f"liquidated/{owner}/{line}", cents),
            (self.cash, "", paid.payable, cents),
        ):
            self.payments.append(one)

    def one_payment(self, n: int, state: str) -> dict[str, Any] | None:
        waiting = [one for one in self.payments if one["state"] == state]
        return waiting[n % len(waiting)] if waiting else None

    def step(
        self, n: int, name: str, sources: tuple[str, str, str], call: Callable[..., object], cash: tuple[str, str], **more: Any
    ) -> None:
        """`sources`: state of the payment, bucket it leaves and bucket it goes to (equal: the budget stays)."""
        state, source, target = sources
        one = self.one_payment(n, state)
        if one is None:
            return
        paid, key = one["paid"], f"order:{one['order']}:{one['attempt']}"
        owner, total = paid.owner, paid.total
        names = {"payable": paid.payable}
        moves = [(self.cash, names.get(cash[0], cash[0]), names.get(cash[1], cash[1]), total)] if any(cash) else []
        if source != target:
            moves += [(self.money, f"{source}/{owner}/{i}", f"{target}/{owner}/{i}", cents) for i, cents in paid.lines.items()]
        allowed = name != "order" or self.free >= total
        if self.act(name, lambda: call(payment=paid, key=key, **more), *moves, allowed=allowed):
            one["state"] = {"reject": "liquidated", "refuse": "liquidated", "order": "ordered", "send": "sent", "execute": "paid"}[name]
            one["attempt"] += name in ("reject", "refuse")

    @property
    def free(self) -> int:
        return self.cash["bank"] - sum(amount for code, amount in self.money.items() if code.startswith("ordered/"))

    @precondition(lambda self: self.one_payment(0, "liquidated"))
    @rule(n=pick)
    def order(self, n: int) -> None:
        self.step(n, "order", ("liquidated", "liquidated", "ordered"), actions.order, ("", ""), by=DELEGATE)

    @precondition(lambda self: self.one_payment(0, "ordered"))
    @rule(n=pick)
    def reject(self, n: int) -> None:
        self.step(n, "reject", ("ordered", "ordered", "liquidated"), actions.reject_order, ("", ""), by=ACCOUNTANT)

    @precondition(lambda self: self.one_payment(0, "ordered"))
    @rule(n=pick)
    def send(self, n: int) -> None:
        self.step(n, "send", ("ordered", "", ""), actions.send, ("payable", "in_flight"), by=ACCOUNTANT)

    @precondition(lambda self: self.one_payment(0, "sent"))
    @rule(n=pick)
    def refuse(self, n: int) -> None:
        self.step(n, "refuse", ("sent", "ordered", "liquidated"), actions.refused_by_bank, ("in_flight", "payable"), by=ACCOUNTANT)

    @precondition(lambda self: self.one_payment(0, "sent"))
    @rule(n=pick)
    def execute(self, n: int) -> None:
        one = self.one_payment(n, "sent")
        self.step(n, "execute", ("sent", "ordered", "paid"), actions.executed, ("in_flight", ""), on=DAY, by=ACCOUNTANT)
        if one and one["state"] == "paid":
            self.cash["bank"] -= one["paid"].total

    # -- told again ---------------------------------------------------------------------------------------------------------
    @precondition(lambda self: self.last)
    @rule()
    def again(self) -> None:
        before = queries.postings_count()
        assert self.last
        self.last()
        assert queries.postings_count() == before
        HAPPENED["again"] += 1

    # -- after every step ---------------------------------------------------------------------------------------------------
    @invariant()
    def the_fund_agrees_with_the_model(self) -> None:
        if not hasattr(self, "it"):
            return
        position = queries.position(self.it.pk)
        for bucket in ("available", "reserved", "committed", "liquidated", "ordered", "paid"):
            assert getattr(position, bucket) == self.sum(self.money, bucket), bucket
        for bucket in ("available", "reserved", "agreed", "filled", "vacant"):
            assert getattr(position.posts, bucket) == self.sum(self.posts, bucket), bucket
        for account in ("bank", "in_flight", "payable", "payable_supplier"):
            assert getattr(position.cash, account) == self.sum(self.cash, account), account
        assert position.cash.free == self.free

    @staticmethod
    def sum(book: Counter[str], word: str) -> int:
        return sum(amount for code, amount in book.items() if code.split("/")[0] == word)

    @invariant()
    def every_invariant_holds(self) -> None:
        if hasattr(self, "it"):
            assert [check for check in queries.verify(self.it.pk) if not check.ok] == []


EVENTS = ["reserve", "release", "commit", "fill", "vacate", "move", "receive", "service", "liquidate", "order", "reject", "send", "refuse",
          "execute", "again"]  # fmt: skip
REFUSED = ["reserve", "release", "commit", "fill", "vacate", "move", "service", "liquidate", "order"]


def sample(**more: Any) -> settings:
    return settings(
        deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck), report_multiple_bugs=False, **more
    )


@pytest.mark.django_db
def test_every_sequence_keeps_the_books(capsys: pytest.CaptureFixture[str]) -> None:
    """LUCETTE_SEQUENCES asks for a longer campaign."""
    HAPPENED.clear()
    sequences = int(os.environ.get("LUCETTE_SEQUENCES", "12"))
    run_state_machine_as_test(Fund, settings=sample(max_examples=sequences, stateful_step_count=40))
    with capsys.disabled():
        print("\n" + ", ".join(f"{name} {HAPPENED[name]}" for name in sorted(HAPPENED)))
    assert [name for name in EVENTS if HAPPENED[name] < 3] == []
    assert [name for name in REFUSED if not HAPPENED[f"{name} refused"]] == []


def another_payee(payment: Payment) -> Payment:
    return replace(payment, payee=UUID(int=payment.payee.int ^ 1))


FAULTS: dict[str, tuple[str, Callable[..., list[Line]]]] = {
    "13 without its budget leg": ("bank_refusal", lambda b, p: [*rules.leg(b.cash, "in_flight", p.payable, p.total)]),
    "12 debiting another payee": ("sending", lambda b, p: SOUND["sending"](b, another_payee(p))),
    "14 without its cash leg": ("execution", lambda b, p: rules.budget_step(b, p, "ordered", "paid")),
    "11 losing a line": ("rejection", lambda b, p: rules.budget_step(b, p, "ordered", "paid")),
    "4 without posts": ("reservation", lambda b, award, cents, posts: SOUND["reservation"](b, award, cents, 0)),
    "5 releasing double": ("release", lambda b, award, cents, posts: SOUND["release"](b, award, 2 * cents, posts)),
    "8 leaving the post filled": ("post_vacated", lambda b, agreement: [*rules.leg(b.posts, "available", f"vacant/{agreement}", 1)]),
}
SOUND: dict[str, Callable[..., list[Line]]] = {name: getattr(rules, name) for name, _ in FAULTS.values()}


@pytest.mark.django_db
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_the_table_of_events_does_not_survive(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, *FAULTS[fault])
    with pytest.raises((AssertionError, RuleBroken, pytest.fail.Exception)):
        run_state_machine_as_test(Fund, settings=sample(max_examples=12, stateful_step_count=40, phases=[Phase.generate]))
