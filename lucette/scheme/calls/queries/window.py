"""Which calls there are, which are open, which must open or close."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from lucette.kernel.actor import Actor
from lucette.scheme.calls.adapters import shipped, shipped_codes
from lucette.scheme.calls.enums import CallStatus
from lucette.scheme.calls.models import Call, CallQuerySet, Parameter


def call(call_id: UUID, by: Actor) -> Call:
    """One call. Raises NotFound (absent, or still a draft for this actor)."""
    return Call.objects.visible_to(by).select_related("endowment").known(call_id)


def calls(by: Actor) -> list[Call]:
    """Every call that this actor may see, in the order of their opening."""
    return list(Call.objects.visible_to(by).order_by("opens_on", "code"))


def shipped_calls() -> list[tuple[str, str]]:
    """(code, title) of the calls that are shipped with the product and not prepared yet."""
    prepared = set(Call.objects.values_list("code", flat=True))
    return [(code, str(shipped(code)["title"])) for code in shipped_codes() if code not in prepared]


def open_calls(on: dt.date) -> list[Call]:
    """Calls that take applications for new posts on that day, in the order of their opening."""
    return list(_opened(on).filter(renewal=False))


def renewal_calls(on: dt.date, **only: Any) -> list[Any]:
    """Calls by which agreements are renewed that day, the last opened first; `months_before_end`: how long before the end it is asked."""
    months = Parameter.objects.filter(call=OuterRef("pk"), code="months_before_end", validity__contains=on)
    return list(_opened(on).filter(renewal=True, **only).annotate(months_before_end=Subquery(months.values("value")[:1])).reverse())


def months_before_end(on: dt.date) -> Subquery:
    """The same, read with an agreement: how long before its end the call of its endowment, for its kind of host, lets it be renewed."""
    call = _opened(on).filter(
        renewal=True, endowment=OuterRef(OuterRef("endowment")), employer=OuterRef(OuterRef("organization__employer"))
    )
    months = Parameter.objects.filter(call__in=call, code="months_before_end", validity__contains=on)
    return Subquery(months.order_by("-call__opens_on").values("value")[:1])


def _opened(on: dt.date) -> CallQuerySet:
    held = Call.objects.filter(Q(closes_on=None) | Q(closes_on__gte=on), status=CallStatus.OPEN, opens_on__lte=on)
    return held.order_by("opens_on", "code")


def due_to_open(on: dt.date) -> list[Call]:
    """Calls published whose opening day has come."""
    held = Call.objects.filter(Q(closes_on=None) | Q(closes_on__gte=on), status=CallStatus.PUBLISHED, opens_on__lte=on)
    return list(held.order_by("opens_on", "code"))


def due_to_close(on: dt.date) -> list[Call]:
    """Calls whose closing day is over, and that are not closed."""
    held = Call.objects.filter(status__in=(CallStatus.PUBLISHED, CallStatus.OPEN, CallStatus.PAUSED), closes_on__lt=on)
    return list(held.order_by("opens_on", "code"))
