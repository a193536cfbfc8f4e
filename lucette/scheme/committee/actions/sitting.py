"""During the session: conflicts, quorum, decisions, minutes. A change after the minutes were signed asks for a new signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.journal import actions as journal
from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import Invalid, NotFound, RuleBroken
from lucette.kernel.french import plural
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.rules import ONE_COORDINATOR, coordinates
from lucette.scheme.committee import policies, queries, rules
from lucette.scheme.committee.enums import Decision, SessionStatus
from lucette.scheme.committee.models import AgendaLine, Session, SessionMember
from lucette.scheme.reviews import actions as reviews
from lucette.scheme.reviews.models import Interest

UNSIGNED: dict[str, Any] = {"minutes_signed_by": None, "minutes_signed_at": None}
WITHDRAWN = "La structure a retiré cette candidature : il n’y a plus à en décider."
NOT_STANDING = "Cette décision n’est plus celle du dossier, ou sa convention est signée : il n’y a plus à la corriger."
UNDECIDED: dict[str, Any] = {"decision": "", "posts": 0, "reason": "", "decided_by": None, "decided_at": None}
NO_ROOM = "Quotas de la séance atteints : dossier passé en liste d’attente dans l’ordre du jour."


@transaction.atomic
def declare_conflict(*, session_id: UUID, application_id: UUID, person_id: UUID, reason: str, by: Actor) -> Interest:
    """From now on this member neither sees nor decides the file; a decision that she had typed on it is taken back.

    Raises Forbidden, NotFound (session, file, member), WrongState, Invalid (no reason).
    """
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_declare_conflict(by, session, person_id)
    session.check_act("declare_conflict")
    _line(session, application_id)
    known = Interest.objects.barring().of(person_id).filter(application_id=application_id).first()
    if known:
        return known
    conflict = reviews.declare_interest(application_id=application_id, person_id=person_id, reason=reason, by=by)
    session.move_to(session.status, act="declare_conflict", on=clock.now(), by=by)
    journal.record("session.conflict_declared", subject=session, by=by, application=str(application_id), member=str(person_id))
    take_back_votes(application_id=application_id, person_id=person_id, by=by)
    return conflict


@transaction.atomic
def take_back_votes(*, application_id: UUID, person_id: UUID, by: Actor) -> int:
    """A tie keeps this person away from the file: a decision that she had typed on it, in a session that sits, is taken back, and the
    minutes wait for a new signature. Returns how many. Called by who declares (reviews.declare_interest holds who may)."""
    hers = AgendaLine.objects.filter(application_id=application_id, session__status=SessionStatus.OPEN)
    typed = list(hers.filter(decided_by__in=[person_id, *accounts.accounts_of(person_id)]).order_by("pk"))
    for line in typed:
        session = Session.objects.lock(line.session_id)
        AgendaLine.objects.filter(pk=line.pk).update(**UNDECIDED)
        session.move_to(session.status, act="declare_conflict", on=clock.now(), by=by, **UNSIGNED)
    return len(typed)


@transaction.atomic
def open(*, session_id: UUID, present: Sequence[UUID], by: Actor) -> Session:  # noqa: A001 - the verb of the glossary
    """Open with the members present. Raises Forbidden, NotFound, WrongState, Invalid (not a member), RuleBroken (quorum not reached)."""
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_open(by, session)
    session.check_act("open")
    members = SessionMember.objects.filter(session=session)
    here = set(present)
    if here - set(members.values_list("person_id", flat=True)):
        raise Invalid(
            "committee.member", "Une personne présente n’est pas membre de la séance.", {"present": "Choisissez parmi les membres."}
        )
    if not session.source and len(here) < session.quorum:
        sentence = f"Le quorum n’est pas atteint : {plural(len(here), 'membre présent', 'membres présents')} pour {session.quorum} requis."
        raise RuleBroken("committee.quorum", sentence)
    members.filter(person_id__in=here).update(present=True)
    session.move_to(SessionStatus.OPEN, act="open", on=clock.now(), by=by, opened_at=clock.now())
    journal.record("session.opened", subject=session, by=by, present=len(here))
    return session


@transaction.atomic
def decide(*, session_id: UUID, application_id: UUID, decision: str, posts: int, reason: str, by: Actor) -> AgendaLine:
    """Record the committee's decision on one file; it may change until the session closes.

    Raises Forbidden (role, conflict), NotFound, WrongState, Invalid (posts, reason), RuleBroken (file withdrawn by its host).
    """
    [line] = decide_many(session_id=session_id, votes=[rules.Vote(application_id, decision, posts, reason)], by=by)
    return line


@transaction.atomic
def decide_many(*, session_id: UUID, votes: Sequence[rules.Vote], by: Actor) -> list[AgendaLine]:
    """Record what the committee said of several files, all or none; among several, a refusal names its file. Returns them, in this order.

    Raises as `decide`.
    """
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_decide(by, session, *(vote.application_id for vote in votes))
    session.check_act("decide")
    lines = _lines(session, votes)
    check_votes(session, lines, votes)
    now = clock.now()
    for line, vote in zip(lines, votes, strict=True):
        line.decision, line.posts, line.reason = vote.decision, vote.posts, vote.reason.strip()
        line.decided_by, line.decided_at = by.pk, now
    AgendaLine.objects.bulk_update(lines, list(UNDECIDED))
    session.move_to(SessionStatus.OPEN, act="decide", on=now, by=by, **UNSIGNED)
    told = [{"application": str(vote.application_id), "decision": vote.decision, "posts": vote.posts} for vote in votes]
    journal.record_many("session.file_decided", subjects=[(session, facts) for facts in told], by=by)
    return lines


def check_votes(session: Session, lines: Sequence[Any], votes: Sequence[rules.Vote]) -> None:
    """`lines`: marked. Raises RuleBroken (withdrawn) or Invalid, naming the file when there are several."""
    ceilings: dict[tuple[UUID, dt.date, bool], int] = {}
    for line, vote in zip(lines, votes, strict=True):
        it = line.application
        about = f"Dossier {line.position}, {it.organization.name} : " if len(votes) > 1 else ""
        if line.gone:
            raise RuleBroken("committee.withdrawn", f"{about}{NOT_STANDING if line.corrects else WITHDRAWN}")
        key = (it.call_id, it.rules_on or session.held_on, coordinates(it.post_kind))
        if key not in ceilings:
            ceilings[key] = ONE_COORDINATOR if key[2] else calls.parameter(key[0], "post_ceiling", key[1])
        try:
            most = min(ceilings[key], it.renews_posts or ceilings[key])
            rules.check_decision(vote.decision, vote.posts, vote.reason, it.posts_asked, most)
            _check_correction(line, vote)
        except Invalid as refusal:
            raise Invalid(refusal.code, f"{about}{refusal.sentence}", {} if about else refusal.fields) from refusal


def _check_correction(line: AgendaLine, vote: rules.Vote) -> None:
    """Raises Invalid."""
    if line.corrects is None:
        return
    closed_at, today = line.corrects.session.closed_at, clock.today()
    decided_on = closed_at.astimezone(PARIS).date() if closed_at else today
    months = parameters.value("committee.taking_back_months", today)
    rules.check_correction(
        rules.Said(line.corrects.decision, line.corrects.posts), rules.Said(vote.decision, vote.posts), decided_on, today, months
    )


@transaction.atomic
def move_to_waiting(*, session_id: UUID, by: Actor) -> list[AgendaLine]:
    """Move the last granted files of the agenda to the waiting list, as few as needed for the rest to fit both quotas. Returns them.

    Raises Forbidden (role, or a conflict on one of them), NotFound, WrongState.
    """
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_decide(by, session)
    session.check_act("move_to_waiting")
    moved = queries.too_many(session)
    for line in moved:
        policies.check_can_decide(by, session, line.application_id)
        _change(line, decision=Decision.WAITING, posts=0, reason=line.reason or NO_ROOM, decided_by=by.pk, decided_at=clock.now())
    if moved:
        session.move_to(SessionStatus.OPEN, act="move_to_waiting", on=clock.now(), by=by, **UNSIGNED)
        journal.record("session.files_moved_to_waiting", subject=session, by=by, applications=[str(line.application_id) for line in moved])
    return moved


@transaction.atomic
def sign_minutes(*, session_id: UUID, by: Actor) -> Session:
    """The chair signs the minutes: the committee's opinion. Raises Forbidden, NotFound, WrongState, RuleBroken (files without decision)."""
    session = Session.objects.visible_to(by).lock(session_id)
    policies.check_can_sign_minutes(by, session)
    session.check_act("sign_minutes")
    policies.check_all_decided(queries.agenda(session))
    session.move_to(SessionStatus.OPEN, act="sign_minutes", on=clock.now(), by=by, minutes_signed_by=by.pk, minutes_signed_at=clock.now())
    journal.record("session.minutes_signed", subject=session, by=by)
    return session


def _line(session: Session, application_id: UUID) -> AgendaLine:
    line = AgendaLine.objects.select_related("application").filter(session=session, application_id=application_id).first()
    if line is None:
        raise NotFound
    return line


def _lines(session: Session, votes: Sequence[rules.Vote]) -> list[Any]:
    """The line of each vote. Raises NotFound, Invalid (none, or a file twice)."""
    asked = [vote.application_id for vote in votes]
    if not asked or len(set(asked)) < len(asked):
        sentence = "Cochez au moins un dossier, et chacun une seule fois."
        raise Invalid("committee.votes", sentence, {"files": sentence})
    seen = AgendaLine.objects.filter(session=session, application_id__in=asked).marked()
    found = seen.select_related("application__organization", "corrects__session")
    lines = {line.application_id: line for line in found}
    if len(lines) < len(asked):
        raise NotFound
    return [lines[application_id] for application_id in asked]


def _change(line: AgendaLine, **changes: Any) -> None:
    AgendaLine.objects.filter(pk=line.pk).update(**changes)
    for name, value in changes.items():
        setattr(line, name, value)
