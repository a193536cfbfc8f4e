"""The fund as one would keep it on paper: an amount under each name, moved by hand as fund.md says. It knows nothing of the product's
rules; the machine asks it what should happen, then looks at what did."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from lucette.foundation.ledger import queries as ledger
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import queries
from lucette.scheme.fund.models import Endowment

HAPPENED: Counter[str] = Counter()
At = tuple[str, str]  # (book, account)
Lines = list[tuple[str, int]]  # (agreement or service, instalment)


@dataclass
class Told:
    """An act that passed: what it changed, on which lines, and how to forget it."""

    key: str
    delta: dict[At, int]
    lines: Lines
    subject: str
    undo: Callable[[], object]
    kind: str
    live: bool = True


@dataclass
class Agreement:
    """Or a service: `supplier`."""

    id: UUID
    payee: UUID
    numbers: list[int]
    supplier: bool = False

    @property
    def subject(self) -> str:
        return f"{'service' if self.supplier else 'agreement'}/{self.id}"


@dataclass
class Paper:
    """The sheets of one endowment."""

    it: Endowment
    amounts: Counter[At] = field(default_factory=Counter)
    told: list[Told] = field(default_factory=list)
    last: Callable[[], object] | None = None

    def of(self, book: str, code: str) -> int:
        return self.amounts[book, code]

    def sum(self, book: str, *words: str) -> int:
        return sum(n for (of, code), n in self.amounts.items() if of == book and code.split("/")[0] in words)

    def under(self, book: str, word: str) -> dict[str, int]:
        """The accounts of this first word that hold something."""
        return {code: n for (of, code), n in self.amounts.items() if of == book and code.split("/")[0] == word and n}

    @property
    def free(self) -> int:
        return self.of("cash", "bank") - self.sum("money", "ordered") - self.of("cash", "suspense_receipts")

    def holders(self, owner: object, n: int) -> dict[str, int]:
        """Host → what is asked back from it on a line."""
        return {code.split("/")[1]: cents for code, cents in self.under("cash", "receivable").items() if code.endswith(f"/{owner}/{n}")}

    def asked(self, owner: object, n: int) -> int:
        return sum(self.holders(owner, n).values())

    def short(self, delta: dict[At, int]) -> bool:
        return any(self.amounts[at] + n < 0 for at, n in delta.items())

    def act(
        self,
        name: str,
        call: Callable[[], object],
        delta: dict[At, int],
        *,
        allowed: bool = True,
        key: str = "",
        lines: Iterable[tuple[object, int]] = (),
        subject: str = "",
        undo: Callable[[], object] = lambda: None,
    ) -> bool:
        """Do `call`, that should change the amounts by `delta`; if one would pass under zero, or it is not `allowed`, it is refused and
        writes nothing."""
        if not allowed or self.short(delta) or not any(delta.values()):
            before = queries.postings_count()
            with pytest.raises(RuleBroken):
                call()
            assert queries.postings_count() == before
            HAPPENED[f"{name} refused"] += 1
            return False
        call()
        self.apply(delta)
        self.last = call
        if key:
            assert ledger.written(key), key
            self.told.append(Told(key, delta, [(str(owner), n) for owner, n in lines], subject, undo, name))
        HAPPENED[name] += 1
        return True

    def apply(self, delta: dict[At, int], sign: int = 1) -> None:
        for at, n in delta.items():
            self.amounts[at] += sign * n

    def may_correct(self, it: Told) -> bool:
        """Row 27 of fund.md, on paper."""
        later = [other for other in self.told[self.told.index(it) + 1 :] if other.live]
        if not it.live or any(other.kind == "change_entity" and other.subject == it.subject for other in later):
            return False
        if it.kind == "change_entity" or (not it.lines and it.subject and not it.subject.startswith("endowment/")):
            if any(other.subject == it.subject for other in later):
                return False
        elif any(line in other.lines for other in later for line in it.lines):
            return False
        back = {at: -n for at, n in it.delta.items()}
        return not self.short(back) and self._cash_allows(back) and all(self._line_allows(back, *line) for line in it.lines)

    def _cash_allows(self, back: dict[At, int]) -> bool:
        moved = back.get(("cash", "bank"), 0) - back.get(("cash", "suspense_receipts"), 0)
        moved -= sum(n for (_, code), n in back.items() if code.startswith("ordered/"))
        return moved >= 0 or self.free + moved >= 0

    def _line_allows(self, back: dict[At, int], owner: str, n: int) -> bool:
        paid = back.get(("money", f"paid/{owner}/{n}"), 0)
        asked = sum(cents for (_, code), cents in back.items() if code.startswith("receivable/") and code.endswith(f"/{owner}/{n}"))
        if (paid < 0 or asked > 0) and self.of("money", f"paid/{owner}/{n}") + paid < self.asked(owner, n) + asked:
            return False
        ordered, liquidated = (back.get(("money", f"{word}/{owner}/{n}"), 0) for word in ("ordered", "liquidated"))
        return not (ordered > 0 > liquidated and self.of("cash", f"returned_transfers/{owner}/{n}"))

    def assert_same(self) -> None:
        """Every account of the three books holds what the sheets say."""
        books = self.it.books
        names = {books.budget: "money", books.posts: "posts", books.cash: "cash"}
        found = {(names[book], code): n for book in names for code, n in ledger.balances(book).items() if n and code != "opened"}
        assert found == {at: n for at, n in self.amounts.items() if n}


def change(*parts: tuple[str, str, int]) -> dict[At, int]:
    """(book, account, ±amount)… as one change."""
    found: Counter[At] = Counter()
    for book, code, n in parts:
        found[book, code] += n
    return dict(found)


def moved(book: str, source: str, target: str, lines: dict[int, int], **names: Any) -> dict[At, int]:
    """Of each line, from one account to another; `{n}` is its number."""
    parts = []
    for n, cents in lines.items():
        parts += [(book, source.format(n=n, **names), -cents), (book, target.format(n=n, **names), cents)]
    return change(*parts)


def both(*deltas: dict[At, int]) -> dict[At, int]:
    found: Counter[At] = Counter()
    for delta in deltas:
        for at, n in delta.items():
            found[at] += n
    return dict(found)
