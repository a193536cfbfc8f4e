"""The host of a post becomes another legal person: the work contracts go with the post (code du travail, art. L. 1224-1)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.kernel.actor import Actor
from lucette.scheme.recruitment import policies
from lucette.scheme.recruitment.enums import OPEN, HireStatus
from lucette.scheme.recruitment.models import Hire


@transaction.atomic
def follow_posts(*, post_ids: Collection[UUID], organization_id: UUID, by: Actor) -> int:
    """The running contracts of these posts, and the invitations under way, are the new host's. Returns how many. Raises Forbidden."""
    policies.check_can_follow(by)
    live = (*OPEN, HireStatus.VALIDATED)
    found = list(Hire.objects.select_for_update(of=("self",)).filter(post_id__in=post_ids, status__in=live).order_by("pk"))
    Hire.objects.filter(pk__in=[it.pk for it in found]).update(organization_id=organization_id)
    for it in found:
        journal.record("hire.followed", subject=it, by=by, former=str(it.organization_id))
    return len(found)
