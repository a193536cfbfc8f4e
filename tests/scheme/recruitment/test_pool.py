from __future__ import annotations

import datetime as dt
import random

import pytest

from lucette.foundation.territories.models import Commune
from lucette.foundation.territories.rules import distance_km
from lucette.kernel.acting import acting
from lucette.kernel.errors import NotFound
from lucette.scheme.recruitment import queries
from lucette.scheme.recruitment.enums import RADII_KM, Situation
from lucette.scheme.recruitment.models import Candidate
from tests.foundation.accounts.factories import PersonFactory, actor
from tests.foundation.organizations.factories import OrganizationFactory
from tests.scheme.recruitment.factories import INSTRUCTOR, CandidateFactory, HireFactory, commune, herself, host, organization_of, post

pytestmark = pytest.mark.django_db
CODES = ["19272", "19031", "87085", "75056", "33063", "97105", "97209", "97411", "97608", "97801", "98818", "2A004"]


def test_the_pool_is_nearest_first_with_its_reasons():
    it = post()
    far = CandidateFactory(commune=commune("19031"), radius_km=40, situations=[Situation.GRADUATE], pix_shared=True)
    near = CandidateFactory()
    CandidateFactory(commune=commune("19031"), radius_km=5)
    CandidateFactory(withdrawn=True)
    CandidateFactory(available_on=dt.date(2021, 6, 1))
    cards = queries.pool(it.pk, host(organization_of(it)))
    assert [card.candidate_id for card in cards] == [near.pk, far.pk]
    assert cards[1].sentence.startswith("à 2") and cards[1].sentence.endswith("km, disponible maintenant, diplômée, Pix partagé")


def test_the_wished_start_of_the_application_lets_later_candidates_in():
    it = post(start_on=dt.date(2021, 6, 1))
    later = CandidateFactory(available_on=dt.date(2021, 6, 10))
    assert [card.candidate_id for card in queries.pool(it.pk, INSTRUCTOR)] == [later.pk]


def test_a_candidate_chosen_elsewhere_disappears_and_one_is_told_why():
    it, chosen = post(), CandidateFactory()
    HireFactory(candidate=chosen, selected=True)
    assert queries.pool(it.pk, INSTRUCTOR) == []
    assert "déjà choisi" in queries.why_not(it.pk, chosen.pk, INSTRUCTOR)


@pytest.mark.parametrize(
    ("candidate", "said"),
    [
        ({"withdrawn": True}, "retiré du vivier"),
        ({"hired": True}, "déjà recruté"),
        ({"person__is_active": False}, "retiré du vivier"),
        ({"available_on": dt.date(2021, 9, 1)}, "trop tard"),
        ({}, ""),
    ],
)
def test_one_is_told_why_a_candidate_does_not_appear(candidate, said):
    it, seen = post(), CandidateFactory(**candidate)
    sentence = queries.why_not(it.pk, seen.pk, INSTRUCTOR)
    assert (said in sentence) if said else sentence == ""
    assert bool(queries.pool(it.pk, INSTRUCTOR)) == (not said)


def test_the_card_says_that_the_candidate_was_invited():
    it = HireFactory()
    assert [card.invitation for card in queries.pool(it.post_id, INSTRUCTOR)] == ["invited"]


def test_the_pool_of_a_post_is_closed_to_others():
    it, candidate = post(), CandidateFactory()
    for stranger in (host(OrganizationFactory()), herself(candidate), actor("prefecture", "department", "75")):
        with pytest.raises(NotFound):
            queries.pool(it.pk, stranger)
    assert queries.pool(it.pk, actor("prefecture", "department", "19"))


def test_a_host_reads_its_pool_through_the_walls_of_the_database():
    it = post()
    CandidateFactory()
    by = host(organization_of(it))
    with acting(by):
        assert len(queries.pool(it.pk, by)) == 1


def test_the_pool_takes_two_queries_whatever_its_size(django_assert_num_queries):
    it = post()
    CandidateFactory.create_batch(5)
    with django_assert_num_queries(2):
        assert len(queries.pool(it.pk, INSTRUCTOR)) == 5


@pytest.mark.parametrize("seed", range(4))
def test_the_pool_agrees_with_every_distance_measured_one_by_one(seed):
    chance = random.Random(seed)
    around = list(Commune.objects.filter(department_id__in=["19", "87", "23"], latitude__isnull=False).order_by("code"))
    communes = [*chance.sample(around, 60), *Commune.objects.filter(code__in=CODES)]
    Candidate.objects.bulk_create(
        Candidate(
            person=PersonFactory(),
            commune=chance.choice(communes),
            radius_km=chance.choice(RADII_KM),
            available_on=dt.date(2021, 2, 20) + dt.timedelta(days=chance.randrange(40)),
            situations=[Situation.EMPLOYED],
        )
        for _ in range(120)
    )
    for code in ["19272", "97105", "97801", chance.choice(around).code]:
        it = post(organization=OrganizationFactory(commune=commune(code)))
        cards = queries.pool(it.pk, INSTRUCTOR)
        assert {card.candidate_id for card in cards} == {
            c.pk for c in Candidate.objects.select_related("commune") if fits(c, commune(code))
        }
        distances = [card.distance_km for card in cards if card.distance_km is not None]
        assert distances == sorted(distances)


def fits(candidate: Candidate, at: Commune) -> bool:
    """The rule again, without box nor index."""
    home = candidate.commune
    if home.department_id != at.department_id and {home.department_id, at.department_id} & {"971", "972", "978"}:
        return False
    if candidate.available_on > dt.date(2021, 3, 16):
        return False
    if candidate.radius_km == 2000 or home.pk == at.pk:
        return True
    if home.latitude is None or at.latitude is None:
        return False
    return distance_km(home.latitude, home.longitude, at.latitude, at.longitude) <= candidate.radius_km
