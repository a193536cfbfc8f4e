"""The life of a call: published, opened, suspended, closed."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.kernel.french import date
from lucette.scheme.calls import policies
from lucette.scheme.calls.actions.text import store_text, typeset_call
from lucette.scheme.calls.enums import CallStatus as S
from lucette.scheme.calls.models import Call

UNFINISHED = (S.PUBLISHED, S.OPEN, S.PAUSED)


def publish(*, call_id: UUID, by: Actor) -> Call:
    """Publish the text and the rules: a public PDF is made before the row is held, then kept with the act.

    Raises Forbidden, NotFound, WrongState.
    """
    policies.check_can_decide(by)
    call = Call.objects.visible_to(by).known(call_id)
    call.check_act("publish")
    content = typeset_call(call, max(clock.today(), call.opens_on))
    with transaction.atomic():
        call = Call.objects.visible_to(by).lock(call_id)
        call.move_to(S.PUBLISHED, act="publish", on=clock.now(), by=by, published_at=clock.now())
        store_text(call, call.title, content, by)
        journal.record("call.published", subject=call, by=by, code=call.code)
    return call


@transaction.atomic
def open(*, call_id: UUID, by: Actor) -> Call:  # noqa: A001
    """Open the call to applications, from its opening date on; the clock may do it. Raises Forbidden, NotFound, WrongState, RuleBroken."""
    call = Call.objects.visible_to(by).lock(call_id)
    policies.check_can_decide(by, system=True)
    call.check_act("open")
    if clock.today() < call.opens_on:
        raise RuleBroken("call.too_early", f"Cet appel ouvre le {date(call.opens_on)} : il ne peut pas ouvrir plus tôt.")
    return _moved(call, S.OPEN, "open", "call.opened", by)


@transaction.atomic
def pause(*, call_id: UUID, reason: str, by: Actor) -> Call:
    """Suspend an open call for a while: nothing is opened nor filed meanwhile. Raises Forbidden, NotFound, WrongState, Invalid (reason)."""
    call = Call.objects.visible_to(by).lock(call_id)
    policies.check_can_decide(by)
    call.check_act("pause")
    return _moved(call, S.PAUSED, "pause", "call.paused", by, reason=said_reason(reason))


@transaction.atomic
def resume(*, call_id: UUID, by: Actor) -> Call:
    """Take applications again after a pause; a closed call never opens again. Raises Forbidden, NotFound, WrongState."""
    call = Call.objects.visible_to(by).lock(call_id)
    policies.check_can_decide(by)
    return _moved(call, S.OPEN, "resume", "call.resumed", by)


def _moved(call: Call, target: S, act: str, remembered: str, by: Actor, reason: str = "") -> Call:
    call.move_to(target, act=act, on=clock.now(), by=by)
    journal.record(remembered, subject=call, by=by, reason=reason, code=call.code)
    return call


@transaction.atomic
def close(*, call_id: UUID, reason: str, by: Actor) -> Call:
    """Close the call for good: nothing reopens it. The clock may do it at its closing date.

    Letters to open drafts: stories.close_intake.close_call. Raises Forbidden, NotFound, WrongState, Invalid (reason).
    """
    call = Call.objects.visible_to(by).lock(call_id)
    policies.check_can_decide(by, system=True)
    call.check_act("close")
    return _closed(call, said_reason(reason), by, clock.now())


@transaction.atomic
def close_intake(*, endowment_id: UUID, reason: str, by: Actor) -> list[Call]:
    """Close every call of the endowment that is published, open or paused and takes new posts; none is left to do it twice. Returns those
    it closed.

    When the quota of advisers is reached it closes by itself: `by=SYSTEM`. Raises Forbidden, Invalid (reason).
    """
    policies.check_can_decide(by, system=True)
    reason = said_reason(reason)
    unfinished = Call.objects.filter(endowment_id=endowment_id, renewal=False, status__in=UNFINISHED)
    return [_closed(call, reason, by, clock.now()) for call in unfinished.select_for_update(of=("self",)).order_by("pk")]


def _closed(call: Call, reason: str, by: Actor, on: dt.datetime) -> Call:
    call.move_to(S.CLOSED, act="close", on=on, by=by, closed_at=on, closing_reason=reason)
    journal.record("call.closed", subject=call, by=by, reason=reason, code=call.code)
    return call


def said_reason(typed: str) -> str:
    """Trimmed. Raises Invalid when empty or longer than 200 characters."""
    reason = typed.strip()
    if not 0 < len(reason) <= 200:
        sentence = "Donnez le motif, en 200 caractères au plus : il est affiché aux structures."
        raise Invalid("call.reason", sentence, {"reason": sentence})
    return reason
