"""Where the money and the posts of an endowment are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple
from uuid import UUID

from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from lucette.foundation.ledger import queries as ledger
from lucette.kernel.actor import Actor
from lucette.kernel.records import RecordQuerySet
from lucette.scheme.fund.enums import EndowmentStatus, EnvelopeCode, MoveStatus
from lucette.scheme.fund.models import Endowment, EnvelopeMove, Tranche


@dataclass(frozen=True, slots=True)
class EnvelopePosition:
    """Cents. `share` as notified, `allotted` after moves, `used` = allotted − available."""

    code: str
    label: str
    share_cents: int
    allotted_cents: int
    available_cents: int

    @property
    def used_cents(self) -> int:
        return self.allotted_cents - self.available_cents


@dataclass(frozen=True, slots=True)
class PostsPosition:
    available: int
    reserved: int
    agreed: int
    filled: int
    vacant: int
    ended: int


@dataclass(frozen=True, slots=True)
class CashPosition:
    """Cents. `free` = bank − ordered − receipts not yet explained: what a new order may use."""

    bank: int
    in_flight: int
    payable: int
    payable_supplier: int
    receivable: int
    returned_transfers: int
    suspense_receipts: int
    suspense_expenses: int
    free: int
    uses: Mapping[str, int]
    resources: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Position:
    """Every bucket of the three books: money in cents, posts in units."""

    endowment_id: UUID
    code: str
    title: str
    status: str
    notified_at: dt.datetime | None
    authority_cents: int
    authority_posts: int
    available: int
    reserved: int
    committed: int
    liquidated: int
    ordered: int
    paid: int
    recovered: int
    restituted: int
    envelopes: tuple[EnvelopePosition, ...]
    posts: PostsPosition
    cash: CashPosition

    @property
    def interest_left(self) -> int:
        """Interest received and not given back to the State: what left as restitution without any authority was interest."""
        given = self.cash.uses.get("restitution", 0) - self.restituted
        return self.cash.resources.get("interest", 0) - given


@dataclass(frozen=True, slots=True)
class BindingQuota:
    """How many more posts each quota allows at a unit amount, and which of them stops first."""

    binds: Literal["money", "posts", "both"]
    posts_by_money: int
    posts_by_posts: int

    @property
    def possible(self) -> int:
        return min(self.posts_by_money, self.posts_by_posts)


class Left(NamedTuple):
    """What nobody reserved yet: posts, and cents of the grants envelope."""

    posts: int
    cents: int


BUCKETS = ("available", "reserved", "committed", "liquidated", "ordered", "paid", "recovered", "restituted")
GRANTS = f"available/{EnvelopeCode.GRANTS}"
POSTS_BUCKETS = ("available", "reserved", "agreed", "filled", "vacant", "ended")
CASH_ACCOUNTS = (
    "bank",
    "in_flight",
    "payable",
    "payable_supplier",
    "receivable",
    "returned_transfers",
    "suspense_receipts",
    "suspense_expenses",
)


def endowments(by: Actor) -> RecordQuerySet[Endowment]:
    """The endowments this person sees, oldest first."""
    return Endowment.objects.visible_to(by).order_by("created_at", "code")


def endowment(code: str) -> Endowment | None:
    """The endowment of that code."""
    return Endowment.objects.filter(code=code).first()


def chosen(by: Actor, code: str = "") -> Endowment | None:
    """The endowment a page shows to this person: the one of that code, else the first whose authority is notified, else the first."""
    return chosen_of(list(endowments(by)), code)


def chosen_of(seen: Sequence[Endowment], code: str = "") -> Endowment | None:
    """The same, among endowments already read."""
    notified = (it for it in seen if it.status == EndowmentStatus.NOTIFIED)
    return next((it for it in seen if it.code == code), None) or next(notified, seen[0] if seen else None)


def tranches(endowment_id: UUID, by: Actor) -> list[Tranche]:
    """The cash received on an endowment that this person sees, oldest first."""
    return list(Tranche.objects.filter(endowment_id=endowment_id, endowment__in=endowments(by)))


def position(endowment_id: UUID) -> Position:
    """Every bucket of the endowment's three books. Raises NotFound."""
    return position_of(Endowment.objects.known(endowment_id))


