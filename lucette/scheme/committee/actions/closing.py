"""The director signs: all money and posts of the session in one transaction. Then the decisions are published."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.records import next_number
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import policies, queries
from lucette.scheme.committee.enums import Decision, SessionStatus
from lucette.scheme.committee.models import AgendaLine, Award, Session
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.models import Endowment


@transaction.atomic
def close(*, session_id: UUID, capacity: str, by: Actor) -> Session:
    """Sign the decisions in one's `capacity` and close: awards, reservations (4), applications, letters, all or nothing.

    Refused while the totals exceed a quota: kindly when it is already so, by PostgreSQL when another session took the last posts or euros
    meanwhile. Raises Forbidden (role, same person as the minutes), NotFound, WrongState, Invalid (capacity), RuleBroken.
    """
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_close(by, session)
    session.check_act("close")
    lines = queries.agenda(session)
    policies.check_ready_to_close(session, lines)
    if not capacity.strip():
        raise Invalid("committee.capacity", "Indiquez en quelle qualité vous signez.", {"capacity": "Par exemple « directrice générale »."})
    run = queries.dry_run(session.pk)
    if run.exceeded:
        raise RuleBroken("committee.quota", run.sentence)
    lines = still_asking(lines)
    scales = queries.Scales(session, lines)
    awards = [_award(line, session, scales, by) for line in lines if line.decision == Decision.GRANTED]
    _answer(lines, session, by)
    if awards:
        fund.reserve_many(endowment_id=session.endowment_id, awards=[(it.pk, it.amount_cents, it.posts) for it in awards], by=by)
    session.move_to(
        SessionStatus.CLOSED,
        act="close",
        on=clock.now(),
        by=by,
        closed_at=clock.now(),
        closed_by=by.pk,
        signatory_capacity=capacity.strip(),
    )
    journal.record(
        "session.closed",
        subject=session,
        by=by,
        awards=len(awards),
        posts=sum(it.posts for it in awards),
        cents=sum(it.amount_cents for it in awards),
    )
    return session


def still_asking(lines: list[AgendaLine]) -> list[AgendaLine]:
    """The lines whose host did not withdraw meanwhile; their applications are held until the end of the act."""
    asked = Application.objects.select_for_update().filter(pk__in=[line.application_id for line in lines])
    held = {it.pk: it for it in asked.order_by("pk")}
    return [line for line in lines if held[line.application_id].status != ApplicationStatus.WITHDRAWN]


def _award(line: AgendaLine, session: Session, scales: queries.Scales, by: Actor) -> Award:
    scale, terms = queries.terms(line, session, scales)
    award = Award.objects.create(
        number=next_number("committee_award_number", "A", session.held_on),
        application=line.application,
        line=line,
        session=session,
        organization=line.application.organization,
        endowment_id=session.endowment_id,
        scale=scale,
        posts=terms.posts,
        unit_cents=terms.unit.cents,
        amount_cents=terms.amount.cents,
        months=terms.months,
        recruit_by=terms.recruit_by,
    )
    journal.record("award.given", subject=award, by=by, posts=award.posts, cents=award.amount_cents, session=str(session.pk))
    return award


def _answer(lines: list[AgendaLine], session: Session, by: Actor) -> None:
    """Each application learns its decision; those that wait take the next ranks of the endowment's list."""
    rank = _last_rank(session) if any(line.decision == Decision.WAITING for line in lines) else 0
    for line in lines:
        match line.decision:
            case Decision.GRANTED:
                applications.award(application_id=line.application_id, posts=line.posts, reason=line.reason, by=by)
            case Decision.REFUSED:
                applications.refuse(application_id=line.application_id, reason=line.reason, by=by)
            case Decision.DEFERRED:
                applications.defer(application_id=line.application_id, reason=line.reason, by=by)
            case Decision.WAITING:
                rank += 1
                AgendaLine.objects.filter(pk=line.pk).update(waiting_rank=rank)
                line.waiting_rank = rank
                applications.wait(application_id=line.application_id, rank=rank, by=by)


def _last_rank(session: Session) -> int:
    """The last rank ever given on this endowment's waiting list, its row held so that two sessions never give the same one."""
    Endowment.objects.lock(session.endowment_id)
    last: int | None = AgendaLine.objects.filter(session__endowment_id=session.endowment_id).aggregate(last=Max("waiting_rank"))["last"]
    return last or 0


@transaction.atomic
def publish(*, session_id: UUID, by: Actor) -> Session:
    """Hosts and prefectures see the decisions. Raises Forbidden, NotFound, WrongState."""
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_publish(by, session)
    session.move_to(SessionStatus.PUBLISHED, act="publish", on=clock.now(), by=by, published_at=clock.now())
    journal.record("session.published", subject=session, by=by)
    return session
