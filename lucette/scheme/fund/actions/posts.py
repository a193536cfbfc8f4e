"""Posts: filled (7), vacated (8), renewed (32). `attempt` numbers the times one post is filled, and the times it is vacated, from 1."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.foundation.ledger import actions as ledger
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.fund import rules
from lucette.scheme.fund.actions.books import opened, tell
from lucette.scheme.fund.enums import EventKind
from lucette.scheme.fund.rules import Kept


@transaction.atomic
def fill(*, endowment_id: UUID, agreement_id: UUID, post_id: UUID, attempt: int, was_vacant: bool, by: Actor) -> None:
    """One post of the agreement is filled (7), from vacant or from agreed. Raises RuleBroken when none is left there."""
    ledger.record(
        f"post:{post_id}:filled:{attempt}",
        EventKind.POST_FILLED,
        rules.post_filled(opened(endowment_id), agreement_id, was_vacant),
        business_date=clock.today(),
        by=by,
        subject=f"post/{post_id}",
    )


@transaction.atomic
def vacate(*, endowment_id: UUID, agreement_id: UUID, post_id: UUID, attempt: int, by: Actor) -> None:
    """One filled post of the agreement becomes vacant (8). Raises RuleBroken when none is filled."""
    ledger.record(
        f"post:{post_id}:vacated:{attempt}",
        EventKind.POST_VACATED,
        rules.post_vacated(opened(endowment_id), agreement_id),
        business_date=clock.today(),
        by=by,
        subject=f"post/{post_id}",
    )


@transaction.atomic
def renew(*, endowment_id: UUID, former_id: UUID, agreement_id: UUID, posts: Kept, by: Actor) -> None:
    """Posts go on under the agreement that renews theirs (32), status kept: filled stays filled. Raises RuleBroken (not so many there)."""
    tell(
        f"renewal:{agreement_id}:1",
        EventKind.POSTS_RENEWED,
        rules.posts_renewed(opened(endowment_id), former_id, agreement_id, posts),
        by=by,
        subject=f"agreement/{agreement_id}",
    )
