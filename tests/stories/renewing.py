"""A running agreement near its end, and the way to the one that renews it; its first post is held by an adviser."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor
from lucette.scheme.agreements import actions as agreements
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications.models import Application, Piece
from lucette.scheme.calls.models import Call
from lucette.scheme.committee.models import Award
from lucette.scheme.payments import actions as payments
from lucette.scheme.posts.queries import posts_of_agreement
from lucette.scheme.recruitment import actions as recruitment
from lucette.scheme.recruitment.models import Hire
from lucette.stories.close_session import close_session
from lucette.stories.renew_agreement import Asked, ask_renewal
from tests.scheme.agreements.factories import REQUESTER, host_of
from tests.scheme.calls.factories import CallFactory
from tests.scheme.committee.factories import DIRECTOR, SessionFactory, line
from tests.scheme.payments import factories as money
from tests.scheme.recruitment.factories import CERTIFIER, HireFactory, host

ENDS = dt.date(2023, 2, 28)  # the term of the agreements of tests
DAY = dt.date(2022, 12, 1)
CONTACT = {"contact_name": "Anne Vidal", "contact_phone": "0555201122", "publics": ["everybody"], "places_planned": "Médiathèque"}
MOTIVATION = "Deux ans d’accompagnement ont montré le besoin : nous voulons continuer."


def running(posts: int = 2, adviser: bool = True, **more: Any) -> Agreement:
    """In force since the first of March 2021, its schedule open; known as files are when they were filed online."""
    it = money.agreement(posts=posts, **more)
    Application.objects.filter(pk=it.award.application_id).update(**CONTACT)
    payments.open_schedule(agreement_id=it.pk, by=SYSTEM)
    if adviser:
        arrives(it)
    return it


def arrives(it: Agreement) -> Hire:
    post = posts_of_agreement(it.pk)[0]
    hire = HireFactory(post=post, organization=it.organization, declared=True, ends_on=ENDS)
    recruitment.validate(hire_id=hire.pk, by=CERTIFIER)
    return hire


def renewal_call(it: Agreement) -> Call:
    return CallFactory(open=True, renewal=True, rules="renouvellement_1", endowment=it.endowment)


def representative(it: Agreement) -> Actor:
    return host(it.organization)


def asked(it: Agreement, by: Actor | None = None, **more: Any) -> Asked:
    wished = {"count": 1, "motivation": MOTIVATION, "contracts_until": None} | more
    return ask_renewal(agreement_id=it.pk, by=by or representative(it), **wished)


def awarded(it: Agreement, on: dt.date = DAY, **more: Any) -> Award:
    """Its renewal asked that day, granted by a session closed by the story."""
    with clock.at(on):
        application = asked(it, **more).application
        Application.objects.filter(pk=application.pk).update(status="on_agenda")
        session = SessionFactory(signed=True, endowment=it.endowment, held_on=on)
        line(session, application=application, decision="granted", posts=application.posts_asked)
        close_session(session_id=session.pk, capacity="directrice générale", by=DIRECTOR)
        return Award.objects.get(application=application)


def to_sign(award: Award) -> Agreement:
    """Asked for, edited, signed by the host: only the Caisse des Dépôts is awaited."""
    it = agreements.ask(award_id=award.pk, by=host_of(award))
    agreements.generate(agreement_id=it.pk, by=REQUESTER)
    return agreements.sign_as_host(agreement_id=it.pk, by=host_of(it))


def given(award: Award) -> None:
    """The document that the call still asks for."""
    Piece.objects.create(application_id=award.application_id, code="sirene", document_id=uuid4(), given_by=uuid4())
