"""Posts of an agreement given back, ended, added, transferred: 16 to 18. Named by agreements and posts, whose policies and journal
they follow. `key` is `<word>:<id>:<attempt>` (`amendment:<id>:1`); `lines` maps an instalment's number to cents."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from lucette.foundation.ledger import queries as ledger_queries
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.fund import queries, rules
from lucette.scheme.fund.actions.books import opened, tell
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.fund.rules import Books, Posts


@transaction.atomic
def return_posts(
    *,
    endowment_id: UUID,
    agreement_id: UUID,
    lines: Mapping[int, int],
    share: Mapping[int, int],
    posts: Posts,
    key: str,
    by: Actor,
) -> None:
    """Posts go back to the endowment (16), with what is neither certified nor earned of them. `share`: one post's part of each instalment.

    A filled post is vacated first (8). Raises RuleBroken: an order is under way, or the lines pass the share of these posts.
    """
    for n, cents in lines.items():
        if cents > sum(posts) * share.get(n, 0):
            raise RuleBroken("fund.beyond_share", f"L’échéance {n} rendrait plus que la part de ces postes.")
    _give_up(endowment_id, agreement_id, lines, posts, "available", (key, EventKind.POSTS_RETURNED), by)


@transaction.atomic
def end_posts(*, endowment_id: UUID, agreement_id: UUID, posts: Posts, key: str, by: Actor, lines: Mapping[int, int] | None = None) -> None:
    """Posts end with their agreement (16): at its normal term they move alone; `lines`: what is neither certified nor earned.

    A filled post is vacated first (8). Raises RuleBroken (an order is under way).
    """
    _give_up(endowment_id, agreement_id, lines or {}, posts, f"ended/{agreement_id}", (key, EventKind.POSTS_ENDED), by)


def _give_up(
    endowment_id: UUID, agreement_id: UUID, lines: Mapping[int, int], posts: Posts, target: str, fact: tuple[str, EventKind], by: Actor
) -> None:
    key, kind = fact
    books = opened(endowment_id, hold=True)
    if not ledger_queries.written(f"{key}:{kind}"):
        check_no_order(books, agreement_id)
    tell(key, kind, rules.posts_given_up(books, agreement_id, lines, posts, target), by=by, subject=f"agreement/{agreement_id}")


def check_no_order(books: Books, agreement_id: UUID) -> None:
    """Raise RuleBroken while an order of the agreement waits for the bank. The endowment is held by the caller."""
    if queries.stage_total(books, str(agreement_id), "ordered"):
        raise RuleBroken("fund.order_under_way", "Un versement de cette convention est en cours : attendez la réponse de la banque.")


@transaction.atomic
def add_posts(
    *, endowment_id: UUID, amendment_id: UUID, agreement_id: UUID, lines: Mapping[int, int], posts: int, by: Actor, attempt: int = 1
) -> None:
    """An amendment adds posts (17): reserved then committed at once. Raises RuleBroken when either quota has not enough left."""
    postings = rules.posts_added(opened(endowment_id), amendment_id, agreement_id, lines, posts)
    tell(f"amendment:{amendment_id}:{attempt}", EventKind.POSTS_ADDED, postings, by=by, subject=f"agreement/{agreement_id}")


@transaction.atomic
def transfer_post(
    *, endowment_id: UUID, source_id: UUID, target_id: UUID, lines: Mapping[int, int], vacant: bool, key: str, by: Actor
) -> None:
    """One post leaves an agreement for another of the same endowment (18), with its own uncertified lines; certified lines stay.

    It keeps its status: `vacant`, or agreed. Raises RuleBroken (no such post, or more than what is committed).
    """
    postings = rules.post_transferred(opened(endowment_id), source_id, target_id, lines, vacant)
    tell(key, EventKind.POST_TRANSFERRED, postings, by=by, subject=f"agreement/{source_id}")
