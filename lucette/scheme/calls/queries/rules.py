"""Which rules a call puts in force on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Value
from django.db.models.functions import JSONObject

from lucette.foundation.organizations.enums import Employer
from lucette.foundation.territories import queries as territories
from lucette.foundation.territories.enums import Zone
from lucette.foundation.territories.models import Commune
from lucette.kernel.errors import RuleBroken
from lucette.kernel.money import Money
from lucette.scheme.calls.enums import PostKind
from lucette.scheme.calls.models import (
    GrantScale,
    InstalmentRule,
    Parameter,
    ScaleInstalment,
    SilenceRule,
)
from lucette.scheme.calls.rules import offered

SILENCE = "months_of_silence"
COORDINATORS = "coordinator_posts"


def scale_for(
    call_id: UUID,
    employer: Employer | str,
    zone: Zone | str,
    on: dt.date,
    commune: Commune | None = None,
    post_kind: str = PostKind.ADVISER,
) -> Any:
    """The grant for one post of this kind (`cents`, `months`, its own `sums`) for this employer and zone on that day; that raised by the
    zoning when the scale has one and the zoning of the commune gives it (`because`: why, in French).

    Raises RuleBroken when the call has no such line (domain.md §5: the scale is dated data).
    """
    rows = with_sums().filter(call_id=call_id, employer=employer, zone=zone, post_kind=post_kind, validity__contains=on)
    by_bonus = {row.bonus: row for row in rows}
    more = territories.zonings([commune])[commune.code].zoned_text if commune and True in by_bonus else ""
    row = by_bonus.get(bool(more))
    if row is None:
        raise RuleBroken(
            "call.no_scale",
            f"Le barème de l’appel ne prévoit aucun montant pour une {Employer(employer).label} "
            f"({Zone(zone).label}) à cette date : l’ANCT doit le compléter.",
        )
    row.because = more
    return row


def with_sums() -> QuerySet[Any]:
    """The lines of scales, each with the `sums` that it states."""
    sums = ScaleInstalment.objects.filter(scale=OuterRef("pk")).order_by("number")
    names = ("number", "cents", "months_after", "condition")
    return GrantScale.objects.annotate(sums=ArraySubquery(sums.values(told=JSONObject(**{name: name for name in names}))))


def scales_of(call_ids: Collection[UUID], days: Collection[dt.date]) -> dict[tuple[UUID, str, str, dt.date, str, bool], GrantScale]:
    """The scales of these calls in force on each of these days, by (call, employer, zone, day, kind of post, raised by the zoning)."""
    rows = GrantScale.objects.filter(call_id__in=call_ids) if call_ids else ()
    return {
        (row.call_id, row.employer, row.zone, day, row.post_kind, row.bonus): row for row in rows for day in days if day in row.validity
    }


def kinds_offered(call_id: UUID, employer: Employer | str, zone: Zone | str, on: dt.date) -> list[PostKind]:
    """The kinds of post that this host may ask for on that day: the call prices them, and has a quota of coordinators."""
    rows = GrantScale.objects.filter(call_id=call_id, employer=employer, zone=zone, validity__contains=on)
    return offered(rows.values_list("post_kind", flat=True), coordinator_quota(call_id, on))


def coordinator_quota(call_id: UUID, on: dt.date) -> int:
    """How many posts of coordinator this call may award in all; 0 when it says nothing of them."""
    rows = Parameter.objects.filter(call_id=call_id, code=COORDINATORS, validity__contains=on)
    return rows.values_list("value", flat=True).first() or 0


def public_unit(endowment_id: UUID, on: dt.date) -> Money | None:
    """What one post of a public host of the mainland costs on that day, by the calls of this endowment; None before any scale."""
    rows = GrantScale.objects.filter(call__endowment_id=endowment_id, employer=Employer.PUBLIC, zone=Zone.METRO, bonus=False)
    rows = rows.filter(post_kind=PostKind.ADVISER)
    rows = rows.filter(validity__contains=on, call__renewal=False)
    cents = rows.order_by("call__opens_on", "call__code").values_list("cents", flat=True).first()
    return Money(cents) if cents else None


def schedule_of(scale_id: UUID, on: dt.date) -> list[dict[str, Any]]:
    """The instalments of a scale, in order, as its own sums (`cents`), else as the shares of its call on that day: one question."""
    names = {name: F(name) for name in ("number", "months_after", "condition")}
    sums = ScaleInstalment.objects.filter(scale=OuterRef("pk")).order_by("number")
    shares = InstalmentRule.objects.filter(call=OuterRef("call"), validity__contains=on).order_by("number")
    found: Any = GrantScale.objects.annotate(
        sums=ArraySubquery(sums.values(told=JSONObject(**names, share=Value(0), cents=F("cents")))),
        shares=ArraySubquery(shares.values(told=JSONObject(**names, share=F("share")))),
    ).get(pk=scale_id)
    return found.sums or found.shares


def instalment_rules(call_id: UUID, on: dt.date) -> list[InstalmentRule]:
    """The instalments in force on that day, in order; shares are per mille and add up to 1000."""
    return list(InstalmentRule.objects.filter(call_id=call_id, validity__contains=on).order_by("number"))


def parameters(call_id: UUID, on: dt.date) -> list[Parameter]:
    """Every dated number in force on that day, by code."""
    return list(Parameter.objects.filter(call_id=call_id, validity__contains=on).order_by("code"))


def parameter(call_id: UUID, code: str, on: dt.date) -> int:
    """The value of a dated parameter (months_to_recruit, months_of_silence, opinion_days, completion_days, post_ceiling…).

    Raises RuleBroken when the call has none on that day.
    """
    value = Parameter.objects.filter(call_id=call_id, code=code, validity__contains=on).values_list("value", flat=True).first()
    if value is None:
        raise RuleBroken("call.no_parameter", f"L’appel ne fixe pas le paramètre « {code} » à cette date : l’ANCT doit le compléter.")
    return value


@dataclass(frozen=True, slots=True)
class Silence:
    """After how many months silence rejects, and by which text."""

    months: int
    source: str


def silence(call_id: UUID, legal_category: str, on: dt.date) -> Silence:
    """The rule of silence for a host of this legal category, the most precise one. Raises RuleBroken when the call has none that day."""
    rules = {row.category: row for row in SilenceRule.objects.filter(call_id=call_id)}
    found = rules[max((it for it in rules if legal_category.startswith(it)), key=len)] if rules else None
    if found and found.months:
        return Silence(found.months, found.source)
    row = Parameter.objects.filter(call_id=call_id, code=SILENCE, validity__contains=on).first()
    return Silence(parameter(call_id, SILENCE, on) if row is None else row.value, found.source if found else row.source if row else "")
