"""A session from its preparation to its publication: each act, by whom, when, and what a refusal leaves untouched."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.journal.models import Entry
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.errors import Forbidden, Invalid, NotFound, Refusal, RuleBroken
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.applications.models import Application
from lucette.scheme.calls.models import GrantScale
from lucette.scheme.committee import actions, queries
from lucette.scheme.committee.enums import SESSION
from lucette.scheme.committee.models import AgendaLine, Award, Session
from lucette.scheme.committee.rules import Vote
from lucette.scheme.fund import queries as fund
from tests.foundation.accounts.factories import PersonFactory, RoleFactory, actor
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.committee.factories import (
    CHAIR,
    DIRECTOR,
    IMPORTER,
    INSTRUCTOR,
    MEMBER,
    UNIT,
    ApplicationFactory,
    CallFactory,
    SessionFactory,
    award,
    endowment,
    line,
    reviewed,
)
from tests.scheme.reviews.factories import tied
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
CAPACITY = "directrice générale"


def in_status(status: str) -> Session:
    session = SessionFactory(**({"signed": True} if status == "open" else {status: True}))
    session.another = reviewed(line(session, decision="granted", posts=2).application.call)
    return session


def rectifying(status: str) -> Session:
    """A session that corrects another, which refused a file."""
    wrong = SessionFactory(closed=True)
    refused = ApplicationFactory(
        call=CallFactory(endowment=wrong.endowment), status=ApplicationStatus.REFUSED, decided_at=clock.now(), decision_reason="motif"
    )
    its = line(wrong, application=refused, decision="refused", reason="motif")
    session = SessionFactory(**{status: True}, endowment=wrong.endowment, rectifies=wrong)
    session.wrong = its
    return session


def to_waiting(session: Session) -> object:
    return actions.move_to_waiting(session_id=session.pk, by=INSTRUCTOR)


PERFORM = {
    "add_to_agenda": lambda it: actions.add_to_agenda(session_id=it.pk, application_id=it.another.pk, by=INSTRUCTOR),
    "take_off": lambda it: actions.take_off(session_id=it.pk, application_id=it.lines.get().application_id, by=INSTRUCTOR),
    "convene": lambda it: actions.convene(session_id=it.pk, by=INSTRUCTOR),
    "declare_conflict": lambda it: actions.declare_conflict(
        session_id=it.pk, application_id=it.lines.get().application_id, person_id=MEMBER.pk, reason="élu", by=MEMBER
    ),
    "open": lambda it: actions.open(session_id=it.pk, present=[CHAIR.pk], by=CHAIR),
    "decide": lambda it: actions.decide(
        session_id=it.pk, application_id=it.lines.get().application_id, decision="granted", posts=2, reason="", by=CHAIR
    ),
    "move_to_waiting": to_waiting,
    "sign_minutes": lambda it: actions.sign_minutes(session_id=it.pk, by=CHAIR),
    "close": lambda it: actions.close(session_id=it.pk, capacity=CAPACITY, by=DIRECTOR),
    "publish": lambda it: actions.publish(session_id=it.pk, by=DIRECTOR),
    "rectify": lambda it: actions.rectify(session_id=it.pk, number="R-1", held_on=it.held_on, members=[CHAIR.pk], quorum=1, by=INSTRUCTOR),
}
CORRECT = {
    "add_correction": lambda it: actions.add_correction(
        session_id=it.pk, application_id=it.wrong.application_id, reason="Une erreur.", by=INSTRUCTOR
    )
}


@pytest.mark.parametrize(("status", "act"), edges(SESSION))
def test_every_edge(status: str, act: str) -> None:
    corrects = act in CORRECT
    assert_edge(SESSION, status, act, rectifying if corrects else in_status, CORRECT if corrects else PERFORM)


@pytest.mark.parametrize("act", sorted(PERFORM))
def test_another_role_is_refused_and_nothing_is_written(act: str, monkeypatch: pytest.MonkeyPatch) -> None:
    status = {"add_to_agenda": "prepared", "take_off": "prepared", "convene": "prepared", "open": "convened", "publish": "closed"}.get(
        act, "open"
    )
    session = in_status(status)
    application = session.lines.get().application
    other, stranger = ApplicationFactory(call=application.call), actor(RoleName.ACCOUNTANT)
    arguments = {
        "add_to_agenda": {"application_id": other.pk},
        "take_off": {"application_id": application.pk},
        "declare_conflict": {"application_id": application.pk, "person_id": MEMBER.pk, "reason": "élu"},
        "open": {"present": [CHAIR.pk]},
        "decide": {"application_id": application.pk, "decision": "granted", "posts": 1, "reason": "partiel"},
        "close": {"capacity": CAPACITY},
        "rectify": {"number": "R-1", "held_on": session.held_on, "members": [CHAIR.pk], "quorum": 1},
    }.get(act, {})
    before = count_rows()
    with pytest.raises(Forbidden):
        getattr(actions, act)(session_id=session.pk, by=stranger, **arguments)
    assert count_rows() == before


def test_out_of_scope_a_session_is_not_found() -> None:
    session = in_status("prepared")
    with pytest.raises(NotFound):
        actions.convene(session_id=session.pk, by=actor(RoleName.PREFECTURE, "department", "19"))


class TestPreparation:
    def test_a_session_is_prepared_with_its_members(self) -> None:
        session = actions.prepare(
            number="S1",
            held_on=dt.date(2021, 3, 5),
            endowment_id=endowment().pk,
            members=[CHAIR.pk, MEMBER.pk, CHAIR.pk],
            quorum=2,
            by=INSTRUCTOR,
        )
        assert (session.status, session.members.count()) == ("prepared", 2)

    @pytest.mark.parametrize(("number", "quorum"), [("", 1), ("S2", 0), ("S2", 3), ("S1", 1)])
    def test_a_number_or_a_quorum_that_makes_no_sense_is_refused(self, number: str, quorum: int) -> None:
        its = {"held_on": dt.date(2021, 3, 5), "endowment_id": endowment().pk, "members": [CHAIR.pk, MEMBER.pk], "by": INSTRUCTOR}
        actions.prepare(number="S1", quorum=1, **its)
        with pytest.raises(Invalid):
            actions.prepare(number=number, quorum=quorum, **its)

    def test_the_import_needs_a_source(self) -> None:
        its = {"number": "S3", "held_on": dt.date(2021, 3, 5), "endowment_id": endowment().pk, "members": [], "quorum": 1, "by": IMPORTER}
        with pytest.raises(RuleBroken):
            actions.prepare(**its)
        assert actions.prepare(**its, source="Données ouvertes").members.count() == 0

    def test_files_are_put_on_the_agenda_in_order_with_a_snapshot(self) -> None:
        session = SessionFactory()
        call = CallFactory(endowment=session.endowment)
        files = [reviewed(call), reviewed(call)]
        lines = [actions.add_to_agenda(session_id=session.pk, application_id=it.pk, by=INSTRUCTOR) for it in files]
        assert [it.position for it in lines] == [1, 2]
        assert (lines[0].snapshot["host"], lines[0].snapshot["opinion"]) == (files[0].organization.name, "favorable")
        assert Application.objects.get(pk=files[0].pk).status == ApplicationStatus.ON_AGENDA

    def test_the_waiting_list_moves_up_by_rank_and_a_file_taken_off_finds_its_rank_again(self) -> None:
        held = SessionFactory(endowment=endowment(10), signed=True)
        call = CallFactory(endowment=held.endowment)
        waits = [reviewed(call) for _ in range(3)]
        for rank, it in enumerate(waits, start=1):
            line(held, application=it, decision="waiting")
            held.lines.filter(application=it).update(waiting_rank=rank)
            Application.objects.filter(pk=it.pk).update(status="waiting_list", waiting_rank=rank, posts_asked=4)
        Session.objects.filter(pk=held.pk).update(status="closed", closed_at=clock.now(), closed_by=DIRECTOR.pk)
        session = SessionFactory(endowment=held.endowment)
        assert [(it.posts, it.waiting, it.session) for it in queries.returned(queries.sessions(INSTRUCTOR))] == [(10, 3, session)]
        added = actions.add_from_waiting(session_id=session.pk, by=INSTRUCTOR)
        assert [it.application_id for it in added] == [it.pk for it in waits]
        actions.take_off(session_id=session.pk, application_id=waits[1].pk, by=INSTRUCTOR)
        assert [(it.application_id, it.position) for it in session.lines.all()] == [(waits[0].pk, 1), (waits[2].pk, 2)]
        back = Application.objects.get(pk=waits[1].pk)
        assert (back.status, back.waiting_rank) == ("waiting_list", 2)

    def test_a_file_of_another_endowment_is_refused(self) -> None:
        with pytest.raises(RuleBroken) as refusal:
            actions.add_to_agenda(session_id=SessionFactory().pk, application_id=ApplicationFactory().pk, by=INSTRUCTOR)
        assert refusal.value.code == "committee.endowment"

    def test_an_empty_session_is_not_convened(self) -> None:
        with pytest.raises(RuleBroken):
            actions.convene(session_id=SessionFactory().pk, by=INSTRUCTOR)

    def test_members_receive_their_convocation(self) -> None:
        session, person = in_status("prepared"), PersonFactory()
        session.members.filter(person_id=MEMBER.pk).update(person_id=person.pk)
        actions.convene(session_id=session.pk, by=INSTRUCTOR)
        assert Letter.objects.filter(kind="session.convened", to_person=person.pk).count() == 1


class TestSitting:
    def test_without_quorum_the_session_does_not_open(self) -> None:
        session = SessionFactory(convened=True, quorum=2)
        with pytest.raises(RuleBroken) as refusal:
            actions.open(session_id=session.pk, present=[CHAIR.pk], by=CHAIR)
        assert refusal.value.code == "committee.quorum"

    def test_only_members_can_be_present(self) -> None:
        with pytest.raises(Invalid):
            actions.open(session_id=SessionFactory(convened=True).pk, present=[uuid.uuid4()], by=CHAIR)

    def test_a_member_in_conflict_neither_sees_nor_decides_the_file(self) -> None:
        session = SessionFactory(open=True)
        file, other = line(session), line(session)
        actions.declare_conflict(session_id=session.pk, application_id=file.application_id, person_id=CHAIR.pk, reason="élue", by=CHAIR)
        page = queries.session_page(session.pk, CHAIR)
        assert ([it.id for it in page.lines], page.hidden) == ([other.pk], 1)
        assert len(queries.session_page(session.pk, INSTRUCTOR).lines) == 2
        with pytest.raises(Forbidden) as refusal:
            actions.decide(session_id=session.pk, application_id=file.application_id, decision="granted", posts=2, reason="", by=CHAIR)
        assert refusal.value.code == "committee.conflict"

    def test_a_conflict_takes_back_the_decision_that_she_had_typed(self) -> None:
        session = SessionFactory(open=True)
        file = line(session)
        actions.decide(session_id=session.pk, application_id=file.application_id, decision="granted", posts=2, reason="", by=CHAIR)
        actions.declare_conflict(
            session_id=session.pk, application_id=file.application_id, person_id=CHAIR.pk, reason="élue", by=INSTRUCTOR
        )
        file.refresh_from_db()
        assert (file.decision, file.posts) == ("", 0)
        assert next(c for c in queries.checks() if c.name == "I18").ok

    def test_a_member_declares_only_her_own_conflicts(self) -> None:
        session = SessionFactory(open=True)
        with pytest.raises(Forbidden):
            actions.declare_conflict(
                session_id=session.pk, application_id=line(session).application_id, person_id=CHAIR.pk, reason="élue", by=MEMBER
            )

    def test_a_file_withdrawn_by_its_host_is_no_longer_decided(self) -> None:
        session = SessionFactory(open=True)
        gone = line(session, application=ApplicationFactory(call=CallFactory(endowment=session.endowment), withdrawn=True))
        with pytest.raises(RuleBroken) as refusal:
            actions.decide(session_id=session.pk, application_id=gone.application_id, decision="granted", posts=1, reason="x", by=CHAIR)
        assert refusal.value.code == "committee.withdrawn"
        assert queries.dry_run(session.pk).pending == 0

    def test_many_votes_are_all_recorded_or_none_and_the_refusal_names_its_file(self) -> None:
        session = SessionFactory(open=True)
        first, second, third = line(session), line(session), line(session)
        votes = [Vote(first.application_id, "granted", 2), Vote(second.application_id, "granted", 1), Vote(third.application_id, "waiting")]
        with pytest.raises(Invalid) as refusal:
            actions.decide_many(session_id=session.pk, votes=votes, by=CHAIR)
        assert "Dossier 2, " in refusal.value.sentence and set(session.lines.values_list("decision", flat=True)) == {""}
        with pytest.raises(Invalid):
            actions.decide_many(session_id=session.pk, votes=[*votes[:1], *votes[:1]], by=CHAIR)
        tied(third.application, CHAIR.pk)
        with pytest.raises(Forbidden):
            actions.decide_many(session_id=session.pk, votes=[votes[0], votes[2]], by=CHAIR)
        decided = actions.decide_many(session_id=session.pk, votes=[votes[2], votes[0]], by=INSTRUCTOR)
        assert [(it.position, it.decision, it.posts, it.decided_by) for it in decided] == [
            (3, "waiting", 0, INSTRUCTOR.pk),
            (1, "granted", 2, INSTRUCTOR.pk),
        ]
        assert Entry.objects.filter(act="session.file_decided").count() == 2

    def test_a_decision_after_the_signature_of_the_minutes_asks_for_a_new_one(self) -> None:
        session = in_status("open")
        PERFORM["decide"](session)
        with pytest.raises(RuleBroken) as refusal:
            PERFORM["close"](session)
        assert refusal.value.code == "committee.minutes"

    def test_the_minutes_wait_for_every_decision(self) -> None:
        session = SessionFactory(open=True)
        line(session)
        with pytest.raises(RuleBroken) as refusal:
            actions.sign_minutes(session_id=session.pk, by=CHAIR)
        assert refusal.value.code == "committee.pending"

    def test_a_chair_who_was_absent_does_not_sign(self) -> None:
        session = in_status("open")
        session.members.filter(person_id=CHAIR.pk).update(present=False)
        with pytest.raises(Forbidden):
            actions.sign_minutes(session_id=session.pk, by=CHAIR)


class TestClosing:
    def test_a_longer_agenda_asks_no_more_questions(self) -> None:
        asked = []
        for files in (2, 8):
            session = SessionFactory(signed=True, endowment=endowment(100))
            call = CallFactory(endowment=session.endowment)
            for _ in range(files):
                line(session, call, decision="granted", posts=2)
                line(session, call, decision="refused", reason="hors sujet")
                line(session, call, decision="waiting")
            with CaptureQueriesContext(connection) as questions:
                actions.close(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
            asked.append(len(questions))
        assert asked[1] - asked[0] == 6, asked  # each rank of the waiting list is a row of its own

    def test_each_prefecture_reads_the_decisions_of_its_territory_once_published(self) -> None:
        here, there = (
            RoleFactory(name=RoleName.PREFECTURE, scope_kind="department", scope_code="19"),
            RoleFactory(name=RoleName.PREFECTURE, scope_kind="department", scope_code="23"),
        )
        session = SessionFactory(closed=True)
        line(session, decision="granted", posts=2, organization__name="Commune de Tulle")
        actions.publish(session_id=session.pk, by=INSTRUCTOR)
        letter = Letter.objects.get(kind="session.published")
        assert letter.to_person == here.person_id != there.person_id and "- Commune de Tulle : accordé, 2 postes." in letter.body

    def decided(self) -> tuple[Session, dict[str, AgendaLine]]:
        session = SessionFactory(signed=True)
        call = CallFactory(endowment=session.endowment)
        return session, {
            "granted": line(session, call, decision="granted", posts=2),
            "partial": line(session, call, decision="granted", posts=1, reason="besoins couverts"),
            "refused": line(session, call, decision="refused", reason="hors sujet"),
            "deferred": line(session, call, decision="deferred", reason="à préciser"),
            "waiting": line(session, call, decision="waiting"),
        }

    def test_awards_money_posts_applications_and_letters_in_one_act(self) -> None:
        session, lines = self.decided()
        actions.close(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
        awards = {it.line_id: it for it in Award.objects.filter(session=session)}
        assert {pk: (a.posts, a.unit_cents, a.amount_cents, a.months) for pk, a in awards.items()} == {
            lines["granted"].pk: (2, UNIT, 2 * UNIT, 24),
            lines["partial"].pk: (1, UNIT, UNIT, 24),
        }
        assert awards[lines["granted"].pk].recruit_by == dt.date(2021, 6, 1)
        position = fund.position(session.endowment_id)
        assert (position.posts.reserved, position.posts.available, position.reserved) == (3, 7, 3 * UNIT)
        statuses = {name: Application.objects.get(pk=it.application_id).status for name, it in lines.items()}
        assert statuses == {
            "granted": "awarded",
            "partial": "awarded",
            "refused": "refused",
            "deferred": "under_review",
            "waiting": "waiting_list",
        }
        assert Letter.objects.filter(about_id__in=[it.application_id for it in lines.values()]).count() == 5
        assert all(check.ok for check in queries.checks(session.endowment_id))

    def test_a_new_scale_changes_nothing_for_a_file_filed_before(self) -> None:
        session = SessionFactory(signed=True)
        first = line(session, decision="granted", posts=2)
        scale = GrantScale.objects.get(call=first.application.call, employer="public")
        Application.objects.filter(pk=first.application_id).update(rules_on=session.held_on - dt.timedelta(days=1))
        GrantScale.objects.filter(pk=scale.pk).update(validity=DateRange(scale.validity.lower, session.held_on))
        new = {"employer": "public", "zone": "metro", "cents": 1, "months": 12, "source": "Avenant"}
        GrantScale.objects.create(call=scale.call, validity=DateRange(session.held_on, None), **new)
        actions.close(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
        it = Award.objects.get(session=session)
        assert (it.unit_cents, it.months) == (UNIT, 24)

    def test_the_scale_follows_the_employer(self) -> None:
        session = SessionFactory(signed=True)
        line(session, decision="granted", posts=2, organization=OrganizationFactory(association=True))
        actions.close(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
        it = Award.objects.get(session=session)
        assert (it.unit_cents, it.months) == (3_200_000, 18)

    def test_ranks_of_the_waiting_list_follow_one_another(self) -> None:
        session, lines = self.decided()
        more = line(session, lines["waiting"].application.call, decision="waiting")
        actions.close(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
        ranks = [AgendaLine.objects.get(pk=it.pk).waiting_rank for it in (lines["waiting"], more)]
        assert ranks == [1, 2]

    @pytest.mark.parametrize(("posts", "grants", "word"), [(1, 100 * UNIT, "1 poste"), (100, UNIT, "50\u202f000,00\u00a0€")])
    def test_while_a_quota_is_exceeded_the_session_is_refused_with_the_figures(self, posts: int, grants: int, word: str) -> None:
        session = SessionFactory(signed=True, endowment=endowment(posts, grants))
        line(session, decision="granted", posts=2)
        before = count_rows()
        with pytest.raises(RuleBroken) as refusal:
            actions.close(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
        assert refusal.value.code == "committee.quota" and word in refusal.value.sentence
        assert count_rows() == before

    def test_one_act_moves_the_last_files_to_the_waiting_list_then_the_session_closes(self) -> None:
        session = SessionFactory(signed=True, endowment=endowment(3))
        first, last = line(session, decision="granted", posts=2), line(session, decision="granted", posts=2)
        assert [it.pk for it in actions.move_to_waiting(session_id=session.pk, by=INSTRUCTOR)] == [last.pk]
        actions.sign_minutes(session_id=session.pk, by=CHAIR)
        actions.close(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
        assert [it.line_id for it in Award.objects.filter(session=session)] == [first.pk]

    def test_two_natural_persons_sign(self) -> None:
        session = SessionFactory(signed=True, minutes_signed_by=DIRECTOR.pk)
        line(session, decision="granted", posts=1, posts_asked=1)
        with pytest.raises(Forbidden) as refusal:
            actions.close(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
        assert refusal.value.code == "committee.same_person"
        with pytest.raises(IntegrityError), transaction.atomic():
            Session.objects.filter(pk=session.pk).update(closed_by=DIRECTOR.pk)

    def test_the_signatory_says_her_capacity(self) -> None:
        with pytest.raises(Invalid):
            actions.close(session_id=in_status("open").pk, capacity=" ", by=DIRECTOR)

    def test_the_import_signs_with_one_hand_what_has_a_source(self) -> None:
        session = SessionFactory(signed=True, minutes_signed_by=IMPORTER.pk, source="Données ouvertes")
        line(session, decision="granted", posts=1, posts_asked=1)
        assert actions.close(session_id=session.pk, capacity="non repris", by=IMPORTER).status == "closed"


def test_a_territory_sees_its_lines_once_published() -> None:
    prefect = actor(RoleName.PREFECTURE, "department", "19")
    session = in_status("closed")
    assert queries.sessions(prefect) == []
    actions.publish(session_id=session.pk, by=DIRECTOR)
    assert len(queries.session_page(session.pk, prefect).lines) == 1
    stranger = actor(RoleName.PREFECTURE, "department", "69")
    assert queries.session_page(session.pk, stranger).lines == []


def test_a_release_gives_back_once() -> None:
    it = award()
    actions.release_award(award_id=it.pk, reason="décliné", by=DIRECTOR)
    assert fund.position(it.endowment_id).posts.available == 10
    with pytest.raises(Refusal):
        actions.release_award(award_id=it.pk, reason="encore", by=DIRECTOR)
