"""Who helps where: for everyone, no actor is asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol
from uuid import UUID

from django.db.models import Count, F, Func

from lucette.foundation.territories import queries as territories
from lucette.kernel import clock
from lucette.scheme.activities.enums import ActivityStatus, Theme
from lucette.scheme.activities.models import Activity
from lucette.scheme.appointments import queries as appointments
from lucette.scheme.appointments.queries import Slot
from lucette.scheme.places import queries as places
from lucette.scheme.places.models import Place
from lucette.scheme.places.queries import PlaceCard
from lucette.scheme.posts.models import Assignment
from lucette.scheme.recruitment.models import Hire

NEAREST = 30
WIDEST = 200  # places looked at before the wishes narrow them
SEEN_IN = dt.timedelta(days=365)  # what a place offers: what was done there lately,
OFTEN = 5  # at least so many times (nothing that would point at somebody),
THEMES = 3  # the most frequent ones
MARGIN = 0.15  # degrees shown around the places of a map


@dataclass(frozen=True, slots=True)
class DepartmentOnMap:
    """`feature`: its outline (GeoJSON, shared: do not change it)."""

    code: str
    name: str
    places: int
    advisers: int
    feature: dict[str, Any]


class Centre(Protocol):
    """A commune already read: looked up, or found among others."""

    @property
    def code(self) -> str: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


def near(commune: Centre, limit: int = NEAREST) -> list[PlaceCard]:
    """Open places nearest to its centre, with their distance in km; those of the commune itself when its centre is unknown."""
    if commune.latitude is None or commune.longitude is None:
        return [places.card(it) for it in places.open_places().filter(commune_id=commune.code).order_by("name", "pk")[:limit]]
    return places.near(commune.latitude, commune.longitude, limit)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks of a place; an empty field asks nothing. `access`: places.enums.Access; `need`: activities.enums.Theme."""

    km: int = 0
    access: str = ""
    step_free: bool = False
    need: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """A place, what is done there most (labels), its next free slot."""

    place: PlaceCard
    offers: tuple[str, ...]
    slot: Slot | None


def find(commune: Centre, wish: Wish, limit: int = NEAREST) -> list[Help]:
    """The nearest places that answer the wish, nearest first, with what they offer and when."""
    fitting = [it for it in near(commune, WIDEST if wish != Wish() else limit) if fits(it, wish)]
    done = offers([it.id for it in fitting])
    kept = [it for it in fitting if not wish.need or wish.need in done.get(it.id, ())][:limit]
    return helps(kept, done)


def help_at(place_id: UUID) -> tuple[Help, list[Slot]]:
    """One place, and every slot free there within three weeks. Raises NotFound."""
    card, slots = places.place(place_id), appointments.slots_of_place(place_id)
    return Help(card, named(offers([place_id]).get(place_id, ())), slots[0] if slots else None), slots


def helps(cards: list[PlaceCard], done: dict[UUID, tuple[str, ...]]) -> list[Help]:
    slots = appointments.next_slots([it.id for it in cards])
    return [Help(it, named(done.get(it.id, ())), slots.get(it.id)) for it in cards]


def named(themes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(Theme(theme).label for theme in themes[:THEMES])


def fits(it: PlaceCard, wish: Wish) -> bool:
    """As far as the card says it (the need is in what is done there)."""
    near = not wish.km or it.km is None or it.km <= wish.km
    return near and (not wish.access or it.access_code == wish.access) and (not wish.step_free or it.step_free is True)


def offers(place_ids: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """The themes of each place over the last year, most frequent first; only those seen often enough."""
    recent = Activity.objects.filter(place_id__in=place_ids, status=ActivityStatus.RECORDED, held_on__gt=clock.today() - SEEN_IN).annotate(
        theme=Func(F("themes"), function="unnest")
    )
    counted = recent.order_by().values("place_id", "theme").annotate(n=Count("id")).filter(n__gte=OFTEN)
    found: dict[UUID, list[str]] = {}
    for row in sorted(counted, key=lambda row: (-row["n"], row["theme"])):
        found.setdefault(row["place_id"], []).append(row["theme"])
    return {place_id: tuple(themes) for place_id, themes in found.items()}


def outlines_around(points: Collection[tuple[float, float]]) -> list[dict[str, Any]]:
    """The outlines (GeoJSON features, a hundredth of a degree fine) of the départements that these (latitude, longitude) are in or near."""
    if not points:
        return []
    norths, easts = [north for north, _ in points], [east for _, east in points]
    south, north, west, east = min(norths) - MARGIN, max(norths) + MARGIN, min(easts) - MARGIN, max(easts) + MARGIN
    return [
        feature
        for feature, (its_south, its_north, its_west, its_east) in light_outlines()
        if its_south <= north and its_north >= south and its_west <= east and its_east >= west
    ]


@cache
def light_outlines() -> list[tuple[dict[str, Any], tuple[float, float, float, float]]]:
    """Each département lightly drawn, with its south, north, west and east: computed once."""
    found = []
    for feature in territories.outlines("departments")["features"]:
        geometry = feature["geometry"]
        drawn = rounded(geometry["coordinates"])
        points = list(flat(drawn))
        norths, easts = [point[1] for point in points], [point[0] for point in points]
        name = {"name": feature["properties"].get("name", "")}
        shape = {"type": "Feature", "properties": name, "geometry": {"type": geometry["type"], "coordinates": drawn}}
        found.append((shape, (min(norths), max(norths), min(easts), max(easts))))
    return found


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


def flat(points: list[Any]) -> Iterator[list[float]]:
    if isinstance(points[0], (int, float)):
        yield points
        return
    for it in points:
        yield from flat(it)


def rounded(points: list[Any]) -> list[Any]:
    if isinstance(points[0], (int, float)):
        return [round(points[0], 2), round(points[1], 2)]
    lighter = [rounded(it) for it in points]
    return [it for n, it in enumerate(lighter) if not n or it != lighter[n - 1]]
