"""Points that anybody can work out again, and the posts already funded around a commune."""

from __future__ import annotations

from decimal import Decimal

import pytest

from lucette.foundation.territories.models import Commune
from lucette.foundation.territories.rules import CommuneZoning
from lucette.insight.statistics import territory
from lucette.insight.statistics.priority import Reach, Weights, score
from tests.foundation.organizations.factories import territory as commune
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
    before = territory.reach(["19272"], 20)["19272"]
    assert (before.posts, before.nearest, before.km) == (0, "", None)
    payments.agreement(posts=2)
    near = territory.reach(["19272", "19275"], 20)
    assert near["19272"] == Reach(before.people, 2, "Tulle", 0.0)
    assert (near["19275"].posts, near["19275"].nearest, round(near["19275"].km or 0)) == (0, "Tulle", 52)
    wider = territory.reach(["19275"], 60)["19275"]
    assert wider.posts == 2 and wider.people >= near["19275"].people
