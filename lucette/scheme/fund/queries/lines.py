"""What the books say of one line (an instalment of an agreement, or a service): where its money is, what waits, what is asked back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from lucette.foundation.ledger import queries as ledger
from lucette.foundation.ledger.queries import flows
from lucette.scheme.fund.enums import EnvelopeCode
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import Books

STAGES = ("committed", "liquidated", "ordered", "paid", "recovered")


@dataclass(frozen=True, slots=True)
class Line:
    """Cents. `waiting`: came back from the bank; `holders`: what each host still owes on it."""

    committed: int = 0
    liquidated: int = 0
    ordered: int = 0
    paid: int = 0
    recovered: int = 0
    in_flight: int = 0
    waiting: int = 0
    holders: Mapping[UUID, int] = field(default_factory=dict)

    @property
    def asked_back(self) -> int:
        """The open recovery."""
        return sum(self.holders.values())


def line(endowment_id: UUID, subject: str, number: int) -> Line:
    """One line of `agreement/<id>` or `service/<id>`; zeros when it never moved. Raises NotFound."""
    return lines(Endowment.objects.known(endowment_id).books, subject.partition("/")[2], [number])[number]


def lines(books: Books, owner: str, numbers: Iterable[int]) -> dict[int, Line]:
    """Several lines of one agreement or service, in two queries."""
    numbers = list(numbers)
    codes = [f"{word}/{owner}/{n}" for word in (*STAGES, "in_flight", "returned_transfers") for n in numbers]
    found = ledger.balances_in([books.budget, books.cash], codes)
    debts = open_recoveries(books, owner)
    return {
        n: Line(
            **{stage: found.get((books.budget, f"{stage}/{owner}/{n}"), 0) for stage in STAGES},
            in_flight=found.get((books.cash, f"in_flight/{owner}/{n}"), 0),
            waiting=found.get((books.cash, f"returned_transfers/{owner}/{n}"), 0),
            holders=debts.get(n, {}),
        )
        for n in numbers
    }


def open_recoveries(books: Books, owner: str) -> dict[int, dict[UUID, int]]:
    """Instalment → host → cents still asked back, zeros left out."""
    found: dict[int, dict[UUID, int]] = {}
    for code, cents in ledger.balances_holding(books.cash, "receivable/", f"/{owner}/").items():
        _, host, _, number = code.split("/")
        if cents:
            found.setdefault(int(number), {})[UUID(host)] = cents
    return found


def stage_total(books: Books, owner: str, word: str) -> int:
    """Σ of one stage over every line of an agreement: `ordered`, `liquidated`, `returned_transfers`…"""
    book = books.cash if word in ("in_flight", "returned_transfers") else books.budget
    return sum(ledger.balances(book, f"{word}/{owner}/").values())


def envelope_of(books: Books, subject: str) -> str:
    """The envelope an agreement or a service is paid from: that of its order for a service, the grants for an agreement."""
    sort, _, owner = subject.partition("/")
    if sort == "agreement":
        return EnvelopeCode.GRANTS
    code = flows.first_debit(books.budget, f"committed/{owner}/1", "available/")
    return code.partition("/")[2] or EnvelopeCode.GRANTS
