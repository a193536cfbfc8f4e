"""What the books say of each instalment and of each payee: payments compares it with its own rows."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from lucette.foundation.ledger import queries as ledger
from lucette.scheme.fund.models import Endowment

MONEY = ("committed", "liquidated", "ordered", "paid")


def buckets(endowment_id: UUID) -> dict[tuple[UUID, int, str], int]:
    """(agreement or service id, instalment number, bucket) → cents, zeros left out. Raises NotFound."""
    book = Endowment.objects.known(endowment_id).books.budget
    found = {}
    for bucket in MONEY:
        for code, cents in ledger.balances(book, f"{bucket}/").items():
            _, owner, number = code.split("/")
            if cents:
                found[UUID(owner), int(number), bucket] = cents
    return found


def payables(endowment_id: UUID) -> dict[UUID, int]:
    """Payee's id → cents owed and not sent, host or supplier, zeros left out. Raises NotFound."""
    book = Endowment.objects.known(endowment_id).books.cash
    found: dict[UUID, int] = defaultdict(int)
    for word in ("payable/", "payable_supplier/"):
        for code, cents in ledger.balances(book, word).items():
            found[UUID(code.partition("/")[2])] += cents
    return {payee: cents for payee, cents in found.items() if cents}
