"""Posts for tests, as the acts leave them: reserved by an award, agreed by an agreement."""

from __future__ import annotations

import datetime as dt
import uuid

from lucette.foundation.accounts.enums import RoleName
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.posts import actions
from lucette.scheme.posts.models import Assignment, Post
from tests.foundation.accounts.factories import actor
from tests.scheme.agreements.factories import DELEGATE, in_force
from tests.scheme.committee.factories import DIRECTOR, award

CERTIFIER = actor(RoleName.CERTIFIER)
START = dt.date(2021, 3, 1)


def reserved(posts: int = 2) -> list[Post]:
    """The posts of a new award."""
    return actions.create_for_award(award_id=award(posts).pk, by=DIRECTOR)


def agreed(posts: int = 2) -> tuple[Agreement, list[Post]]:
    """An agreement in force and its posts."""
    it = award(posts)
    actions.create_for_award(award_id=it.pk, by=DIRECTOR)
    agreement = in_force(it)
    return agreement, actions.attach_to_agreement(agreement_id=agreement.pk, by=DELEGATE)


def filled(post: Post, *, person: uuid.UUID | None = None, starts_on: dt.date = START, ends_on: dt.date | None = None) -> Assignment:
    """`post` held by somebody (new unless told)."""
    return actions.fill(
        post_id=post.pk, person_id=person or uuid.uuid4(), hire_id=uuid.uuid4(), starts_on=starts_on, ends_on=ends_on, by=CERTIFIER
    )
