"""An adviser's record, what her phone proposes, workshops to come."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.records import is_uuid
from lucette.scheme.activities.enums import ActivityStatus, Theme, WorkshopStatus
from lucette.scheme.activities.models import Activity, HeldQuerySet, Workshop
from lucette.scheme.places.models import Place

PAGE = 50
REMEMBERED = 30  # last activities in which her usual themes are looked for


@dataclass(frozen=True, slots=True)
class Usual:
    """What the phone proposes first: themes (hers first, then the others), today's place, the last activity (« comme le dernier »)."""

    themes: tuple[Theme, ...]
    place: Place | None
    last: Activity | None


def activity(activity_id: UUID, by: Actor) -> Activity:
    """Raises NotFound. A host is shown totals (insight.statistics), not an adviser's record line by line (trust.md A42)."""
    return _lines(by).select_related("place", "organization", "hire").known(activity_id)


def days_of(activity_ids: Collection[UUID], by: Actor) -> set[dt.date]:
    """The days of these activities, among those that this actor sees and that still count."""
    return set(_recorded(by, None).filter(pk__in=activity_ids).values_list("held_on", flat=True))


def activities(
    by: Actor,
    *,
    hire_id: UUID | None = None,
    kind: str = "",
    theme: str = "",
    month: dt.date | None = None,
    before: Activity | None = None,
    limit: int = PAGE,
) -> list[Activity]:
    """What this actor sees, latest first; the page after `before`; of a kind, a theme, a month (any day of it). A host sees no line
    (trust.md A42)."""
    rows = _narrowed(_recorded(by, hire_id), kind, theme, month)
    if before:
        rows = rows.filter(Q(held_on__lt=before.held_on) | Q(held_on=before.held_on, id__gt=before.pk))
    return list(rows.order_by("-held_on", "id")[:limit])


def activities_page(by: Actor, after: str = "", limit: int = PAGE, **narrowed: Any) -> tuple[list[Activity], str]:
    """At most `limit` of them that follow the one of id `after`; and the id that asks for the next ones ("" at the end)."""
    last = _recorded(by, None).filter(pk=after).first() if is_uuid(after) else None
    found = activities(by, before=last, limit=limit + 1, **narrowed)
    return found[:limit], str(found[limit - 1].pk) if len(found) > limit else ""


def activities_count(by: Actor, *, kind: str = "", theme: str = "", month: dt.date | None = None) -> int:
    """How many the same words keep."""
    return _narrowed(_recorded(by, None), kind, theme, month).count()


def _narrowed(rows: QuerySet[Activity], kind: str, theme: str, month: dt.date | None) -> QuerySet[Activity]:
    if kind:
        rows = rows.filter(kind=kind)
    if theme:
        rows = rows.filter(themes__contains=[theme])
    return rows.filter(held_on__year=month.year, held_on__month=month.month) if month else rows


def usual(hire_id: UUID, by: Actor) -> Usual:
    """What the adviser most often enters, from her last thirty activities."""
    recent = list(_recorded(by, hire_id).order_by("-created_at", "id")[:REMEMBERED])
    counts = Counter(theme for it in recent for theme in it.themes)
    themes = sorted(Theme, key=lambda theme: -counts[theme.value])  # a stable sort keeps the order of the list for the rest
    place = next((it.place for it in recent if it.place and it.place.is_open(clock.today())), None)
    return Usual(tuple(themes), place, recent[0] if recent else None)


def own_workshop(workshop_id: UUID, by: Actor) -> Workshop:
    """A workshop of this adviser (or of her host, or any for a national role). Raises NotFound."""
    return Workshop.objects.visible_to(by).select_related("place", "hire__candidate").known(workshop_id)


def workshops_between(by: Actor, first: dt.date, last: dt.date) -> list[Workshop]:
    """Those this actor sees, from the first to the last of these days, not cancelled, in order."""
    since = dt.datetime.combine(first, dt.time(), clock.PARIS)
    until = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), clock.PARIS)
    rows = Workshop.objects.visible_to(by).filter(starts_at__gte=since, starts_at__lt=until).exclude(status=WorkshopStatus.CANCELLED)
    return list(rows.select_related("place").order_by("starts_at", "pk"))


def workshop(workshop_id: UUID) -> Workshop:
    """A workshop is public. Raises NotFound."""
    return Workshop.objects.select_related("place__commune", "place__organization").known(workshop_id)


def workshops_to_come(*, place_id: UUID | None = None, hire_id: UUID | None = None, until: dt.datetime | None = None) -> list[Workshop]:
    """Workshops open or full that have not begun, soonest first: public."""
    rows = Workshop.objects.filter(status__in=[WorkshopStatus.OPEN, WorkshopStatus.FULL], starts_at__gt=clock.now())
    for word, value in (("place_id", place_id), ("hire_id", hire_id), ("starts_at__lte", until)):
        if value:
            rows = rows.filter(**{word: value})
    return list(rows.select_related("place__commune").order_by("starts_at", "pk"))


def workshops_to_hold(by: Actor) -> list[Workshop]:
    """Workshops that have begun and are neither held nor cancelled: their adviser must say who came."""
    rows = Workshop.objects.visible_to(by).filter(status__in=[WorkshopStatus.OPEN, WorkshopStatus.FULL], starts_at__lte=clock.now())
    return list(rows.select_related("place").order_by("starts_at", "pk"))


def _recorded(by: Actor, hire_id: UUID | None) -> QuerySet[Activity]:
    rows = _lines(by).filter(status=ActivityStatus.RECORDED).select_related("place")
    return rows.filter(hire_id=hire_id) if hire_id else rows


def _lines(by: Actor) -> HeldQuerySet:
    return Activity.objects.none() if by.scope.kind == "organization" else Activity.objects.visible_to(by)
