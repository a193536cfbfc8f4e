"""No more applications: the quota of advisers is reached, the ANCT closes a call, or its day is over."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.french import date
from lucette.scheme.applications import actions as applications
from lucette.scheme.calls import actions as calls
from lucette.scheme.calls import queries
from lucette.scheme.calls.models import Call


@transaction.atomic
def close_intake(*, endowment_id: UUID, reason: str, by: Actor) -> list[Call]:
    """Close for good every call of the endowment and write to the hosts of open drafts. Returns the calls it closed (none: done before).

    Raises Forbidden (the ANCT's director, or SYSTEM when the quota is reached), Invalid (reason).
    """
    closed = calls.close_intake(endowment_id=endowment_id, reason=reason, by=by)
    applications.tell_drafts(call_ids=[call.pk for call in closed], reason=reason)
    return closed


@transaction.atomic
def close_call(*, call_id: UUID, reason: str, by: Actor) -> Call:
    """Close one call for good (calls.close) and write to the hosts of its open drafts.

    Raises Forbidden, NotFound, WrongState, Invalid (reason).
    """
    call = calls.close(call_id=call_id, reason=reason, by=by)
    applications.tell_drafts(call_ids=[call.pk], reason=call.closing_reason)
    return call


def follow_dates(*, on: dt.date) -> int:
    """Open the calls whose day has come, close those whose day is over. Returns how many, each in a transaction of its own."""
    opening, closing = queries.due_to_open(on), queries.due_to_close(on)
    for call in opening:
        calls.open(call_id=call.pk, by=SYSTEM)
    for call in closing:
        last = f", le {date(call.closes_on)}," if call.closes_on else ""
        close_call(call_id=call.pk, reason=f"La date de clôture{last} est passée.", by=SYSTEM)
    return len(opening) + len(closing)
