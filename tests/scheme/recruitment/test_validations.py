from __future__ import annotations

import datetime as dt

import pytest

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.notifications.models import Letter
from lucette.kernel import clock
from lucette.kernel.acting import acting
from lucette.kernel.errors import Forbidden, Invalid, NotFound, RuleBroken
from lucette.scheme.payments.models import LiveContract
from lucette.scheme.posts.enums import PostStatus
from lucette.scheme.posts.queries import matches_ledger, status_of
from lucette.scheme.recruitment import actions, queries
from lucette.scheme.recruitment.enums import HIRE, CandidateStatus, EndReason, HireStatus
from lucette.scheme.recruitment.models import Hire
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.recruitment.factories import (
    CERTIFIER,
    ENDS,
    INSTRUCTOR,
    REQUESTER,
    STARTS,
    WAGE,
    CandidateFactory,
    HireFactory,
    herself,
    host,
    post,
)
from tests.states import assert_edge, count_rows, edges, stored

pytestmark = pytest.mark.django_db
LAST = dt.date(2021, 6, 30)


def validated(**more) -> Hire:
    """A hire validated by the act itself, so that the books of the fund have its post."""
    return actions.validate(hire_id=HireFactory(declared=True, **more).pk, by=CERTIFIER)


def end(hire, by=REQUESTER, ended_on=LAST, reason=EndReason.RESIGNATION):
    with clock.at(LAST):
        return actions.record_end(hire_id=hire.pk, ended_on=ended_on, reason=reason, by=by)


def test_a_validated_hire_fills_the_post_and_opens_the_advisers_space():
    hire = HireFactory(declared=True)
    representative = host(hire.organization)
    with acting(CERTIFIER):
        hire = actions.validate(hire_id=hire.pk, by=CERTIFIER)
    assert (hire.status, hire.validated_by, hire.candidate.status) == (HireStatus.VALIDATED, CERTIFIER.pk, CandidateStatus.HIRED)
    assert status_of(hire.post_id, clock.today()) == PostStatus.FILLED
    assert matches_ledger(hire.post.endowment_id) == []
    contract = LiveContract.objects.get(hire_id=hire.pk)
    assert (contract.post_id, contract.starts_on, contract.ends_on) == (hire.post_id, STARTS, ENDS)
    [role] = [it for it in accounts.roles_of(hire.candidate.person_id) if it.name == "adviser"]
    assert (role.scope.kind, role.scope.code) == ("person", str(hire.candidate.person_id))
    told = set(Letter.objects.about(hire).filter(kind="hire.validated").values_list("to_person", flat=True))
    assert told == {representative.pk, hire.candidate.person_id}


def test_other_open_invitations_lapse_and_their_people_are_told():
    hire = HireFactory(declared=True)
    same_post = HireFactory(post=hire.post, accepted=True)
    same_person = HireFactory(candidate=hire.candidate)
    elsewhere = HireFactory()
    representative = host(same_person.organization)
    actions.validate(hire_id=hire.pk, by=CERTIFIER)
    assert [stored(it)["status"] for it in (same_post, same_person, elsewhere)] == ["cancelled", "cancelled", "invited"]
    assert Letter.objects.about(same_post).get().to_person == same_post.candidate.person_id
    assert Letter.objects.about(same_person).get().to_person == representative.pk


def test_only_the_banque_des_territoires_validates_and_nothing_is_written_otherwise():
    hire = HireFactory(declared=True)
    by, stranger = [host(hire.organization), herself(hire.candidate), INSTRUCTOR], host(OrganizationFactory())
    rows, row = count_rows(), stored(hire)
    for wrong in by:
        with pytest.raises(Forbidden):
            actions.validate(hire_id=hire.pk, by=wrong)
    with pytest.raises(NotFound):
        actions.validate(hire_id=hire.pk, by=stranger)
    assert (count_rows(), stored(hire)) == (rows, row)


