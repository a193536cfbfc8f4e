"""What comes back, what is asked back, what nobody knows: more events on the same machine."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import hypothesis.strategies as st
from hypothesis.stateful import rule

from lucette.scheme.fund import actions
from lucette.scheme.fund.actions import Returned
from lucette.scheme.fund.enums import Origin
from lucette.scheme.fund.rules import Payment, Recovery
from tests.scheme.fund.factories import ACCOUNTANT, CERTIFIER, DAY, DELEGATE, FUNDER
from tests.scheme.fund.machine import Fund, pick, some
from tests.scheme.fund.naive import Agreement, both, change, moved


class MoneyFund(Fund):
    # -- what comes back (15), what is taken back (28, 29) ------------------------------------------------------------------
    @rule(n=pick, share=st.integers(20, 110), suspended=st.booleans())
    def come_back(self, n: int, share: int, suspended: bool) -> None:
        if one := self.waiting(n, "paid"):
            cents = max(one["paid"].total * share // 100, 1)
            if suspended:
                self.unknown(cents, "receipt")
            self.returned(one, cents, "suspense_receipts" if suspended else "bank")

    def returned(self, one: dict[str, Any], cents: int, bank: str) -> None:
        """Row 15 on paper: what stays paid must cover what is asked back; the return settles the difference; beyond, it was paid twice."""
        paid: Payment = one["paid"]
        ((n, _),) = paid.lines.items()
        left, asked = self.paper.of("money", paid.at("paid", n)), self.paper.asked(paid.owner, n)
        beyond = max(0, cents - (left - asked))
        settles = min(beyond, asked)
        waits, twice = cents - beyond, beyond - settles
        part, holders = one["parts"] + 1, self.paper.holders(paid.owner, n)
        debt = change(*((("cash", f"receivable/{host}/{paid.owner}/{n}", -settles)) for host in holders))
        delta = both(
            change(("money", paid.at("paid", n), -waits - settles), ("money", paid.at("liquidated", n), waits)),
            change(("money", paid.at("recovered", n), settles), ("cash", paid.at("returned_transfers", n), waits)),
            change(("cash", bank, cents if bank == "bank" else -cents), ("cash", "suspense_receipts", twice if bank == "bank" else 0)),
            debt,
        )
        given = {"payment": paid, "key": one["executed"], "cents": cents, "reason": "AC04", "by": ACCOUNTANT, "part": part}
        name, more = ("come_back", {"on": DAY}) if bank == "bank" else ("as_return", {})
        call = actions.return_transfer if bank == "bank" else actions.reclassify_as_return

        def tell() -> None:
            assert call(**given, **more) == Returned(waits, settles, twice)  # type: ignore[operator]

        if self.paper.act(
            name, tell, delta, allowed=one["back"] + cents <= paid.total and not (twice and bank != "bank"),
            key=f"return:{one['order']}-{one['executed'].rpartition(':')[2]}:{part}:returned", lines=[(paid.owner, n)],
            subject=paid.subject, undo=lambda: one.update(back=one["back"] - cents),
        ):  # fmt: skip
            one.update(back=one["back"] + cents, parts=part)

    @rule(n=pick, share=st.integers(20, 110))
    def restore(self, n: int, share: int) -> None:
        """The account is corrected: a new order, for what waits."""
        waits = list(self.paper.under("cash", "returned_transfers").items())
        if not waits:
            return
        code, cents = waits[n % len(waits)]
        it, number = self.owner_of(code)
        paid = self.payment(it, number, max(cents * share // 100, 1))
        one = {"paid": paid, "order": uuid4(), "state": "liquidated", "executed": "", "back": 0, "parts": 0}
        key = f"order:{one['order']}:{self.number()}"
        if self.paper.act(
            "restore",
            lambda: actions.restore_returned(payment=paid, key=key, by=CERTIFIER),
            change(("cash", code, -paid.total), ("cash", self.payable(paid), paid.total)),
            key=f"{key}:restored", lines=[(it.id, number)], subject=it.subject, undo=lambda: one.update(state=""),
        ):  # fmt: skip
            self.payments.append(one)

    def owner_of(self, code: str) -> tuple[Agreement, int]:
        *_, owner, number = code.split("/")
        return next(it for it in self.agreements if str(it.id) == owner), int(number)

    def payment(self, it: Agreement, number: int, cents: int) -> Payment:
        nature = "training" if it.supplier else "grants_public"
        return Payment(self.pk, it.subject, it.payee, nature, {number: cents}, supplier=it.supplier)

    @rule(n=pick, share=st.integers(20, 110), waiting=st.booleans())
    def uncertify(self, n: int, share: int, waiting: bool) -> None:
        found = list(self.paper.under(*(("cash", "returned_transfers") if waiting else ("money", "liquidated"))).items())
        if found:
            code, cents = found[n % len(found)]
            self.cancel(code, max(cents * share // 100, 1), waiting)

    def cancel(self, code: str, cents: int, waiting: bool) -> None:
        it, number = self.owner_of(code)
        paid, key = self.payment(it, number, cents), f"order:{uuid4()}:1"
        free = self.paper.of("money", paid.at("liquidated", number)) - self.paper.of("cash", paid.at("returned_transfers", number))
        owed = paid.at("returned_transfers", number) if waiting else self.payable(paid)
        self.paper.act(
            "uncertify",
            lambda: actions.cancel_certification(payment=paid, key=key, reason="essai", by=CERTIFIER, waiting=waiting),
            both(
                moved("money", paid.at("liquidated", number), paid.at("committed", number), {number: cents}),
                change(("cash", owed, -cents), ("cash", f"uses/{paid.nature}", -cents)),
            ),
            allowed=waiting or free >= cents,
            key=f"{key}:certification_reduced", lines=[(it.id, number)], subject=it.subject,
        )  # fmt: skip

    @rule(n=pick, share=st.integers(20, 110))
    def reduce(self, n: int, share: int) -> None:
        if found := list(self.paper.under("money", "committed").items()):
            code, cents = found[n % len(found)]
            self.reduced(code, max(cents * share // 100, 1))

    def reduced(self, code: str, cents: int) -> None:
        it, number = self.owner_of(code)
        key, envelope = f"line:{it.id}:{self.number()}", "training" if it.supplier else "grants"
        self.paper.act(
            "reduce",
            lambda: actions.reduce_line(endowment_id=self.pk, subject=it.subject, lines={number: cents}, key=key, reason="x", by=CERTIFIER),
            change(("money", code, -cents), ("money", f"available/{envelope}", cents)),
            key=f"{key}:line_reduced", lines=[(it.id, number)], subject=it.subject,
        )  # fmt: skip

    # -- what is asked back (19 to 22) --------------------------------------------------------------------------------------
    @rule(n=pick, cents=some)
    def ask_back(self, n: int, cents: int) -> None:
        if found := [code for code in self.paper.under("money", "paid") if code != "paid/bank_charges"]:
            it, number = self.owner_of(found[n % len(found)])
            due = Recovery(self.pk, it.subject, it.payee, number)
            key = f"recovery:{uuid4()}:1"
            self.paper.act(
                "ask_back",
                lambda: actions.issue_recovery(recovery=due, key=key, cents=cents, by=CERTIFIER),
                change(("cash", due.receivable, cents), ("cash", "resources/recoveries", cents)),
                allowed=self.paper.asked(it.id, number) + cents <= self.paper.of("money", due.at("paid")),
                key=f"{key}:recovery_issued", lines=[(it.id, number)], subject=it.subject,
            )  # fmt: skip

    @rule(n=pick, share=st.integers(10, 130), way=st.sampled_from(["collect", "as_collection", "write_off"]))
    def debt(self, n: int, share: int, way: str) -> None:
        if found := list(self.paper.under("cash", "receivable").items()):
            code, cents = found[n % len(found)]
            self.settle(code, max(cents * share // 100, 1), way)

    def settle(self, code: str, cents: int, way: str) -> None:
        it, number = self.owner_of(code)
        due = Recovery(self.pk, it.subject, it.payee, number)
        key, bank = f"recovery:{uuid4()}:1", "suspense_receipts" if way == "as_collection" else "bank"
        given: dict[str, Any] = {"recovery": due, "key": key, "cents": cents}
        settled = min(cents, self.paper.of("cash", code)) if way == "collect" else cents
        budget = change(("money", due.at("paid"), -settled), ("money", due.at("recovered"), settled), ("cash", code, -settled))
        call, delta, kind = {
            "collect": (
                lambda: actions.collect_recovery(**given, on=DAY, by=ACCOUNTANT),
                both(budget, change(("cash", bank, cents), ("cash", "suspense_receipts", cents - settled))),
                "recovery_collected",
            ),
            "as_collection": (
                lambda: actions.reclassify_as_collection(**given, by=ACCOUNTANT),
                both(budget, change(("cash", bank, -cents))),
                "recovery_collected",
            ),
            "write_off": (
                lambda: actions.write_off_recovery(**given, reason="décision", by=CERTIFIER),
                change(("cash", code, -cents), ("cash", "resources/recoveries", -cents)),
                "recovery_written_off",
            ),
        }[way]
        self.paper.act(way, call, delta, key=f"{key}:{kind}", lines=[(it.id, number)], subject=it.subject)

    @rule(n=pick, share=st.integers(10, 110), restituted=st.booleans())
    def recovered(self, n: int, share: int, restituted: bool) -> None:
        if found := list(self.paper.under("money", "recovered").items()):
            code, cents = found[n % len(found)]
            self.give_on(code, max(cents * share // 100, 1), restituted)

    def give_on(self, code: str, cents: int, restituted: bool) -> None:
        it, number = self.owner_of(code)
        key, envelope = f"reuse:{it.id}:{self.number()}", "training" if it.supplier else "grants"
        given: dict[str, Any] = {"endowment_id": self.pk, "subject": it.subject, "number": number, "cents": cents, "key": key}
        if restituted:
            self.restitution(given | {"origin": Origin.COLLECTED}, code, [(it.id, number)], it.subject)
            return
        self.paper.act(
            "reuse",
            lambda: actions.reuse_collected(**given, by=FUNDER),
            change(("money", code, -cents), ("money", f"available/{envelope}", cents)),
            key=f"{key}:collected_reused", lines=[(it.id, number)], subject=it.subject,
        )  # fmt: skip

    @rule(cents=some, origin=st.sampled_from([Origin.UNUSED, Origin.INTEREST]))
    def to_the_state(self, cents: int, origin: Origin) -> None:
        given = {"endowment_id": self.pk, "origin": origin, "cents": cents, "key": f"restitution:{uuid4()}:1", "envelope": "training"}
        self.restitution(given, "available/training" if origin == Origin.UNUSED else "", [], f"endowment/{self.pk}")

    def restitution(self, given: dict[str, Any], code: str, lines: list[tuple[object, int]], subject: str) -> None:
        cents, paper = given["cents"], self.paper
        budget = change(("money", code, -cents), ("money", "restituted", cents)) if code else {}
        interest = paper.of("cash", "uses/restitution") - paper.of("money", "restituted") + cents
        paper.act(
            f"restitute {given['origin']}",
            lambda: actions.restitute(**given, on=DAY, by=DELEGATE),
            both(budget, change(("cash", "bank", -cents), ("cash", "uses/restitution", cents))),
            allowed=paper.free >= cents and (bool(code) or interest <= paper.of("cash", "resources/interest")),
            key=f"{given['key']}:restituted", lines=lines, subject=subject,
        )  # fmt: skip

    # -- what nobody knows (24) ---------------------------------------------------------------------------------------------
    def bank_tells(self, cents: int) -> None:
        """Something nobody knows yet, each way; something asked back."""
        self.ask_back(n=0, cents=30)
        self.unknown(cents, "receipt")
        self.unknown(cents, "expense")

    @rule(cents=some, way=st.sampled_from(["receipt", "expense"]))
    def unknown(self, cents: int, way: str) -> None:
        up = 1 if way == "receipt" else -1
        call = actions.suspend_receipt if up == 1 else actions.suspend_expense
        self.line_of_the_bank(way, call, cents, {("cash", "bank"): up * cents, ("cash", f"suspense_{way}s"): cents}, f"{way}_suspended")

    def line_of_the_bank(self, name: str, call: Any, cents: int, delta: dict[tuple[str, str], int], kind: str, dated: bool = True) -> None:
        key, more = f"bank_line:{uuid4()}:1", {"on": DAY} if dated else {}
        self.paper.act(
            name,
            lambda: call(endowment_id=self.pk, key=key, cents=cents, by=ACCOUNTANT, **more),
            delta, key=f"{key}:{kind}", subject=f"endowment/{self.pk}",
        )  # fmt: skip

    @rule(share=st.integers(20, 110), way=st.sampled_from(["refund", "tranche", "interest", "charge", "error"]))
    def explained(self, share: int, way: str) -> None:
        account = "suspense_expenses" if way in ("charge", "error") else "suspense_receipts"
        if cents := self.paper.of("cash", account):
            self.explain(max(cents * share // 100, 1), way, account)

    def explain(self, cents: int, way: str, account: str) -> None:
        gone = ("cash", account)
        if way == "tranche":
            reference = f"T{self.number()}"
            self.paper.act(
                "as_tranche",
                lambda: actions.reclassify_as_tranche(endowment_id=self.pk, cents=cents, bank_reference=reference, on=DAY, by=ACCOUNTANT),
                {gone: -cents, ("cash", "resources/endowment"): cents},
            )
            return
        call, delta, kind, dated = {
            "refund": (actions.refund_receipt, {("cash", "bank"): -cents}, "receipt_refunded", True),
            "interest": (actions.reclassify_as_interest, {("cash", "resources/interest"): cents}, "interest_received", False),
            "error": (actions.expense_given_back, {("cash", "bank"): cents}, "expense_given_back", True),
            "charge": (
                actions.reclassify_as_bank_charge,
                change(
                    ("money", "available/management", -cents), ("money", "paid/bank_charges", cents), ("cash", "uses/management", cents)
                ),
                "bank_charged",
                False,
            ),
        }[way]
        self.line_of_the_bank(f"as_{way}", call, cents, {gone: -cents, **delta}, kind, dated)
