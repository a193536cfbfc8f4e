"""Every status of a session × every act × every role."""

from __future__ import annotations

import pytest

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel.actor import Actor
from lucette.scheme.committee import actions
from lucette.scheme.committee.enums import SESSION, SessionStatus
from lucette.scheme.committee.models import Session
from tests.scheme.committee.factories import CHAIR, MEMBER
from tests.scheme.committee.test_sessions import CAPACITY, in_status, rectifying
from tests.triples import Act, assert_triples

SEATED = {R.CHAIR: CHAIR, R.MEMBER: MEMBER}
DICTATED = {R.CHAIR, R.INSTRUCTOR}


def conflict(it: Session, by: Actor) -> object:
    """Each for herself; an instructor for the member."""
    person = by.pk if by.role in SEATED else MEMBER.pk
    of = it.lines.get().application_id
    return actions.declare_conflict(session_id=it.pk, application_id=of, person_id=person, reason="élue", by=by)


def decide(it: Session, by: Actor) -> object:
    of = it.lines.get().application_id
    return actions.decide(session_id=it.pk, application_id=of, decision="granted", posts=2, reason="", by=by)


def take_off(it: Session, by: Actor) -> object:
    return actions.take_off(session_id=it.pk, application_id=it.lines.get().application_id, by=by)


def rectify(it: Session, by: Actor) -> object:
    its = {"number": "R-1", "held_on": it.held_on, "members": [CHAIR.pk], "quorum": 1}
    return actions.rectify(session_id=it.pk, **its, by=by)


ACTS = {
    "rectify": Act(rectify, {R.INSTRUCTOR}),
    "take_off": Act(take_off, {R.INSTRUCTOR}),
    "add_to_agenda": Act(lambda it, by: actions.add_to_agenda(session_id=it.pk, application_id=it.another.pk, by=by), {R.INSTRUCTOR}),
    "convene": Act(lambda it, by: actions.convene(session_id=it.pk, by=by), {R.INSTRUCTOR}),
    "declare_conflict": Act(conflict, {R.INSTRUCTOR, R.CHAIR, R.MEMBER}, SEATED),
    "open": Act(lambda it, by: actions.open(session_id=it.pk, present=[CHAIR.pk], by=by), DICTATED, SEATED),
    "decide": Act(decide, DICTATED, SEATED),
    "move_to_waiting": Act(lambda it, by: actions.move_to_waiting(session_id=it.pk, by=by), DICTATED, SEATED),
    "sign_minutes": Act(lambda it, by: actions.sign_minutes(session_id=it.pk, by=by), {R.CHAIR}, SEATED),
    "close": Act(lambda it, by: actions.close(session_id=it.pk, capacity=CAPACITY, by=by), {R.AGENCY_DIRECTOR}),
    "publish": Act(lambda it, by: actions.publish(session_id=it.pk, by=by), {R.AGENCY_DIRECTOR, R.INSTRUCTOR}),
}


def test_every_act_of_the_table_is_here() -> None:
    """« prepare » makes the session; « add_correction » belongs to one that corrects another (below)."""
    assert set(ACTS) == set(SESSION.by_act) - {"prepare", "add_correction"}


@pytest.mark.django_db
@pytest.mark.parametrize("status", SessionStatus.values)
def test_every_triple(status: str) -> None:
    assert_triples(SESSION, in_status(status), ACTS, "")


def add_correction(it: Session, by: Actor) -> object:
    return actions.add_correction(session_id=it.pk, application_id=it.wrong.application_id, reason="Une erreur.", by=by)


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["prepared", "convened", "published"])
def test_every_triple_of_a_session_that_corrects_another(status: str) -> None:
    assert_triples(SESSION, rectifying(status), {"add_correction": Act(add_correction, {R.INSTRUCTOR})}, "")
