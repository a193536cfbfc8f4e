"""Calls, applications, sessions, awards for tests: rows as the acts would leave them; the ledger is filled by the fund's own acts."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from factory.django import DjangoModelFactory

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations.enums import Employer
from lucette.foundation.territories.enums import Zone
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.enums import CallStatus, Condition
from lucette.scheme.calls.models import Call, GrantScale, InstalmentRule, Parameter
from lucette.scheme.committee.enums import SessionStatus
from lucette.scheme.committee.models import AgendaLine, Award, Session, SessionMember
from lucette.scheme.fund import actions as fund
from lucette.scheme.fund.models import Endowment
from lucette.scheme.reviews.models import Opinion, Review
from tests.foundation.accounts.factories import actor
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.fund.factories import notified

UNIT = 5_000_000  # cents
ALWAYS = DateRange(dt.date(2021, 1, 1), None)
INSTRUCTOR, CHAIR, DIRECTOR, MEMBER, IMPORTER = (
    actor(role) for role in (RoleName.INSTRUCTOR, RoleName.CHAIR, RoleName.AGENCY_DIRECTOR, RoleName.MEMBER, RoleName.IMPORTER)
)
PARAMETERS = {
    "months_to_recruit": 3,
    "months_to_recruit_additional": 6,
    "post_ceiling": 500,
    "months_of_silence": 2,
    "opinion_days": 30,
    "completion_days": 15,
}


def endowment(posts: int = 10, grants: int | None = None) -> Endowment:
    """An open endowment with so many posts, and money for them unless `grants` (cents) says otherwise."""
    return notified(posts=posts, grants=grants if grants is not None else posts * UNIT)


class CallFactory(DjangoModelFactory):
    """An open call with its rules: 50,000 € a post for 24 months (public, mainland), in 20 %, 30 %, 50 %."""

    class Meta:
        model = Call
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"appel-comite-{n}")
    title = "Recrutement et accueil de conseillers numériques"
    text = "Texte de l’appel"
    employer = Employer.PUBLIC
    endowment = factory.LazyFunction(endowment)
    status = CallStatus.OPEN
    opens_on = dt.date(2021, 1, 1)
    published_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def rules(self: Call, create: bool, extracted: object, **_: object) -> None:
        same: dict[str, Any] = {"call": self, "validity": ALWAYS, "source": "essai"}
        GrantScale.objects.create(**same, employer=Employer.PUBLIC, zone=Zone.METRO, cents=UNIT, months=24)
        GrantScale.objects.create(**same, employer=Employer.PRIVATE, zone=Zone.METRO, cents=3_200_000, months=18)
        for number, (share, months) in enumerate([(200, 0), (300, 6), (500, 12)], start=1):
            condition = Condition.MONTH_REACHED if months else Condition.AGREEMENT_SIGNED
            InstalmentRule.objects.create(**same, number=number, share=share, months_after=months, condition=condition)
        for code, value in PARAMETERS.items():
            Parameter.objects.create(**same, code=code, value=value, unit="", label=code)


class ApplicationFactory(DjangoModelFactory):
    """Under review unless told; one trait per status used here."""

    class Meta:
        model = Application

    number = factory.Sequence(lambda n: f"C-2021-{n:05d}")
    call = factory.SubFactory(CallFactory)
    organization = factory.SubFactory(OrganizationFactory)
    department_code = factory.SelfAttribute("organization.commune.department_id")
    region_code = factory.SelfAttribute("organization.commune.region_id")
    status = ApplicationStatus.UNDER_REVIEW
    posts_asked = 2
    contact_email = "accueil@example.fr"
    commitments_accepted = True
    filed_at = factory.LazyFunction(clock.now)
    filed_by = factory.LazyFunction(uuid.uuid4)
    rules_on = factory.LazyFunction(clock.today)

    class Params:
        on_agenda = factory.Trait(status=ApplicationStatus.ON_AGENDA)
        awarded = factory.Trait(status=ApplicationStatus.AWARDED, posts_granted=2, decided_at=factory.LazyFunction(clock.now))
        withdrawn = factory.Trait(status=ApplicationStatus.WITHDRAWN)


def reviewed(call: Call) -> Application:
    """An application under review, eligible, with a favourable opinion: ready for an agenda."""
    application = ApplicationFactory(call=call)
    Review.objects.create(application=application, eligible=True, checked_at=clock.now())
    Opinion.objects.create(
        application=application, favourable=True, comment="Un besoin avéré.", given_by=uuid.uuid4(), given_at=clock.now()
    )
    return application


class SessionFactory(DjangoModelFactory):
    """Prepared, with CHAIR and MEMBER present; one trait per status. `signed` is an open session whose minutes are signed."""

    class Meta:
        model = Session
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: f"S-2021-{n:05d}")
    held_on = dt.date(2021, 3, 1)
    endowment = factory.LazyFunction(endowment)
    place = "Paris"

    class Params:
        prepared = factory.Trait()
        convened = factory.Trait(status=SessionStatus.CONVENED, convened_at=factory.LazyFunction(clock.now))
        open = factory.Trait(convened=True, status=SessionStatus.OPEN, opened_at=factory.LazyFunction(clock.now))
        signed = factory.Trait(open=True, minutes_signed_by=CHAIR.pk, minutes_signed_at=factory.LazyFunction(clock.now))
        closed = factory.Trait(
            signed=True,
            status=SessionStatus.CLOSED,
            closed_by=DIRECTOR.pk,
            closed_at=factory.LazyFunction(clock.now),
            signatory_capacity="directrice générale",
        )
        published = factory.Trait(closed=True, status=SessionStatus.PUBLISHED, published_at=factory.LazyFunction(clock.now))

    @factory.post_generation
    def members(self: Session, create: bool, extracted: object, **_: object) -> None:
        for person in (CHAIR, MEMBER):
            SessionMember.objects.create(session=self, person_id=person.pk, present=True)


def line(session: Session, call: Call | None = None, *, decision: str = "", posts: int = 0, reason: str = "", **more: Any) -> AgendaLine:
    """A file on the agenda of `session`, decided when `decision` says so. `more` goes to the application."""
    call = call or CallFactory(endowment=session.endowment)
    application = more.pop("application", None) or ApplicationFactory(call=call, on_agenda=True, **more)
    position = AgendaLine.objects.filter(session=session).count() + 1
    return AgendaLine.objects.create(
        session=session,
        application=application,
        position=position,
        decision=decision,
        posts=posts,
        reason=reason,
        decided_by=INSTRUCTOR.pk if decision else None,
    )


def award(posts: int = 2, by: Actor = DIRECTOR, **more: Any) -> Award:
    """An award with its posts and money reserved, its session closed, its application awarded. `more` goes to the application."""
    session = SessionFactory(closed=True)
    application = ApplicationFactory(
        call=CallFactory(endowment=session.endowment), awarded=True, posts_asked=posts, posts_granted=posts, **more
    )
    its_line = line(session, application=application, decision="granted", posts=posts)
    scale = GrantScale.objects.get(call=application.call, employer=Employer.PUBLIC)
    it = Award.objects.create(
        number=f"A-2021-{uuid.uuid4().hex[:8]}",
        application=application,
        line=its_line,
        session=session,
        organization=application.organization,
        endowment=session.endowment,
        scale=scale,
        posts=posts,
        unit_cents=UNIT,
        amount_cents=posts * UNIT,
        months=24,
        recruit_by=dt.date(2021, 6, 1),
    )
    fund.reserve(endowment_id=it.endowment_id, award_id=it.pk, cents=it.amount_cents, posts=posts, by=by)
    return it
