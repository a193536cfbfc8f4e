"""Posts that leave an agreement before its term: their lines, their books and what was paid too much, all or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.rules import Posts
from lucette.scheme.payments import actions as payments
from lucette.scheme.payments import queries as payment_queries
from lucette.scheme.payments.enums import RecoveryGround
from lucette.scheme.payments.queries import PostCut
from lucette.scheme.posts import actions as posts
from lucette.scheme.posts import queries as post_queries


@dataclass(frozen=True, slots=True)
class Ending:
    """Why posts leave, by which fact (`key`, `<word>:<id>:1`), what the host reads of it."""

    key: str
    ground: RecoveryGround
    explanation: str
    until: dt.date


def effects_of(found: Sequence[PostCut]) -> dict[str, Any]:
    """What is told before, and kept after, in cents."""
    rows = [
        {"number": it.number, "used": it.used, "months": it.months, "given_back": it.given_back.cents, "over": it.over.cents}
        for it in found
    ]
    return {"posts": rows, "given_back": sum(it.given_back.cents for it in found), "over": sum(it.over.cents for it in found)}


def take_out(agreement: Agreement, post_ids: Collection[UUID], why: Ending, told: dict[str, Any], by: Actor) -> None:
    """Posts given back (16): lines cut once, money and posts available again, the rest asked back (19).

    Raises RuleBroken: the figures are no longer those that were told, a contract is live, a payment is under way.
    """
    found = _as_told(agreement, post_ids, why, told, by)
    freed = payments.cut(agreement_id=agreement.pk, cuts=found, reason=why.explanation, by=by)
    up = posts.give_back(agreement_id=agreement.pk, post_ids=post_ids, ended_on=why.until, by=by)
    share = payment_queries.largest(agreement.pk, post_ids)
    at: dict[str, Any] = {"endowment_id": agreement.endowment_id, "agreement_id": agreement.pk, "key": why.key, "by": by}
    fund.return_posts(lines=freed, share=share, posts=up, **at)
    _ask_back(agreement, found, why, by)


def end_with(agreement: Agreement, post_ids: Collection[UUID], why: Ending, told: dict[str, Any], by: Actor) -> None:
    """Posts end with their agreement (16), the same otherwise. Raises as `take_out`."""
    found = _as_told(agreement, post_ids, why, told, by)
    freed = payments.cut(agreement_id=agreement.pk, cuts=found, reason=why.explanation, by=by)
    up = posts.end(agreement_id=agreement.pk, post_ids=post_ids, ended_on=why.until, by=by) if post_ids else Posts()
    if sum(up) or freed:
        fund.end_posts(endowment_id=agreement.endowment_id, agreement_id=agreement.pk, posts=up, lines=freed, key=why.key, by=by)
    _ask_back(agreement, found, why, by)


def _as_told(agreement: Agreement, post_ids: Collection[UUID], why: Ending, told: dict[str, Any], by: Actor) -> list[PostCut]:
    found = payment_queries.cuts(agreement.pk, post_ids, why.until, by)
    if effects_of(found) != told:
        raise RuleBroken(
            "ending.changed", "Un versement ou un contrat a changé entre-temps : relisez les effets, puis confirmez de nouveau."
        )
    return found


def _ask_back(agreement: Agreement, found: Sequence[PostCut], why: Ending, by: Actor) -> None:
    lines, computation = payment_queries.to_ask_back(agreement, found, why.until)
    if lines:
        payments.recoveries.issue(
            agreement_id=agreement.pk, ground=why.ground, lines=lines, explanation=why.explanation, computation=computation, by=by
        )


def live_posts(agreement_id: UUID) -> dict[UUID, str]:
    """The posts that the agreement still finances: id → number."""
    return {it.pk: it.number for it in post_queries.posts_with(agreement_id)}
