"""Every status of an application × every act × every role."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.applications import actions
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.applications.models import Application
from tests.scheme.applications.test_acts import made, noticed, rectified
from tests.triples import MACHINE, Act, assert_triples

PREPARERS = {R.HOST_REPRESENTATIVE, R.HOST_SECRETARY, R.IMPORTER}
SIGNATORIES = {R.HOST_REPRESENTATIVE, R.IMPORTER}
REVIEWERS = {R.INSTRUCTOR, R.AGENCY_DIRECTOR, R.IMPORTER}
DECIDERS = {R.AGENCY_DIRECTOR, R.IMPORTER}


def silent(it: Application, by: Actor) -> object:
    with clock.at(dt.date(2021, 5, 2)):
        return actions.record_silence(application_id=it.pk, by=by)


def announced(it: Application, by: Actor) -> object:
    """The one that was announced before is over."""
    noticed(it, closed_at=clock.now())
    return actions.announce_lapse(application_id=it.pk, ground="other", reason="Retrait.", by=by)


def answered(it: Application, by: Actor) -> object:
    noticed(it, answer="", answered_by=None, answered_at=None)
    return actions.answer_lapse(application_id=it.pk, answer="Nous recrutons.", by=by)


ACTS = {
    "save": Act(lambda it, by: actions.save(application_id=it.pk, posts_asked=2, by=by), PREPARERS),
    "hand_over": Act(lambda it, by: actions.hand_over(application_id=it.pk, by=by), {R.HOST_SECRETARY}),
    "file": Act(lambda it, by: actions.file(application_id=it.pk, by=by), SIGNATORIES),
    "take": Act(lambda it, by: actions.take(application_id=it.pk, by=by), REVIEWERS),
    "ask_completion": Act(lambda it, by: actions.ask_completion(application_id=it.pk, by=by), REVIEWERS),
    "complete": Act(lambda it, by: actions.complete(application_id=it.pk, suspended_days=3, by=by), PREPARERS),
    "close_incomplete": Act(lambda it, by: actions.close_incomplete(application_id=it.pk, by=by), {*REVIEWERS, MACHINE}),
    "declare_inadmissible": Act(lambda it, by: actions.declare_inadmissible(application_id=it.pk, reason="Non.", by=by), REVIEWERS),
    "put_on_agenda": Act(lambda it, by: actions.put_on_agenda(application_id=it.pk, by=by), REVIEWERS),
    "take_off_agenda": Act(lambda it, by: actions.take_off_agenda(application_id=it.pk, rank=None, by=by), REVIEWERS),
    "award": Act(lambda it, by: actions.award(application_id=it.pk, posts=1, reason="", by=by), DECIDERS),
    "refuse": Act(lambda it, by: actions.refuse(application_id=it.pk, reason="Offre suffisante.", by=by), DECIDERS),
    "defer": Act(lambda it, by: actions.defer(application_id=it.pk, reason="À préciser.", by=by), DECIDERS),
    "wait": Act(lambda it, by: actions.wait(application_id=it.pk, rank=3, by=by), DECIDERS),
    "decline": Act(lambda it, by: actions.decline(application_id=it.pk, by=by), SIGNATORIES),
    "rectify": Act(rectified, DECIDERS),
    "agree": Act(lambda it, by: actions.agree(application_id=it.pk, by=by), {R.CAISSE_DELEGATE, R.IMPORTER}),
    "withdraw": Act(lambda it, by: actions.withdraw(application_id=it.pk, by=by), lambda at: PREPARERS if at == S.DRAFT else SIGNATORIES),
    "announce_lapse": Act(announced, REVIEWERS),
    "answer_lapse": Act(answered, SIGNATORIES),
    "drop_lapse": Act(lambda it, by: actions.drop_lapse(application_id=it.pk, reason="Recrutement proche.", by=by), REVIEWERS),
    "lapse": Act(lambda it, by: actions.lapse(application_id=it.pk, reason="Aucun recrutement.", by=by), REVIEWERS),
    "record_silence": Act(silent, {R.IMPORTER, MACHINE}),
    "appeal": Act(lambda it, by: actions.appeal(application_id=it.pk, by=by), SIGNATORIES),
    "uphold_appeal": Act(lambda it, by: actions.uphold_appeal(application_id=it.pk, reason="Un fait nouveau.", by=by), REVIEWERS),
    "reject_appeal": Act(lambda it, by: actions.reject_appeal(application_id=it.pk, reason="Rien de nouveau.", by=by), REVIEWERS),
}


def test_every_act_of_the_table_is_here() -> None:
    """« opine » is an act of the reviews, « open » makes the application."""
    assert set(ACTS) == set(APPLICATION.by_act) - {"open", "opine"}


@pytest.mark.django_db
@pytest.mark.parametrize("status", S.values)
def test_every_triple(status: str) -> None:
    it = made(status)
    assert_triples(APPLICATION, it, ACTS, it.organization_id, it.department_code)
