"""What the books say of each instalment and of each payee: payments compares it with its own rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from lucette.foundation.ledger import queries as ledger
from lucette.foundation.ledger.queries import flows
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.fund.models import Endowment
from lucette.scheme.fund.rules import CHARGES, tranche_key

MONEY = ("committed", "liquidated", "ordered", "paid")
Key = tuple[UUID, int]


def buckets(endowment_id: UUID) -> dict[tuple[UUID, int, str], int]:
    """(agreement or service id, instalment number, bucket) → cents, zeros left out; bank charges are of no line. Raises NotFound."""
    book = Endowment.objects.known(endowment_id).books.budget
    found = {}
    for bucket in MONEY:
        for code, cents in ledger.balances(book, f"{bucket}/").items():
            if cents and code != CHARGES:
                found[*key_of(code), bucket] = cents
    return found


def key_of(code: str) -> Key:
    """The line of `paid/<owner>/2`."""
    _, owner, number = code.split("/")
    return UUID(owner), int(number)


def ever_recovered(endowment_id: UUID) -> dict[Key, int]:
    """(agreement or service id, instalment number) → cents collected on it, whatever became of them (21). Raises NotFound."""
    book = Endowment.objects.known(endowment_id).books.budget
    return {key_of(code): cents for code, cents in flows.net_flows(book, ["paid"], "recovered").items() if cents}


def signed(endowment_id: UUID) -> dict[Key, int]:
    """(agreement or service id, instalment number) → cents committed at the signature, or at the order of the service."""
    book = Endowment.objects.known(endowment_id).books.budget
    return {key_of(code): cents for code, cents in flows.net_flows(book, SOURCES, "committed", SIGNING).items()}


def agreed(endowment_id: UUID) -> dict[Key, int]:
    """The same, with what was added or transferred in, less what was released or transferred out (I12)."""
    book = Endowment.objects.known(endowment_id).books.budget
    return {key_of(code): cents for code, cents in flows.net_flows(book, SOURCES, "committed").items()}


def receivables(endowment_id: UUID) -> dict[tuple[UUID, UUID, int], int]:
    """(debtor, agreement or service id, instalment number) → cents still asked back, zeros left out. Raises NotFound."""
    book = Endowment.objects.known(endowment_id).books.cash
    found = {}
    for code, cents in ledger.balances(book, "receivable/").items():
        _, debtor, owner, number = code.split("/")
        if cents:
            found[UUID(debtor), UUID(owner), int(number)] = cents
    return found


def collected(endowment_id: UUID) -> dict[Key, int]:
    """(agreement or service id, instalment number) → cents collected, and neither reused nor restituted yet (21). Raises NotFound."""
    book = Endowment.objects.known(endowment_id).books.budget
    return {key_of(code): cents for code, cents in ledger.balances(book, "recovered/").items() if cents}


def ended_posts(endowment_id: UUID) -> dict[UUID, int]:
    """Agreement's id → posts that ended with it, and were not reopened (31). Raises NotFound."""
    book = Endowment.objects.known(endowment_id).books.posts
    return {UUID(code.partition("/")[2]): posts for code, posts in ledger.balances(book, "ended/").items() if posts}


SOURCES = ("available", "reserved", "committed")
SIGNING = (EventKind.COMMITTED, EventKind.SERVICE_COMMITTED)


@dataclass(slots=True)
class Given:
    """Posts given up by one act, and what it released of each instalment."""

    key: str
    agreement_id: UUID
    posts: int = 0
    lines: dict[int, int] = field(default_factory=dict)


def given_up(endowment_id: UUID) -> list[Given]:
    """Every live return or end of posts of the endowment (16), oldest first. Raises NotFound."""
    books = Endowment.objects.known(endowment_id).books
    found: dict[str, Given] = {}
    for key, subject, book, debit, _, amount in flows.live_postings([EventKind.POSTS_RETURNED, EventKind.POSTS_ENDED], books.all):
        it = found.setdefault(key, Given(key, UUID(subject.partition("/")[2])))
        if book == books.posts:
            it.posts += amount
        else:
            it.lines[key_of(debit)[1]] = amount
    return list(found.values())


def payables(endowment_id: UUID) -> dict[UUID, int]:
    """Payee's id → cents owed and not sent, host or supplier, zeros left out. Raises NotFound."""
    book = Endowment.objects.known(endowment_id).books.cash
    found: dict[UUID, int] = defaultdict(int)
    for word in ("payable/", "payable_supplier/"):
        for code, cents in ledger.balances(book, word).items():
            found[UUID(code.partition("/")[2])] += cents
    return {payee: cents for payee, cents in found.items() if cents}


LEFT = ("committed", "liquidated", "ordered", "in_flight", "returned_transfers")


def unsettled(owners: Collection[UUID]) -> dict[UUID, int]:
    """Of these agreements, those with cents still to pay or to recover (I25); their posts' life is not told here."""
    if not owners:
        return {}
    found: dict[UUID, int] = defaultdict(int)
    for _, code, cents in ledger.balances_under([f"{word}/{owner}" for owner in owners for word in LEFT]):
        found[UUID(code.split("/")[1])] += cents
    for code, cents in ledger.every_balance("receivable/").items():
        if (owner := UUID(code.split("/")[2])) in owners:
            found[owner] += cents
    return {owner: cents for owner, cents in found.items() if cents}


def suspended(endowment_id: UUID) -> set[UUID]:
    """The lines of the bank kept apart until they are explained (24), by the id in their key. Raises NotFound."""
    book = Endowment.objects.known(endowment_id).books.cash
    kinds = [EventKind.RECEIPT_SUSPENDED, EventKind.EXPENSE_SUSPENDED]
    return {UUID(key.split(":")[1]) for key, *_ in flows.live_postings(kinds, [book])}


def bank_on(endowment: Endowment, day: dt.date, but: Collection[str] = ()) -> int:
    """The bank in cents at the end of a day of its own, by the live events; without the tranches of the bank references `but`."""
    keys = [tranche_key(endowment.pk, reference) for reference in but]
    return flows.live_balance(endowment.books.cash, "bank", day, keys)
