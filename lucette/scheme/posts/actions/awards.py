"""Posts and awards: created by one, released with it, passed on when a rectifying session replaces it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.kernel.records import next_numbers
from lucette.scheme.committee.models import Award
from lucette.scheme.posts import policies
from lucette.scheme.posts.actions.course import ONE_DAY
from lucette.scheme.posts.models import Attachment, Post


def create_for_award(*, award_id: UUID, by: Actor) -> list[Post]:
    """One row for life for each post of the award, attached to its host, reserved. Raises as `create_for_awards`."""
    return create_for_awards(award_ids=[award_id], by=by)


@transaction.atomic
def create_for_awards(*, award_ids: Collection[UUID], by: Actor) -> list[Post]:
    """The same for every award of a session, all or none, in a handful of statements.

    Raises Forbidden, NotFound, RuleBroken (already done).
    """
    policies.check_can_create(by)
    awards = list(Award.objects.visible_to(by).select_for_update(of=("self",)).filter(pk__in=award_ids).order_by("number"))
    if len(awards) < len(award_ids):
        raise NotFound
    if Post.objects.filter(award__in=awards).exists():
        raise RuleBroken("post.created", "Les postes de cette attribution existent déjà.")
    return _create([award for award in awards for _ in range(award.posts)], {award: award.posts for award in awards}, by)


def _create(of: list[Award], told: Mapping[Award, int], by: Actor) -> list[Post]:
    """One post for each award of the list, which names an award as many times as it gets posts."""
    today = clock.today()
    numbers = next_numbers("posts_number", "P", today, len(of))
    posts = Post.objects.bulk_create(
        Post(number=number, endowment_id=award.endowment_id, award=award, unit_cents=award.unit_cents)
        for number, award in zip(numbers, of, strict=True)
    )
    Attachment.objects.bulk_create(
        Attachment(post=post, organization_id=award.organization_id, period=DateRange(today, None))
        for post, award in zip(posts, of, strict=True)
    )
    journal.record_many("posts.created", subjects=[(award, {"posts": posts}) for award, posts in told.items()], by=by)
    return posts


@transaction.atomic
def follow(*, former_id: UUID, award_id: UUID, by: Actor) -> None:
    """The posts of an award that a rectifying session replaced become those of the award given instead: the difference is created, or
    released, last numbers first. Raises Forbidden, NotFound, RuleBroken (agreed)."""
    policies.check_can_create(by)
    award = Award.objects.visible_to(by).lock(award_id)
    former = Award.objects.visible_to(by).lock(former_id)
    posts = _to_release(former)
    kept, over = posts[: award.posts], posts[award.posts :]
    Post.objects.filter(pk__in=[post.pk for post in kept]).update(award=award)
    if over:
        _release(over)
        journal.record("posts.released", subject=former, by=by, posts=len(over))
    if lacking := award.posts - len(kept):
        _create([award] * lacking, {award: lacking}, by)


@transaction.atomic
def release(*, award_id: UUID, by: Actor) -> list[Post]:
    """The posts of an award given back end their life, in the act that releases the reservation. Raises Forbidden, NotFound, RuleBroken."""
    policies.check_can_release(by)
    award = Award.objects.visible_to(by).lock(award_id)
    posts = _to_release(award)
    _release(posts)
    journal.record("posts.released", subject=award, by=by, posts=len(posts))
    return posts


def _to_release(award: Award) -> list[Post]:
    """The posts of an award given back, held. Raises RuleBroken (award kept, or agreed)."""
    posts = list(Post.objects.select_for_update().filter(award=award, released_at=None).order_by("number"))
    if not award.released_at or Attachment.objects.filter(post__in=posts, agreement__isnull=False).exists():
        raise RuleBroken("post.release", "Seuls les postes d’une attribution libérée avant sa convention reviennent à la dotation.")
    return posts


def _release(posts: Collection[Post]) -> None:
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(released_at=clock.now())
    for attachment in Attachment.objects.filter(post__in=posts, period__endswith=None):
        attachment.period = DateRange(attachment.period.lower, max(clock.today(), attachment.period.lower + ONE_DAY))
        attachment.save(update_fields=["period"])
