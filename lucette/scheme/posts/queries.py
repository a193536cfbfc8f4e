"""Where posts are, who holds them, how many; the same figures as the ledger."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from lucette.foundation.accounts.models import Person
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.rules import coordinates
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.models import Endowment
from lucette.scheme.posts import rules
from lucette.scheme.posts.enums import PostStatus, VacancyStage
from lucette.scheme.posts.models import Assignment, Attachment, Post, VacancyAlert

ONE_DAY = dt.timedelta(days=1)
VACANCY = "posts.vacancy_months"
IN_THE_LEDGER = (PostStatus.RESERVED, PostStatus.AGREED, PostStatus.FILLED, PostStatus.VACANT, PostStatus.ENDED)


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
    kind: str = PostKind.ADVISER
    agreement_id: UUID | None = None
    vacant_until: dt.date | None = None

    @property
    def stage(self) -> VacancyStage | None:
        return rules.vacancy_stage(self.vacant_until, clock.today())

    @property
    def kind_label(self) -> str:
        return str(PostKind(self.kind).label)

    @property
    def coordinates(self) -> bool:
        return coordinates(self.kind)


def facts(post: Post) -> rules.PostFacts:
    """The dated facts of a post (its attachments and assignments, prefetched or not)."""
    attachments = list(post.attachments.all())
    return rules.PostFacts(
        created_on=min((it.period.lower for it in attachments), default=post.created_at.date()),
        agreed_on=min((it.agreed_on for it in attachments if it.agreed_on), default=None),
        released_on=post.released_at.astimezone(clock.PARIS).date() if post.released_at else None,
        holders=_holders(post),
        ended_on=post.ended_on,
        ended_as=post.ended_as,
    )


def _holders(post: Post) -> list[rules.Held]:
    return [
        rules.Held(it.period.lower, it.period.upper and it.period.upper - ONE_DAY, it.ended_at is not None) for it in post.assignments.all()
    ]


def _with_facts(posts: QuerySet[Post]) -> QuerySet[Post]:
    attachments = Attachment.objects.select_related("organization", "agreement").in_order()
    return posts.prefetch_related(Prefetch("attachments", attachments), Prefetch("assignments", Assignment.objects.in_order()))


def status_of(post_id: UUID, on: dt.date) -> PostStatus:
    """The status of one post on a day. Raises NotFound."""
    return rules.status_on(facts(Post.objects.known(post_id)), on)


def post(post_id: UUID, by: Actor) -> PostShown:
    """One post of this person's scope, as of today. Raises NotFound."""
    Post.objects.visible_to(by).known(post_id)
    return _shown(Post.objects.filter(pk=post_id))[0]


def posts_of(organization_id: UUID, by: Actor) -> list[PostShown]:
    """The posts that are or were with this host, in order of number, with today's status."""
    seen = Post.objects.visible_to(by).filter(attachments__organization_id=organization_id)
    return _shown(Post.objects.filter(pk__in=seen.values("pk")))


def posts_seen(by: Actor) -> list[PostShown]:
    """Every post of this person's scope (a département, a région), in order of number, with today's status."""
    return _shown(Post.objects.filter(pk__in=Post.objects.visible_to(by).values("pk")))


def vacant(by: Actor) -> list[PostShown]:
    """The posts of this person's scope that are vacant today, those whose time ends first before the others."""
    held = Assignment.objects.filter(post=OuterRef("pk"))
    seen = Post.objects.visible_to(by).filter(Exists(held.filter(ended_at__isnull=False)), released_at=None, ended_on=None)
    rows = _shown(Post.objects.filter(pk__in=seen.exclude(Exists(held.filter(ended_at=None))).values("pk")))
    waiting = [it for it in rows if it.status == PostStatus.VACANT]
    return sorted(waiting, key=lambda it: (it.vacant_until or dt.date.max, it.number))


def too_long_vacant(by: Actor) -> int:
    """How many posts of this person's scope were told that their time is over, and are still vacant; one question."""
    told = VacancyAlert.objects.filter(post=OuterRef("pk"), stage=VacancyStage.OVER)
    held = Assignment.objects.filter(Q(ended_at=None) | Q(period__startswith__gt=OuterRef("since")), post=OuterRef("post"))
    seen = Post.objects.visible_to(by).filter(released_at=None, ended_on=None)
    return seen.filter(Exists(told.exclude(Exists(held)))).count()


