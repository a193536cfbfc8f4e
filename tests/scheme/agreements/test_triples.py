"""Every status of an agreement, of an amendment and of a notice × every act × every role."""

from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.accounts.enums import RoleName as R
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.agreements import actions
from lucette.scheme.agreements.actions import amendments, ends, notices
from lucette.scheme.agreements.enums import AGREEMENT, AMENDMENT, NOTICE, AgreementStatus, AmendmentStatus, NoticeStatus
from lucette.scheme.agreements.models import Agreement, Notice
from tests.scheme.agreements.factories import IN_STATUS
from tests.scheme.agreements.test_life import TODAY, amendment, notice_in, noticed
from tests.triples import Act, assert_triples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys_apart")]
HOSTS, BANK, DELEGATE = {R.HOST_REPRESENTATIVE, R.HOST_SECRETARY}, {R.REQUESTER, R.CERTIFIER}, {R.CAISSE_DELEGATE}
PAPER = b"%PDF-"


def ended(it: Agreement, by: Actor) -> object:
    return ends.terminate(notice_id=it.notices.get().pk, ended_on=TODAY, content=PAPER, effects={}, by=by)


def applied(it: Notice, by: Actor) -> object:
    with clock.at(TODAY + dt.timedelta(days=1)):
        return ends.terminate(notice_id=it.pk, ended_on=TODAY, content=PAPER, effects={}, by=by)


MAKING = {
    "generate": Act(lambda it, by: actions.generate(agreement_id=it.pk, by=by), {R.REQUESTER}),
    "sign_as_host": Act(lambda it, by: actions.sign_as_host(agreement_id=it.pk, by=by), {R.HOST_REPRESENTATIVE}),
    "sign_as_caisse": Act(lambda it, by: actions.sign_as_caisse(agreement_id=it.pk, by=by), DELEGATE),
    "cancel": Act(lambda it, by: actions.cancel(agreement_id=it.pk, reason="renoncement", by=by), {*HOSTS, R.REQUESTER, *DELEGATE}),
}
LIFE = {
    "suspend": Act(lambda it, by: ends.suspend(agreement_id=it.pk, reason="compte rendu", by=by), DELEGATE),
    "resume": Act(lambda it, by: ends.resume(agreement_id=it.pk, by=by), DELEGATE),
    "terminate": Act(ended, DELEGATE),
    "settle": Act(lambda it, by: ends.settle(agreement_id=it.pk, content=PAPER, by=by), DELEGATE),
    "archive": Act(lambda it, by: ends.archive(agreement_id=it.pk, by=by), DELEGATE),
}
CHANGE = {
    "give_opinion": Act(
        lambda it, by: amendments.give_opinion(amendment_id=it.pk, favourable=True, comment="Le besoin est réel.", by=by), {R.PREFECTURE}
    ),
    "accept": Act(lambda it, by: amendments.accept(amendment_id=it.pk, by=by), BANK),
    "refuse": Act(lambda it, by: amendments.refuse(amendment_id=it.pk, reason="crédits épuisés", by=by), BANK),
    "lapse": Act(lambda it, by: amendments.lapse(amendment_id=it.pk, why="La convention a pris fin.", by=by), DELEGATE),
    "sign": Act(lambda it, by: amendments.sign(amendment_id=it.pk, content=PAPER, by=by), DELEGATE),
    "apply": Act(lambda it, by: amendments.apply(amendment_id=it.pk, effects={}, by=by), DELEGATE),
}
ANSWERED = {
    "answer": Act(lambda it, by: notices.answer(notice_id=it.pk, text="Le voici.", by=by), HOSTS),
    "withdraw": Act(lambda it, by: notices.withdraw(notice_id=it.pk, decision="régularisé", by=by), {*BANK, *DELEGATE}),
    "apply": Act(applied, DELEGATE),
}


def test_every_act_of_the_tables_is_here() -> None:
    """« ask » and « serve » make the object."""
    assert {*MAKING, *LIFE} == set(AGREEMENT.by_act) - {"ask"}
    assert set(CHANGE) == {it.act for it in AMENDMENT.transitions if it.sources}
    assert set(ANSWERED) == {it.act for it in NOTICE.transitions if it.sources}


@pytest.mark.parametrize("status", AgreementStatus.values)
def test_every_triple_of_an_agreement(status: str) -> None:
    """As it is made, then, its money apart, as it lives."""
    made, living = IN_STATUS[status](), noticed(status)
    assert_triples(AGREEMENT, made, MAKING, made.organization_id, made.department_code)
    assert_triples(AGREEMENT, living, LIFE, living.organization_id, living.department_code)


@pytest.mark.parametrize("status", AmendmentStatus.values)
def test_every_triple_of_an_amendment(status: str) -> None:
    it = amendment(status)
    assert_triples(AMENDMENT, it, CHANGE, it.agreement.organization_id, it.agreement.department_code)


@pytest.mark.parametrize("status", NoticeStatus.values)
def test_every_triple_of_a_notice(status: str) -> None:
    it = notice_in(status)
    assert_triples(NOTICE, it, ANSWERED, it.agreement.organization_id, it.agreement.department_code)
