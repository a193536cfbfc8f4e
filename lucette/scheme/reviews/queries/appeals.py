"""Appeals of hosts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from lucette.foundation.accounts import queries as accounts
from lucette.kernel.actor import Actor
from lucette.kernel.records import RecordQuerySet
from lucette.scheme.reviews.models import Appeal


def open_appeal(application_id: UUID) -> Appeal | None:
    """The one that waits for its answer."""
    return Appeal.objects.filter(application_id=application_id, outcome="").first()


def may_answer_appeal(application_id: UUID, by: Actor) -> bool:
    """Does an appeal wait for an answer that this person may give: neither instructor nor author of the decision?"""
    return answerable(by).filter(application_id=application_id).exists()


def answerable(by: Actor) -> RecordQuerySet[Appeal]:
    """Those that wait, without those where she instructed or decided, under any of her accounts."""
    mine = accounts.accounts_of(by.pk)
    hands = Q(instructor_id=by.pk) | Q(contested_id=by.pk) | Q(instructor_id__in=mine) | Q(contested_id__in=mine)
    return Appeal.objects.filter(outcome="").exclude(hands)