def _placed(posts: QuerySet[Post]) -> QuerySet[Post]:
    """With where they are and since when, and who ever held them: two queries for all."""
    every = Attachment.objects.filter(post=OuterRef("pk"))
    last = every.order_by("-created_at", "-pk")
    name = Person.objects.filter(pk=OuterRef("person_id")).values(text=Concat("first_name", Value(" "), "last_name"))
    held = Assignment.objects.in_order().annotate(holder=Subquery(name[:1]))
    return posts.annotate(
        created_on=Subquery(every.order_by("period__startswith").values("period__startswith")[:1]),
        agreed_on=Subquery(every.filter(agreed_on__isnull=False).order_by("agreed_on").values("agreed_on")[:1]),
        host_id=Subquery(last.values("organization_id")[:1]),
        commune_code=Subquery(last.values("organization__commune_id")[:1]),
        host=Subquery(last.values("organization__name")[:1]),
        agreement_number=Subquery(last.values("agreement__number")[:1]),
        agreement_id=Subquery(last.values("agreement_id")[:1]),
        decided=parameters.decided_within(VACANCY),
        kind=F("award__application__post_kind"),
    ).prefetch_related(Prefetch("assignments", held))


def _shown(posts: QuerySet[Post]) -> list[PostShown]:
    today = clock.today()
    rows: list[Any] = list(_placed(posts).order_by("number"))
    months = parameters.over_time(VACANCY, rows[0].decided if rows else ())
    return [_line(it, today, months) for it in rows]


def _known(it: Any) -> rules.PostFacts:
    """The facts of a post read by `_placed`."""
    return rules.PostFacts(
        created_on=it.created_on or it.created_at.date(),
        agreed_on=it.agreed_on,
        released_on=it.released_at.astimezone(clock.PARIS).date() if it.released_at else None,
        holders=_holders(it),
        ended_on=it.ended_on,
        ended_as=it.ended_as,
    )


def _line(it: Any, today: dt.date, months: Callable[[dt.date], int]) -> PostShown:
    known = _known(it)
    since = rules.vacant_since(known, today)
    live, status = next((a for a in it.assignments.all() if a.ended_at is None), None), rules.status_on(known, today)
    return PostShown(
        it.pk,
        it.number,
        status,
        str(status.label),
        Money(it.unit_cents),
        it.host or "",
        it.agreement_number or "",
        (live.holder or "personne inconnue") if live else "",
        live.period.lower if live else None,
        live.period.upper - ONE_DAY if live and live.period.upper else None,
        since,
        it.host_id,
        it.commune_code or "",
        it.kind,
        it.agreement_id,
        rules.vacancy_limit(since, months(since)) if since else None,
    )


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


def posts_with(agreement_id: UUID) -> list[Post]:
    """The posts that an agreement still finances: attached to it, not over, in order of number."""
    attached = Attachment.objects.filter(post=OuterRef("pk"), agreement_id=agreement_id, period__endswith=None)
    return list(Post.objects.filter(Exists(attached), released_at=None, ended_on=None).order_by("number"))


def standing(agreement_id: UUID) -> list[rules.Standing]:
    """The same, each with its status today and since when it is held; two questions."""
    attached = Attachment.objects.filter(post=OuterRef("pk"), agreement_id=agreement_id, period__endswith=None)
    found = _placed(Post.objects.filter(Exists(attached), released_at=None, ended_on=None)).order_by("number")
    today = clock.today()
    return [_standing(it, rules.status_on(_known(it), today)) for it in found]


def _standing(it: Any, status: PostStatus) -> rules.Standing:
    since = max((one.starts_on for one in _holders(it) if not one.ended), default=None)
    return rules.Standing(it.pk, it.number, status, since)


def held(post_ids: Collection[UUID]) -> list[str]:
    """The numbers of those that somebody holds: a contract whose end nobody recorded."""
    found = Assignment.objects.filter(post_id__in=post_ids, ended_at=None)
    return list(found.order_by("post__number").values_list("post__number", flat=True))


def matches_ledger(endowment_id: UUID) -> list[tuple[str, str, int, int]]:
    """(endowment, status, posts counted, posts in the ledger) wherever the two differ; empty when they agree (I24)."""
    position, counted = fund.position(endowment_id), counts_by_status(endowment_id, clock.today())
    pairs = [(status, counted[status], getattr(position.posts, status.value)) for status in IN_THE_LEDGER]
    return [(position.code, str(status.value), count, posts) for status, count, posts in pairs if count != posts]


def checks(endowment_id: UUID | None = None) -> Iterable[fund.Check]:
    """I24: the POSTS book of each endowment equals its posts by status (`lucette fund verify`)."""
    every = Endowment.objects.filter(pk=endowment_id) if endowment_id else Endowment.objects.filter(status="notified").order_by("code")
    yield fund.Check.of(
        "I24",
        "le livre des postes égale les postes par état",
        [fault for it in every for fault in matches_ledger(it.pk)],
        Post.objects.filter(endowment__in=every).count(),
    )
