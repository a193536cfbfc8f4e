"""What the end of a contract takes away: the later instalments of its post."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum

from lucette.kernel.money import Money
from lucette.scheme.calls.enums import Condition
from lucette.scheme.payments.enums import LineStatus
from lucette.scheme.payments.models import InstalmentLine


@dataclass(frozen=True, slots=True)
class Lost:
    """Instalments of one post that wait for a live contract, and their sum."""

    count: int
    amount: Money


def lost_after(post_id: UUID, ended_on: dt.date) -> Lost:
    """The instalments of this post that fall if its contract ends on that day and nobody is hired again before their date: not paid,
    not asked for, and due later."""
    waiting = InstalmentLine.objects.filter(
        post_id=post_id,
        status__in=(LineStatus.PLANNED, LineStatus.DUE),
        instalment__due_on__gt=ended_on,
    ).exclude(instalment__condition=Condition.AGREEMENT_SIGNED)
    found = waiting.aggregate(count=Count("pk"), cents=Sum("cents", default=0))
    return Lost(found["count"], Money(found["cents"]))
