"""Calls for funds: those there are, one of them, the tranches that may answer it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count

from lucette.kernel.actor import Actor
from lucette.scheme.fund.models import FundCall, Tranche


def fund_call(call_id: UUID, by: Actor) -> FundCall:
    """One call, with its endowment and its tranche. Raises NotFound."""
    return FundCall.objects.visible_to(by).select_related("endowment", "tranche").known(call_id)


def fund_calls_page(by: Actor, statuses: Sequence[str] = (), after: str = "", limit: int = 50) -> tuple[list[FundCall], str]:
    """Calls, newest first; and the id that asks for the next ones."""
    seen = FundCall.objects.visible_to(by).select_related("endowment")
    return (seen.filter(status__in=statuses) if statuses else seen).page(after, limit)


def fund_call_counts(by: Actor) -> dict[str, int]:
    """How many calls are in each status."""
    return dict(FundCall.objects.visible_to(by).order_by().values_list("status").annotate(count=Count("pk")))


def tranches_for(it: FundCall) -> list[Tranche]:
    """Tranches of the endowment recorded since the call, and that answer no other."""
    found = Tranche.objects.filter(endowment_id=it.endowment_id, created_at__gte=it.created_at, fund_call=None)
    return list(found.order_by("received_on", "created_at"))
