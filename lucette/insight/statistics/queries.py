"""Exact totals, counted by PostgreSQL when they are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject, TruncMonth

from lucette.foundation.territories.models import Department, Folded, Region
from lucette.insight.statistics.rules import days_within, months_between
from lucette.kernel import clock
from lucette.scheme.activities.enums import ActivityKind, ActivityStatus
from lucette.scheme.activities.models import Activity
from lucette.scheme.agreements.enums import RUNNING
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.places.models import Place
from lucette.scheme.posts.models import Assignment, Attachment
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.trainings.enums import EnrolmentStatus
from lucette.scheme.trainings.models import Enrolment


@dataclass(frozen=True, slots=True)
class ActivityTotals:
    """People helped are Σ participants (somebody helped twice counts twice); minutes are of advisers' time, not per person."""

    activities: int
    people_helped: int
    recurring: int
    minutes: int
    workshops: int
    individual: int
    brief: int
    by_theme: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NationalFigures:
    """For the public home."""

    hosts: int
    advisers: int
    people_helped: int
    activities: int
    places: int


@dataclass(frozen=True, slots=True)
class TerritoryFigures:
    """One département or one région; `cents`: grants of the agreements in force."""

    code: str
    label: str
    hosts: int
    agreements: int
    posts: int
    cents: int
    advisers: int
    places: int
    activities: int
    people_helped: int


@dataclass(frozen=True, slots=True)
class NetworkFigures:
    """What an endowment has brought about."""

    agreements: int
    hosts: int
    hires: int
    advisers: int
    trained: int
    places: int


