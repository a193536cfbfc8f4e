"""A machine that does any event of the fund, legal or not, next to its naive copy on paper."""

from __future__ import annotations

import sys
from typing import Any
from uuid import UUID, uuid4

import hypothesis.strategies as st
from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.enums import Nature
from lucette.scheme.fund.rules import Payment
from tests.scheme.fund.factories import ACCOUNTANT, CERTIFIER, DAY, DELEGATE, DIRECTOR, FUNDER, notified
from tests.scheme.fund.naive import Agreement, Paper, both, change, moved

AUTHORITY, TRAINING, POSTS = 2_000, 300, 14
pick = st.integers(0, 10**6)
some = st.integers(1, 120)


class Fund(RuleBasedStateMachine):
    """Two agreements under way from the start, with something paid, sent, certified: chance alone rarely goes down the chain."""

    @initialize(cash=st.integers(900, AUTHORITY))
    def open(self, cash: int) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.paper = Paper(notified(grants=AUTHORITY, training=TRAINING, posts=POSTS, cash=cash))
        self.paper.amounts.update({("money", "available/grants"): AUTHORITY, ("money", "available/training"): TRAINING})
        self.paper.amounts.update({("posts", "available"): POSTS, ("cash", "bank"): cash, ("cash", "resources/endowment"): cash})
        self.serial, self.notified = 0, TRAINING
        self.awards: list[UUID] = []
        self.agreements: list[Agreement] = []
        self.payments: list[dict[str, Any]] = []
        self.steps = 0
        for n in range(2):
            self.reserve(posts=3, unit=120)
            self.commit(n=0, kept=90, wrong=0)
            self.fill(n=n, was_vacant=False)
            self.pay(n=n, line=0, share=90, stop=4)
            self.pay(n=n, line=1, share=80, stop=3 - 2 * n)
        self.reserve(posts=2, unit=60)
        self.move(cents=40, back=False)
        self.bank_tells(cents=90)

    @property
    def pk(self) -> UUID:
        return self.paper.it.pk

    def number(self) -> int:
        """Another attempt, whatever the act."""
        self.serial += 1
        return self.serial

    def one(self, n: int, services: bool = True) -> Agreement:
        found = [it for it in self.agreements if services or not it.supplier]
        return found[n % len(found)]

    # -- authority, awards, posts (1 to 8) ----------------------------------------------------------------------------------
    @rule(cents=st.integers(-150, 150), posts=st.integers(-2, 2))
    def amend(self, cents: int, posts: int) -> None:
        if cents * posts < 0 or not (cents or posts):
            return
        reference, at = f"A{self.number()}", "available/training"
        if self.paper.act(
            "amend",
            lambda: actions.amend_authority(
                endowment_id=self.pk, reference=reference, shares={"training": cents}, posts=posts, reason="essai", by=FUNDER
            ),
            change(("money", at, cents), ("posts", "available", posts)),
            allowed=self.notified + cents >= 0,
        ):
            self.notified += cents
        self.paper.last = None

    @rule(cents=some, back=st.booleans())
    def move(self, cents: int, back: bool) -> None:
        source, target = ("training", "grants") if back else ("grants", "management")
        asked = actions.request_envelope_move(endowment_id=self.pk, source=source, target=target, cents=cents, reason="essai", by=DIRECTOR)
        delta = change(("money", f"available/{source}", -cents), ("money", f"available/{target}", cents))
        self.paper.act("move", lambda: actions.confirm_envelope_move(move_id=asked.pk, by=FUNDER), delta)
        self.paper.last = None

    @rule(posts=st.integers(1, 5), unit=st.integers(1, 150))
    def reserve(self, posts: int, unit: int) -> None:
        award, cents = uuid4(), posts * unit
        if self.paper.act(
            "reserve",
            lambda: actions.reserve(endowment_id=self.pk, award_id=award, cents=cents, posts=posts, by=DIRECTOR),
            self.reserved(award, cents, posts),
        ):
            self.awards.append(award)

    @staticmethod
    def reserved(award: UUID, cents: int, posts: int) -> dict[tuple[str, str], int]:
        return change(
            ("money", "available/grants", -cents),
            ("money", f"reserved/{award}", cents),
            ("posts", "available", -posts),
            ("posts", f"reserved/{award}", posts),
        )

    @rule(n=pick, cents=some, posts=st.integers(1, 3))
    def release(self, n: int, cents: int, posts: int) -> None:
        if self.awards:
            award, attempt = self.awards[n % len(self.awards)], self.number()
            self.paper.act(
                "release",
                lambda: actions.release(endowment_id=self.pk, award_id=award, cents=cents, posts=posts, by=DIRECTOR, attempt=attempt),
                self.reserved(award, -cents, -posts),
            )

    @rule(n=pick, kept=st.integers(1, 100), wrong=st.integers(0, 9))
    def commit(self, n: int, kept: int, wrong: int) -> None:
        if not self.awards:
            return
        award, agreement, paper = self.awards[n % len(self.awards)], uuid4(), self.paper
        cents, posts = paper.of("money", f"reserved/{award}"), paper.of("posts", f"reserved/{award}")
        signed, kept_posts = max(cents * kept // 100, 3), max(posts - (kept < 50), 1)
        lines = {1: signed - 2 * (signed // 3), 2: signed // 3, 3: signed // 3}
        rest, wrong = cents - signed, {1: 1, 9: -1}.get(wrong, 0)
        if rest + wrong < 0 or posts < kept_posts:
            return
        delta = both(
            change(("money", f"reserved/{award}", -cents), ("money", "available/grants", rest), ("posts", f"reserved/{award}", -posts)),
            change(("posts", f"agreed/{agreement}", kept_posts), ("posts", "available", posts - kept_posts)),
            change(*(("money", f"committed/{agreement}/{i}", part) for i, part in lines.items())),
        )
        if paper.act(
            "commit",
            lambda: actions.commit(
                endowment_id=self.pk, award_id=award, agreement_id=agreement, lines=lines, posts=kept_posts,
                released_cents=rest + wrong, released_posts=posts - kept_posts, by=DELEGATE,
            ),
            delta, allowed=not wrong, key=f"agreement:{agreement}:committed", lines=[(agreement, i) for i in lines],
            subject=f"agreement/{agreement}", undo=lambda: self.uncommit(award, agreement),
        ):  # fmt: skip
            self.agreements.append(Agreement(agreement, uuid4(), [1, 2, 3]))
            self.awards.remove(award)

    def uncommit(self, award: UUID, agreement: UUID) -> None:
        self.awards.append(award)
        self.agreements = [it for it in self.agreements if it.id != agreement]

    @rule(n=pick, was_vacant=st.booleans())
    def fill(self, n: int, was_vacant: bool) -> None:
        at, attempt, state = self.one(n, False).id, self.number(), "vacant" if was_vacant else "agreed"
        self.paper.act(
            "fill",
            lambda: actions.fill(endowment_id=self.pk, agreement_id=at, post_id=at, attempt=attempt, was_vacant=was_vacant, by=DELEGATE),
            change(("posts", f"{state}/{at}", -1), ("posts", f"filled/{at}", 1)),
            key=f"post:{at}:filled:{attempt}", subject=f"post/{at}",
        )  # fmt: skip

    @rule(n=pick)
    def vacate(self, n: int) -> None:
        at, attempt = self.one(n, False).id, self.number()
        self.paper.act(
            "vacate",
            lambda: actions.vacate(endowment_id=self.pk, agreement_id=at, post_id=at, attempt=attempt, by=DELEGATE),
            change(("posts", f"filled/{at}", -1), ("posts", f"vacant/{at}", 1)),
            key=f"post:{at}:vacated:{attempt}", subject=f"post/{at}",
        )  # fmt: skip

    # -- cash of the endowment (2, 25), services (23) -----------------------------------------------------------------------
    @rule(cents=some, which=st.booleans())
    def receive(self, cents: int, which: bool) -> None:
        serial = self.number()
        if which:
            self.paper.act(
                "receive",
                lambda: actions.receive_tranche(endowment_id=self.pk, cents=cents, bank_reference=f"T{serial}", on=DAY, by=ACCOUNTANT),
                change(("cash", "bank", cents), ("cash", "resources/endowment", cents)),
            )
        else:
            self.paper.act(
                "interest",
                lambda: actions.receive_interest(endowment_id=self.pk, cents=cents, key=f"interest:B:{serial}", on=DAY, by=ACCOUNTANT),
                change(("cash", "bank", cents), ("cash", "resources/interest", cents)),
                key=f"interest:B:{serial}:interest_received", subject=f"endowment/{self.pk}",
            )  # fmt: skip

    @rule(cents=some)
    def service(self, cents: int) -> None:
        service = uuid4()
        if self.paper.act(
            "service",
            lambda: actions.commit_service(endowment_id=self.pk, envelope="training", service_id=service, cents=cents, by=DELEGATE),
            change(("money", "available/training", -cents), ("money", f"committed/{service}/1", cents)),
        ):
            self.agreements.append(Agreement(service, uuid4(), [1], supplier=True))

    # -- the chain of a payment (9 to 14) -----------------------------------------------------------------------------------
    def payable(self, paid: Payment) -> str:
        return f"{'payable_supplier' if paid.supplier else 'payable'}/{paid.payee}"

    @rule(n=pick, line=st.integers(0, 2), share=st.integers(20, 110), stop=st.integers(1, 4))
    def pay(self, n: int, line: int, share: int, stop: int) -> None:
        """Certify, then order, send, execute: as far as `stop`."""
        it = self.one(n)
        number = it.numbers[line % len(it.numbers)]
        cents = max(self.paper.of("money", f"committed/{it.id}/{number}") * share // 100, 1)
        nature = Nature.TRAINING if it.supplier else Nature.GRANTS_PUBLIC
        paid = Payment(self.pk, it.subject, it.payee, nature, {number: cents}, supplier=it.supplier)
        found = {"paid": paid, "order": uuid4(), "state": "", "executed": "", "back": 0, "parts": 0}
        for name in ("liquidate", "order", "send", "execute")[:stop]:
            if not self.step(found, name):
                break

    # state before, state after, call, kind of event
    STEPS = {
        "liquidate": ("", "liquidated", actions.liquidate, "liquidated"),
        "order": ("liquidated", "ordered", actions.order, "ordered"),
        "reject": ("ordered", "liquidated", actions.reject_order, "order_rejected"),
        "send": ("ordered", "sent", actions.send, "sent"),
        "refuse": ("sent", "liquidated", actions.refused_by_bank, "refused_by_bank"),
        "execute": ("sent", "paid", actions.executed, "executed"),
        "as_execution": ("sent", "paid", actions.reclassify_as_execution, "executed"),
    }

    def delta(self, name: str, paid: Payment) -> dict[tuple[str, str], int]:
        """What each step should move."""
        names = {"o": paid.owner}
        budget = {
            "liquidate": ("committed", "liquidated"), "order": ("liquidated", "ordered"), "reject": ("ordered", "liquidated"),
            "refuse": ("ordered", "liquidated"), "execute": ("ordered", "paid"), "as_execution": ("ordered", "paid"),
        }.get(name)  # fmt: skip
        parts = [moved("money", f"{budget[0]}/{{o}}/{{n}}", f"{budget[1]}/{{o}}/{{n}}", dict(paid.lines), **names)] if budget else []
        total, owed = paid.total, self.payable(paid)
        flying = change(*(("cash", f"in_flight/{paid.owner}/{n}", cents) for n, cents in paid.lines.items()))
        landed = {at: -cents for at, cents in flying.items()}
        parts += {
            "liquidate": [change(("cash", f"uses/{paid.nature}", total), ("cash", owed, total))],
            "send": [change(("cash", owed, -total)), flying],
            "refuse": [change(("cash", owed, total)), landed],
            "execute": [change(("cash", "bank", -total)), landed],
            "as_execution": [change(("cash", "suspense_expenses", -total)), landed],
        }.get(name, [])
        return both(*parts)

    def step(self, one: dict[str, Any], name: str) -> bool:
        before, after, call, kind = self.STEPS[name]
        paid, key = one["paid"], f"order:{one['order']}:{self.number()}"
        more = {"on": DAY} if name == "execute" else {}
        waits = any(self.paper.of("cash", f"returned_transfers/{paid.owner}/{n}") for n in paid.lines)
        done = self.paper.act(
            name,
            lambda: call(payment=paid, key=key, by=CERTIFIER, **more),  # type: ignore[operator]
            self.delta(name, paid),
            allowed=one["state"] == before and (name != "order" or (self.paper.free >= paid.total and not waits)),
            key=f"{key}:{kind}", lines=[(paid.owner, n) for n in paid.lines], subject=paid.subject,
            undo=lambda: one.update(state=before, executed=""),
        )  # fmt: skip
        if done:
            one["state"], one["executed"] = after, key if after == "paid" else ""
            if name == "liquidate":
                self.payments.append(one)
        return done

    def waiting(self, n: int, *states: str) -> dict[str, Any] | None:
        found = [one for one in self.payments if one["state"] in states]
        return found[n % len(found)] if found else None

    @rule(n=pick, way=st.sampled_from(["order", "order", "reject", "send", "refuse", "execute", "as_execution"]))
    def next_step(self, n: int, way: str) -> None:
        if one := self.waiting(n, self.STEPS[way][0]):
            self.step(one, way)

    # -- after every step ---------------------------------------------------------------------------------------------------
    @invariant()
    def the_fund_is_what_the_paper_says(self) -> None:
        if hasattr(self, "paper"):
            self.paper.assert_same()
            self.steps += 1
            if self.steps % 6 == 0:
                self.assert_every_invariant()

    def assert_every_invariant(self) -> None:
        assert [check for check in queries.verify(self.pk) if not check.ok] == []

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            try:
                if sys.exc_info()[0] is None:
                    self.drain()
            finally:
                transaction.set_rollback(True)
                self.undo.__exit__(None, None, None)

    def drain(self) -> None:
        """Nothing to drain without the events of the other machine."""

    def bank_tells(self, cents: int) -> None:
        """Something nobody knows yet."""