def position_of(it: Endowment) -> Position:
    """The same, of an endowment already read: four queries."""
    found = ledger.totals(it.books.all)
    available, uses, resources = (it.books.budget, "available/"), (it.books.cash, "uses/"), (it.books.cash, "resources/")
    split = ledger.balances_by_prefix([available, uses, resources])
    money, posts = found[it.books.budget], found[it.books.posts]
    return Position(
        it.pk,
        it.code,
        it.title,
        it.status,
        it.notified_at,
        it.authority_cents,
        it.posts,
        **{bucket: money[bucket] for bucket in BUCKETS},
        envelopes=_envelopes(it, split[available]),
        posts=PostsPosition(**{bucket: posts[bucket] for bucket in POSTS_BUCKETS}),
        cash=_cash(found[it.books.cash], split[uses], split[resources], ordered=money["ordered"]),
    )


def _envelopes(it: Endowment, available: Mapping[str, int]) -> tuple[EnvelopePosition, ...]:
    confirmed = EnvelopeMove.objects.filter(endowment=OuterRef("endowment"), status=MoveStatus.CONFIRMED).order_by()
    gone, come = (
        Coalesce(Subquery(confirmed.filter(**{way: OuterRef("code")}).values(way).annotate(all=Sum("cents")).values("all")), 0)
        for way in ("source", "target")
    )
    return tuple(
        EnvelopePosition(e.code, e.label, e.share_cents, e.share_cents - e.gone + e.come, available.get(f"available/{e.code}", 0))
        for e in it.envelopes.annotate(gone=gone, come=come)
    )


def _cash(cash: Mapping[str, int], spent: Mapping[str, int], received: Mapping[str, int], ordered: int) -> CashPosition:
    uses, resources = ({code.partition("/")[2]: amount for code, amount in found.items()} for found in (spent, received))
    amounts = {account: cash[account] for account in CASH_ACCOUNTS}
    return CashPosition(**amounts, free=cash["bank"] - ordered - cash["suspense_receipts"], uses=uses, resources=resources)


def cash_totals(it: Endowment) -> Mapping[str, int]:
    """What each account of the cash book holds, in cents, in one question to the base."""
    found: Mapping[str, int] = ledger.totals([it.books.cash])[it.books.cash]
    return found


def left_to_award(it: Endowment) -> Left:
    """What a session of the committee may still give on this endowment, in one question to the base."""
    found = ledger.balances_in([it.books.budget, it.books.posts], [GRANTS, "available"])
    return Left(found.get((it.books.posts, "available"), 0), found.get((it.books.budget, GRANTS), 0))


def free_cash_cents(endowment_id: UUID) -> int:
    """Bank − Σ ordered − receipts not yet explained, in cents: what covers a new order."""
    books = Endowment.objects.known(endowment_id).books
    ordered, bank, unexplained = (books.budget, "ordered/"), (books.cash, "bank"), (books.cash, "suspense_receipts")
    found = {pair: sum(amounts.values()) for pair, amounts in ledger.balances_by_prefix([ordered, bank, unexplained]).items()}
    return found[bank] - found[ordered] - found[unexplained]


def binding_quota(endowment_id: UUID, unit_cents: int) -> BindingQuota:
    """At `unit_cents` a post: which of money (grants) and posts binds first, and how many more posts each allows."""
    books = Endowment.objects.known(endowment_id).books
    by_money = ledger.balance(books.budget, "available/grants") // unit_cents
    by_posts = ledger.balance(books.posts, "available")
    return _bound(by_money, by_posts)


def binding_of(it: Position, unit_cents: int) -> BindingQuota:
    """The same, from a position already read."""
    grants = next((envelope.available_cents for envelope in it.envelopes if envelope.code == EnvelopeCode.GRANTS), 0)
    return _bound(grants // unit_cents, it.posts.available)


def _bound(by_money: int, by_posts: int) -> BindingQuota:
    binds: Literal["money", "posts", "both"] = "both" if by_money == by_posts else "money" if by_money < by_posts else "posts"
    return BindingQuota(binds, by_money, by_posts)
