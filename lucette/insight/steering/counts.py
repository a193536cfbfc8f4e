"""How far the scheme has come: cumulative counts, each of one thing that happened."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Sum

from lucette.foundation.organizations.models import Organization
from lucette.scheme.activities.enums import ActivityStatus
from lucette.scheme.activities.models import Activity
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.appointments.models import Appointment
from lucette.scheme.committee.models import Award
from lucette.scheme.payments.enums import LineStatus
from lucette.scheme.payments.models import Instalment, InstalmentLine
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.reports.enums import AgencyReportStatus, HostReportStatus
from lucette.scheme.reports.models import AgencyReport, HostReport
from lucette.scheme.trainings.enums import EnrolmentStatus
from lucette.scheme.trainings.models import Enrolment

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
    """Every count, as the person acting sees the scheme."""
    filed = Application.objects.exclude(status=ApplicationStatus.DRAFT)
    activities = Activity.objects.filter(status=ActivityStatus.RECORDED)
    lines = InstalmentLine.objects.filter(instalment=OuterRef("pk"))
    due = Instalment.objects.filter(Exists(lines.exclude(status=LineStatus.PLANNED)))
    open_lines = lines.exclude(status__in=[LineStatus.PLANNED, LineStatus.PAID])
    hired = Q(status__in=[HireStatus.VALIDATED, HireStatus.ENDED])
    return SchemeCounts(
        hosts=Organization.objects.filter(pk__in=Application.objects.values("organization_id")).count(),
        applications=Application.objects.count(),
        posts_asked=filed.aggregate(n=Sum("posts_asked", default=0))["n"],
        posts_awarded=Award.objects.aggregate(n=Sum("posts", default=0))["n"],
        agreements_signed=Agreement.objects.filter(in_force_on__isnull=False).count(),
        advisers_hired=Hire.objects.filter(hired).count(),
        advisers_trained=Enrolment.objects.filter(status=EnrolmentStatus.CERTIFIED).count(),
        instalments_due=due.count(),
        instalments_paid=due.exclude(Exists(open_lines)).count(),
        activities=activities.count(),
        people_helped=activities.aggregate(n=Sum("participants", default=0))["n"],
        appointments=Appointment.objects.count(),
        reports_received=HostReport.objects.filter(status__in=RECEIVED).count(),
        reports_sent=AgencyReport.objects.filter(status__in=[AgencyReportStatus.SENT, AgencyReportStatus.ACKNOWLEDGED]).count(),
    )
