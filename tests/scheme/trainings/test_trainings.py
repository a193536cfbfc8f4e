from __future__ import annotations

import contextvars
import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lucette.foundation.notifications.models import Letter
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.payments.models import Invoice
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.trainings import actions, queries
from lucette.scheme.trainings.enums import ENROLMENT, EnrolmentStatus
from lucette.scheme.trainings.models import Enrolment
from tests.foundation.accounts.factories import actor
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.fund.factories import notified
from tests.scheme.recruitment.factories import INSTRUCTOR, HireFactory, herself, host
from tests.scheme.trainings.factories import SEAT, EnrolmentFactory, TrainingSessionFactory, body
from tests.states import assert_edge, count_rows, edges, stored

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 3, 1)


def open_session(by=INSTRUCTOR, **more):
    wanted = {
        "body_id": OrganizationFactory().pk, "endowment_id": notified().pk, "title": "Parcours", "commune_code": "19272", "starts_on": DAY,
        "ends_on": DAY, "hours": 105, "seats": 10, "seat_cents": SEAT,
    }  # fmt: skip
    return actions.open_session(**wanted | more, by=by)


def test_the_agency_opens_a_session_that_everyone_sees():
    session = open_session()
    assert [(it.id, it.seats_left) for it in queries.open_sessions()] == [(session.pk, 10)]
    assert [it.id for it in queries.sessions(body(session))] == [session.pk]
    assert queries.sessions(body(TrainingSessionFactory())) != queries.sessions(body(session))


@pytest.mark.parametrize(
    ("field", "value"), [("title", " "), ("ends_on", dt.date(2021, 2, 1)), ("hours", 0), ("seats", 0), ("seat_cents", 0)]
)
def test_a_session_that_cannot_be_is_refused_by_field(field, value):
    with pytest.raises(Invalid) as refusal:
        open_session(**{field: value})
    assert list(refusal.value.fields) == [field]


def test_the_body_does_not_open_its_own_session():
    with pytest.raises(Forbidden):
        open_session(by=body(TrainingSessionFactory()))
    for unknown in ({"body_id": uuid.uuid4()}, {"endowment_id": uuid.uuid4()}, {"commune_code": "00000"}):
        with pytest.raises(NotFound):
            open_session(**unknown)


def test_a_host_enrols_its_adviser_and_both_sides_are_told():
    hire, session = HireFactory(validated=True), TrainingSessionFactory()
    trainer = body(session)
    by = host(hire.organization)
    with acting(by):
        enrolment = actions.enrol(session_id=session.pk, hire_id=hire.pk, by=by)
    assert {it.to_person for it in Letter.objects.about(enrolment)} == {hire.candidate.person_id, trainer.pk}
    assert [it.adviser_name for it in queries.enrolments(trainer)] == [str(hire.candidate.person)]
    assert len(queries.enrolments(herself(hire.candidate), session.pk)) == len(queries.enrolments(host(hire.organization))) == 1
    assert queries.enrolments(host(OrganizationFactory())) == []


@pytest.mark.parametrize("status", [it for it in HireStatus.values if it != HireStatus.VALIDATED])
def test_only_a_validated_hire_is_trained(status):
    hire, session = HireFactory(**{status: True}), TrainingSessionFactory()
    by = host(hire.organization)
    rows = count_rows()
    with pytest.raises(RuleBroken, match="contrat est validé"):
        actions.enrol(session_id=session.pk, hire_id=hire.pk, by=by)
    assert count_rows() == rows


def test_one_is_enrolled_once_and_again_after_an_interruption():
    enrolment = EnrolmentFactory()
    by = host(enrolment.hire.organization)
    with pytest.raises(RuleBroken, match="déjà inscrite"):
        actions.enrol(session_id=TrainingSessionFactory().pk, hire_id=enrolment.hire_id, by=by)
    actions.interrupt(enrolment_id=enrolment.pk, reason="Congé", by=by)
    assert actions.enrol(session_id=TrainingSessionFactory().pk, hire_id=enrolment.hire_id, by=by)


def test_a_full_or_past_session_takes_nobody_else():
    full, past = TrainingSessionFactory(seats=1), TrainingSessionFactory(past=True)
    EnrolmentFactory(session=full)
    hire = HireFactory(validated=True)
    for session, said in ((full, "complète \\(1 place\\)"), (past, "terminée")):
        with pytest.raises(RuleBroken, match=said):
            actions.enrol(session_id=session.pk, hire_id=hire.pk, by=INSTRUCTOR)
    assert queries.open_sessions() == []


def test_who_enrols():
    hire, session = HireFactory(validated=True), TrainingSessionFactory()
    with pytest.raises(Forbidden):
        actions.enrol(session_id=session.pk, hire_id=hire.pk, by=herself(hire.candidate))
    with pytest.raises(NotFound):
        actions.enrol(session_id=session.pk, hire_id=hire.pk, by=host(OrganizationFactory()))
    with pytest.raises(NotFound):
        actions.enrol(session_id=uuid.uuid4(), hire_id=hire.pk, by=INSTRUCTOR)


ACTS = ("start", "complete", "certify", "interrupt")


@pytest.mark.parametrize(("status", "act"), edges(ENROLMENT))
def test_every_edge_of_an_enrolment(status, act):
    it = EnrolmentFactory(**{status: True})
    trainer = body(it.session)
    by_trainer = {name: (lambda it, name=name: perform(name, it, trainer)) for name in ACTS}
    assert_edge(ENROLMENT, status, act, make=lambda _: it, perform=by_trainer)


