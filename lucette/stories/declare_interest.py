"""Somebody says what ties her to an application: kept away from it, what she had typed on it in a session that sits is taken back."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from lucette.kernel.actor import Actor
from lucette.scheme.committee import actions as committee
from lucette.scheme.reviews import actions as reviews
from lucette.scheme.reviews.models import Interest


@transaction.atomic
def declare_interest(*, application_id: UUID, reason: str, hard: bool, by: Actor, person_id: UUID | None = None) -> Interest:
    """Declare (reviews.declare_interest), at any time, then take her votes back (committee.take_back_votes). Raises as the first."""
    found = reviews.declare_interest(application_id=application_id, reason=reason, hard=hard, by=by, person_id=person_id)
    if hard:
        committee.take_back_votes(application_id=application_id, person_id=found.person_id, by=by)
    return found
