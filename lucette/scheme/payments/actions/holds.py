"""Lines that wait aside: seen by Lucette on their due date, or held by a person or another room, with the reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import RuleBroken
from lucette.kernel.records import RecordQuerySet
from lucette.scheme.agreements.enums import PAYABLE
from lucette.scheme.payments import letters, policies, rules
from lucette.scheme.payments.actions.requests import needed
from lucette.scheme.payments.actions.schedule import make_due, release
from lucette.scheme.payments.enums import SEEN, TOLD, HoldGround, LineStatus
from lucette.scheme.payments.models import InstalmentLine
from lucette.scheme.payments.queries.eligibility import lines_to_fall_due, lines_to_hold

BEFORE_AN_ORDER = (LineStatus.PLANNED, LineStatus.DUE)


@transaction.atomic
def hold_missed(*, on: dt.date, by: Actor) -> int:
    """Hold the lines whose date is reached by `on` and that nothing can pay as they are: post vacant or returned, host closed,
    agreement not in force. Each post on its own; the host is told once an agreement. Returns how many. Raises Forbidden."""
    policies.check_can_pass_time(by)
    found: list[Any] = list(lines_to_hold(on))
    for line in found:
        ground, day = seen(line)
        _hold(line, ground, rules.why_held(ground, day), by)
    letters.held(found)
    return len(found)


def seen(line: Any) -> tuple[HoldGround, dt.date]:
    """What keeps a line (of `lines_to_hold`) from being paid, and the day that counts."""
    agreement = line.instalment.agreement
    closed_on = agreement.organization.closed_on
    if line.post.released_at:
        return HoldGround.RETURNED, line.post.released_at.astimezone(clock.PARIS).date()
    if line.post.ended_on and line.post.ended_on < line.fell_on:
        return HoldGround.RETURNED, line.post.ended_on
    if closed_on and closed_on <= line.fell_on:
        return HoldGround.CLOSED, closed_on
    if agreement.status not in PAYABLE:
        return HoldGround.NOT_IN_FORCE, line.fell_on
    return HoldGround.VACANT, line.fell_on


def _hold(line: InstalmentLine, ground: HoldGround, reason: str, by: Actor) -> None:
    line.move_to(LineStatus.HELD, act="hold", on=clock.now(), by=by, held_for=ground, reason=reason)
    journal.record("instalment_line.held", subject=line, by=by, reason=reason, ground=str(ground), cents=line.cents)


@transaction.atomic
def hold(*, line_id: UUID, ground: str, reason: str, by: Actor) -> InstalmentLine:
    """Hold a line that is planned or due, for a reason that the host reads (`ground`: one of enums.TOLD).

    Raises NotFound, Forbidden, WrongState, RuleBroken (ground, no reason).
    """
    policies.check_can_decide_on_line(by)
    line = held_line(line_id, by)
    line.check_act("hold")
    _hold(line, _told(ground), needed(reason), by)
    letters.held([line])
    return line


def held_line(line_id: UUID, by: Actor) -> InstalmentLine:
    """The line in the actor's scope, held until the end of the transaction, with what its letters say. Raises NotFound."""
    related = ("instalment__agreement__organization", "post")
    rows: RecordQuerySet[InstalmentLine] = InstalmentLine.objects.visible_to(by).select_related(*related)
    return rows.lock(line_id)


def _told(ground: str) -> HoldGround:
    if ground not in TOLD:
        raise RuleBroken("line.ground", "Lucette constate elle-même cette cause : choisissez-en une autre.")
    return HoldGround(ground)


@transaction.atomic
def resume(*, line_id: UUID, by: Actor) -> InstalmentLine:
    """Let a line held go on: planned again, and due at once when its date is reached and its condition met.

    Raises NotFound, Forbidden, WrongState, RuleBroken (what Lucette saw still holds).
    """
    policies.check_can_decide_on_line(by)
    line = held_line(line_id, by)
    line.check_act("resume")
    if line.held_for in SEEN:
        raise RuleBroken(
            "line.still_held", "La cause de cette suspension dure encore : l’échéance reprendra d’elle-même, dès qu’elle sera levée."
        )
    _resume([line], by)
    line.refresh_from_db()
    return line


def _resume(lines: Iterable[InstalmentLine], by: Actor) -> int:
    found = list(lines)
    for line in found:
        release(line, by)
    make_due(lines_to_fall_due(clock.today()).filter(pk__in=[line.pk for line in found]), clock.today(), by)
    return len(found)


@transaction.atomic
def hold_agreement(*, agreement_id: UUID, ground: str, reason: str, by: Actor, next_only: bool = False) -> int:
    """Hold every line of an agreement that no order pays, or those of its next instalment alone: it is suspended, or its report is late.
    What is held already for this ground is left as it is. Returns how many.

    Called by the room that knows, whose policies hold. Raises RuleBroken (ground, no reason).
    """
    cause, told = _told(ground), needed(reason)
    rows = InstalmentLine.objects.filter(instalment__agreement_id=agreement_id)
    if next_only:
        if rows.filter(status=LineStatus.HELD, held_for=cause).exists():
            return 0
        first = rows.filter(status__in=BEFORE_AN_ORDER).aggregate(number=Min("instalment__number"))
        rows = rows.filter(instalment__number=first["number"])
    rows = rows.filter(status__in=BEFORE_AN_ORDER)
    lines = list(rows.select_related("instalment__agreement__organization", "post").select_for_update(of=("self",)).order_by("pk"))
    for line in lines:
        _hold(line, cause, told, by)
    letters.held(lines)
    return len(lines)


@transaction.atomic
def resume_agreement(*, agreement_id: UUID, ground: str, by: Actor) -> int:
    """Let go on every line of an agreement held for this ground, and for no other. Returns how many. Called as `hold_agreement`."""
    rows = InstalmentLine.objects.filter(instalment__agreement_id=agreement_id, status=LineStatus.HELD, held_for=_told(ground))
    return _resume(rows.select_for_update(of=("self",)).order_by("pk"), by)