def perform(act, it, by):
    more = {"certify": {"certificate_number": "pix 1234", "pix_score": 1024}, "interrupt": {"reason": "Abandon"}}.get(act, {})
    return getattr(actions, act)(enrolment_id=it.pk, by=by, **more)


@pytest.mark.parametrize(
    ("act", "status"), [("start", "enrolled"), ("complete", "in_progress"), ("certify", "completed"), ("interrupt", "enrolled")]
)
def test_only_the_body_of_the_session_follows_it(act, status):
    it = EnrolmentFactory(**{status: True})
    rows, row = count_rows(), stored(it)
    with pytest.raises(Forbidden):
        perform(act, it, INSTRUCTOR)
    with pytest.raises(Forbidden):
        perform(act, it, herself(it.hire.candidate))
    with pytest.raises(NotFound):
        perform(act, it, actor("training_body", "organization", uuid.uuid4()))
    assert (count_rows(), stored(it)) == (rows, row)


def test_attendance_is_recorded_on_its_day():
    session = TrainingSessionFactory(later=True)
    trainer = body(session)
    with pytest.raises(RuleBroken, match="commence le 1ᵉʳ avril 2021"):
        perform("start", EnrolmentFactory(session=session), trainer)
    with pytest.raises(RuleBroken, match="se termine le 30 avril 2021"):
        perform("complete", EnrolmentFactory(session=session, in_progress=True), trainer)


def test_a_certificate_has_its_number_and_its_score():
    it = EnrolmentFactory(completed=True)
    perform("certify", it, body(it.session))
    kept = stored(it)
    assert (kept["certificate_number"], kept["pix_score"], kept["certified_on"]) == ("PIX1234", 1024, DAY)


@pytest.mark.parametrize(
    ("number", "score", "field"), [("", 10, "certificate_number"), ("ABCD1", 10, "certificate_number"), ("NEW-1", 1025, "pix_score")]
)
def test_a_certificate_is_unique_and_its_score_within_the_scale(number, score, field):
    EnrolmentFactory(certified=True, certificate_number="ABCD1")
    it = EnrolmentFactory(completed=True)
    trainer = body(it.session)
    rows = count_rows()
    with pytest.raises(Invalid) as refusal:
        actions.certify(enrolment_id=it.pk, certificate_number=number, pix_score=score, by=trainer)
    assert list(refusal.value.fields) == [field]
    assert count_rows() == rows


def test_an_interruption_says_why():
    it = EnrolmentFactory()
    with pytest.raises(Invalid):
        actions.interrupt(enrolment_id=it.pk, reason=" ", by=body(it.session))


def test_the_body_invoices_what_was_followed_once():
    session = TrainingSessionFactory(seats=5)
    EnrolmentFactory(session=session, completed=True)
    EnrolmentFactory(session=session, certified=True)
    EnrolmentFactory(session=session, interrupted=True)
    trainer = body(session)
    with acting(trainer):
        invoice = actions.invoice_session(session_id=session.pk, by=trainer)
    assert (invoice.cents, invoice.envelope, invoice.nature, invoice.service_id) == (2 * SEAT, "training", "training", session.pk)
    assert invoice.organization_id == session.body_id
    assert [(it.followed, it.cost.cents, it.invoiced) for it in queries.sessions(trainer)] == [(2, 2 * SEAT, True)]
    rows = count_rows()
    with pytest.raises(WrongState):
        actions.invoice_session(session_id=session.pk, by=trainer)
    assert count_rows() == rows


def test_nothing_is_invoiced_for_nobody_nor_while_somebody_learns():
    session = TrainingSessionFactory()
    trainer = body(session)
    with pytest.raises(RuleBroken, match="Personne"):
        actions.invoice_session(session_id=session.pk, by=trainer)
    EnrolmentFactory(session=session, in_progress=True)
    with pytest.raises(RuleBroken, match="encore en cours"):
        actions.invoice_session(session_id=session.pk, by=trainer)
    assert not Invoice.objects.exists()


def test_an_envelope_that_is_too_small_leaves_nothing_behind():
    session = TrainingSessionFactory(endowment=notified(training=SEAT - 1))
    EnrolmentFactory(session=session, completed=True)
    trainer = body(session)
    rows = count_rows()
    with pytest.raises(RuleBroken):
        actions.invoice_session(session_id=session.pk, by=trainer)
    assert count_rows() == rows
    session.refresh_from_db()
    assert session.invoiced_at is None


def test_only_the_body_invoices_its_session():
    session = TrainingSessionFactory()
    with pytest.raises(Forbidden):
        actions.invoice_session(session_id=session.pk, by=INSTRUCTOR)
    with pytest.raises(NotFound):
        actions.invoice_session(session_id=session.pk, by=body(TrainingSessionFactory()))


@pytest.mark.django_db(transaction=True)
def test_two_people_never_take_the_last_seat():
    with acting(SYSTEM):
        session = TrainingSessionFactory(seats=1)
        hires = [HireFactory(validated=True) for _ in range(2)]

    def take(hire):
        try:
            with acting(INSTRUCTOR):
                actions.enrol(session_id=session.pk, hire_id=hire.pk, by=INSTRUCTOR)
            return ""
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(contextvars.copy_context().run, take, hire) for hire in hires]
        assert sorted(it.result() for it in answers) == ["", "training.full"]
    with acting(SYSTEM):
        assert Enrolment.objects.filter(status=EnrolmentStatus.ENROLLED).count() == 1
