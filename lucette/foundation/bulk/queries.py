"""What a person asked for, how far it is, what was refused."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from lucette.foundation.bulk.models import BulkAct, BulkLine
from lucette.foundation.bulk.rules import Advance
from lucette.kernel.actor import Actor

ANSWERED, REFUSED = Count("lines", filter=Q(lines__answered_at__isnull=False)), Count("lines", filter=~Q(lines__refusal=""))


def bulk(bulk_id: UUID, by: Actor) -> BulkAct:
    """One of hers. Raises NotFound."""
    return BulkAct.objects.visible_to(by).known(bulk_id)


def bulks(by: Actor, limit: int = 50) -> list[tuple[BulkAct, Advance]]:
    """What she asked for in this role, the latest first."""
    found: Any = BulkAct.objects.visible_to(by).annotate(answered=ANSWERED, refused=REFUSED).order_by("-created_at", "-pk")[:limit]
    return [(it, Advance(it.answered, it.refused)) for it in found]


def advance(it: BulkAct) -> Advance:
    return Advance(**BulkAct.objects.filter(pk=it.pk).aggregate(answered=ANSWERED, refused=REFUSED))


def lines(it: BulkAct) -> list[BulkLine]:
    """Refused ones first, then in the order of the list."""
    return sorted(BulkLine.objects.filter(of=it), key=lambda line: (not line.refusal, line.rank))


def unfinished() -> list[BulkAct]:
    """Those that have a line to answer, oldest first."""
    return list(BulkAct.objects.filter(ended_at=None).in_order())
