"""Posts on offer, candidates and hires for tests: rows as the acts would leave them; the fund's books are opened by its own acts."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from factory.django import DjangoModelFactory

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Commune
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.scheme.agreements.enums import AgreementStatus
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.committee.models import Award
from lucette.scheme.fund import actions as fund
from lucette.scheme.posts.models import Assignment, Attachment, Post
from lucette.scheme.recruitment.enums import CandidateStatus, ContractKind, EndReason, HireStatus, Situation
from lucette.scheme.recruitment.models import Candidate, Hire
from tests.foundation.accounts.factories import PersonFactory, RoleFactory, actor
from tests.foundation.organizations.factories import BankDetailsFactory
from tests.scheme.committee.factories import award

CERTIFIER, REQUESTER, INSTRUCTOR = (actor(it) for it in (RoleName.CERTIFIER, RoleName.REQUESTER, RoleName.INSTRUCTOR))
WAGE = 2_000_00  # cents a month
STARTS, ENDS = dt.date(2021, 3, 15), dt.date(2022, 9, 14)


def commune(code: str) -> Commune:
    """A real commune of the template database: "19272" Tulle, "19031" Brive-la-Gaillarde, "87085" Limoges, "97105" Basse-Terre."""
    return Commune.objects.get(code=code)


def agreement(of: Award) -> Agreement:
    """In force since today, with its money and posts committed by the fund."""
    host = of.organization
    document = Document.objects.create(
        kind="agreement", title="Convention", filename="convention.pdf", content_type="application/pdf", size=1, sha256="0" * 64,
        file="convention.pdf", subject_type="agreements.agreement", subject_id=uuid.uuid4(), organization_id=host.pk,
    )  # fmt: skip
    it = Agreement.objects.create(
        number=f"CV-2021-{uuid.uuid4().hex[:8]}", award=of, organization=host, department_code=host.commune.department_id,
        region_code=host.commune.region_id, endowment=of.endowment, status=AgreementStatus.IN_FORCE, posts=of.posts,
        unit_cents=of.unit_cents, amount_cents=of.amount_cents, months=of.months, asked_by=uuid.uuid4(), generated_by=uuid.uuid4(),
        bank_details=BankDetailsFactory(organization=host, active=True), document=document, in_force_on=clock.today(),
        ends_on=clock.today() + dt.timedelta(days=730),
    )  # fmt: skip
    fund.commit(
        endowment_id=of.endowment_id, award_id=of.pk, agreement_id=it.pk, lines={1: of.amount_cents}, posts=of.posts,
        released_cents=0, released_posts=0, by=CERTIFIER,
    )  # fmt: skip
    return it


def posts(count: int = 1, agreed: bool = True, **application: Any) -> list[Post]:
    """Posts of one award, agreed today unless told; `application`: organization=…, start_on=…"""
    of = award(posts=count, **application)
    signed = agreement(of) if agreed else None
    made = [
        Post.objects.create(number=f"P-{uuid.uuid4().hex[:12]}", endowment=of.endowment, award=of, unit_cents=of.unit_cents)
        for _ in range(count)
    ]
    for it in made:
        Attachment.objects.create(
            post=it, organization=of.organization, agreement=signed, period=DateRange(clock.today(), None),
            agreed_on=clock.today() if signed else None,
        )  # fmt: skip
    return made


def post(agreed: bool = True, **application: Any) -> Post:
    return posts(1, agreed, **application)[0]


def organization_of(it: Post) -> Organization:
    return it.attachments.get().organization


def host(organization: Organization, role: RoleName = RoleName.HOST_REPRESENTATIVE) -> Actor:
    """A representative who can be written to."""
    held = RoleFactory(name=role, scope_kind="organization", scope_code=str(organization.pk))
    return Actor(held.person_id, role, Scope("organization", str(organization.pk)))


def herself(it: Candidate) -> Actor:
    return Actor(it.person_id, RoleName.CANDIDATE, Scope("person", str(it.person_id)))


class CandidateFactory(DjangoModelFactory):
    """Available today at Tulle, within 10 km; one trait per status."""

    class Meta:
        model = Candidate

    person = factory.SubFactory(PersonFactory)
    commune = factory.LazyFunction(lambda: commune("19272"))
    radius_km = 10
    available_on = dt.date(2021, 3, 1)
    situations = [Situation.JOB_SEEKER]

    class Params:
        available = factory.Trait()
        hired = factory.Trait(status=CandidateStatus.HIRED)
        withdrawn = factory.Trait(status=CandidateStatus.WITHDRAWN)


class HireFactory(DjangoModelFactory):
    """An invitation; one trait per status. A validated hire has its assignment, as posts.fill leaves it, but no posting of the fund:
    let the act fill the post where the books matter."""

    class Meta:
        model = Hire
        skip_postgeneration_save = True

    post = factory.LazyFunction(post)
    candidate = factory.SubFactory(CandidateFactory)
    organization = factory.LazyAttribute(lambda it: organization_of(it.post))

    class Params:
        invited = factory.Trait()
        accepted = factory.Trait(status=HireStatus.ACCEPTED)
        declined = factory.Trait(status=HireStatus.DECLINED)
        selected = factory.Trait(status=HireStatus.SELECTED)
        declared = factory.Trait(
            status=HireStatus.DECLARED, contract_kind=ContractKind.CDD, starts_on=STARTS, ends_on=ENDS, monthly_gross_cents=WAGE
        )
        validated = factory.Trait(
            declared=True,
            status=HireStatus.VALIDATED,
            validated_by=CERTIFIER.pk,
            candidate=factory.SubFactory(CandidateFactory, hired=True),
        )
        ended = factory.Trait(declared=True, status=HireStatus.ENDED, ended_on=dt.date(2021, 3, 20), end_reason=EndReason.RESIGNATION)
        cancelled = factory.Trait(status=HireStatus.CANCELLED)

    @factory.post_generation
    def assignment(self: Hire, create: bool, extracted: object, **_: object) -> None:
        if create and self.status == HireStatus.VALIDATED:
            last = self.ends_on + dt.timedelta(days=1) if self.ends_on else None
            Assignment.objects.create(
                post=self.post, person_id=self.candidate.person_id, hire_id=self.pk, period=DateRange(self.starts_on, last)
            )
