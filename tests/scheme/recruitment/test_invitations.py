from __future__ import annotations

import contextvars
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from lucette.foundation.journal.models import Entry
from lucette.foundation.notifications.models import Letter
from lucette.kernel.acting import acting
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import Forbidden, NotFound, RuleBroken
from lucette.scheme.recruitment import actions, queries
from lucette.scheme.recruitment.enums import HireStatus
from lucette.scheme.recruitment.models import Hire
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.recruitment.factories import CERTIFIER, CandidateFactory, HireFactory, commune, herself, host, organization_of, post
from tests.states import count_rows

pytestmark = pytest.mark.django_db


def test_a_host_invites_a_candidate_of_its_pool_who_accepts_and_is_chosen():
    it, candidate = post(), CandidateFactory()
    by = host(organization_of(it))
    with acting(by):
        hire = actions.invite(post_id=it.pk, candidate_id=candidate.pk, by=by)
    assert (hire.distance_km, hire.status) == (0.0, HireStatus.INVITED)
    actions.accept(hire_id=hire.pk, by=herself(candidate))
    hire = actions.select(hire_id=hire.pk, by=by)
    assert hire.status == HireStatus.SELECTED
    assert [e.act for e in Entry.objects.about(hire).order_by("id")] == ["hire.invited", "hire.accepted", "hire.selected"]
    letters = {it.kind: it for it in Letter.objects.about(hire)}
    assert {kind: it.to_person for kind, it in letters.items()} == {
        "hire.invited": candidate.person_id,
        "hire.accepted": by.pk,
        "hire.selected": candidate.person_id,
    }
    assert candidate.person.email in letters["hire.accepted"].body
    assert not any(candidate.person.last_name in it.subject for it in letters.values())


def test_an_awarded_post_may_be_offered_before_its_agreement():
    it = post(agreed=False)
    assert actions.invite(post_id=it.pk, candidate_id=CandidateFactory().pk, by=host(organization_of(it)))


def test_one_invites_once_and_only_from_the_pool():
    hire = HireFactory()
    by = host(hire.organization)
    away = CandidateFactory(commune=commune("87085"))
    rows = count_rows()
    for candidate, said in ((hire.candidate, "déjà invité"), (away, "au-delà du rayon")):
        with pytest.raises(RuleBroken, match=said):
            actions.invite(post_id=hire.post_id, candidate_id=candidate.pk, by=by)
    assert count_rows() == rows


def test_no_invitation_once_somebody_is_chosen():
    hire = HireFactory(selected=True)
    with pytest.raises(RuleBroken, match="déjà choisi pour ce poste"):
        actions.invite(post_id=hire.post_id, candidate_id=CandidateFactory().pk, by=host(hire.organization))


def test_a_declined_invitation_tells_the_host():
    hire = HireFactory()
    by = host(hire.organization)
    actions.decline(hire_id=hire.pk, by=herself(hire.candidate))
    assert Letter.objects.about(hire).get().to_person == by.pk


def test_one_post_one_choice_one_person_one_choice():
    chosen = HireFactory(selected=True)
    same_post = HireFactory(post=chosen.post, accepted=True)
    same_person = HireFactory(candidate=chosen.candidate, accepted=True)
    rows = count_rows()
    with pytest.raises(RuleBroken, match="autre candidat est déjà choisi"):
        actions.select(hire_id=same_post.pk, by=host(same_post.organization))
    with pytest.raises(RuleBroken, match="autre structure"):
        actions.select(hire_id=same_person.pk, by=host(same_person.organization))
    assert count_rows() | {"accounts_role": 0, "accounts_person": 0} == rows | {"accounts_role": 0, "accounts_person": 0}


def test_only_the_person_answers_and_only_the_host_chooses():
    hire = HireFactory(accepted=True)
    by, candidate = host(hire.organization), herself(hire.candidate)
    rows = count_rows()
    for act, wrong in (
        (actions.accept, by), (actions.decline, by), (actions.select, candidate), (actions.cancel, candidate), (actions.select, CERTIFIER)
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            act(hire_id=hire.pk, by=wrong)
    assert count_rows() == rows


def test_the_hires_of_others_are_not_found():
    hire = HireFactory(accepted=True)
    for act in (actions.select, actions.cancel):
        with pytest.raises(NotFound):
            act(hire_id=hire.pk, by=host(OrganizationFactory()))
    with pytest.raises(NotFound):
        actions.decline(hire_id=hire.pk, by=herself(CandidateFactory()))
    with pytest.raises(NotFound):
        actions.invite(post_id=hire.post_id, candidate_id=CandidateFactory().pk, by=host(OrganizationFactory()))


def test_a_candidate_answers_through_the_walls_of_the_database():
    hire = HireFactory()
    by = herself(hire.candidate)
    with acting(by):
        assert actions.accept(hire_id=hire.pk, by=by).status == HireStatus.ACCEPTED
        assert [line.next_step for line in queries.hires_of_candidate(by.pk, by)] == [queries.NEXT_STEPS[HireStatus.ACCEPTED]]


def test_a_host_lists_its_hires_with_what_to_do_next():
    hire = HireFactory(declared=True)
    [line] = queries.hires_of(hire.organization_id, host(hire.organization))
    assert (line.status_label, line.next_step) == ("contrat déposé", "Attendre que la Banque des Territoires valide le contrat.")
    assert str(line.monthly_gross) == "2\u202f000,00\u00a0€"
    assert queries.hires_of(hire.organization_id, host(OrganizationFactory())) == []
    assert [it.id for it in queries.hires_to_validate(CERTIFIER)] == [hire.pk]


@pytest.mark.django_db(transaction=True)
def test_two_hosts_who_choose_the_same_person_together_do_not_both_have_her():
    with acting(SYSTEM):
        candidate = CandidateFactory()
        hires = [HireFactory(candidate=candidate, accepted=True) for _ in range(2)]
        people = [host(hire.organization) for hire in hires]

    def choose(hire, by):
        try:
            with acting(by):
                actions.select(hire_id=hire.pk, by=by)
            return ""
        except RuleBroken as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = [threads.submit(contextvars.copy_context().run, choose, hire, by) for hire, by in zip(hires, people, strict=True)]
        assert sorted(it.result() for it in answers) == ["", "hire.candidate_taken"]
    with acting(SYSTEM):
        assert Hire.objects.filter(status=HireStatus.SELECTED).count() == 1
