"""Which quota of an endowment binds first, and about when."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Sum

from lucette.insight.steering.rules import Forecast, forecast_of
from lucette.kernel import clock
from lucette.scheme.committee.models import Award
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.models import Endowment

WINDOW_DAYS = 90  # the present pace is that of the last three months


def forecast(endowment_id: UUID) -> Forecast:
    """At the average grant so far and at the present pace of awards. Raises NotFound."""
    endowment = Endowment.objects.known(endowment_id)
    awards = Award.objects.lasting().filter(endowment=endowment)
    so_far = awards.aggregate(posts=Sum("posts", default=0), cents=Sum("amount_cents", default=0))
    unit = -(-so_far["cents"] // so_far["posts"]) if so_far["posts"] else -(-_grants_cents(endowment_id) // endowment.posts)
    return forecast_from(fund.binding_quota(endowment_id, max(unit, 1)), max(unit, 1), endowment_id)


def forecast_from(quota: fund.BindingQuota, unit_cents: int, endowment_id: UUID) -> Forecast:
    """The forecast of a quota already read, at `unit_cents` a post and at the present pace of awards."""
    since = clock.now() - dt.timedelta(days=WINDOW_DAYS)
    recent = (
        Award.objects.lasting().filter(endowment_id=endowment_id, created_at__gt=since).aggregate(posts=Sum("posts", default=0))["posts"]
    )
    return forecast_of(quota, unit_cents, recent, WINDOW_DAYS)


def _grants_cents(endowment_id: UUID) -> int:
    return sum(e.allotted_cents for e in fund.position(endowment_id).envelopes if e.code == "grants")
