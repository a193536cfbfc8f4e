"""What was being typed."""

from __future__ import annotations

from lucette.foundation.drafts.models import Draft
from lucette.kernel.actor import Actor


def kept(by: Actor, address: str) -> Draft | None:
    """What this person typed at this address and did not send; None when there is nothing."""
    return Draft.objects.filter(person_id=by.pk, address=address).first()


def entries(by: Actor) -> list[Draft]:
    """Everything this person began and did not send, the latest first."""
    return list(Draft.objects.filter(person_id=by.pk).order_by("-saved_at", "-pk")[:50])