def test_nothing_is_validated_without_an_agreement_in_force():
    hire = HireFactory(declared=True, post=post(agreed=False))
    rows, row = count_rows(), stored(hire)
    with pytest.raises(RuleBroken, match="pas encore signée"):
        actions.validate(hire_id=hire.pk, by=CERTIFIER)
    assert (count_rows(), stored(hire)) == (rows, row)


def test_the_end_of_a_contract_vacates_the_post_and_frees_the_person():
    hire = validated()
    ended = end(hire)
    assert (ended.status, ended.ended_on, ended.end_reason) == (HireStatus.ENDED, LAST, "resignation")
    assert (ended.candidate.status, ended.candidate.available_on) == (CandidateStatus.AVAILABLE, dt.date(2021, 7, 1))
    assert LiveContract.objects.get(hire_id=hire.pk).ends_on == LAST
    with clock.at(LAST):
        assert status_of(hire.post_id, LAST) == PostStatus.VACANT
        assert matches_ledger(hire.post.endowment_id) == []
        assert [it.candidate_id for it in queries.pool(hire.post_id, INSTRUCTOR)] == [hire.candidate_id]


def test_a_vacant_post_is_filled_again_by_somebody_else():
    hire = validated()
    end(hire)
    with clock.at(LAST):
        again = HireFactory(post=hire.post, candidate=CandidateFactory(), selected=True)
        by = host(again.organization)
        contract = {"kind": "cdi", "ends_on": None, "monthly_gross_cents": WAGE}
        with pytest.raises(Invalid, match="ne peut pas être déposé"):
            actions.declare_contract(hire_id=again.pk, starts_on=LAST, by=by, **contract)
        actions.declare_contract(hire_id=again.pk, starts_on=dt.date(2021, 7, 1), by=by, **contract)
        actions.validate(hire_id=again.pk, by=REQUESTER)
        assert status_of(hire.post_id, LAST) == PostStatus.FILLED
        assert matches_ledger(hire.post.endowment_id) == []


@pytest.mark.parametrize(
    ("ended_on", "reason", "field"),
    [
        (dt.date(2021, 3, 14), EndReason.RESIGNATION, "ended_on"),
        (dt.date(2021, 7, 1), EndReason.RESIGNATION, "ended_on"),
        (LAST, "lassitude", "reason"),
    ],
)
def test_an_end_that_cannot_be_is_refused_by_field(ended_on, reason, field):
    hire = validated()
    rows, row = count_rows(), stored(hire)
    with pytest.raises(Invalid) as refusal:
        end(hire, ended_on=ended_on, reason=reason)
    assert list(refusal.value.fields) == [field]
    assert (count_rows(), stored(hire)) == (rows, row)


def test_only_the_banque_des_territoires_records_an_end():
    hire = validated()
    for wrong in (host(hire.organization), herself(hire.candidate)):
        with pytest.raises(Forbidden):
            end(hire, by=wrong)


def made(status: str) -> Hire:
    return validated() if status == HireStatus.VALIDATED else HireFactory(**{status: True})


@pytest.mark.parametrize(("status", "act"), edges(HIRE))
def test_every_edge_of_a_hire(status, act):
    hire = made(status)
    representative = host(hire.organization)
    contract = {"kind": "cdd", "starts_on": STARTS, "ends_on": ENDS, "monthly_gross_cents": WAGE}
    assert_edge(
        HIRE,
        status,
        act,
        make=lambda _: hire,
        perform={
            "accept": lambda it: actions.accept(hire_id=it.pk, by=herself(it.candidate)),
            "decline": lambda it: actions.decline(hire_id=it.pk, by=herself(it.candidate)),
            "select": lambda it: actions.select(hire_id=it.pk, by=representative),
            "declare": lambda it: actions.declare_contract(hire_id=it.pk, by=representative, **contract),
            "validate": lambda it: actions.validate(hire_id=it.pk, by=CERTIFIER),
            "record_end": end,
            "cancel": lambda it: actions.cancel(hire_id=it.pk, by=representative),
        },
    )
