"""A session that corrects a closed one: raised, lowered, refused, awarded, waiting; the ledger, the posts, the letters, the walls."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from lucette.foundation.documents.models import Document
from lucette.foundation.notifications.models import Letter
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Invalid, Refusal, RuleBroken, WrongState
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.applications.models import Application
from lucette.scheme.committee import actions, queries, rules
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.models import AgendaLine, Award, Session
from lucette.scheme.fund import queries as fund
from lucette.scheme.posts import actions as posts
from lucette.scheme.posts import queries as post_queries
from lucette.scheme.posts.models import Post
from lucette.stories.close_session import close_session
from tests.foundation.accounts.factories import RoleFactory
from tests.scheme.committee.factories import (
    CHAIR,
    DIRECTOR,
    INSTRUCTOR,
    MEMBER,
    UNIT,
    ApplicationFactory,
    CallFactory,
    SessionFactory,
    endowment,
    line,
)

CAPACITY, DAY = "directrice générale", dt.date(2021, 4, 1)
WHY = "Une erreur de saisie."


def closed(decided: dict[str, int], of: Any = None, call: Any = None) -> Session:
    """A session closed by the real acts: each decision with its posts."""
    of = of or endowment(10)
    call = call or CallFactory(endowment=of)
    session = SessionFactory(endowment=of, signed=True)
    for decision, count in decided.items():
        line(session, call, decision=decision, posts=count, reason="" if decision == "granted" else "motif", posts_asked=max(count, 2))
    actions.close(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
    posts.create_for_awards(award_ids=[it.pk for it in queries.awards_of_session(session.pk, DIRECTOR)], by=DIRECTOR)
    return session


def prepared(wrong: Session, number: str = "R-1") -> Session:
    members = {"members": [CHAIR.pk, MEMBER.pk], "quorum": 1}
    return actions.rectify(session_id=wrong.pk, number=number, held_on=DAY, **members, by=INSTRUCTOR)


def sat(wrong: Session, votes: dict[str, tuple[str, int]], number: str = "R-1") -> Session:
    """A rectifying session whose minutes are signed: by former decision, the new one."""
    session = prepared(wrong, number)
    lines = {it.decision: it.application_id for it in wrong.lines.all()}
    for former in votes:
        actions.add_correction(session_id=session.pk, application_id=lines[former], reason=WHY, by=INSTRUCTOR)
    actions.convene(session_id=session.pk, by=INSTRUCTOR)
    actions.open(session_id=session.pk, present=[CHAIR.pk], by=CHAIR)
    told = [rules.Vote(lines[former], decision, count, "Vu en séance.") for former, (decision, count) in votes.items()]
    actions.decide_many(session_id=session.pk, votes=told, by=CHAIR)
    actions.sign_minutes(session_id=session.pk, by=CHAIR)
    return session


def checked(session: Session) -> None:
    of = session.endowment_id
    faults = [it for it in [*fund.verify(of), *queries.checks(of), *post_queries.checks(of)] if not it.ok]
    assert not faults, faults


def left(session: Session) -> tuple[int, int]:
    it = fund.left_to_award(session.endowment)
    return it.posts, it.cents


@pytest.mark.django_db
def test_every_correction_in_one_closing() -> None:
    wrong = closed({"granted": 2, "refused": 0, "waiting": 0})
    files = {it.decision: it.application for it in wrong.lines.all()}
    former = Award.objects.get(session=wrong)
    kept = set(Post.objects.filter(award=former).values_list("pk", flat=True))
    session = sat(wrong, {"granted": ("granted", 5), "refused": ("granted", 1), "waiting": ("refused", 0)})
    assert left(wrong) == (8, 8 * UNIT)
    close_session(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
    assert left(wrong) == (4, 4 * UNIT)
    checked(wrong)
    for it in files.values():
        it.refresh_from_db()
    assert [(it.status, it.posts_granted) for it in files.values()] == [("awarded", 5), ("awarded", 1), ("refused", 0)]
    former.refresh_from_db()
    raised = queries.award_of(files["granted"].pk, INSTRUCTOR)
    assert (former.posts, former.replaced_by_id) == (2, raised.line_id) and former.released_at
    assert kept < set(Post.objects.filter(award=raised, released_at=None).values_list("pk", flat=True))
    assert Post.objects.filter(award=raised).count() == 5
    assert queries.award_page(former.pk, INSTRUCTOR).replaced == "accordé, 5 postes, par la séance R-1 du 1ᵉʳ avril 2021"
    assert queries.award_page(raised.pk, INSTRUCTOR).former == former
    assert [it.decision for it in wrong.lines.all()] == ["granted", "refused", "waiting"]
    told = Letter.objects.filter(kind="application.rectified").values_list("body", flat=True)
    assert len(told) == 3 and all(WHY in it and "telerecours" in it for it in told)
    assert Letter.objects.filter(kind="application.rectification_announced").count() == 1
    assert Document.objects.filter(kind="award_letter", title__startswith="Attribution rectifiée").count() == 2
    RoleFactory(name="prefecture", scope_kind="department", scope_code=files["granted"].department_code)
    actions.publish(session_id=session.pk, by=DIRECTOR)
    told = Letter.objects.get(kind="session.published").body
    assert (
        f"Cette séance corrige des décisions de la séance {wrong.number}" in told and "accordé, 5 postes, au lieu de : accordé, 2 p" in told
    )
    seen = " ".join(queries.decisions(session.pk, "Anne", CAPACITY).seen)
    assert f"corrige des décisions de la séance {wrong.number}" in seen and "remplacé par : accordé, 5 postes" in seen
    assert "remplacé par : refusé" in queries.minutes(session.pk).remarks


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decision", "count", "status"),
    [("granted", 1, "awarded"), ("refused", 0, "refused"), ("waiting", 0, "waiting_list"), ("granted", 3, "awarded")],
)
def test_an_award_is_lowered_taken_back_or_confirmed_and_its_agreement_in_preparation_is_cancelled(
    decision: str, count: int, status: str
) -> None:
    wrong = closed({"granted": 3})
    former = Award.objects.get(session=wrong)
    making = Agreement.objects.create(
        number="V-1",
        award=former,
        organization=former.organization,
        endowment=former.endowment,
        posts=3,
        unit_cents=UNIT,
        amount_cents=3 * UNIT,
        months=24,
        asked_by=CHAIR.pk,
    )
    session = sat(wrong, {"granted": (decision, count)})
    close_session(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
    assert left(wrong) == (10 - count, (10 - count) * UNIT)
    checked(wrong)
    making.refresh_from_db()
    confirmed = count == 3
    assert making.status == ("preparing" if confirmed else "cancelled")
    assert Letter.objects.filter(kind="application.rectified").exists() != confirmed
    it = Application.objects.get(pk=former.application_id)
    assert (it.status, it.posts_granted) == (status, count)
    assert Post.objects.filter(released_at=None).count() == count
    assert [it.said for it in queries.correctable(session, INSTRUCTOR)] == [rules.Said(decision, count)]  # corrected again by a third one


@pytest.mark.django_db
def test_a_line_is_corrected_once_and_only_while_its_decision_stands() -> None:
    wrong = closed({"granted": 2, "refused": 0})
    lines = {it.decision: it for it in wrong.lines.all()}
    session, other = prepared(wrong), prepared(wrong, "R-2")
    assert len(queries.correctable(wrong, INSTRUCTOR)) == 2
    granted = lines["granted"].application
    actions.add_correction(session_id=session.pk, application_id=granted.pk, reason=WHY, by=INSTRUCTOR)
    with pytest.raises(RuleBroken) as told:
        actions.add_correction(session_id=other.pk, application_id=granted.pk, reason=WHY, by=INSTRUCTOR)
    assert told.value.code == "committee.corrected"
    Application.objects.filter(pk=lines["refused"].application_id).update(status="under_appeal")
    with pytest.raises(WrongState):
        actions.add_correction(session_id=other.pk, application_id=lines["refused"].application_id, reason=WHY, by=INSTRUCTOR)
    with pytest.raises(RuleBroken):
        actions.add_to_agenda(session_id=session.pk, application_id=granted.pk, by=INSTRUCTOR)
    with pytest.raises(Invalid):
        actions.add_correction(session_id=session.pk, application_id=granted.pk, reason=" ", by=INSTRUCTOR)
    actions.take_off(session_id=session.pk, application_id=granted.pk, by=INSTRUCTOR)
    granted.refresh_from_db()
    assert granted.status == "awarded" and not session.lines.exists()


@pytest.mark.django_db
def test_what_was_signed_meanwhile_is_left_as_it_is() -> None:
    wrong = closed({"granted": 2, "waiting": 0})
    session = sat(wrong, {"granted": ("refused", 0), "waiting": ("granted", 1)})
    agreed = wrong.lines.get(decision="granted").application
    Application.objects.filter(pk=agreed.pk).update(status="agreed")
    assert queries.dry_run(session.pk).posts.taken == 1
    close_session(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
    agreed.refresh_from_db()
    assert agreed.status == "agreed" and session.lines.get(application=agreed).decision == ""
    assert left(wrong) == (7, 7 * UNIT)
    checked(wrong)


@pytest.mark.django_db
def test_a_refusal_is_not_turned_over_while_another_application_is_under_way() -> None:
    wrong = closed({"refused": 0})
    it = wrong.lines.get().application
    session = sat(wrong, {"refused": ("granted", 1)})
    ApplicationFactory(call=it.call, organization=it.organization)
    with pytest.raises(RuleBroken) as told, transaction.atomic():
        actions.close(session_id=session.pk, capacity=CAPACITY, by=DIRECTOR)
    assert told.value.code == "committee.other_file"
    assert left(wrong) == (10, 10 * UNIT)


@pytest.mark.django_db
def test_the_walls_of_postgresql() -> None:
    wrong = closed({"granted": 2})
    session, its = prepared(wrong), wrong.lines.get()
    more = {"position": 1, "application": its.application}
    refused = [
        lambda: SessionFactory(rectifies=SessionFactory(open=True, endowment=wrong.endowment), endowment=wrong.endowment),
        lambda: AgendaLine.objects.create(session=session, **more),
        lambda: AgendaLine.objects.create(session=SessionFactory(), corrects=its, correction=WHY, **more),
        lambda: AgendaLine.objects.create(session=session, corrects=its, **more),
        lambda: AgendaLine.objects.filter(pk=its.pk).update(reason="réécrit"),
        lambda: its.delete(),
        lambda: Award.objects.update(replaced_by=its),
    ]
    for act in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("before", "after", "on", "refused"),
    [
        (("granted", 2), ("granted", 1), dt.date(2021, 7, 1), False),
        (("granted", 2), ("granted", 1), dt.date(2021, 7, 2), True),
        (("granted", 2), ("refused", 0), dt.date(2021, 7, 2), True),
        (("granted", 2), ("granted", 3), dt.date(2022, 7, 2), False),
        (("refused", 0), ("granted", 1), dt.date(2022, 7, 2), False),
        (("refused", 0), ("deferred", 0), dt.date(2021, 4, 2), True),
    ],
)
def test_a_right_is_taken_back_within_four_months(before: tuple[str, int], after: tuple[str, int], on: dt.date, refused: bool) -> None:
    try:
        rules.check_correction(rules.Said(*before), rules.Said(*after), dt.date(2021, 3, 1), on, 4)
    except Invalid:
        assert refused
    else:
        assert not refused


def hand(act: Any) -> str:
    """What one hand is answered: "" or the code of the refusal."""
    try:
        with acting(SYSTEM):
            act()
    except Refusal as refusal:
        return refusal.code
    finally:
        connection.close()
    return ""


def together(*acts: Any) -> list[str]:
    with ThreadPoolExecutor(len(acts)) as hands:
        return sorted(it.result() for it in [hands.submit(copy_context().run, hand, act) for act in acts])


@pytest.mark.django_db(transaction=True)
def test_two_rectifying_sessions_at_once_on_one_line_then_a_closing_beside_an_ordinary_one_for_the_last_posts() -> None:
    with acting(SYSTEM):
        of = endowment(3)
        call = CallFactory(endowment=of)
        wrong = closed({"granted": 2}, of, call)
        sessions = [prepared(wrong, f"R-{n}") for n in range(6)]
        file = wrong.lines.get().application_id
    told = together(
        *[lambda it=it: actions.add_correction(session_id=it.pk, application_id=file, reason=WHY, by=INSTRUCTOR) for it in sessions]
    )
    assert told == ["", *["committee.corrected"] * 5]
    with acting(SYSTEM):
        session = AgendaLine.objects.get(corrects__isnull=False).session
        actions.convene(session_id=session.pk, by=INSTRUCTOR)
        actions.open(session_id=session.pk, present=[CHAIR.pk], by=CHAIR)
        actions.decide(session_id=session.pk, application_id=file, decision=Decision.GRANTED, posts=3, reason="", by=CHAIR)
        actions.sign_minutes(session_id=session.pk, by=CHAIR)
        ordinary = SessionFactory(endowment=of, signed=True)
        line(ordinary, call, decision="granted", posts=1, reason="une partie")
    told = together(*[lambda it=it: actions.close(session_id=it.pk, capacity=CAPACITY, by=DIRECTOR) for it in (session, ordinary)])
    assert told[0] == "" and told[1] in ("committee.quota", "ledger.insufficient")
    with acting(SYSTEM):
        position = fund.position(of.pk)
        assert (position.posts.reserved, position.reserved) == (3, 3 * UNIT)
        assert all(it.ok for it in [*fund.verify(of.pk), *queries.checks(of.pk)])
