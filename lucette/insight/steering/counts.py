"""How far the scheme has come: cumulative counts, each of one thing that happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Value

from lucette.kernel import clock
from lucette.scheme.activities.enums import ActivityStatus
from lucette.scheme.activities.models import Activity
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.appointments.models import Appointment
from lucette.scheme.committee.models import Award
from lucette.scheme.payments.enums import LineStatus
from lucette.scheme.payments.models import Instalment, InstalmentLine
from lucette.scheme.posts.models import Assignment, Post
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.reports.enums import AgencyReportStatus, HostReportStatus
from lucette.scheme.reports.models import AgencyReport, HostReport
from lucette.scheme.trainings.enums import EnrolmentStatus
from lucette.scheme.trainings.models import Enrolment

ASIDE = (LineStatus.HELD, LineStatus.CANCELLED)
RECEIVED = (HostReportStatus.SUBMITTED, HostReportStatus.ACCEPTED, HostReportStatus.TO_COMPLETE)


@dataclass(frozen=True, slots=True)
class SchemeCounts:
    """Cumulative since the beginning; an instalment due stays counted once paid; an adviser trained is a certified one."""

    hosts: int
    applications: int
    posts_asked: int
    posts_awarded: int
    agreements_signed: int
    advisers_hired: int
    advisers_trained: int
    instalments_due: int
    instalments_paid: int
    activities: int
    people_helped: int
    appointments: int
    reports_received: int
    reports_sent: int


def scheme_counts() -> SchemeCounts:
    """Every count, as the person acting sees the scheme. Five questions."""
    filed = ~Q(status=ApplicationStatus.DRAFT)
    applications = Application.objects.aggregate(
        hosts=Count("organization", distinct=True), n=Count("id"), posts=Sum("posts_asked", filter=filed, default=0)
    )
    lines = InstalmentLine.objects.filter(instalment=OuterRef("pk"))
    instalments = Instalment.objects.annotate(
        due=Exists(lines.exclude(status__in=[*ASIDE, LineStatus.PLANNED])),
        waiting=Exists(lines.exclude(status__in=[*ASIDE, LineStatus.PLANNED, LineStatus.PAID])),
    ).aggregate(due_count=Count("id", filter=Q(due=True)), paid=Count("id", filter=Q(due=True, waiting=False)))
    activities = Activity.objects.filter(status=ActivityStatus.RECORDED).aggregate(n=Count("id"), people=Sum("participants", default=0))
    rows = counted(
        agreements_signed=Agreement.objects.filter(in_force_on__isnull=False),
        advisers_hired=Hire.objects.filter(status__in=[HireStatus.VALIDATED, HireStatus.ENDED]),
        advisers_trained=Enrolment.objects.filter(status=EnrolmentStatus.CERTIFIED),
        appointments=Appointment.objects.all(),
        reports_received=HostReport.objects.filter(status__in=RECEIVED),
        reports_sent=AgencyReport.objects.filter(status__in=[AgencyReportStatus.SENT, AgencyReportStatus.ACKNOWLEDGED]),
    )
    return SchemeCounts(
        hosts=applications["hosts"],
        applications=applications["n"],
        posts_asked=applications["posts"],
        posts_awarded=Award.objects.lasting().aggregate(n=Sum("posts", default=0))["n"],
        instalments_due=instalments["due_count"],
        instalments_paid=instalments["paid"],
        activities=activities["n"],
        people_helped=activities["people"],
        **rows,
    )


def counted(**wanted: QuerySet[Any]) -> dict[str, int]:
    """How many rows each of these has, in one question."""
    first, *others = (
        rows.order_by().annotate(what=Value(name)).values_list("what").annotate(n=Count("pk")) for name, rows in wanted.items()
    )
    return dict(first.union(*others, all=True))


@dataclass(frozen=True, slots=True)
class PostCounts:
    """Each post in one state today: held by an adviser, never held yet, held before and to fill again, given back or
    ended."""

    filled: int
    to_fill: int
    vacant: int
    released: int


def post_counts() -> PostCounts:
    """Every post of every endowment, in one question."""
    held = Exists(Assignment.objects.filter(post=OuterRef("pk"), period__contains=clock.today()))
    kept = Q(released_at=None) & (Q(ended_on=None) | Q(ended_on__gt=clock.today()))
    found = Post.objects.annotate(held=held).aggregate(
        filled=Count("id", filter=kept & Q(held=True)),
        to_fill=Count("id", filter=kept & Q(held=False, first_filled_on=None)),
        vacant=Count("id", filter=kept & Q(held=False, first_filled_on__isnull=False)),
        released=Count("id", filter=~kept),
    )
    return PostCounts(**found)
