"""Who helps where: for everyone, no actor is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F

from lucette.foundation.territories import queries as territories
from lucette.kernel import clock
from lucette.scheme.places import queries as places
from lucette.scheme.places.models import Place
from lucette.scheme.places.queries import PlaceCard
from lucette.scheme.posts.models import Assignment
from lucette.scheme.recruitment.models import Hire

NEAREST = 30


@dataclass(frozen=True, slots=True)
class DepartmentOnMap:
    """`feature`: its outline (GeoJSON, shared: do not change it)."""

    code: str
    name: str
    places: int
    advisers: int
    feature: dict[str, Any]


def near_commune(commune_code: str, limit: int = NEAREST) -> list[PlaceCard]:
    """Open places nearest to the centre of a commune, present or former, with their distance in km; none when its centre is unknown.

    Raises NotFound (unknown code).
    """
    commune = territories.commune(commune_code)
    if commune.latitude is None or commune.longitude is None:
        return [places.card(it) for it in places.open_places().filter(commune=commune).order_by("name", "pk")[:limit]]
    return places.near(commune.latitude, commune.longitude, limit)


def departments() -> list[DepartmentOnMap]:
    """Every département that has an outline, with its open places and advisers in post. Counts of people helped are never shown
    here (trust.md A41)."""
    of_places = _counts(Place.objects.open_on(clock.today()), "commune__department_id")
    in_post = Assignment.objects.filter(period__contains=clock.today()).values("hire_id")
    of_advisers = _counts(Hire.objects.filter(pk__in=in_post), "organization__commune__department_id")
    features = territories.outlines("departments")["features"]
    found = [(f["properties"].get("code"), f["properties"].get("name", ""), f) for f in features]
    return [DepartmentOnMap(code, name, of_places.get(code, 0), of_advisers.get(code, 0), feature) for code, name, feature in found]


def _counts(rows: Any, territory: str) -> dict[str, int]:
    return {row["code"]: row["n"] for row in rows.order_by().values(code=F(territory)).annotate(n=Count("id"))}
