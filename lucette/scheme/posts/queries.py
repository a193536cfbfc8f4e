"""Where posts are, who holds them, how many; the same figures as the ledger."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from lucette.foundation.accounts import queries as accounts
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.models import Endowment
from lucette.scheme.posts import rules
from lucette.scheme.posts.enums import PostStatus
from lucette.scheme.posts.models import Assignment, Attachment, Post

ONE_DAY = dt.timedelta(days=1)
IN_THE_LEDGER = (PostStatus.RESERVED, PostStatus.AGREED, PostStatus.FILLED, PostStatus.VACANT)


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post of a page. `holder` is a name, "" when nobody holds it; `vacant_since` its last day worked."""

    id: UUID
    number: str
    status: PostStatus
    label: str
    unit: Money
    host: str
    agreement_number: str
    holder: str
    starts_on: dt.date | None
    ends_on: dt.date | None
    vacant_since: dt.date | None
    host_id: UUID
    commune_code: str


def facts(post: Post) -> rules.PostFacts:
    """The dated facts of a post (its attachments and assignments, prefetched or not)."""
    attachments = list(post.attachments.all())
    return rules.PostFacts(
        created_on=min((it.period.lower for it in attachments), default=post.created_at.date()),
        agreed_on=min((it.agreed_on for it in attachments if it.agreed_on), default=None),
        released_on=post.released_at.astimezone(clock.PARIS).date() if post.released_at else None,
        holders=[
            rules.Held(it.period.lower, it.period.upper and it.period.upper - ONE_DAY, it.ended_at is not None)
            for it in post.assignments.all()
        ],
    )


def _with_facts(posts: QuerySet[Post]) -> QuerySet[Post]:
    attachments = Attachment.objects.select_related("organization", "agreement").in_order()
    return posts.prefetch_related(Prefetch("attachments", attachments), Prefetch("assignments", Assignment.objects.in_order()))


def status_of(post_id: UUID, on: dt.date) -> PostStatus:
    """The status of one post on a day. Raises NotFound."""
    return rules.status_on(facts(Post.objects.known(post_id)), on)


def post(post_id: UUID, by: Actor) -> PostShown:
    """One post of this person's scope, as of today. Raises NotFound."""
    Post.objects.visible_to(by).known(post_id)
    return _shown(_with_facts(Post.objects.filter(pk=post_id)))[0]


def posts_of(organization_id: UUID, by: Actor) -> list[PostShown]:
    """The posts that are or were with this host, in order of number, with today's status."""
    seen = Post.objects.visible_to(by).filter(attachments__organization_id=organization_id)
    return _shown(_with_facts(Post.objects.filter(pk__in=seen.values("pk"))))


def posts_seen(by: Actor) -> list[PostShown]:
    """Every post of this person's scope (a département, a région), in order of number, with today's status."""
    return _shown(_with_facts(Post.objects.filter(pk__in=Post.objects.visible_to(by).values("pk"))))


def _shown(posts: QuerySet[Post]) -> list[PostShown]:
    today, found = clock.today(), list(posts.order_by("number"))
    live = {it.pk: next((a for a in it.assignments.all() if a.ended_at is None), None) for it in found}
    names = accounts.names({holder.person_id for holder in live.values() if holder})
    shown = []
    for it in found:
        known, holder, attachment = facts(it), live[it.pk], list(it.attachments.all())[-1]
        status = rules.status_on(known, today)
        shown.append(
            PostShown(
                it.pk,
                it.number,
                status,
                str(status.label),
                Money(it.unit_cents),
                attachment.organization.name,
                attachment.agreement.number if attachment.agreement else "",
                names.get(holder.person_id, "personne inconnue") if holder else "",
                holder.period.lower if holder else None,
                holder.period.upper - ONE_DAY if holder and holder.period.upper else None,
                rules.vacant_since(known, today),
                attachment.organization_id,
                attachment.organization.commune_id,
            )
        )
    return shown


def counts_by_status(endowment_id: UUID, on: dt.date) -> dict[PostStatus, int]:
    """How many posts of the endowment in each status on that day."""
    counts = Counter(rules.status_on(facts(it), on) for it in _with_facts(Post.objects.filter(endowment_id=endowment_id)))
    return {status: counts[status] for status in PostStatus}


def filled_once(endowment_id: UUID) -> int:
    """Posts filled at least once, counted once each: what closes the intake (workflows.md, Call)."""
    return Post.objects.filter(endowment_id=endowment_id, first_filled_on__isnull=False).count()


def open_posts(organization_id: UUID) -> list[Post]:
    """Posts of the host that may be filled today: agreed or vacant."""
    today = clock.today()
    here = Post.objects.filter(attachments__organization_id=organization_id, attachments__period__contains=today).distinct()
    fillable = (PostStatus.AGREED, PostStatus.VACANT)
    return [it for it in _with_facts(here).order_by("number") if rules.status_on(facts(it), today) in fillable]


def posts_of_agreement(agreement_id: UUID) -> list[Post]:
    """The posts attached to an agreement, in order of number."""
    return list(Post.objects.filter(attachments__agreement_id=agreement_id).order_by("number").distinct())


def matches_ledger(endowment_id: UUID) -> list[tuple[str, str, int, int]]:
    """(endowment, status, posts counted, posts in the ledger) wherever the two differ; empty when they agree (I24)."""
    position, counted = fund.position(endowment_id), counts_by_status(endowment_id, clock.today())
    pairs = [(status, counted[status], getattr(position.posts, status.value)) for status in IN_THE_LEDGER]
    return [(position.code, str(status.value), count, posts) for status, count, posts in pairs if count != posts]


def checks(endowment_id: UUID | None = None) -> Iterable[fund.Check]:
    """I24: the POSTS book of each endowment equals its posts by status (`lucette fund verify`)."""
    every = Endowment.objects.filter(pk=endowment_id) if endowment_id else Endowment.objects.filter(status="notified").order_by("code")
    yield fund.Check.of("I24", "le livre des postes égale les postes par état", [fault for it in every for fault in matches_ledger(it.pk)])
