"""The quota of advisers is reached: no more applications."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.scheme.applications import actions as applications
from lucette.scheme.calls import actions as calls
from lucette.scheme.calls.models import Call


@transaction.atomic
def close_intake(*, endowment_id: UUID, reason: str, by: Actor) -> list[Call]:
    """Close for good every call of the endowment and write to the hosts of open drafts. Returns the calls it closed (none: done before).

    Raises Forbidden (the ANCT's director, or SYSTEM when the quota is reached), Invalid (reason).
    """
    closed = calls.close_intake(endowment_id=endowment_id, reason=reason, by=by)
    applications.tell_drafts(call_ids=[call.pk for call in closed], reason=reason)
    return closed
