"""Points that anybody can work out again, and the posts already funded around a commune."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from lucette.foundation.parameters import actions as parameters
from lucette.foundation.territories import queries as territories
from lucette.foundation.territories.models import Commune, Zoning
from lucette.foundation.territories.rules import CommuneZoning
from lucette.insight.statistics import territory
from lucette.insight.statistics.priority import Reach, Weights, score
from lucette.kernel import clock
from tests.foundation.organizations.factories import territory as commune
from tests.scheme.fund.factories import DIRECTOR
from tests.scheme.payments import factories as payments

WEIGHTS = Weights(rural=20, districts=20, fragility=25, people=20, distance=15, people_full=33_500, reach_km=20)
POOREST = CommuneZoning(zrr="C", frr="FRR+", qpv=("Les Bords de Vézère",), fragility=Decimal(160))


@pytest.mark.parametrize(
    ("zoning", "reach", "points"),
    [
        (POOREST, Reach(9_000, 0, "", None), [20, 20, 25, 20, 15]),
        (CommuneZoning(zrr="NC", frr="Non classée", qpv=(), fragility=Decimal(40)), Reach(30_000, 30, "Tulle", 0.0), [0, 0, 0, 1, 0]),
        (CommuneZoning(frr="FRR socle", fragility=Decimal(100)), Reach(33_500, 2, "Brive-la-Gaillarde", 10.2), [20, 0, 12, 10, 8]),
        (CommuneZoning(), None, [0, 0, 0, 0, 0]),
    ],
)
def test_each_reason_has_its_points(zoning: CommuneZoning, reach: Reach | None, points: list[int]) -> None:
    found = score(zoning, reach, WEIGHTS)
    assert [it.points for it in found.reasons] == points
    assert (found.points, found.most) == (sum(points), 100)


def test_what_is_not_known_says_so() -> None:
    assert {it.said for it in score(CommuneZoning(), None, WEIGHTS).reasons} == {"non disponible"}


@pytest.mark.django_db
def test_the_posts_of_agreements_count_where_their_hosts_are() -> None:
    tulle, ussel = commune(), commune("19275", "Ussel")
    Commune.objects.filter(pk=tulle.pk).update(latitude=45.2678, longitude=1.7706)
    Commune.objects.filter(pk=ussel.pk).update(latitude=45.5478, longitude=2.3092)
    places = [tulle, ussel]
    before = territory.files(places)["19272"].reach
    assert before and (before.posts, before.nearest, before.km) == (0, "", None)
    payments.agreement(posts=2)
    near, far = (territory.files(places)[it.code].reach for it in places)
    assert near == Reach(before.people, 2, "Tulle", 0.0)
    assert far and (far.posts, far.nearest, round(far.km or 0)) == (0, "Tulle", 52)
    with clock.at(dt.date(2021, 6, 1)):
        parameters.decide(code="priority.reach_km", since=dt.date(2021, 6, 1), value=60, reason="Zones étendues.", by=DIRECTOR)
        wider = territory.files([ussel])["19275"].reach
    assert wider and wider.posts == 2 and wider.people >= far.people


@pytest.mark.django_db
def test_what_the_lists_say_is_what_the_territory_says() -> None:
    it = commune()
    Zoning.objects.create(commune=it, kind="zrr", value="C")
    assert territory.files([it])[it.code].zoning == territories.zonings([it])[it.code]
