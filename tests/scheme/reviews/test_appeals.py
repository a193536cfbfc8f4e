"""A refused host contests; another person answers; PostgreSQL holds it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError

from lucette.foundation.accounts.enums import RoleName as R
from lucette.foundation.documents.models import Document
from lucette.foundation.notifications import queries as notifications
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, WrongState
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews import actions, queries
from lucette.scheme.reviews.models import Appeal, CompletionRequest
from tests.foundation.accounts.factories import PersonFactory
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.reviews.factories import CompletionRequestFactory, ReviewFactory
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
GROUNDS, WHY = "La permanence voisine ferme en juin : le besoin est entier.", "Un fait nouveau est établi."


def who(role: R, pk: UUID | None = None) -> Actor:
    return Actor(pk or uuid4(), role, Scope())


def host(it: Application, role: R = R.HOST_REPRESENTATIVE) -> Actor:
    return Actor(uuid4(), role, Scope("organization", str(it.organization_id)))


def refused(**changes: object) -> Application:
    """Instructed by one person, refused by another."""
    it: Application = ApplicationFactory(refused=True, status_by=uuid4(), **changes)
    ReviewFactory(application=it)
    return it


def contested(**changes: object) -> Application:
    it = refused(**changes)
    actions.appeal(application_id=it.pk, grounds=GROUNDS, by=host(it))
    it.refresh_from_db()
    return it


def answer(it: Application, by: Actor, outcome: str = "upheld", reason: str = WHY) -> Appeal:
    return actions.decide_appeal(application_id=it.pk, outcome=outcome, reason=reason, by=by)


def made(status: str) -> Application:
    return contested() if status == "under_appeal" else ApplicationFactory(**{status: True})


PERFORM = {
    "appeal": lambda it: actions.appeal(application_id=it.pk, grounds=GROUNDS, by=host(it)),
    "uphold_appeal": lambda it: answer(it, who(R.INSTRUCTOR)),
    "reject_appeal": lambda it: answer(it, who(R.AGENCY_DIRECTOR), "rejected"),
}


@pytest.mark.parametrize(("status", "act"), [case for case in edges(APPLICATION) if case.values[1] in PERFORM])
def test_every_status_with_every_act_of_an_appeal(status: str, act: str) -> None:
    assert_edge(APPLICATION, status, act, make=made, perform=PERFORM)


def test_what_is_contested_is_kept_as_it_was() -> None:
    it = refused()
    found = actions.appeal(application_id=it.pk, grounds=f" {GROUNDS} ", filename="a.pdf", content=b"%PDF-1.7\n%%EOF\n", by=host(it))
    assert (found.against, found.against_reason, found.grounds) == ("refused", it.decision_reason, GROUNDS)
    assert (found.contested_id, found.due_on, found.decided_on) == (it.status_by, dt.date(2021, 5, 1), dt.date(2021, 3, 1))
    assert Document.objects.get(pk=found.document_id).organization_id == it.organization_id
    (letter,) = notifications.letters_about(it)
    assert letter.kind == "application.appeal_receipt" and "1ᵉʳ mai 2021" in letter.body


def test_an_appeal_upheld_goes_back_to_the_instruction_with_a_new_clock() -> None:
    it, other = contested(), who(R.INSTRUCTOR)
    with clock.at(dt.date(2021, 4, 1)):
        answer(it, other)
    it.refresh_from_db()
    assert (it.status, it.decided_at, it.decision_reason, it.answer_due_on) == ("under_review", None, "", dt.date(2021, 6, 1))
    assert WHY in notifications.letters_about(it)[-1].body
    assert (queries.open_appeal(it.pk), Appeal.objects.get().answered_by) == (None, other.pk)


def test_an_appeal_rejected_is_the_end_and_only_the_court_is_left() -> None:
    it = contested()
    answer(it, who(R.AGENCY_DIRECTOR), "rejected")
    it.refresh_from_db()
    assert (it.status, it.decision_reason) == ("refused_final", WHY)
    body = notifications.letters_about(it)[-1].body
    assert "tribunal administratif" in body and "recours gracieux" not in body
    applications.open(call_id=it.call_id, organization_id=it.organization_id, by=host(it))


def test_whoever_instructed_or_decided_does_not_answer_under_any_of_her_accounts() -> None:
    first = PersonFactory()
    second = PersonFactory(same_person_as=first)
    it = contested()
    Appeal.objects.filter(application=it).update(instructor_id=first.pk)
    before = count_rows()
    for pk in (first.pk, second.pk, Appeal.objects.get(application=it).contested_id):
        with pytest.raises(Forbidden, match="une autre personne"):
            answer(it, who(R.AGENCY_DIRECTOR, pk))
        assert queries.at_work(who(R.INSTRUCTOR, pk)).appeals == set()
        assert not queries.may_answer_appeal(it.pk, who(R.INSTRUCTOR, pk))
    assert count_rows() == before
    assert queries.at_work(who(R.INSTRUCTOR)).appeals == {it.pk}
    with pytest.raises(IntegrityError, match="whoever instructed or decided"):
        Appeal.objects.filter(application=it).update(outcome="upheld", reason="x", answered_at=clock.now(), answered_by=second.pk)


def test_after_two_months_or_beside_another_file_nothing_is_contested() -> None:
    late = refused()
    with clock.at(dt.date(2021, 5, 2)), pytest.raises(WrongState, match="1ᵉʳ mai 2021"):
        actions.appeal(application_id=late.pk, grounds=GROUNDS, by=host(late))
    again = applications.open(call_id=late.call_id, organization_id=late.organization_id, by=host(late))
    with pytest.raises(WrongState, match=again.number):
        actions.appeal(application_id=late.pk, grounds=GROUNDS, by=host(late))
    applications.withdraw(application_id=again.pk, by=host(late))
    with clock.at(dt.date(2021, 5, 1)):
        assert actions.appeal(application_id=late.pk, grounds=GROUNDS, by=host(late)).due_on == dt.date(2021, 7, 1)


def test_a_secretary_without_delegation_another_host_and_empty_grounds_are_refused() -> None:
    it, stranger = refused(), host(ApplicationFactory())
    before = count_rows()
    for by, grounds, refusal in (
        (host(it, R.HOST_SECRETARY), GROUNDS, Forbidden),
        (stranger, GROUNDS, NotFound),
        (host(it), "Non", Invalid),
        (host(it), "x" * 4_001, Invalid),
    ):
        with pytest.raises(refusal):
            actions.appeal(application_id=it.pk, grounds=grounds, by=by)
    assert count_rows() == before
    with pytest.raises(Invalid):
        answer(contested(), who(R.INSTRUCTOR), "perhaps", "Non")


def test_a_file_closed_for_want_of_additions_may_be_completed_again_once_its_appeal_is_upheld() -> None:
    asked = CompletionRequestFactory()
    actions.lapse(on=dt.date(2021, 3, 17), by=SYSTEM)
    it = asked.application
    actions.appeal(application_id=it.pk, grounds=GROUNDS, by=host(it))
    answer(it, who(R.INSTRUCTOR))
    actions.ask_completion(application_id=it.pk, items=["Budget"], comment="Il manque le budget.", by=who(R.INSTRUCTOR))
    assert CompletionRequest.objects.filter(application=it, answered_at=None).count() == 2
