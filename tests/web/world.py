"""A small scheme for tests of pages: one host in Corrèze at every stage, and one elsewhere."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.test import Client

from lucette.foundation.documents import actions as documents
from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.models import Organization
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications.models import Application, Piece
from lucette.scheme.calls import actions as calls
from lucette.scheme.calls.models import Call
from lucette.scheme.committee.models import Award, Session
from lucette.scheme.network.models import Publication
from lucette.scheme.payments.models import Order
from lucette.scheme.places.models import Place
from lucette.scheme.posts.models import Post
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.reports.models import AgencyReport, HostReport
from lucette.stories.report_to_agency import assemble
from tests.foundation.organizations.factories import OrganizationFactory, territory
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.calls.factories import CallFactory
from tests.scheme.committee import factories as committee
from tests.scheme.fund.factories import DIRECTOR
from tests.scheme.network.factories import PublicationFactory
from tests.scheme.payments import factories as payments
from tests.scheme.places.factories import PlaceFactory
from tests.scheme.recruitment.factories import HireFactory
from tests.scheme.reports.factories import FIGURES
from tests.scheme.reviews.factories import CompletionRequestFactory, OpinionFactory, ReviewFactory


@dataclass(frozen=True)
class World:
    """Everything of `host` (Corrèze) has a page; `elsewhere` is the file of another host, in Paris."""

    host: Organization
    draft: Application
    reviewed: Application
    incomplete: Application
    award: Award
    agreement: Agreement
    post: Post
    hire: Hire
    order: Order
    report: HostReport
    session: Session
    agency_report: AgencyReport
    publication: Publication
    place: Place
    call: Call
    elsewhere: Application


def world() -> World:
    host = OrganizationFactory(name="Commune de Tulle")
    call = CallFactory(draft=True, code="appel-public")
    calls.publish(call_id=call.pk, by=DIRECTOR)
    reviewed = ApplicationFactory(organization=host, under_review=True)
    ReviewFactory(application=reviewed)
    OpinionFactory(application=reviewed, replaced_at=clock.now())
    incomplete = ApplicationFactory(organization=host, incomplete=True, pieces=False)
    CompletionRequestFactory(application=incomplete)
    agreement = payments.agreement(organization=host)
    Document.objects.filter(pk=agreement.document_id).update(organization_id=host.pk)
    first, *_ = payments.actions.open_schedule(agreement_id=agreement.pk, by=SYSTEM)
    post = Post.objects.filter(attachments__agreement=agreement).order_by("number")[0]
    hire = HireFactory(post=post, organization=host, validated=True)
    session = committee.SessionFactory(open=True)
    committee.line(session, organization=host, decision="granted", posts=2)
    committee.line(session)
    awarded = committee.award(organization=host)
    for subject, title in ((awarded, "Lettre d’attribution"), (session, "Procès-verbal")):
        documents.store(
            kind="letter",
            title=title,
            filename="f.pdf",
            content=b"%PDF-",
            content_type="application/pdf",
            subject=subject,
            by=SYSTEM,
            organization_id=host.pk if subject is awarded else None,
        )
    given = documents.store(
        kind="piece", title="Acte", filename="f.pdf", content=b"%PDF-", content_type="application/pdf", subject=reviewed, by=SYSTEM
    )
    Piece.objects.update(document_id=given.pk)
    report = HostReport.objects.create(
        agreement=agreement,
        organization=host,
        starts_on=dt.date(2021, 1, 1),
        ends_on=dt.date(2021, 6, 30),
        due_on=dt.date(2021, 7, 31),
        status="to_complete",
        figures=FIGURES,
    )
    return World(
        host=host,
        draft=ApplicationFactory(organization=host, call=call),
        reviewed=reviewed,
        incomplete=incomplete,
        award=awarded,
        agreement=agreement,
        post=post,
        hire=hire,
        order=payments.requested(first),
        report=report,
        session=session,
        agency_report=agency_report(agreement.endowment),
        publication=PublicationFactory(published=True),
        place=PlaceFactory(organization=host),
        call=call,
        elsewhere=ApplicationFactory(
            organization=OrganizationFactory(name="Ville de Paris", commune=territory("75056", "Paris", "75", "11", "217500016")),
            filed=True,
        ),
    )


def elsewhere() -> Application:
    commune = territory("75056", "Paris", "75", "11", "217500016")
    return ApplicationFactory(organization=OrganizationFactory(name="Ville de Paris", commune=commune), filed=True)


def agency_report(endowment: Any) -> AgencyReport:
    return AgencyReport.objects.create(
        number="R-2021-00001",
        endowment=endowment,
        starts_on=dt.date(2021, 1, 1),
        ends_on=dt.date(2021, 6, 30),
        figures=assemble(endowment.pk, dt.date(2021, 1, 1), dt.date(2021, 6, 30)),
        frozen_by=uuid.uuid4(),
    )


def read(client: Client, address: str) -> str:
    """The page at this address: found, in French, with one h1, no text of a template left over. Returns it."""
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200, (address, answer.status_code)
    assert '<html lang="fr"' in page and len(re.findall("<h1[ >]", page)) == 1, address
    assert "None" not in page and "&lt;" not in page and "{{" not in page, address
    return page
