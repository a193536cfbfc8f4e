"""Authority, envelopes, awards, agreements, posts: events 1, 3 to 8, 16 to 18, 23 (the order), 29, 31, in postings."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from lucette.foundation.ledger.rules import Line, mirror
from lucette.scheme.fund.rules.words import Books, each, leg


class Posts(NamedTuple):
    """Posts of an agreement that nobody holds: never filled yet (agreed), or no longer (vacant)."""

    agreed: int = 0
    vacant: int = 0


class Kept(NamedTuple):
    """Posts that an agreement hands to the one that renews it, by their status, which they keep."""

    agreed: int = 0
    vacant: int = 0
    filled: int = 0


def authority(books: Books, shares: Mapping[str, int], posts: int) -> list[Line]:
    """1: each envelope its share, and the posts."""
    money = (leg(books.budget, "opened", f"available/{envelope}", cents) for envelope, cents in shares.items())
    return [*chain.from_iterable(money), *leg(books.posts, "opened", "available", posts)]


def less_authority(books: Books, shares: Mapping[str, int], posts: int) -> list[Line]:
    """1, the mirror of a reducing amendment."""
    return mirror(authority(books, shares, posts))


def envelope_move(books: Books, source: str, target: str, cents: int) -> list[Line]:
    """3."""
    return [*leg(books.budget, f"available/{source}", f"available/{target}", cents)]


def reservation(books: Books, award: UUID, cents: int, posts: int) -> list[Line]:
    """4: money of the grants and posts, for an award."""
    return [*leg(books.budget, "available/grants", f"reserved/{award}", cents), *leg(books.posts, "available", f"reserved/{award}", posts)]


def release(books: Books, award: UUID, cents: int, posts: int) -> list[Line]:
    """5, and the rest of 6."""
    return [*leg(books.budget, f"reserved/{award}", "available/grants", cents), *leg(books.posts, f"reserved/{award}", "available", posts)]


def commitment(books: Books, award: UUID, agreement: UUID, lines: Mapping[int, int], posts: int) -> list[Line]:
    """6, what is signed: money per instalment, posts together."""
    money = each(books.budget, f"reserved/{award}", f"committed/{agreement}/{{n}}", lines)
    return [*money, *leg(books.posts, f"reserved/{award}", f"agreed/{agreement}", posts)]


def service(books: Books, envelope: str, service_id: UUID, cents: int) -> list[Line]:
    """23: the order of a service, on its envelope."""
    return [*leg(books.budget, f"available/{envelope}", f"committed/{service_id}/1", cents)]


def post_filled(books: Books, agreement: UUID, was_vacant: bool) -> list[Line]:
    """7."""
    return [*leg(books.posts, f"{'vacant' if was_vacant else 'agreed'}/{agreement}", f"filled/{agreement}", 1)]


def post_vacated(books: Books, agreement: UUID) -> list[Line]:
    """8."""
    return [*leg(books.posts, f"filled/{agreement}", f"vacant/{agreement}", 1)]


def posts_given_up(books: Books, agreement: UUID, lines: Mapping[int, int], posts: Posts, target: str) -> list[Line]:
    """16: what is neither certified nor earned is available again; the posts too, or they are `ended/{agreement}`."""
    money = each(books.budget, f"committed/{agreement}/{{n}}", "available/grants", lines)
    return [
        *money,
        *leg(books.posts, f"agreed/{agreement}", target, posts.agreed),
        *leg(books.posts, f"vacant/{agreement}", target, posts.vacant),
    ]


def posts_added(books: Books, amendment: UUID, agreement: UUID, lines: Mapping[int, int], posts: int) -> list[Line]:
    """17: as 4 then 6."""
    return [
        *reservation(books, amendment, sum(lines.values()), posts),
        *commitment(books, amendment, agreement, lines, posts),
    ]


def post_transferred(books: Books, source: UUID, target: UUID, lines: Mapping[int, int], vacant: bool) -> list[Line]:
    """18: one post with its uncertified lines, same numbers, same status."""
    state = "vacant" if vacant else "agreed"
    money = each(books.budget, f"committed/{source}/{{n}}", f"committed/{target}/{{n}}", lines)
    return [*money, *leg(books.posts, f"{state}/{source}", f"{state}/{target}", 1)]


def posts_renewed(books: Books, former: UUID, agreement: UUID, posts: Kept) -> list[Line]:
    """32: the posts of an agreement become those of the one that renews it; none leaves nor enters the quota."""
    states = zip(("agreed", "vacant", "filled"), posts, strict=True)
    return [*chain.from_iterable(leg(books.posts, f"{state}/{former}", f"{state}/{agreement}", count) for state, count in states)]


def line_reduced(books: Books, owner: str, lines: Mapping[int, int], envelope: str) -> list[Line]:
    """29: what will not be certified is available again, on its envelope."""
    return each(books.budget, f"committed/{owner}/{{n}}", f"available/{envelope}", lines)


def posts_reopened(books: Books, agreement: UUID, posts: int) -> list[Line]:
    """31."""
    return [*leg(books.posts, f"ended/{agreement}", "available", posts)]
