from __future__ import annotations

import datetime as dt
import uuid

import pytest

from lucette.foundation.accounts.models import Role
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.actor import SYSTEM, Actor, Scope
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken, WrongState
from lucette.scheme.recruitment import actions
from lucette.scheme.recruitment.enums import CANDIDATE, CandidateStatus, HireStatus, Situation
from lucette.scheme.recruitment.models import Candidate
from tests.foundation.accounts.factories import PersonFactory, actor
from tests.scheme.recruitment.factories import CandidateFactory, HireFactory, herself, host
from tests.states import assert_edge, count_rows, edges

pytestmark = pytest.mark.django_db
DAY = dt.date(2021, 3, 1)


def apply(person, by=None, **more):
    wishes = {"commune_code": "19272", "radius_km": 20, "available_on": DAY, "situations": [Situation.EMPLOYED]} | more
    return actions.apply(person_id=person.pk, by=by or Actor(person.pk, "", Scope("nobody")), **wishes)


def test_a_person_joins_the_pool_and_may_then_act_as_a_candidate():
    person = PersonFactory()
    candidate = apply(person, diploma="Titre professionnel", pix_shared=True)
    assert (candidate.status, candidate.radius_km, candidate.pix_shared) == (CandidateStatus.AVAILABLE, 20, True)
    assert Role.objects.get(person=person).name == "candidate"
    assert Letter.objects.about(candidate).get().to_email == person.email


def test_joining_twice_is_refused():
    person = PersonFactory()
    apply(person)
    rows = count_rows()
    with pytest.raises(RuleBroken, match="déjà inscrit"):
        apply(person)
    assert count_rows() == rows


def test_one_may_come_back_with_other_wishes():
    candidate = CandidateFactory(withdrawn=True)
    back = apply(candidate.person, radius_km=100)
    assert (back.pk, back.status, Candidate.objects.get().radius_km) == (candidate.pk, CandidateStatus.AVAILABLE, 100)


def test_a_hired_person_does_not_join():
    with pytest.raises(WrongState):
        apply(CandidateFactory(hired=True).person)


@pytest.mark.parametrize(
    ("field", "value"),
    [("commune_code", "00000"), ("radius_km", 30), ("situations", []), ("situations", ["?"]), ("motivation", "a" * 2501)],
)
def test_wishes_that_cannot_be_are_refused_by_field(field, value):
    person = PersonFactory()
    rows = count_rows()
    with pytest.raises(Invalid) as refusal:
        apply(person, **{field: value})
    assert list(refusal.value.fields) == [field]
    assert count_rows() == rows


def test_nobody_joins_for_somebody_else_but_the_support_team():
    person = PersonFactory()
    with pytest.raises(Forbidden):
        apply(person, by=actor("instructor"))
    with pytest.raises(NotFound):
        actions.apply(
            person_id=uuid.uuid4(), commune_code="19272", radius_km=5, available_on=DAY, situations=["employed"], by=actor("support")
        )
    assert apply(person, by=actor("support")).person == person


def test_leaving_cancels_open_invitations_and_tells_hosts():
    candidate = CandidateFactory()
    hire = HireFactory(candidate=candidate, accepted=True)
    representative = host(hire.organization)
    actions.withdraw(candidate_id=candidate.pk, by=herself(candidate))
    hire.refresh_from_db()
    assert hire.status == HireStatus.CANCELLED
    assert Letter.objects.about(hire).get().to_person == representative.pk


def test_one_does_not_leave_once_a_contract_is_filed():
    candidate = CandidateFactory()
    HireFactory(candidate=candidate, declared=True)
    rows = count_rows()
    with pytest.raises(RuleBroken, match="contrat à votre nom"):
        actions.withdraw(candidate_id=candidate.pk, by=herself(candidate))
    assert count_rows() == rows


def test_the_card_of_somebody_else_is_not_found():
    candidate = CandidateFactory()
    with pytest.raises(NotFound):
        actions.withdraw(candidate_id=candidate.pk, by=herself(CandidateFactory()))
    with pytest.raises(Forbidden):
        actions.withdraw(candidate_id=candidate.pk, by=actor("instructor"))


def come_back(it):
    """Joining again is one act of the page; from « available » the rule answers before the table."""
    if it.status == CandidateStatus.AVAILABLE:
        it.check_act("come_back")
    apply(it.person)


@pytest.mark.parametrize(("status", "act"), edges(CANDIDATE))
def test_every_edge_of_a_candidate(status, act):
    def mark(it):
        it.move_to(CANDIDATE.by_act[act].targets[0], act=act, on=clock.now(), by=SYSTEM)

    assert_edge(
        CANDIDATE,
        status,
        act,
        make=lambda it: CandidateFactory(**{it: True}),
        perform={
            "withdraw": lambda it: actions.withdraw(candidate_id=it.pk, by=herself(it)),
            "come_back": come_back,
            "mark_hired": mark,
            "mark_available": mark,
        },
    )
