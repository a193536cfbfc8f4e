"""A host with its agreement, its adviser and her activities; reports in each status."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.documents.models import Document
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund.models import Endowment
from lucette.scheme.posts.models import Post
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.reports.models import AgencyReport, HostReport
from lucette.scheme.reports.rules import HOST_FIGURES
from lucette.stories.report_to_agency import assemble
from tests.foundation.accounts.factories import actor
from tests.scheme.activities.factories import ActivityFactory, adviser
from tests.scheme.recruitment.factories import HireFactory, host, posts

FROM, TO = dt.date(2021, 1, 1), dt.date(2021, 2, 28)
CERTIFIER, FREEZER, DELEGATE, INSTRUCTOR = (
    actor(role) for role in (RoleName.CERTIFIER, RoleName.CAISSE_DELEGATE, RoleName.CAISSE_DELEGATE, RoleName.INSTRUCTOR)
)
FIGURES = dict.fromkeys(HOST_FIGURES, 3)


@dataclass
class Scene:
    """Two posts agreed, one filled since 4 January 2021, `activities` of four people each."""

    posts: list[Post]
    hire: Hire
    agreement: Agreement
    representative: Actor

    @property
    def adviser(self) -> Actor:
        return adviser(self.hire)

    @property
    def endowment(self) -> Endowment:
        return self.agreement.endowment


def scene(activities: int = 0) -> Scene:
    made = posts(2)
    hire = HireFactory(post=made[0], validated=True, starts_on=dt.date(2021, 1, 4), ends_on=dt.date(2022, 7, 3))
    for n in range(activities):
        kind = "individuel" if n % 2 else "collectif"
        ActivityFactory(hire=hire, place=None, channel="distance", kind=kind, participants=1 if n % 2 else 4)
    return Scene(made, hire, Agreement.objects.get(award=made[0].award), host(hire.organization))


def host_report(status: str = "due", of: Scene | None = None, **fields: Any) -> HostReport:
    of = of or scene()
    it = HostReport.objects.create(
        agreement=of.agreement,
        organization=of.hire.organization,
        starts_on=FROM,
        ends_on=TO,
        due_on=dt.date(2021, 3, 30),
        status=status,
        figures=FIGURES,
        signed_by=uuid4(),
        submitted_by=uuid4(),
        submitted_at=clock.now(),
        **fields,
    )
    it.scene = of  # type: ignore[attr-defined]
    return it


def agency_report(status: str = "frozen", of: Scene | None = None) -> AgencyReport:
    of = of or scene()

    def file(suffix: str) -> Document:
        return Document.objects.create(
            kind="report",
            title="Rapport",
            filename=f"rapport.{suffix}",
            content_type="text/plain",
            size=1,
            sha256="0" * 64,
            file=f"rapport.{suffix}",
            subject_type="reports.agencyreport",
            subject_id=uuid4(),
        )

    signed = (
        {} if status == "frozen" else {"signed_by": uuid4(), "document": file("pdf"), "spreadsheet": file("csv"), "sent_at": clock.now()}
    )
    return AgencyReport.objects.create(
        number=f"R-{uuid4().hex[:8]}",
        endowment=of.endowment,
        starts_on=FROM,
        ends_on=TO,
        figures=assemble(of.endowment.pk, FROM, TO),
        frozen_by=FREEZER.pk,
        status=status,
        **signed,
    )
