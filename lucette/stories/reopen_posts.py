"""Posts ended with an agreement come back by decision: the fund may award them again, and their rows are over for good."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.scheme.fund import actions as fund
from lucette.scheme.posts import actions as posts


@transaction.atomic
def reopen_posts(*, endowment_id: UUID, agreement_id: UUID, posts_reopened: int, key: str, reason: str, by: Actor) -> None:
    """Reopen posts (31) and count as many rows as given back: the book of posts and the posts agree. Raises as fund.reopen_posts."""
    fund.reopen_posts(endowment_id=endowment_id, agreement_id=agreement_id, posts=posts_reopened, key=key, reason=reason, by=by)
    posts.reopened(agreement_id=agreement_id, posts=posts_reopened, by=by)
