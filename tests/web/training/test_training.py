"""The training bodies' space."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.scheme.payments.models import Invoice
from lucette.scheme.trainings.models import TrainingSession
from tests.foundation.accounts.factories import PersonFactory, RoleFactory
from tests.scheme.trainings.factories import SEAT, EnrolmentFactory, TrainingSessionFactory
from tests.web.hand import play, send
from tests.web.pages import read
from tests.web.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(client: Client) -> TrainingSession:
    """A session of today, somebody of its body signed in."""
    it = TrainingSessionFactory()
    held = RoleFactory(name=RoleName.TRAINING_BODY, scope_kind="organization", scope_code=str(it.body_id), person=PersonFactory())
    client.force_login(held.person)
    return it


def act(name: str, it: Any) -> str:
    return reverse(f"training:{name}", args=[it.pk])


def test_an_empty_dashboard_says_what_will_come(client: Client) -> None:
    signed_in(client, RoleName.TRAINING_BODY)
    assert "Vos sessions de formation apparaîtront ici" in read(client, "/formation/")
    for name in ("sessions", "enrolments", "invoices"):
        read(client, reverse(f"training:{name}"))


def test_a_body_sees_its_sessions_its_enrolments_and_their_payment(client: Client, session: TrainingSession) -> None:
    enrolment = EnrolmentFactory(session=session)
    page = read(client, "/formation/")
    assert "a commencé : dites qui est là" in page and act("follow", session) in page and act("session", session) in page
    for address in (act("session", session), act("enrolment", enrolment), "/formation/inscriptions/"):
        assert str(enrolment.hire.candidate.person) in read(client, address)


def test_what_is_another_s_is_not_found(client: Client) -> None:
    enrolment = EnrolmentFactory()
    signed_in(client, RoleName.TRAINING_BODY)
    for name, pk in (("session", enrolment.session_id), ("follow", enrolment.session_id), ("invoice", enrolment.session_id)):
        for wanted in (pk, uuid.uuid4()):
            assert client.get(reverse(f"training:{name}", args=[wanted])).status_code == 404
    for name in ("enrolment", "start", "complete", "certify", "interrupt"):
        assert client.get(act(name, enrolment)).status_code == 404
    signed_in(client, RoleName.HOST_SECRETARY)
    assert client.post(act("start", enrolment)).status_code == 404


def test_a_training_goes_from_presence_to_certificate(client: Client, session: TrainingSession) -> None:
    it = EnrolmentFactory(session=session)
    for name, status, words in (("start", "in_progress", "sa formation commence"), ("complete", "completed", "a suivi toute la formation")):
        assert act(name, it) in read(client, act("enrolment", it))
        assert words in play(client, act(name, it))
        it.refresh_from_db()
        assert it.status == status
    page = send(client, act("certify", it), certificate_number="?", pix_score="600")
    assert "Recopiez le numéro du certificat Pix" in page and 'value="?"' in page
    assert "Le certificat Pix" in play(client, act("certify", it), certificate_number="p-77", pix_score="600")
    it.refresh_from_db()
    assert (it.status, it.certificate_number, it.pix_score) == ("certified", "P-77", 600)
    assert "On ne peut pas" in client.get(act("start", it), follow=True).content.decode()


def test_presence_waits_for_the_first_day(client: Client, session: TrainingSession) -> None:
    it = EnrolmentFactory(session=TrainingSessionFactory(body=session.body, later=True))
    assert act("start", it) not in read(client, act("enrolment", it))
    assert "La session commence le 1ᵉʳ avril 2021." in send(client, act("start", it))
    assert "la session commence le" in read(client, act("session", it.session))


def test_a_training_is_interrupted_with_its_reason(client: Client, session: TrainingSession) -> None:
    it = EnrolmentFactory(session=session)
    assert "Cette réponse est nécessaire." in send(client, act("interrupt", it))
    assert "est interrompue" in play(client, act("interrupt", it), reason="Changement de dates")
    it.refresh_from_db()
    assert it.status == "interrupted"


class TestFollow:
    def test_each_line_of_a_session_is_taken_by_itself(self, client: Client, session: TrainingSession) -> None:
        enrolled, going, over = (EnrolmentFactory(session=session, **{trait: True}) for trait in ("enrolled", "in_progress", "completed"))
        left = EnrolmentFactory(session=session)
        told = {f"tick_{enrolled.pk}": "on", f"tick_{going.pk}": "on", f"number_{over.pk}": "P-0001", f"score_{over.pk}": "700"}
        assert "3 lignes enregistrées." in play(client, act("follow", session), **told)
        for it, status in ((enrolled, "in_progress"), (going, "completed"), (over, "certified"), (left, "enrolled")):
            it.refresh_from_db()
            assert it.status == status

    def test_a_line_refused_comes_back_with_what_was_typed(self, client: Client, session: TrainingSession) -> None:
        EnrolmentFactory(certified=True, certificate_number="P-0001")
        good, bad = EnrolmentFactory(session=session), EnrolmentFactory(session=session, completed=True)
        told = {f"tick_{good.pk}": "on", f"number_{bad.pk}": "P-0001", f"score_{bad.pk}": "700"}
        page = play(client, act("follow", session), **told)
        assert "1 ligne enregistrée. 1 ligne reste à corriger." in page
        assert f"{bad.hire.candidate.person} : Ce numéro de certificat est déjà enregistré." in page
        assert 'value="P-0001"' in page and 'value="700"' in page
        good.refresh_from_db(), bad.refresh_from_db()
        assert (good.status, bad.status) == ("in_progress", "completed")

    def test_nothing_taken_says_so_beside_the_line(self, client: Client, session: TrainingSession) -> None:
        bad = EnrolmentFactory(session=session, completed=True)
        assert "Cochez au moins une personne" in send(client, act("follow", session))
        page = send(client, act("follow", session), **{f"number_{bad.pk}": "P-0001"})
        assert "Donnez aussi le score Pix." in page and 'value="P-0001"' in page
        bad.refresh_from_db()
        assert bad.status == "completed"


class TestInvoice:
    def test_the_sum_is_told_before_and_in_the_receipt(self, client: Client, session: TrainingSession) -> None:
        EnrolmentFactory(session=session, completed=True), EnrolmentFactory(session=session, certified=True)
        address = act("invoice", session)
        assert address in read(client, act("session", session))
        page = read(client, address)
        assert "2\u00a0000,00\u00a0€" in page and "places suivies" in page
        assert "La session est facturée" in play(client, address)
        assert Invoice.objects.get().cents == 2 * SEAT
        assert "déjà facturée" in send(client, address)
        assert "facturée" in read(client, act("session", session))
        assert Invoice.objects.get().number in read(client, "/formation/factures/")

    def test_a_session_still_under_way_is_not_invoiced(self, client: Client, session: TrainingSession) -> None:
        EnrolmentFactory(session=session)
        address = act("invoice", session)
        assert address not in read(client, act("session", session))
        assert "Attention" in read(client, address)
        assert "Des inscriptions sont encore en cours" in send(client, address)
        assert not Invoice.objects.exists()


def test_lists_are_narrowed_paged_and_taken_away(client: Client, session: TrainingSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lucette.web.gate.listings.SHOWN", 1)
    TrainingSessionFactory(body=session.body, later=True, title="Session d’avril")
    page = read(client, "/formation/sessions/")
    assert "Session d’avril" in page and session.title not in page
    following = page.split('href="/formation/sessions/?apres=')[1].split('"')[0]
    assert session.title in read(client, f"/formation/sessions/?apres={following}")
    assert "Session d’avril" not in read(client, "/formation/sessions/?etat=en-cours")
    exported = client.get("/formation/sessions/?format=csv").content.decode()
    assert "Session d’avril" in exported and session.title in exported
    it = EnrolmentFactory(session=session)
    assert str(it.hire.candidate.person) not in read(client, "/formation/inscriptions/?etat=certified")
    assert str(it.hire.candidate.person) in client.get("/formation/inscriptions/?format=csv").content.decode()
