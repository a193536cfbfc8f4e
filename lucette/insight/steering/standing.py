"""Where everything of the scheme stands: how many objects wait in each state, in whose scope, and one of them. One question to the base.

The states of the tables of transitions are told as they are; those that no status says (« every file is decided, the minutes are not
signed ») are named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, TextField, UUIDField, Value, When
from django.db.models.functions import Cast

from lucette.foundation.organizations.models import BankDetails
from lucette.kernel import clock
from lucette.kernel.actor import Scope
from lucette.scheme.activities.models import Workshop
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.appointments.enums import BUSY
from lucette.scheme.appointments.models import Appointment, Referral
from lucette.scheme.calls.models import Call
from lucette.scheme.committee.enums import SessionStatus
from lucette.scheme.committee.models import AgendaLine, Award, Session
from lucette.scheme.fund.models import Endowment
from lucette.scheme.network.models import Publication
from lucette.scheme.payments.enums import LineStatus
from lucette.scheme.payments.models import Batch, InstalmentLine, Invoice, Order
from lucette.scheme.payments.queries.eligibility import eligible
from lucette.scheme.posts.models import Assignment, Attachment
from lucette.scheme.recruitment.enums import OPEN, HireStatus
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.reports.models import AgencyReport, HostReport
from lucette.scheme.reviews.models import Opinion, Review
from lucette.scheme.trainings.enums import LIVE
from lucette.scheme.trainings.models import Enrolment

NO_ID, NO_CODE = Cast(Value(None), UUIDField()), Value("", CharField())
AGENDA = (ApplicationStatus.UNDER_REVIEW, ApplicationStatus.ON_AGENDA)


@dataclass(frozen=True, slots=True)
class Standing:
    """`count` objects of this `kind` and `state` in one scope (organization, department, person, when it has them); `example`: one."""

    kind: str
    state: str
    organization: UUID | None
    department: str
    person: UUID | None
    count: int
    example: str

    def within(self, scope: Scope) -> bool:
        """Does whoever acts in this scope meet them?"""
        known = {"organization": self.organization, "department": self.department, "person": self.person}
        return scope.national or str(known.get(scope.kind) or "") == scope.code


def standings() -> list[Standing]:
    """Everything that waits, all scopes together: whoever asks narrows by `within`."""
    first, *others = parts()
    return [Standing(*row) for row in first.union(*others, all=True)]


def parts() -> Iterator[QuerySet[Any, Any]]:
    yield from of_the_fund()
    yield from of_selection()
    yield from of_agreements()
    yield from of_payments()
    yield from of_recruitment()
    yield from of_the_field()
    yield from of_reports()


def counted(
    kind: str,
    rows: QuerySet[Any],
    state: Any = None,
    organization: Any = NO_ID,
    department: Any = NO_CODE,
    person: Any = NO_ID,
    key: str = "pk",
) -> QuerySet[Any, Any]:
    """One part of the union: `state` is the status when it is not said; `key`, the object to open."""
    words = {
        "its_kind": Value(kind, CharField()),
        "its_state": Cast(state if state is not None else F("status"), CharField()),
        "its_organization": organization,
        "its_department": department,
        "its_person": person,
    }
    grouped = rows.order_by().annotate(**words).values(*words)
    return grouped.annotate(its_count=Count("pk"), its_example=Min(Cast(key, TextField()))).values_list(*words, "its_count", "its_example")


def of_the_fund() -> Iterator[QuerySet[Any, Any]]:
    yield counted("endowment", Endowment.objects.all())
    yield counted("call", Call.objects.all())
    yield counted("publication", Publication.objects.filter(status="draft"))


def of_selection() -> Iterator[QuerySet[Any, Any]]:
    """Files, opinions awaited, files ready for the agenda, sessions by what they lack."""
    host, department = F("organization_id"), F("department_code")
    settled = (ApplicationStatus.AWARDED, ApplicationStatus.AGREED, ApplicationStatus.REFUSED)
    yield counted("application", Application.objects.exclude(status__in=settled), None, host, department)
    given = Exists(Opinion.objects.filter(application=OuterRef("application"), replaced_at=None))
    awaited = Review.objects.filter(application__status__in=AGENDA).exclude(application__not_taken_over__contains=["opinion"])
    place: dict[str, Any] = {"department": F("application__department_code"), "key": "application_id"}
    yield counted("opinion", awaited.exclude(given), Value("awaited"), **place)
    yield counted("opinion", awaited.filter(given, application__status=ApplicationStatus.UNDER_REVIEW), Value("given"), **place)
    yield counted("session", Session.objects.exclude(status=SessionStatus.PUBLISHED), session_state())


def session_state() -> Case:
    """An empty agenda, a file to decide, minutes to sign, decisions to sign: no status says it."""
    lines = AgendaLine.objects.filter(session=OuterRef("pk")).on_the_agenda()
    return Case(
        When(Q(status=SessionStatus.PREPARED) & ~Exists(lines), then=Value("empty")),
        When(Q(status=SessionStatus.OPEN) & Exists(lines.filter(decision="")), then=Value("to_decide")),
        When(status=SessionStatus.OPEN, minutes_signed_at=None, then=Value("to_sign")),
        When(status=SessionStatus.OPEN, then=Value("to_close")),
        default=F("status"),
        output_field=CharField(),
    )


def of_agreements() -> Iterator[QuerySet[Any, Any]]:
    """Awards without agreement, agreements being made, bank details to check."""
    live = Agreement.objects.filter(award=OuterRef("pk")).exclude(status=AgreementStatus.CANCELLED)
    awards = Award.objects.filter(~Exists(live), released_at=None, application__status=ApplicationStatus.AWARDED)
    department = F("application__department_code")
    yield counted("award", awards, Value("to_agree"), F("organization_id"), department, key="application_id")
    making = (AgreementStatus.PREPARING, AgreementStatus.READY, AgreementStatus.SIGNED_BY_HOST)
    yield counted("agreement", Agreement.objects.filter(status__in=making), None, F("organization_id"), F("department_code"))
    yield counted("bank_details", BankDetails.objects.filter(status__in=["declared", "on_hold", "verified"]), None, F("organization_id"))


def of_payments() -> Iterator[QuerySet[Any, Any]]:
    """What is to be requested, orders at each desk, batches."""
    due = eligible(InstalmentLine.objects.filter(status=LineStatus.DUE, cents__gt=0))
    yield counted("instalment", due, Value("due"), F("instalment__agreement__organization_id"), key="instalment_id")
    asked = Order.objects.filter(invoice=OuterRef("pk")).exclude(status="sent_back")
    yield counted("invoice", Invoice.objects.filter(~Exists(asked)), Value("due"))
    yield counted("order", Order.objects.exclude(status__in=["executed", "sent_back", "sent"]))
    yield counted("batch", Batch.objects.filter(status__in=["frozen", "sent"]))
    # a batch is composed, a statement is read, for a whole endowment
    yield counted("orders", Order.objects.filter(status="accepted", batch=None), Value("to_batch"), key="endowment_id")
    yield counted("batches", Batch.objects.filter(status="sent"), Value("to_reconcile"), key="endowment_id")


def of_recruitment() -> Iterator[QuerySet[Any, Any]]:
    """Posts to fill, hires under way, advisers without training."""
    today = clock.today()
    held = Assignment.objects.filter(post=OuterRef("post"), period__contains=today)
    engaged = Hire.objects.filter(post=OuterRef("post"), status__in=OPEN)
    agreed = Attachment.objects.filter(period__contains=today, agreed_on__isnull=False, post__released_at=None, post__ended_on=None)
    yield counted("post", agreed.exclude(Exists(held) | Exists(engaged)), Value("open"), F("organization_id"), key="post_id")
    yield counted("hire", Hire.objects.filter(status__in=OPEN), None, F("organization_id"), person=F("candidate__person_id"))
    trained = Enrolment.objects.filter(hire=OuterRef("pk"), status__in=LIVE)
    untrained = Hire.objects.filter(~Exists(trained), status=HireStatus.VALIDATED)
    yield counted("hire", untrained, Value("untrained"), F("organization_id"), person=F("candidate__person_id"))
    ongoing = Enrolment.objects.exclude(status__in=["certified", "interrupted"])
    yield counted("enrolment", ongoing, None, F("session__body_id"), key="session_id")


def of_the_field() -> Iterator[QuerySet[Any, Any]]:
    """Workshops, people sent by their town hall, appointments of today and before that nobody has closed."""
    now, adviser = clock.now(), F("hire__candidate__person_id")
    open_ones = Workshop.objects.filter(status__in=["open", "full"])
    begun = Case(When(starts_at__lte=now, then=Value("to_hold")), default=Value("planned"), output_field=CharField())
    yield counted("workshop", open_ones, begun, F("hire__organization_id"), person=adviser)
    yield counted("referral", Referral.objects.filter(status="sent"), None, F("organization_id"), person=adviser)
    kept = Appointment.objects.filter(status__in=[status for status in BUSY if status != "honoured"])
    met = Case(When(slot__startswith__lte=now, then=Value("to_close")), default=F("status"), output_field=CharField())
    yield counted("appointment", kept, met, F("hire__organization_id"), person=adviser)


def of_reports() -> Iterator[QuerySet[Any, Any]]:
    """Reports of hosts, with the adviser who signs; reports to the ANCT."""
    signing = Hire.objects.filter(post__attachments__agreement=OuterRef("agreement"), status=HireStatus.VALIDATED)
    adviser = Subquery(signing.order_by("starts_on").values("candidate__person_id")[:1])
    yield counted("report", HostReport.objects.exclude(status="accepted"), None, F("organization_id"), person=adviser)
    yield counted("agency_report", AgencyReport.objects.exclude(status="acknowledged"))