def recorded(
    *,
    organization_id: UUID | None = None,
    endowment_id: UUID | None = None,
    hire_ids: Collection[UUID] | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> QuerySet[Activity]:
    """Activities that count, of a host, an endowment, some advisers, a period (both ends included)."""
    chosen = {
        "organization_id": organization_id,
        "hire__post__endowment_id": endowment_id,
        "hire_id__in": hire_ids,
        "held_on__gte": starts_on,
        "held_on__lte": ends_on,
    }
    words = {word: value for word, value in chosen.items() if value is not None}
    return Activity.objects.filter(status=ActivityStatus.RECORDED, **words)


def activity_totals(
    *,
    organization_id: UUID | None = None,
    endowment_id: UUID | None = None,
    hire_ids: Collection[UUID] | None = None,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> ActivityTotals:
    """Totals of what `recorded` chooses, in two queries."""
    rows = recorded(organization_id=organization_id, endowment_id=endowment_id, hire_ids=hire_ids, starts_on=starts_on, ends_on=ends_on)
    sums = rows.aggregate(
        activities=Count("id"),
        people_helped=Sum("participants", default=0),
        recurring=Sum("recurring", default=0),
        minutes=Sum("minutes", default=0),
        workshops=Count("id", filter=Q(kind=ActivityKind.WORKSHOP)),
        individual=Count("id", filter=Q(kind=ActivityKind.INDIVIDUAL)),
        brief=Count("id", filter=Q(kind=ActivityKind.BRIEF)),
    )
    themes = rows.annotate(theme=Func(F("themes"), function="unnest")).values("theme").annotate(n=Count("id")).order_by("-n", "theme")
    return ActivityTotals(**sums, by_theme={row["theme"]: row["n"] for row in themes})


@dataclass(frozen=True, slots=True)
class Glance:
    """An adviser's work in one look, and whether she has begun: her place and hours said, a training joined."""

    activities: int = 0
    people_helped: int = 0
    individual: int = 0
    workshops: int = 0
    minutes: int = 0
    receives: bool = False
    enrolled: bool = False


def glance(hire_id: UUID) -> Glance:
    """Her totals and her first steps, in one query."""
    sums = JSONObject(
        activities=Count("id"),
        people_helped=Sum("participants", default=0),
        individual=Count("id", filter=Q(kind=ActivityKind.INDIVIDUAL)),
        workshops=Count("id", filter=Q(kind=ActivityKind.WORKSHOP)),
        minutes=Sum("minutes", default=0),
    )
    of_hire = Activity.objects.filter(hire=OuterRef("pk"), status=ActivityStatus.RECORDED).values("hire").annotate(sums=sums).values("sums")
    places = Place.objects.open_on(clock.today()).filter(organization=OuterRef("organization"), opening_hours__isnull=False)
    enrolments = Enrolment.objects.filter(hire=OuterRef("pk")).exclude(status=EnrolmentStatus.INTERRUPTED)
    rows = Hire.objects.filter(pk=hire_id).annotate(sums=Subquery(of_hire), receives=Exists(places), enrolled=Exists(enrolments))
    for totals, receives, enrolled in rows.values_list("sums", "receives", "enrolled"):
        return Glance(**totals or {}, receives=receives, enrolled=enrolled)
    return Glance()


def activities_by_month(since: dt.date, until: dt.date) -> dict[dt.date, int]:
    """How many activities each month (its first day), from the month of `since` to that of `until`, empty months included."""
    first = since.replace(day=1)
    rows = recorded(starts_on=first, ends_on=until).annotate(month=TruncMonth("held_on")).values("month").annotate(n=Count("id"))
    counted = {row["month"]: row["n"] for row in rows.order_by("month")}
    return {month: counted.get(month, 0) for month in months_between(first, until)}


def national_figures() -> NationalFigures:
    """For everyone, so from tables that everyone may read: hosts are those to whom an agreement attached a post."""
    helped = recorded().aggregate(people=Sum("participants", default=0), count=Count("id"))
    return NationalFigures(
        hosts=Attachment.objects.filter(agreement__isnull=False).aggregate(n=Count("organization", distinct=True))["n"],
        advisers=_in_post().count(),
        people_helped=helped["people"],
        activities=helped["count"],
        places=Place.objects.open_on(clock.today()).count(),
    )


def network_figures(endowment_id: UUID) -> NetworkFigures:
    """Agreements, hires, training of one endowment, today."""
    in_force = Agreement.objects.filter(endowment_id=endowment_id, status__in=RUNNING)
    hires = Hire.objects.filter(post__endowment_id=endowment_id, status__in=[HireStatus.VALIDATED, HireStatus.ENDED])
    trained = Enrolment.objects.filter(
        hire__post__endowment_id=endowment_id, status__in=[EnrolmentStatus.COMPLETED, EnrolmentStatus.CERTIFIED]
    )
    places = Place.objects.open_on(clock.today()).filter(organization_id__in=in_force.values("organization_id"))
    return NetworkFigures(
        agreements=in_force.count(),
        hosts=in_force.aggregate(n=Count("organization", distinct=True))["n"],
        hires=hires.count(),
        advisers=_in_post().filter(post__endowment_id=endowment_id).count(),
        trained=trained.count(),
        places=places.count(),
    )


def by_department(
    *, endowment_id: UUID | None = None, starts_on: dt.date | None = None, ends_on: dt.date | None = None
) -> list[TerritoryFigures]:
    """One row per département, in French alphabetical order, empty ones included. Agreements are those that the actor sees."""
    rows = Department.objects.order_by(Folded("name")).values_list("code", "name")
    return _by_territory("commune__department_id", dict(rows), endowment_id, starts_on, ends_on)


def by_region(
    *, endowment_id: UUID | None = None, starts_on: dt.date | None = None, ends_on: dt.date | None = None
) -> list[TerritoryFigures]:
    """One row per région (and overseas collectivity), in French alphabetical order."""
    rows = Region.objects.order_by(Folded("name")).values_list("code", "name")
    return _by_territory("commune__region_id", dict(rows), endowment_id, starts_on, ends_on)


def agreement_figures(agreement_id: UUID, starts_on: dt.date, ends_on: dt.date) -> dict[str, int]:
    """The figures of a host's report over a period: posts of the agreement, days they were filled, activity of their advisers."""
    attached = Attachment.objects.filter(agreement_id=agreement_id)
    kept = attached.filter(Q(period__endswith=None) | Q(period__endswith__gt=starts_on))  # those that it gave back before are not its own
    posts = attached.values("post_id")
    hires = list(Hire.objects.filter(post_id__in=posts).values_list("pk", flat=True))
    totals = activity_totals(hire_ids=hires, starts_on=starts_on, ends_on=ends_on)
    periods = Assignment.objects.filter(post_id__in=posts).values_list("period", flat=True)
    return {
        "posts": kept.aggregate(n=Count("post", distinct=True))["n"],
        "filled_days": sum(days_within(period.lower, period.upper, starts_on, ends_on) for period in periods if not period.isempty),
        "activities": totals.activities,
        "people_helped": totals.people_helped,
        "recurring": totals.recurring,
        "individual": totals.individual,
        "workshops": totals.workshops,
        "minutes": totals.minutes,
    }


def _in_post() -> QuerySet[Assignment]:
    """Who holds a post today."""
    return Assignment.objects.filter(period__contains=clock.today())


def _still_signed(on: dt.date) -> QuerySet[Attachment]:
    """The posts that an agreement finances on that day: neither given back nor ended with it, each where it is now."""
    attached = Attachment.objects.filter(period__contains=on, agreed_on__isnull=False, post__released_at=None)
    return attached.filter(Q(post__ended_on=None) | Q(post__ended_on__gt=on))


def _by_territory(
    territory: str, names: Mapping[str, str], endowment_id: UUID | None, starts_on: dt.date | None, ends_on: dt.date | None
) -> list[TerritoryFigures]:
    in_force = Agreement.objects.filter(status__in=RUNNING)
    hires = Hire.objects.filter(pk__in=_in_post().values("hire_id"))
    if endowment_id:
        in_force, hires = in_force.filter(endowment_id=endowment_id), hires.filter(post__endowment_id=endowment_id)
    of_agreements = _grouped(
        in_force,
        f"organization__{territory}",
        hosts=Count("organization", distinct=True),
        agreements=Count("id"),
        cents=Sum("amount_cents"),
    )
    of_posts = _grouped(
        _still_signed(clock.today()).filter(agreement__in=in_force), f"organization__{territory}", posts=Count("post", distinct=True)
    )
    of_advisers = _grouped(hires, f"organization__{territory}", advisers=Count("id"))
    of_places = _grouped(Place.objects.open_on(clock.today()), territory, places=Count("id"))
    of_activities = _grouped(
        recorded(endowment_id=endowment_id, starts_on=starts_on, ends_on=ends_on),
        f"organization__{territory}",
        activities=Count("id"),
        people_helped=Sum("participants"),
    )
    nothing = dict.fromkeys(TerritoryFigures.__slots__[2:], 0)
    parts = (of_agreements, of_posts, of_advisers, of_places, of_activities)
    return [
        TerritoryFigures(
            code,
            name,
            **(nothing | {word: count for part in parts for word, count in part.get(code, {}).items()}),
        )
        for code, name in names.items()
    ]


def _grouped(rows: QuerySet[Any, Any], territory: str, **counts: Any) -> dict[str, dict[str, int]]:
    """Counts by code of territory."""
    found = rows.order_by().values(code=F(territory)).annotate(**counts)
    return {row["code"]: {name: row[name] for name in counts} for row in found}
