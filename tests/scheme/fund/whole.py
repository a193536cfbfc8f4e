"""The whole fund: what changes, mistakes, and the drain, on the same machine."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import hypothesis.strategies as st
from hypothesis.stateful import rule

from lucette.foundation.ledger import queries as ledger
from lucette.scheme.fund import actions, queries
from lucette.scheme.fund.actions import Posts
from lucette.scheme.fund.enums import CorrectionReason, Origin
from lucette.scheme.fund.rules import Kept, Payment
from tests.scheme.fund.factories import CERTIFIER, DELEGATE, FUNDER
from tests.scheme.fund.machine import pick
from tests.scheme.fund.money import MoneyFund
from tests.scheme.fund.naive import HAPPENED, Agreement, both, change, moved

LEFT = {
    "money": ("reserved", "committed", "liquidated", "ordered", "recovered"),
    "posts": ("reserved", "agreed", "filled", "vacant"),
    "cash": ("in_flight", "payable", "payable_supplier", "receivable", "returned_transfers", "suspense_receipts", "suspense_expenses"),
}


class WholeFund(MoneyFund):
    # -- what changes (16 to 18, 30, 31) ------------------------------------------------------------------------------------
    @rule(n=pick, agreed=st.integers(0, 2), vacant=st.integers(0, 2), share=st.integers(0, 40), ended=st.booleans())
    def give_up(self, n: int, agreed: int, vacant: int, share: int, ended: bool) -> None:
        at = self.one(n, False)
        lines = {i: self.paper.of("money", f"committed/{at.id}/{i}") * share // 100 for i in at.numbers}
        if agreed + vacant:
            self.given_up(at, Posts(agreed, vacant), {i: cents for i, cents in lines.items() if cents}, ended)

    def given_up(self, at: Agreement, posts: Posts, lines: dict[int, int], ended: bool, share: int = 10**6) -> None:
        key, target = f"amendment:{uuid4()}:1", f"ended/{at.id}" if ended else "available"
        given = {"endowment_id": self.pk, "agreement_id": at.id, "posts": posts, "lines": lines, "key": key, "by": CERTIFIER}
        released = sum(lines.values())
        self.paper.act(
            "end_posts" if ended else "return_posts",
            lambda: actions.end_posts(**given) if ended else actions.return_posts(**given, share=dict.fromkeys(lines, share)),
            both(
                change(*(("money", f"committed/{at.id}/{i}", -cents) for i, cents in lines.items())),
                change(("money", "available/grants", released)),
                change(("posts", f"agreed/{at.id}", -posts.agreed), ("posts", f"vacant/{at.id}", -posts.vacant)),
                change(("posts", target, sum(posts))),
            ),
            allowed=not any(code.split("/")[1] == str(at.id) for code in self.paper.under("money", "ordered"))
            and all(cents <= sum(posts) * share for cents in lines.values()),
            key=f"{key}:{'posts_ended' if ended else 'posts_returned'}", lines=[(at.id, i) for i in lines], subject=at.subject,
        )  # fmt: skip

    @rule(n=pick)
    def beyond_the_share(self, n: int) -> None:
        at = self.one(n, False)
        self.given_up(at, Posts(1, 0), {1: 3}, ended=False, share=2)

    @rule(n=pick, posts=st.integers(1, 2))
    def reopen(self, n: int, posts: int) -> None:
        at, key = self.one(n, False), f"agreement:{uuid4()}:1"
        self.paper.act(
            "reopen",
            lambda: actions.reopen_posts(
                endowment_id=self.pk, agreement_id=at.id, posts=posts, key=key, reason="décision", by=FUNDER
            ),
            change(("posts", f"ended/{at.id}", -posts), ("posts", "available", posts)),
            key=f"{key}:posts_reopened", subject=at.subject,
        )  # fmt: skip

    @rule(n=pick, posts=st.integers(1, 2), unit=st.integers(3, 90))
    def add(self, n: int, posts: int, unit: int) -> None:
        at, amendment = self.one(n, False), uuid4()
        lines = {1: unit * posts, 2: posts}
        self.paper.act(
            "add_posts",
            lambda: actions.add_posts(
                endowment_id=self.pk, amendment_id=amendment, agreement_id=at.id, lines=lines, posts=posts, by=DELEGATE
            ),
            both(
                change(*(("money", f"committed/{at.id}/{i}", cents) for i, cents in lines.items())),
                change(("money", "available/grants", -sum(lines.values())), ("posts", "available", -posts)),
                change(("posts", f"agreed/{at.id}", posts)),
            ),
            key=f"amendment:{amendment}:1:posts_added", lines=[(at.id, i) for i in lines], subject=at.subject,
        )  # fmt: skip

    @rule(n=pick, share=st.integers(0, 60), vacant=st.booleans())
    def transfer(self, n: int, share: int, vacant: bool) -> None:
        source, target = self.one(n, False), self.one(n + 1, False)
        lines = {i: self.paper.of("money", f"committed/{source.id}/{i}") * share // 100 for i in source.numbers}
        lines = {i: cents for i, cents in lines.items() if cents}
        key, state = f"amendment:{uuid4()}:1", "vacant" if vacant else "agreed"
        if source.id != target.id:
            self.paper.act(
                "transfer",
                lambda: actions.transfer_post(
                    endowment_id=self.pk, source_id=source.id, target_id=target.id, lines=lines, vacant=vacant, key=key, by=CERTIFIER
                ),
                both(
                    moved("money", f"committed/{source.id}/{{n}}", f"committed/{target.id}/{{n}}", lines),
                    change(("posts", f"{state}/{source.id}", -1), ("posts", f"{state}/{target.id}", 1)),
                ),
                key=f"{key}:post_transferred", lines=[(at.id, i) for at in (source, target) for i in lines], subject=source.subject,
            )  # fmt: skip

    @rule(n=pick, agreed=st.integers(0, 2), vacant=st.integers(0, 2), filled=st.integers(0, 2))
    def renew(self, n: int, agreed: int, vacant: int, filled: int) -> None:
        former, at = self.one(n, False), self.one(n + 1, False)
        key, counts = f"renewal:{at.id}:1", {"agreed": agreed, "vacant": vacant, "filled": filled}
        if former.id != at.id and not ledger.written(f"{key}:posts_renewed"):
            self.paper.act(
                "renew",
                lambda: actions.renew(
                    endowment_id=self.pk, former_id=former.id, agreement_id=at.id, posts=Kept(**counts), by=DELEGATE
                ),
                both(*(change(("posts", f"{it}/{former.id}", -n), ("posts", f"{it}/{at.id}", n)) for it, n in counts.items())),
                key=f"{key}:posts_renewed", subject=at.subject,
            )  # fmt: skip

    @rule(n=pick)
    def change_entity(self, n: int) -> None:
        at, new, paper, key = self.one(n, False), uuid4(), self.paper, f"amendment:{uuid4()}:1"
        own = {word: sum(n for code, n in paper.under(book, word).items() if code.split("/")[1] == str(at.id))
               for book, word in (("money", "liquidated"), ("money", "ordered"), ("cash", "returned_transfers"))}  # fmt: skip
        debts = {code: n for code, n in paper.under("cash", "receivable").items() if code.split("/")[2] == str(at.id)}
        old, owed = at.payee, own["liquidated"] - own["returned_transfers"]
        delta = both(
            change(("cash", f"payable/{old}", -owed), ("cash", f"payable/{new}", owed)),
            change(*(("cash", code, -n) for code, n in debts.items())),
            change(*(("cash", code.replace(str(old), str(new)), n) for code, n in debts.items())),
        )
        if not owed and not debts and not own["ordered"]:
            return
        if paper.act(
            "change_entity",
            lambda: actions.change_entity(endowment_id=self.pk, agreement_id=at.id, old=old, new=new, key=key, by=CERTIFIER),
            delta, allowed=not own["ordered"], key=f"{key}:entity_changed", subject=at.subject, undo=lambda: self.named(at, old),
            lines=[(at.id, int(code.rpartition("/")[2])) for code in debts],
        ):  # fmt: skip
            self.named(at, new)

    def named(self, at: Agreement, payee: Any) -> None:
        """The host of an agreement is another; its orders not sent are certified again in its name."""
        at.payee = payee
        for one in self.payments:
            if one["paid"].subject == at.subject:
                one["paid"] = Payment(self.pk, at.subject, payee, one["paid"].nature, one["paid"].lines)

    # -- a mistake (27), the same fact again --------------------------------------------------------------------------------
    @rule(n=pick, latest=st.integers(0, 2))
    def correct(self, n: int, latest: int) -> None:
        """Any event, most often one of the last."""
        told = self.paper.told
        if not told:
            return
        it = told[n % len(told)] if not latest else told[-1 - n % min(3, len(told))]
        if self.paper.act(
            "correct",
            lambda: actions.correct(event_key=it.key, reason=CorrectionReason.WRONG_AMOUNT, by=CERTIFIER),
            {at: -cents for at, cents in it.delta.items()},
            allowed=self.paper.may_correct(it),
        ):
            it.live = False
            it.undo()
        self.paper.last = None

    @rule()
    def again(self) -> None:
        if self.paper.last:
            before = queries.postings_count()
            self.paper.last()
            assert queries.postings_count() == before
            HAPPENED["again"] += 1

    # -- everything comes to an end, by legal acts --------------------------------------------------------------------------
    def drain(self) -> None:
        paper = self.paper
        self.come_back(n=0, share=60, suspended=self.serial % 2 == 0)
        self.restore(n=0, share=50)
        self.to_the_state(cents=1, origin=Origin.INTEREST)
        self.clear_the_bank()
        for code, cents in paper.under("cash", "returned_transfers").items():
            self.cancel(code, cents, waiting=True)
        for code, cents in paper.under("money", "liquidated").items():
            self.cancel(code, cents, waiting=False)
        for at in self.agreements:
            if not at.supplier:
                self.empty_posts(at)
        for code, cents in paper.under("money", "committed").items():
            self.reduced(code, cents)
        self.settle_debts()
        for award in list(self.awards):
            posts, cents = paper.of("posts", f"reserved/{award}"), paper.of("money", f"reserved/{award}")
            if posts or cents:
                actions.release(endowment_id=self.pk, award_id=award, cents=cents, posts=posts, by=DELEGATE, attempt=self.number())
                paper.apply(self.reserved(award, -cents, -posts))
        paper.assert_same()
        left = {at: n for at, n in paper.amounts.items() if n and at[1].split("/")[0] in LEFT[at[0]]}
        assert left == {}
        self.assert_every_invariant()
        HAPPENED["drained"] += 1

    def clear_the_bank(self) -> None:
        for one in self.payments:
            if one["state"] == "sent":
                self.step(one, "execute" if self.serial % 3 and self.paper.of("cash", "bank") >= one["paid"].total else "refuse")
            if one["state"] == "ordered":
                self.step(one, "reject")
        if self.paper.of("cash", "suspense_expenses"):
            self.explain(1, "charge", "suspense_expenses")
        if cents := self.paper.of("cash", "suspense_expenses"):
            self.explain(cents, "error", "suspense_expenses")
        if cents := self.paper.of("cash", "suspense_receipts"):
            if self.paper.of("cash", "bank") < cents:
                self.receive(cents, which=True)
            self.explain(cents, "refund", "suspense_receipts")

    def settle_debts(self) -> None:
        for n, (code, cents) in enumerate(self.paper.under("cash", "receivable").items()):
            self.settle(code, cents, "write_off" if n % 2 else "collect")
        for code, cents in self.paper.under("money", "recovered").items():
            self.give_on(code, cents, restituted=self.paper.free >= cents)

    def empty_posts(self, at: Agreement) -> None:
        for _ in range(self.paper.of("posts", f"filled/{at.id}")):
            self.vacate(n=[it for it in self.agreements if not it.supplier].index(at))
        posts = Posts(*(self.paper.of("posts", f"{state}/{at.id}") for state in ("agreed", "vacant")))
        if sum(posts):
            self.given_up(at, posts, {}, ended=self.serial % 2 == 0)
            self.reopen(n=0, posts=1)
