"""What the rules cannot answer, a person answers: with a reason, and the file waits for it."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal import queries as journal
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import actions as committee
from lucette.scheme.reviews import actions, policies, queries
from lucette.scheme.reviews.models import CheckAnswer, Review
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.committee.factories import SessionFactory
from tests.scheme.reviews.factories import ReviewFactory, left_to_a_person
from tests.states import count_rows

pytestmark = pytest.mark.django_db
INSTRUCTOR, DIRECTOR = (Actor(uuid4(), role, Scope()) for role in (RoleName.INSTRUCTOR, RoleName.AGENCY_DIRECTOR))
WHY = "La convention constitutive ne nomme que des personnes publiques."


def answer(it: Application, verdict: str = "pass", reason: str = WHY, by: Actor = INSTRUCTOR, rule: str = "legal_category") -> Review:
    return actions.answer_check(application_id=it.pk, rule=rule, verdict=verdict, reason=reason, by=by)


@pytest.fixture
def left() -> Application:
    return left_to_a_person()


def test_a_check_left_to_a_person_holds_the_file_until_it_is_answered(left: Application) -> None:
    session = SessionFactory(endowment=left.call.endowment)
    before = count_rows()
    with pytest.raises(RuleBroken, match="Une condition d’éligibilité reste à vérifier") as refusal:
        committee.add_to_agenda(session_id=session.pk, application_id=left.pk, by=INSTRUCTOR)
    assert refusal.value.code == "review.to_check" and count_rows() == before
    (candidate,) = queries.agenda_candidates(INSTRUCTOR, left.call.endowment_id)
    assert "reste à vérifier" in candidate.obstacle
    assert answer(left).eligible is True
    assert queries.agenda_candidates(INSTRUCTOR, left.call.endowment_id)[0].obstacle == ""
    committee.add_to_agenda(session_id=session.pk, application_id=left.pk, by=INSTRUCTOR)


def test_the_answer_says_who_when_and_why_and_eligibility_reads_it(left: Application) -> None:
    with clock.at(dt.date(2021, 3, 5)):
        answer(left, reason=f"  {WHY} ")
        now = clock.now()
    given = CheckAnswer.objects.get()
    assert (given.answered_by, given.answered_at, given.verdict, given.reason) == (INSTRUCTOR.pk, now, "pass", WHY)
    (entry,) = [it for it in journal.history(left) if it.act == "review.check_answered"]
    assert (entry.actor_id, entry.facts["rule"], entry.facts["verdict"]) == (INSTRUCTOR.pk, "legal_category", "pass")
    found = queries.frozen_eligibility(left.pk)
    assert found and found.eligible is True
    checks = queries.dossier(left.pk).checks
    assert checks == found.checks
    (shown,) = [check for check in checks if check.rule == "legal_category"]
    assert shown.verdict == "pass" and shown.text.endswith(f"Vérifié le 5 mars 2021 : {WHY}")
    assert [check["verdict"] for check in Review.objects.get(application=left).checks].count("to_check") == 1  # what was computed stays


def test_a_condition_that_is_not_met_asks_for_a_derogation(left: Application) -> None:
    assert answer(left, "fail", "Aucun texte ne nomme cet établissement.").eligible is False
    with pytest.raises(RuleBroken, match="n’est pas éligible"):
        policies.check_ready_for_agenda(left, clock.today())
    actions.derogate(application_id=left.pk, reason="Seule offre du canton.", by=DIRECTOR)
    policies.check_ready_for_agenda(left, clock.today())


def test_a_derogation_does_not_stand_for_an_answer() -> None:
    checks = [
        {"rule": rule, "verdict": verdict, "text": "Texte.", "source": "Appel"} for rule, verdict in (("a", "fail"), ("b", "to_check"))
    ]
    it = ReviewFactory(eligible=False, checks=checks, opinion_due_on=dt.date(2021, 2, 1)).application
    actions.derogate(application_id=it.pk, reason="Seule offre du canton.", by=DIRECTOR)
    with pytest.raises(RuleBroken, match="reste à vérifier"):
        policies.check_ready_for_agenda(it, clock.today())
    assert answer(it, rule="b").eligible is False
    policies.check_ready_for_agenda(it, clock.today())


def test_an_answer_is_changed_and_the_former_one_kept(left: Application) -> None:
    assert (answer(left, "fail", "Aucun texte ne le nomme.").eligible, answer(left).eligible) == (False, True)
    assert sorted((it.verdict, it.replaced_at is None) for it in CheckAnswer.objects.all()) == [("fail", False), ("pass", True)]
    (shown,) = queries.to_verify(left.pk)
    assert shown.answer and shown.answer.verdict == "pass"


@pytest.mark.parametrize(
    ("typed", "field"), [({"verdict": "to_check"}, "verdict"), ({"reason": " Oui "}, "reason"), ({"reason": "x" * 1001}, "reason")]
)
def test_an_answer_says_yes_or_no_and_why(left: Application, typed: dict[str, str], field: str) -> None:
    before = count_rows()
    with pytest.raises(Invalid) as refusal:
        answer(left, **typed)
    assert set(refusal.value.fields) == {field} and count_rows() == before


def test_only_what_was_left_to_a_person_is_answered(left: Application) -> None:
    with pytest.raises(RuleBroken, match="n’est pas à vérifier"):
        answer(left, rule="window")
    with pytest.raises(RuleBroken, match="n’est pas à vérifier"):
        answer(ApplicationFactory(under_review=True))
    for state in ({"filed": True}, {"incomplete": True}, {"on_agenda": True}, {"awarded": True}):
        with pytest.raises(WrongState):
            answer(ApplicationFactory(**state))
    assert not CheckAnswer.objects.exists()


@pytest.mark.parametrize("role", [RoleName.PREFECTURE, RoleName.MEMBER, RoleName.CHAIR, RoleName.FUNDER, RoleName.HOST_SECRETARY])
def test_who_does_not_instruct_answers_nothing(left: Application, role: RoleName) -> None:
    scope = {RoleName.PREFECTURE: Scope("department", "19"), RoleName.HOST_SECRETARY: Scope("organization", str(left.organization_id))}
    with pytest.raises((Forbidden, NotFound)):
        answer(left, by=Actor(uuid4(), role, scope.get(role, Scope())))
    assert not CheckAnswer.objects.exists()


def test_what_is_taken_over_was_decided_before() -> None:
    it = left_to_a_person(source="cnfs_coselec_2021.csv")
    policies.check_ready_for_agenda(it, clock.today())
    assert queries.at_work(INSTRUCTOR).to_check == set()


def test_what_is_left_to_a_person_waits_for_the_instruction(left: Application) -> None:
    ReviewFactory()
    assert queries.at_work(INSTRUCTOR).to_check == {left.pk}
    answer(left)
    assert queries.at_work(INSTRUCTOR).to_check == set()


@pytest.mark.parametrize("broken", [{"verdict": "to_check"}, {"reason": "Court."}, {}])
def test_the_base_holds_one_answer_in_force_that_passes_or_fails_with_its_reason(left: Application, broken: dict[str, str]) -> None:
    answer(left)
    other = {"rule": "other"} if broken else {}
    given = {"rule": "legal_category", "verdict": "pass", "reason": WHY, "answered_by": uuid4(), "answered_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckAnswer.objects.create(review=Review.objects.get(application=left), **(given | other | broken))
