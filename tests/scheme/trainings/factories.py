"""Training bodies, sessions and enrolments for tests."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.scheme.trainings.enums import EnrolmentStatus
from lucette.scheme.trainings.models import Enrolment, TrainingSession
from tests.foundation.accounts.factories import RoleFactory
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.fund.factories import notified
from tests.scheme.recruitment.factories import HireFactory, commune

SEAT = 1_000_00  # cents


def body(session: TrainingSession) -> Actor:
    """Somebody of the session's training body, who can be written to."""
    code = str(session.body_id)
    held = RoleFactory(name=RoleName.TRAINING_BODY, scope_kind="organization", scope_code=code)
    return Actor(held.person_id, RoleName.TRAINING_BODY, Scope("organization", code))


class TrainingSessionFactory(DjangoModelFactory):
    """Today only, two seats; `later=True` begins in a month."""

    class Meta:
        model = TrainingSession

    body = factory.SubFactory(OrganizationFactory, association=True)
    endowment = factory.LazyFunction(lambda: notified(training=100 * SEAT))
    title = "Parcours de 105 heures"
    commune = factory.LazyFunction(lambda: commune("19272"))
    starts_on = dt.date(2021, 3, 1)
    ends_on = dt.date(2021, 3, 1)
    hours = 105
    seats = 2
    seat_cents = SEAT

    class Params:
        later = factory.Trait(starts_on=dt.date(2021, 4, 1), ends_on=dt.date(2021, 4, 30))
        past = factory.Trait(starts_on=dt.date(2021, 2, 1), ends_on=dt.date(2021, 2, 26))


class EnrolmentFactory(DjangoModelFactory):
    """One trait per status (`enrolled` is the default)."""

    class Meta:
        model = Enrolment

    hire = factory.SubFactory(HireFactory, validated=True)
    session = factory.SubFactory(TrainingSessionFactory)

    class Params:
        enrolled = factory.Trait()
        in_progress = factory.Trait(status=EnrolmentStatus.IN_PROGRESS)
        completed = factory.Trait(status=EnrolmentStatus.COMPLETED)
        certified = factory.Trait(
            status=EnrolmentStatus.CERTIFIED,
            certificate_number=factory.Sequence(lambda n: f"PIX-{n:06d}"),
            pix_score=600,
            certified_on=factory.LazyFunction(clock.today),
        )
        interrupted = factory.Trait(status=EnrolmentStatus.INTERRUPTED)
