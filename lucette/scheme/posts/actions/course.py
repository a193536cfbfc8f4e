"""A post attached by an agreement, filled and vacated by hires, given back, ended, transferred."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import OuterRef, Subquery

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, NotFound, RuleBroken
from lucette.kernel.records import next_numbers
from lucette.scheme.agreements.enums import RUNNING, AgreementStatus
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.rules import Posts as PostsGivenUp
from lucette.scheme.posts import policies, queries
from lucette.scheme.posts.enums import PostStatus
from lucette.scheme.posts.models import Assignment, Attachment, Post

ONE_DAY = dt.timedelta(days=1)
OVERLAPS = {
    "one_person_a_post": (
        "post.taken",
        "Une autre personne occupe ce poste sur cette période : enregistrez d’abord la fin de son contrat.",
    ),
    "one_post_a_person": ("post.person_elsewhere", "Cette personne occupe déjà un autre poste sur cette période."),
    "one_host_a_post": ("post.host", "Ce poste est déjà rattaché à une structure sur cette période."),
}


@transaction.atomic
def attach_to_agreement(*, agreement_id: UUID, by: Actor) -> list[Post]:
    """The posts of the award become those of its agreement, now in force: agreed. Raises Forbidden, NotFound, RuleBroken."""
    policies.check_can_attach(by)
    agreement = Agreement.objects.visible_to(by).known(agreement_id)
    if agreement.status != AgreementStatus.IN_FORCE:
        raise RuleBroken("post.agreement", "Les postes se rattachent à une convention en vigueur.")
    posts = list(Post.objects.select_for_update().filter(award_id=agreement.award_id, released_at=None).order_by("number"))
    waiting = Attachment.objects.filter(post__in=posts, agreement=None, period__endswith=None)
    if len(posts) != agreement.posts or waiting.update(agreement=agreement, agreed_on=agreement.in_force_on) != len(posts):
        raise RuleBroken("post.attachment", "Les postes de l’attribution ne sont pas ceux que la convention finance.")
    journal.record("posts.agreed", subject=agreement, by=by, posts=len(posts))
    return posts


@transaction.atomic
def fill(*, post_id: UUID, person_id: UUID, hire_id: UUID, starts_on: dt.date, ends_on: dt.date | None, by: Actor) -> Assignment:
    """A person takes the post (7) from `starts_on` to `ends_on` included (None: no term). `first_filled_on` latches the first time.

    Raises Forbidden, NotFound, Invalid (dates), RuleBroken (post neither agreed nor vacant, agreement not in force, overlap).
    """
    policies.check_can_fill(by)
    post = Post.objects.visible_to(by).lock(post_id)
    if ends_on and ends_on < starts_on:
        raise Invalid("post.dates", "Le contrat finit avant de commencer.", {"ends_on": "Choisissez une date après le début."})
    status = queries.status_of(post_id, clock.today())
    policies.check_fillable(status)
    agreement = _agreement(post, AgreementStatus.IN_FORCE)
    assignment = _assign(post, person_id, hire_id, DateRange(starts_on, ends_on + ONE_DAY if ends_on else None))
    post.fillings += 1
    post.first_filled_on = post.first_filled_on or starts_on
    post.save(update_fields=["fillings", "first_filled_on"])
    journal.record("post.filled", subject=post, by=by, hire=str(hire_id), starts_on=starts_on.isoformat(), filling=post.fillings)
    fund.fill(
        endowment_id=post.endowment_id,
        agreement_id=agreement.pk,
        post_id=post.pk,
        attempt=post.fillings,
        was_vacant=status == PostStatus.VACANT,
        by=by,
    )
    return assignment


def _agreement(post: Post, *statuses: AgreementStatus) -> Agreement:
    """The agreement of the post, in one of these statuses: a contract ends under a suspended one, none begins."""
    attachment = Attachment.objects.select_related("agreement").filter(post=post, period__contains=clock.today()).first()
    agreement = attachment.agreement if attachment else None
    if agreement is None or agreement.status not in statuses:
        raise RuleBroken("post.agreement", "La convention de ce poste n’est pas en vigueur : il ne peut pas être pourvu.")
    return agreement


def _assign(post: Post, person_id: UUID, hire_id: UUID, period: DateRange) -> Assignment:
    try:
        with transaction.atomic():
            return Assignment.objects.create(post=post, person_id=person_id, hire_id=hire_id, period=period)
    except IntegrityError as refusal:
        diagnosis = getattr(refusal.__cause__, "diag", None)
        name = getattr(diagnosis, "constraint_name", "") or ""
        if name in OVERLAPS:
            raise RuleBroken(*OVERLAPS[name]) from refusal
        if "hire_id" in name:
            raise RuleBroken("post.hire", "Ce recrutement occupe déjà un poste.") from refusal
        raise


@transaction.atomic
def vacate(*, post_id: UUID, hire_id: UUID, ended_on: dt.date, by: Actor) -> Assignment:
    """The contract ended on `ended_on` (last day worked, already reached): the post is vacant (8).

    Raises Forbidden, NotFound (post, hire), RuleBroken (end already recorded, in the future, before the start).
    """
    policies.check_can_fill(by)
    post = Post.objects.visible_to(by).lock(post_id)
    assignment = Assignment.objects.filter(post=post).assigned(hire_id)
    if assignment.ended_at:
        raise RuleBroken("post.ended", "La fin de ce contrat est déjà enregistrée.")
    if not assignment.period.lower <= ended_on <= clock.today():
        raise RuleBroken("post.end_date", "La fin d’un contrat s’enregistre une fois atteinte, et jamais avant son début.")
    agreement = _agreement(post, *RUNNING)
    assignment.period = DateRange(assignment.period.lower, ended_on + ONE_DAY)
    assignment.ended_at = clock.now()
    try:
        with transaction.atomic():
            assignment.save(update_fields=["period", "ended_at"])
    except IntegrityError as refusal:  # a contract that lasted longer than planned, while the person was already elsewhere
        raise RuleBroken(*OVERLAPS["one_post_a_person"]) from refusal
    journal.record("post.vacated", subject=post, by=by, hire=str(hire_id), ended_on=ended_on.isoformat())
    fund.vacate(endowment_id=post.endowment_id, agreement_id=agreement.pk, post_id=post.pk, attempt=post.fillings, by=by)
    return assignment


@transaction.atomic
def give_back(*, agreement_id: UUID, post_ids: Collection[UUID], ended_on: dt.date, by: Actor) -> PostsGivenUp:
    """Posts that nobody holds return to the endowment, `ended_on` their last day financed: the host gave them back.

    The fund is told by the story, with the money (16). Raises Forbidden, NotFound, RuleBroken (held by somebody, or over already).
    """
    return _end(agreement_id, post_ids, ended_on, PostStatus.RETURNED, "posts.returned", by)


@transaction.atomic
def end(*, agreement_id: UUID, post_ids: Collection[UUID], ended_on: dt.date, by: Actor) -> PostsGivenUp:
    """Posts end with their agreement, at its term or before. Raises as `give_back`."""
    return _end(agreement_id, post_ids, ended_on, PostStatus.ENDED, "posts.ended", by)


def _end(agreement_id: UUID, post_ids: Collection[UUID], ended_on: dt.date, ended_as: PostStatus, act: str, by: Actor) -> PostsGivenUp:
    policies.check_can_end(by)
    agreement = Agreement.objects.visible_to(by).known(agreement_id)
    posts = list(Post.objects.select_for_update(of=("self",)).filter(pk__in=post_ids).order_by("number"))
    attached = {it.post_id: it for it in Attachment.objects.filter(post__in=posts, agreement=agreement, period__endswith=None)}
    if len(attached) != len(set(post_ids)):
        raise NotFound
    statuses = [queries.status_of(post.pk, clock.today()) for post in posts]
    policies.check_free(list(zip([post.number for post in posts], statuses, strict=True)))
    Post.objects.filter(pk__in=attached).update(ended_on=ended_on, ended_as=ended_as)
    for attachment in attached.values():
        close(attachment, ended_on)
    journal.record(act, subject=agreement, by=by, posts=[post.number for post in posts], on=ended_on.isoformat())
    return PostsGivenUp(statuses.count(PostStatus.AGREED), statuses.count(PostStatus.VACANT))


@transaction.atomic
def add(*, agreement_id: UUID, posts: int, unit_cents: int, agreed_on: dt.date, by: Actor) -> list[Post]:
    """Posts that an amendment adds to an agreement, agreed from that day. The story tells the fund (17). Raises Forbidden, NotFound."""
    policies.check_can_end(by)
    agreement = Agreement.objects.visible_to(by).known(agreement_id)
    of: dict[str, Any] = {"endowment_id": agreement.endowment_id, "award_id": agreement.award_id, "unit_cents": unit_cents}
    numbers = next_numbers("posts_number", "P", clock.today(), posts)
    made = Post.objects.bulk_create(Post(number=number, **of) for number in numbers)
    whose: dict[str, Any] = {"organization_id": agreement.organization_id, "agreement": agreement, "agreed_on": agreed_on}
    Attachment.objects.bulk_create(Attachment(post=post, period=DateRange(agreed_on, None), **whose) for post in made)
    journal.record("posts.added", subject=agreement, by=by, posts=[post.number for post in made])
    return made


@transaction.atomic
def transfer(*, post_id: UUID, source_id: UUID, target_id: UUID, on: dt.date, by: Actor) -> bool:
    """From that day the post, with its identity, belongs to another agreement. Returns whether it is vacant (else it was never filled).

    The story tells the fund (18). Raises Forbidden, NotFound, RuleBroken (held by somebody, or arrived the same day).
    """
    policies.check_can_end(by)
    post = Post.objects.visible_to(by).lock(post_id)
    source = Agreement.objects.visible_to(by).known(source_id)
    target = Agreement.objects.visible_to(by).known(target_id)
    attachment = Attachment.objects.filter(post=post, agreement=source, period__endswith=None).first()
    if attachment is None:
        raise RuleBroken("post.gone", f"Le poste {post.number} n’est plus dans cette convention : il ne peut pas être transféré.")
    status = queries.status_of(post_id, clock.today())
    policies.check_free([(post.number, status)])
    if on <= attachment.period.lower:
        raise RuleBroken("post.just_arrived", "Ce poste vient d’arriver dans cette convention : choisissez un jour plus tard.")
    close(attachment, on - ONE_DAY)
    Attachment.objects.create(post=post, organization_id=target.organization_id, agreement=target, agreed_on=on, period=DateRange(on, None))
    journal.record("post.transferred", subject=post, by=by, former=str(source_id), to=str(target_id))
    return status == PostStatus.VACANT


@transaction.atomic
def rehost(*, agreement_id: UUID, organization_id: UUID, on: dt.date, by: Actor) -> int:
    """From that day the posts of an agreement are with another host, who takes it over. Returns how many. Raises Forbidden, NotFound."""
    policies.check_can_end(by)
    agreement = Agreement.objects.visible_to(by).known(agreement_id)
    found = list(Attachment.objects.select_for_update().filter(agreement=agreement, period__endswith=None).order_by("pk"))
    for it in found:
        begun = max(on, it.period.lower + ONE_DAY)
        close(it, begun - ONE_DAY)
        Attachment.objects.create(
            post_id=it.post_id, organization_id=organization_id, agreement=agreement, agreed_on=it.agreed_on, period=DateRange(begun, None)
        )
    journal.record("posts.rehosted", subject=agreement, by=by, posts=len(found))
    return len(found)


def close(attachment: Attachment, last_day: dt.date) -> None:
    """The post is with this host until that day, included."""
    attachment.period = DateRange(attachment.period.lower, max(last_day, attachment.period.lower) + ONE_DAY)
    attachment.save(update_fields=["period"])


@transaction.atomic
def reopened(*, agreement_id: UUID, posts: int, by: Actor) -> None:
    """As many posts ended with that agreement as the fund reopened (31) count as given back. Called by the story, which the fund's
    policies hold."""
    agreement = Agreement.objects.visible_to(by).known(agreement_id)
    last = Attachment.objects.filter(post=OuterRef("pk")).order_by("-period__startswith").values("agreement")  # a post may be renewed
    ended = Post.objects.filter(ended_as=PostStatus.ENDED).annotate(last=Subquery(last[:1])).filter(last=agreement.pk).order_by("number")
    found = list(ended.select_for_update(of=("self",))[:posts])
    Post.objects.filter(pk__in=[post.pk for post in found]).update(ended_as=PostStatus.RETURNED)
    journal.record("posts.reopened", subject=agreement, by=by, posts=[post.number for post in found])
