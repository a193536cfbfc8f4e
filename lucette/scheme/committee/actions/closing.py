"""The director signs: all money and posts of the session in one transaction. Then the decisions are published."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Max

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.records import next_numbers
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import letters, policies, queries
from lucette.scheme.committee.actions.rectification import check_no_other_file, take_back
from lucette.scheme.committee.actions.sitting import UNDECIDED
from lucette.scheme.committee.enums import Decision, SessionStatus
from lucette.scheme.committee.models import AgendaLine, Award, Session
from lucette.scheme.committee.rules import Gauge
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.models import Endowment

ACTS = {Decision.GRANTED: "award", Decision.REFUSED: "refuse", Decision.DEFERRED: "defer", Decision.WAITING: "wait"}


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
    lines = [line for line in still_asking(session, lines) if queries.changes(line)]
    check_no_other_file(lines)
    taken = take_back(lines, by)
    _hold_coordinators(session, lines)
    scales = queries.Scales(session, lines)
    awards = _awards([line for line in lines if line.decision == Decision.GRANTED], session, scales, by)
    _answer(lines, session, by)
    if awards or taken:
        fund.reserve_many(endowment_id=session.endowment_id, awards=_sums(awards), given_back=_sums(taken), by=by)
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


def still_asking(session: Session, lines: list[AgendaLine]) -> list[AgendaLine]:
    """The lines still on the agenda once their applications are held, until the end of the act: no host withdrew meanwhile, no agreement
    was signed. A correction without object keeps no decision."""
    asked = [line.application_id for line in lines]
    list(Application.objects.select_for_update().filter(pk__in=asked).order_by("pk").values_list("pk"))
    gone = set(AgendaLine.objects.filter(session=session).marked().filter(gone=True).values_list("pk", flat=True))
    AgendaLine.objects.filter(pk__in=gone, corrects__isnull=False).update(**UNDECIDED)
    return [line for line in lines if line.pk not in gone]


def _sums(awards: list[Award]) -> list[tuple[UUID, int, int]]:
    return [(it.pk, it.amount_cents, it.new_posts) for it in awards]


def _hold_coordinators(session: Session, lines: list[AgendaLine]) -> None:
    """The quota of coordinators, read again with the endowment held: two sessions never give the same one. Raises RuleBroken."""
    granted = [line for line in lines if line.decision == Decision.GRANTED and queries.counted(line.application)]
    if not granted:
        return
    Endowment.objects.lock(session.endowment_id)
    for call_id, left in queries.coordinators_left(session, granted).items():
        gauge = Gauge("Coordinateurs", left, sum(line.posts for line in granted if line.application.call_id == call_id), False)
        if gauge.exceeded:
            raise RuleBroken("committee.coordinators", gauge.sentence)


def _awards(lines: list[AgendaLine], session: Session, scales: queries.Scales, by: Actor) -> list[Award]:
    numbers = next_numbers("committee_award_number", "A", session.held_on, len(lines))
    awards = Award.objects.bulk_create(_award(number, line, session, scales) for number, line in zip(numbers, lines, strict=True))
    told = [(it, {"posts": it.posts, "cents": it.amount_cents, "session": str(session.pk)}) for it in awards]
    journal.record_many("award.given", subjects=told, by=by)
    return awards


def _award(number: str, line: AgendaLine, session: Session, scales: queries.Scales) -> Award:
    scale, terms = queries.terms(line, scales)
    return Award(
        number=number,
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


def _answer(lines: list[AgendaLine], session: Session, by: Actor) -> None:
    """Each application learns its decision; those that wait take the next ranks of the endowment's list."""
    waiting = [line for line in lines if line.decision == Decision.WAITING]
    for rank, line in enumerate(waiting, _last_rank(session) + 1 if waiting else 1):
        line.waiting_rank = rank
    AgendaLine.objects.bulk_update(waiting, ["waiting_rank"])
    answers = [
        applications.Answer(
            it.application_id, ACTS[Decision(it.decision)], it.posts, it.reason, it.waiting_rank or 0, it.correction, it.corrected
        )
        for it in lines
    ]
    (applications.rectify if session.rectifies_id else applications.answer)(answers=answers, by=by)


def _last_rank(session: Session) -> int:
    """The last rank ever given on this endowment's waiting list, its row held so that two sessions never give the same one."""
    Endowment.objects.lock(session.endowment_id)
    last: int | None = AgendaLine.objects.filter(session__endowment_id=session.endowment_id).aggregate(last=Max("waiting_rank"))["last"]
    return last or 0


@transaction.atomic
def publish(*, session_id: UUID, by: Actor) -> Session:
    """Hosts and prefectures see the decisions; a letter tells each prefecture those of its territory.

    Raises Forbidden, NotFound, WrongState.
    """
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_publish(by, session)
    session.move_to(SessionStatus.PUBLISHED, act="publish", on=clock.now(), by=by, published_at=clock.now())
    journal.record("session.published", subject=session, by=by)
    if not session.source:
        letters.published(session)
    return session
