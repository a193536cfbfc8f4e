"""The sums of one endowment's books that the invariants compare: balances, and flows of the live events."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Sum

from lucette.foundation.ledger import queries as ledger
from lucette.foundation.ledger.queries import flows
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.queries.owed import agreed, ever_recovered, key_of
from lucette.scheme.fund.rules import CHARGES

HELD = ("committed", "liquidated", "ordered", "paid")
IN = ("bank", "suspense_receipts")
OUT = ("bank", "suspense_expenses")


class Sums:
    """Read once. Amounts in cents; a flow counts an event that is no correction and that none corrects."""

    def __init__(self, it: Endowment) -> None:
        found = ledger.totals(it.books.all)
        self.it, self.money, self.posts, self.cash = it, found[it.books.budget], found[it.books.posts], found[it.books.cash]
        self._flows = flows.live_flows(it.books.all)
        self.tranches = it.tranches.aggregate(total=Sum("cents"))["total"] or 0
        budget, cash = it.books.budget, it.books.cash
        self.executed = self.flow(budget, ("ordered", "available"), ("paid",))
        self.collected = self.flow(budget, ("paid",), ("recovered",))
        self.returned = self.flow(budget, ("paid",), ("liquidated",))
        self.interest = self.flow(cash, IN, ("resources",), EventKind.INTEREST_RECEIVED)
        self.restituted = self.flow(cash, ("uses",), OUT, EventKind.RESTITUTED)
        self.out = self.flow(cash, ("in_flight", "uses"), OUT) - self.restituted
        self.back = self.flow(cash, IN, ("returned_transfers", "receivable"))
        self.certified = self.cash["uses"] - ledger.balance(cash, "uses/restitution")
        self.recoveries = ledger.balance(cash, "resources/recoveries")

    def flow(self, book: str, debited: Collection[str], credited: Collection[str], kind: str = "") -> int:
        """Σ from accounts debited to accounts credited, by their first words (and kind of event)."""
        return sum(
            amount
            for (of, sort, debit, credit), amount in self._flows.items()
            if of == book and debit in debited and credit in credited and kind in ("", sort)
        )

    def beyond_agreed(self) -> Iterable[tuple[Any, ...]]:
        """I12: lines whose money, wherever it stands, passes what was agreed."""
        limits, held = agreed(self.it.pk), ever_recovered(self.it.pk)
        for word in HELD:
            for code, cents in ledger.balances(self.it.books.budget, f"{word}/").items():
                if code != CHARGES:
                    held[key_of(code)] = held.get(key_of(code), 0) + cents
        self.lines = len(limits)
        return [(self.it.code, *key, cents, limits.get(key, 0)) for key, cents in held.items() if cents > limits.get(key, 0)]

    def asked_beyond_paid(self) -> Iterable[tuple[Any, ...]]:
        """I13: lines on which more is asked back than what is still paid."""
        asked: dict[str, int] = {}
        for code, cents in ledger.balances(self.it.books.cash, "receivable/").items():
            line = code.split("/", 2)[2]
            asked[line] = asked.get(line, 0) + cents
        self.debts = len(asked)
        paid: Mapping[str, int] = ledger.balances(self.it.books.budget, "paid/") if asked else {}
        return [
            (self.it.code, line, cents, paid.get(f"paid/{line}", 0)) for line, cents in asked.items() if cents > paid.get(f"paid/{line}", 0)
        ]
