"""An application is instructed: eligibility frozen and explained, opinion of the prefecture, additions, derogation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.models import Person, Role
from lucette.foundation.journal import queries as journal
from lucette.foundation.notifications import queries as notifications
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.applications import actions as applications
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application
from lucette.scheme.calls import actions as calls
from lucette.scheme.reviews import actions, policies, queries
from lucette.scheme.reviews.models import Review
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.applications.factories import ApplicationFactory
from tests.scheme.calls.factories import CallFactory
from tests.scheme.reviews.factories import CompletionRequestFactory, OpinionFactory, ReviewFactory, answers_to
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
INSTRUCTOR, DIRECTOR, IMPORTER, FUNDER = (
    Actor(uuid4(), role, Scope()) for role in (RoleName.INSTRUCTOR, RoleName.AGENCY_DIRECTOR, RoleName.IMPORTER, RoleName.FUNDER)
)
CORREZE, NOUVELLE_AQUITAINE, PARIS = (
    Actor(uuid4(), RoleName.PREFECTURE, Scope(*scope)) for scope in (("department", "19"), ("region", "75"), ("department", "75"))
)
COMMENT = "Le besoin est réel sur ce territoire."


def host(it: Application) -> Actor:
    return Actor(uuid4(), RoleName.HOST_SECRETARY, Scope("organization", str(it.organization_id)))


def opine(it: Application, by: Actor = CORREZE, comment: str = COMMENT, favourable: bool = True) -> object:
    return actions.give_opinion(application_id=it.pk, favourable=favourable, comment=comment, by=by)


PERFORM: dict[str, Callable[[Application], object]] = {
    "take": lambda it: actions.take(application_id=it.pk, by=INSTRUCTOR),
    "opine": opine,
    "ask_completion": lambda it: actions.ask_completion(application_id=it.pk, items=["Statuts"], comment="À signer.", by=INSTRUCTOR),
    "complete": lambda it: actions.complete(application_id=it.pk, answers=answers_to(it), by=host(it)),
    "declare_inadmissible": lambda it: actions.declare_inadmissible(application_id=it.pk, reason="Non éligible.", by=INSTRUCTOR),
}


def made(status: str) -> Application:
    it = ApplicationFactory(complete=True) if status == S.DRAFT else ApplicationFactory(**{status: True})
    if status == S.INCOMPLETE:
        CompletionRequestFactory(application=it)
    return it


@pytest.mark.parametrize(
    ("status", "act"), [case for case in edges(APPLICATION) if case.values[1] in PERFORM and case.values != (S.DRAFT, "opine")]
)
def test_every_status_with_every_act_of_the_instruction(status: str, act: str) -> None:
    assert_edge(APPLICATION, status, act, make=made, perform=PERFORM)


@pytest.mark.parametrize("act", PERFORM)
def test_a_funder_instructs_nothing_and_nothing_is_written(act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    it = made(APPLICATION.by_act[act].sources[0])
    for name in ("INSTRUCTOR", "CORREZE"):
        monkeypatch.setitem(globals(), name, FUNDER)
    monkeypatch.setitem(globals(), "host", lambda _: FUNDER)
    before = count_rows()
    with pytest.raises(Forbidden):
        opine(it, by=FUNDER) if act == "opine" else PERFORM[act](it)
    assert count_rows() == before


def prefect(email: str, kind: str, code: str) -> None:
    person = Person.objects.create(email=email, first_name="Ada", last_name="M")
    Role.objects.create(person=person, name=RoleName.PREFECTURE, scope_kind=kind, scope_code=code, since=dt.date(2021, 1, 1))


def test_taking_freezes_eligibility_and_asks_the_prefecture() -> None:
    prefect("p19@example.fr", "department", "19")
    prefect("p75@example.fr", "department", "75")
    prefect("na@example.fr", "region", "75")
    it = ApplicationFactory(filed=True)
    review = actions.take(application_id=it.pk, by=INSTRUCTOR)
    assert (review.eligible, review.opinion_due_on, review.instructor_id) == (True, dt.date(2021, 3, 31), INSTRUCTOR.pk)
    (letter,) = notifications.letters_about(it)
    assert (letter.kind, letter.to_email) == ("review.opinion_asked", "p19@example.fr")
    assert "31 mars 2021" in letter.body
    it.call.eligible_categories.all().delete()
    frozen = queries.frozen_eligibility(it.pk)
    assert frozen and frozen.eligible and {c.rule for c in frozen.checks} >= {"legal_category", "window", "posts", "zone"}
    assert all(c.source and c.text.endswith(".") for c in frozen.checks)
    assert journal.history(review)[0].act == "review.begun"


def test_without_a_prefecture_of_the_department_the_region_is_asked() -> None:
    prefect("na@example.fr", "region", "75")
    it = ApplicationFactory(filed=True)
    actions.take(application_id=it.pk, by=INSTRUCTOR)
    assert [letter.to_email for letter in notifications.letters_about(it)] == ["na@example.fr"]


@pytest.mark.parametrize(
    ("changes", "posts", "failed", "verdict"),
    [
        ({}, 1, set(), True),
        ({"legal_category": "7172"}, 1, {"legal_category", "state_service"}, False),
        ({"legal_category": "9220"}, 1, {"legal_category"}, False),
        ({"legal_category": "4140"}, 1, {"legal_category"}, False),
        ({"legal_category": "7410"}, 1, set(), None),
        ({"legal_category": ""}, 1, set(), None),
        ({"siret": "12345678901234"}, 1, {"identifier"}, False),
        ({"siret": None, "ridet": "1234567"}, 1, set(), True),
        ({"closed_on": dt.date(2021, 2, 1)}, 1, {"establishment"}, False),
        ({"closed_on": dt.date(2021, 4, 1)}, 1, set(), True),
        ({}, 501, {"posts"}, False),
        ({"employer": "private"}, 1, {"zone"}, False),
    ],
)
def test_eligibility_is_explained_rule_by_rule(changes: dict, posts: int, failed: set[str], verdict: bool | None) -> None:
    found = queries.eligibility(CallFactory(open=True).pk, OrganizationFactory(**changes), posts=posts)
    assert ({check.rule for check in found.failed}, found.eligible) == (failed, verdict)


def test_an_industrial_establishment_passes_once_the_state_has_identified_it() -> None:
    call, host = CallFactory(open=True), OrganizationFactory(legal_category="4140")
    calls.identify(call_id=call.pk, siret=host.siret, decision="Arrêté du préfet de région", decided_on=dt.date(2021, 1, 4), by=INSTRUCTOR)
    found = queries.eligibility(call.pk, host)
    assert found.eligible and "identifié par l’État. Arrêté du préfet de région du 4 janvier 2021." in found.checks[0].text
    other = CallFactory(open=True)
    assert queries.eligibility(other.pk, host).eligible is False


def test_outside_the_window_is_a_failure_except_for_what_is_taken_over() -> None:
    call, organization = CallFactory(open=True, opens_on=dt.date(2021, 4, 1)), OrganizationFactory()
    assert [c.rule for c in queries.eligibility(call.pk, organization).failed] == ["window"]
    taken_over = queries.eligibility(call.pk, organization, taken_over=True)
    assert (taken_over.eligible, taken_over.failed) == (None, [])


def test_an_opinion_is_found_only_in_its_territory() -> None:
    it = ApplicationFactory(under_review=True)
    before = count_rows()
    with pytest.raises(NotFound):
        opine(it, by=PARIS)
    assert count_rows() == before
    opine(it, by=NOUVELLE_AQUITAINE)
    with pytest.raises(NotFound):
        opine(ApplicationFactory())


@pytest.mark.parametrize(("length", "accepted"), [(0, False), (9, False), (10, True), (1000, True), (1001, False)])
def test_a_comment_has_ten_to_a_thousand_characters(length: int, accepted: bool) -> None:
    it = ApplicationFactory(under_review=True)
    if accepted:
        opine(it, comment=" " + "x" * length + " ")
        return
    with pytest.raises(Invalid, match="entre 10 et 1\u202f000") as refusal:
        opine(it, comment=" " * 5 + "x" * length)
    assert "comment" in refusal.value.fields


def test_an_opinion_may_change_and_the_former_is_kept() -> None:
    it = ApplicationFactory(on_agenda=True)
    opine(it)
    opine(it, favourable=False, comment="Un autre projet couvre déjà ce besoin.")
    former, last = queries.opinions(it.pk)
    assert (former.favourable, former.replaced_at is None, last.favourable) == (True, False, False)
    assert queries.opinion(it.pk) == last
    assert [entry.facts["replaces"] for entry in journal.history(it)] == [False, True]
    applications.refuse(application_id=it.pk, reason="Offre suffisante.", by=DIRECTOR)
    with pytest.raises(WrongState):
        opine(it)


def test_where_the_opinion_stands() -> None:
    it = ReviewFactory().application
    day = clock.today()
    assert queries.opinion_state(it.pk, day) == "waiting"
    assert queries.opinion_state(it.pk, dt.date(2021, 3, 31)) == "waiting"
    assert queries.opinion_state(it.pk, dt.date(2021, 4, 1)) == "late"
    assert [(row.id, row.late) for row in queries.awaited_opinions(CORREZE)] == [(it.pk, False)]
    assert queries.awaited_opinions(PARIS) == []
    opine(it)
    assert queries.opinion_state(it.pk, day) == "given"
    assert queries.awaited_opinions(CORREZE) == []
    imported = ApplicationFactory(under_review=True, not_taken_over=["opinion"])
    assert queries.opinion_state(imported.pk, day) == "not_taken_over"


def test_what_must_be_ready_before_the_agenda() -> None:
    day, it = clock.today(), ReviewFactory().application
    with pytest.raises(RuleBroken, match="31 mars 2021"):
        policies.check_ready_for_agenda(it, day)
    policies.check_ready_for_agenda(it, dt.date(2021, 4, 1))
    OpinionFactory(application=it)
    policies.check_ready_for_agenda(it, day)
    with pytest.raises(WrongState):
        policies.check_ready_for_agenda(ApplicationFactory(filed=True), day)
    with pytest.raises(RuleBroken, match="prise en instruction"):
        policies.check_ready_for_agenda(ApplicationFactory(under_review=True), day)


def test_a_file_that_is_not_eligible_needs_a_derogation() -> None:
    it = ReviewFactory(eligible=False).application
    OpinionFactory(application=it)
    with pytest.raises(RuleBroken, match="dérogation"):
        policies.check_ready_for_agenda(it, clock.today())
    with pytest.raises(Forbidden):
        actions.derogate(application_id=it.pk, reason="Seule offre du canton.", by=INSTRUCTOR)
    with pytest.raises(Invalid):
        actions.derogate(application_id=it.pk, reason=" ", by=DIRECTOR)
    review = actions.derogate(application_id=it.pk, reason="Seule offre du canton.", by=DIRECTOR)
    assert review.derogated_by == DIRECTOR.pk
    policies.check_ready_for_agenda(it, clock.today())
    with pytest.raises(RuleBroken):
        actions.derogate(application_id=ReviewFactory().application.pk, reason="Inutile.", by=DIRECTOR)


def test_an_import_asks_nobody_for_an_opinion() -> None:
    prefect("p19@example.fr", "department", "19")
    it = ApplicationFactory(filed=True, source="cnfs_coselec_2021.csv", not_taken_over=["opinion"], organization__legal_category="9220")
    review = actions.take(application_id=it.pk, by=IMPORTER)
    assert (review.eligible, review.opinion_due_on, notifications.letters_about(it)) == (None, None, [])
    it.refresh_from_db()
    policies.check_ready_for_agenda(it, clock.today())


def test_the_host_completes_and_the_clock_stood_still_meanwhile() -> None:
    it = ApplicationFactory(under_review=True)
    request = actions.ask_completion(application_id=it.pk, items=[" Statuts ", ""], comment="À signer.", by=INSTRUCTOR)
    assert ([item.label for item in queries.items_of(request)], request.due_on) == (["Statuts"], dt.date(2021, 3, 16))
    (letter,) = notifications.letters_about(it)
    assert "- Statuts" in letter.body and "16 mars 2021" in letter.body
    with clock.at(dt.date(2021, 3, 6)):
        with pytest.raises(Invalid):
            actions.complete(application_id=it.pk, answers=answers_to(it, " "), by=host(it))
        answered = actions.complete(application_id=it.pk, answers=answers_to(it, "Les voici."), by=host(it))
    it.refresh_from_db()
    assert (it.status, it.answer_due_on) == (S.UNDER_REVIEW, dt.date(2021, 5, 6))
    assert [item.answer for item in queries.items_of(answered)] == ["Les voici."] and queries.open_request(it.pk) is None


def test_what_the_host_answered_waits_for_the_instruction() -> None:
    it, other = ReviewFactory().application, ReviewFactory().application
    assert queries.at_work(INSTRUCTOR).answered == set()
    for day, answer in ((4, "Les voici."), (6, "Et le plan.")):
        with clock.at(dt.date(2021, 3, day)):
            PERFORM["ask_completion"](it)
            assert queries.at_work(INSTRUCTOR).answered == set()
            actions.complete(application_id=it.pk, answers=answers_to(it, answer), by=host(it))
            now = clock.now()
    assert [queries.at_work(by).answered for by in (INSTRUCTOR, CORREZE, PARIS)] == [{it.pk}, {it.pk}, set()]
    first, second = queries.dossier(it.pk).asked
    assert (first.items[0].answer, second.items[0].answer, second.answered_at, second.created_at) == ("Les voici.", "Et le plan.", now, now)
    later = now + dt.timedelta(hours=1)
    for act, target in (("put_on_agenda", S.ON_AGENDA), ("defer", S.UNDER_REVIEW)):
        it.refresh_from_db()
        it.move_to(target, act=act, on=later, by=INSTRUCTOR)
    assert queries.at_work(INSTRUCTOR).answered == set() and queries.dossier(other.pk).asked == []


@pytest.mark.parametrize(("items", "comment", "field"), [([" "], "À signer.", "items"), (["Statuts"], "", "comment")])
def test_a_completion_request_names_items_and_explains(items: list[str], comment: str, field: str) -> None:
    it = ApplicationFactory(under_review=True)
    before = count_rows()
    with pytest.raises(Invalid) as refusal:
        actions.ask_completion(application_id=it.pk, items=items, comment=comment, by=INSTRUCTOR)
    it.refresh_from_db()
    assert (set(refusal.value.fields), it.status, count_rows()) == ({field}, S.UNDER_REVIEW, before)


def test_what_is_not_completed_in_time_is_closed_by_the_clock() -> None:
    late, fine = CompletionRequestFactory().application, CompletionRequestFactory(due_on=dt.date(2021, 3, 20)).application
    with pytest.raises(Forbidden):
        actions.lapse(on=dt.date(2021, 3, 17), by=host(late))
    assert actions.lapse(on=dt.date(2021, 3, 16), by=SYSTEM) == 0
    assert (actions.lapse(on=dt.date(2021, 3, 17), by=SYSTEM), actions.lapse(on=dt.date(2021, 3, 17), by=SYSTEM)) == (1, 0)
    late.refresh_from_db()
    fine.refresh_from_db()
    assert (late.status, fine.status) == (S.CLOSED_INCOMPLETE, S.INCOMPLETE)
    assert "sans suite" in notifications.letters_about(late)[0].subject


def test_an_inadmissible_file_is_told_its_reason_and_remedies() -> None:
    it = ReviewFactory().application
    actions.declare_inadmissible(application_id=it.pk, reason="Service de l’État.", by=INSTRUCTOR)
    (letter,) = notifications.letters_about(it)
    assert "Service de l’État." in letter.body and "tribunal administratif" in letter.body
    assert Review.objects.get().application == it
