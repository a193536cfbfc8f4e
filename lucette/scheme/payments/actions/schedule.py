"""The schedule: opened with the agreement, it falls due line by line, a post at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.models import Agreement, AgreementLine
from lucette.scheme.calls.enums import Condition
from lucette.scheme.payments import policies, rules
from lucette.scheme.payments.enums import LineStatus, OverrideStatus
from lucette.scheme.payments.models import Instalment, InstalmentLine, LiveContract, MetCondition
from lucette.scheme.payments.queries.eligibility import lines_to_fall_due
from lucette.scheme.posts.models import Post


@transaction.atomic
def open_schedule(*, agreement_id: UUID, by: Actor) -> list[Instalment]:
    """Open the instalments of an agreement in force, one line per post attached to it; what is due at signature falls due at once.

    Called by the story of the signature, whose policies hold. Raises NotFound, RuleBroken (not in force, already open, posts missing).
    """
    agreement = Agreement.objects.lock(agreement_id)
    posts = list(Post.objects.filter(attachments__agreement=agreement).order_by("number").distinct())
    if agreement.status != AgreementStatus.IN_FORCE or agreement.in_force_on is None:
        raise RuleBroken("schedule.not_in_force", "L’échéancier s’ouvre quand la convention entre en vigueur.")
    if Instalment.objects.filter(agreement=agreement).exists():
        raise RuleBroken("schedule.already", "L’échéancier de cette convention est déjà ouvert.")
    if len(posts) != agreement.posts:
        raise RuleBroken("schedule.posts", "Les postes rattachés à la convention ne sont pas ceux qu’elle finance.")
    instalments = [_open(line, agreement.in_force_on, posts) for line in agreement.lines.order_by("number")]
    journal.record("schedule.opened", subject=agreement, by=by, instalments=len(instalments), posts=len(posts))
    make_due(lines_to_fall_due(clock.today()).filter(instalment__agreement=agreement), clock.today(), by)
    return instalments


def _open(line: AgreementLine, in_force_on: dt.date, posts: list[Post]) -> Instalment:
    instalment = Instalment.objects.create(
        agreement_id=line.agreement_id,
        number=line.number,
        condition=line.condition,
        due_on=rules.months_after(in_force_on, line.months_after),
    )
    shares = zip(posts, rules.shares(line.cents, line.post_cents, len(posts)), strict=True)
    InstalmentLine.objects.bulk_create(InstalmentLine(instalment=instalment, post=post, cents=cents) for post, cents in shares)
    return instalment


@transaction.atomic
def extend_schedule(*, agreement_id: UUID, post_ids: Collection[UUID], shares: Mapping[int, int], by: Actor) -> int:
    """Posts join an agreement: `shares` (instalment → cents of one post) become their lines; what is due already falls due.

    Returns how many lines. Called by the story of the amendment, whose policies hold. Raises NotFound.
    """
    agreement = Agreement.objects.lock(agreement_id)
    instalments = {it.number: it for it in Instalment.objects.filter(agreement=agreement, number__in=shares)}
    made = InstalmentLine.objects.bulk_create(
        InstalmentLine(instalment=instalments[number], post_id=post, cents=cents) for post in post_ids for number, cents in shares.items()
    )
    journal.record("schedule.extended", subject=agreement, by=by, lines=len(made), posts=len(post_ids))
    make_due(lines_to_fall_due(clock.today()).filter(pk__in=[it.pk for it in made]), clock.today(), by)
    return len(made)


@transaction.atomic
def fall_due(*, on: dt.date, by: Actor) -> int:
    """Make due the lines whose date is reached by `on` and whose condition is met; a post that misses it holds up no other.

    Returns how many. Raises Forbidden.
    """
    policies.check_can_pass_time(by)
    return make_due(lines_to_fall_due(on), on, by)


def make_due(lines: Iterable[InstalmentLine], on: dt.date, by: Actor) -> int:
    """Move lines that are ready to DUE, each journaled; a line held goes on first. One that was due before keeps its date."""
    found = list(lines)
    for line in found:
        if line.status == LineStatus.HELD:
            release(line, by)
        line.move_to(LineStatus.DUE, act="fall_due", on=clock.now(), by=by, due_since=line.due_since or on)
        journal.record("instalment_line.fell_due", subject=line, by=by, cents=line.cents, on=on.isoformat())
    return len(found)


def release(line: InstalmentLine, by: Actor) -> None:
    """A line held is planned again, what was asked for it has no object any more."""
    line.move_to(LineStatus.PLANNED, act="resume", on=clock.now(), by=by, held_for="", reason="")
    journal.record("instalment_line.resumed", subject=line, by=by, cents=line.cents)
    lapse(line)


def lapse(line: InstalmentLine) -> None:
    """An override asked for a line that needs none any more is closed by Lucette."""
    for it in line.overrides.select_for_update().filter(status=OverrideStatus.ASKED):
        now = clock.now()
        it.move_to(OverrideStatus.LAPSED, act="lapse", on=now, by=SYSTEM, answered_by=SYSTEM.pk, answered_at=now)


@transaction.atomic
def record_contract(*, post_id: UUID, hire_id: UUID, starts_on: dt.date, ends_on: dt.date | None, by: Actor) -> LiveContract:
    """Note that a post has a live work contract (both dates included): its later instalments may fall due, at once when late.

    Called by recruitment, whose policies hold. The same hire again changes nothing. Raises Invalid (dates), NotFound.
    """
    if ends_on is not None and ends_on < starts_on:
        raise Invalid("contract.dates", "Le contrat se termine avant d’avoir commencé.", {"ends_on": "Date antérieure au début."})
    post = Post.objects.lock(post_id)
    contract, created = LiveContract.objects.get_or_create(
        hire_id=hire_id, defaults={"post": post, "starts_on": starts_on, "ends_on": ends_on}
    )
    if created:
        journal.record("live_contract.recorded", subject=contract, by=by, post=str(post.pk))
        meet_condition(post_id=post.pk, condition=Condition.CONTRACT_FILED, met_on=starts_on, source=hire_id, by=by)
    return contract


@transaction.atomic
def extend_contracts(*, hire_ids: Collection[UUID], until: dt.date, by: Actor) -> None:
    """These contracts go on until that day, included. Called by recruitment, whose policies hold."""
    for it in LiveContract.objects.select_for_update().filter(hire_id__in=hire_ids, ends_on__lt=until).order_by("pk"):
        it.ends_on = until
        it.save(update_fields=["ends_on"])
        journal.record("live_contract.extended", subject=it, by=by, until=until.isoformat())


@transaction.atomic
def meet_condition(*, post_id: UUID, condition: str, met_on: dt.date, source: UUID, by: Actor) -> MetCondition:
    """Note that what an instalment waits for is true for a post since that day (`source`: the id of the fact): its lines may fall due,
    at once when late. The same fact again changes nothing.

    Called by the room that knows (recruitment, trainings, reports), whose policies hold. Raises NotFound.
    """
    post = Post.objects.lock(post_id)
    met, created = MetCondition.objects.get_or_create(post=post, condition=condition, source=source, defaults={"met_on": met_on})
    if created:
        journal.record("condition.met", subject=met, by=by, post=str(post.pk), condition=str(condition), on=met_on.isoformat())
        make_due(lines_to_fall_due(clock.today()).filter(post=post), clock.today(), by)
    return met


@transaction.atomic
def meet_condition_of_agreement(*, agreement_id: UUID, condition: str, met_on: dt.date, source: UUID, by: Actor) -> int:
    """The same for every post with a schedule under an agreement. Returns how many. Raises as `meet_condition`."""
    posts = InstalmentLine.objects.filter(instalment__agreement_id=agreement_id).order_by("post_id").values_list("post_id", flat=True)
    found = list(posts.distinct())
    for post_id in found:
        meet_condition(post_id=post_id, condition=condition, met_on=met_on, source=source, by=by)
    return len(found)


@transaction.atomic
def end_contract(*, hire_id: UUID, ended_on: dt.date, by: Actor) -> LiveContract:
    """Note the last day of a contract: no instalment falls due for the post after it. What was due but is not requested yet stays to be
    checked again at the request and at the certification.

    Called by recruitment, whose policies hold. Raises RuleBroken (unknown contract), Invalid (before its start).
    """
    contract = LiveContract.objects.select_for_update().filter(hire_id=hire_id).first()
    if contract is None:
        raise RuleBroken("contract.unknown", "Aucun contrat de travail n’est connu pour ce recrutement.")
    if ended_on < contract.starts_on:
        raise Invalid("contract.dates", "Le contrat ne peut pas finir avant d’avoir commencé.", {"ended_on": "Date antérieure au début."})
    contract.ends_on = ended_on
    contract.save(update_fields=["ends_on"])
    journal.record("live_contract.ended", subject=contract, by=by, on=ended_on.isoformat())
    return contract
