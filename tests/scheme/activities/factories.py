"""Advisers in post, with what it takes to be one; activities and workshops in each status."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any
from uuid import uuid4

import factory
from factory.django import DjangoModelFactory

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations.models import Organization
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.scheme.activities.enums import ActivityKind, Channel, Theme
from lucette.scheme.activities.models import Activity, Workshop
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.models import Call, GrantScale
from lucette.scheme.committee.models import AgendaLine, Award, Session
from lucette.scheme.fund.models import Endowment
from lucette.scheme.posts.models import Post
from lucette.scheme.recruitment.models import Candidate, Hire
from tests.foundation.accounts.factories import PersonFactory
from tests.foundation.organizations.factories import OrganizationFactory, territory
from tests.scheme.places.factories import PlaceFactory

NUMBERS = itertools.count(1)
STARTS, ENDS = dt.date(2021, 1, 4), dt.date(2023, 1, 3)


def award(organization: Organization, endowment: Endowment | None = None, posts: int = 1) -> Award:
    """An award of `posts` posts at 50,000 euros, with its call, application, session and line."""
    n, now, who = f"{next(NUMBERS)}-{uuid4().hex[:6]}", clock.now(), uuid4()
    endowment = endowment or Endowment.objects.create(code=f"d{n}", title="Dotation d’essai", authority_cents=10_000_000_00, posts=100)
    call = Call.objects.create(
        code=f"a{n}", title="Appel", text="Texte", employer="public", endowment=endowment, opens_on=STARTS, published_at=now, status="open"
    )
    scale = GrantScale.objects.create(
        call=call, employer="public", zone="metro", cents=50_000_00, months=24, validity=(STARTS, None), source="essai"
    )
    application = Application.objects.create(
        number=f"C-{n}",
        call=call,
        organization=organization,
        department_code="19",
        region_code="75",
        status="agreed",
        commitments_accepted=True,
        filed_at=now,
        rules_on=now.date(),
        filed_by=who,
        decided_at=now,
        posts_granted=posts,
    )
    session = Session.objects.create(number=f"S-{n}", held_on=STARTS, endowment=endowment)
    line = AgendaLine.objects.create(session=session, application=application, position=1, decision="granted", posts=posts)
    return Award.objects.create(
        number=f"A-{n}",
        application=application,
        line=line,
        session=session,
        organization=organization,
        endowment=endowment,
        scale=scale,
        posts=posts,
        unit_cents=50_000_00,
        amount_cents=50_000_00 * posts,
        months=24,
        recruit_by=ENDS,
    )


def hired(organization: Organization | None = None, of: Award | None = None, status: str = "validated", **fields: Any) -> Hire:
    """A hire at `organization`, in post from 4 January 2021 for two years."""
    organization = organization or OrganizationFactory()
    of = of or award(organization)
    post = Post.objects.create(number=f"P-{next(NUMBERS)}-{uuid4().hex[:6]}", endowment=of.endowment, award=of, unit_cents=of.unit_cents)
    candidate = Candidate.objects.create(
        person=PersonFactory(email=f"{uuid4().hex}@example.fr"),
        commune=territory(),
        radius_km=40,
        available_on=STARTS,
        situations=["graduate"],
        status="hired",
    )
    dates = {"contract_kind": "cdd", "starts_on": STARTS, "ends_on": ENDS, "monthly_gross_cents": 1_900_00, "validated_by": uuid4()}
    return Hire.objects.create(post=post, candidate=candidate, organization=organization, status=status, **dates | fields)


def adviser(hire: Hire) -> Actor:
    """The person of this hire, as an adviser."""
    person = hire.candidate.person_id
    return Actor(person, RoleName.ADVISER, Scope("person", str(person)), "Camille Essai")


def host(organization: Organization, role: RoleName = RoleName.HOST_SECRETARY) -> Actor:
    return Actor(uuid4(), role, Scope("organization", str(organization.pk)), "Dominique Essai")


class WorkshopFactory(DjangoModelFactory):
    """`WorkshopFactory(status="full")`: to come, two seats."""

    class Meta:
        model = Workshop

    hire = factory.LazyFunction(hired)
    place = factory.LazyAttribute(lambda it: PlaceFactory(organization=it.hire.organization))
    title = "Premiers pas sur internet"
    theme = Theme.INTERNET
    starts_at = factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=2))
    minutes = 90
    seats = 2
    status = "open"
    registered = factory.LazyAttribute(lambda it: it.seats if it.status == "full" else 0)


class ActivityFactory(DjangoModelFactory):
    """`ActivityFactory(status="removed")`."""

    class Meta:
        model = Activity

    hire = factory.LazyFunction(hired)
    organization = factory.SelfAttribute("hire.organization")
    place = factory.LazyAttribute(lambda it: PlaceFactory(organization=it.hire.organization))
    kind = ActivityKind.WORKSHOP
    channel = Channel.PLACE
    held_on = dt.date(2021, 2, 26)
    minutes = 60
    participants = 4
    themes = factory.LazyFunction(lambda: [Theme.INTERNET, Theme.EMAIL])
    removal_reason = factory.LazyAttribute(lambda it: "mistake" if it.status == "removed" else "")
    status = "recorded"
