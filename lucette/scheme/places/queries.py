"""Where to find help. Every open place is public: no actor is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import hypot
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from lucette.foundation.territories.rules import box, distance_km
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.places import policies
from lucette.scheme.places.models import Place
from lucette.scheme.places.rules import hours_in_words

FARTHEST_KM = 2000.0
FIRST = 60  # places read at once: with 100,000 places, enough from 96 communes in 100
FIRST_BY_DEGREES = """
SELECT id, latitude, longitude FROM places_place
 WHERE (closed_on IS NULL OR closed_on > %(today)s) AND latitude IS NOT NULL
 ORDER BY point(longitude, latitude) <-> point(%(east)s, %(north)s) LIMIT %(asked)s
"""


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """A place as a page shows it; `km` is None when nobody asked from where; `hours` in French words, "" when unknown."""

    id: UUID
    name: str
    kind: str
    address: str
    commune: str
    commune_code: str
    department_code: str
    organization_id: UUID
    organization: str
    access: str
    access_code: str
    by_appointment: bool
    hours: str
    phone: str
    latitude: float | None
    longitude: float | None
    closed_on: dt.date | None
    km: float | None = None
    step_free: bool | None = None


def open_places(on: dt.date | None = None) -> QuerySet[Place]:
    """Places open on that day (default: today), with what a card needs."""
    rows = Place.objects.open_on(on or clock.today())
    return rows.select_related("organization", "commune").prefetch_related("opening_hours")


def card(place: Place, km: float | None = None) -> PlaceCard:
    """The card of a place."""
    return PlaceCard(
        place.pk,
        place.name,
        place.get_kind_display(),
        place.address,
        place.commune.name,
        place.commune_id,
        place.commune.department_id,
        place.organization_id,
        place.organization.name,
        place.get_access_display(),
        place.access,
        place.by_appointment,
        hours_in_words(place.hours),
        place.phone,
        place.latitude,
        place.longitude,
        place.closed_on,
        km,
        place.step_free,
    )


def place(place_id: UUID) -> PlaceCard:
    """One place, closed or not: an old link still says that it closed. Raises NotFound."""
    return card(Place.objects.select_related("organization", "commune").prefetch_related("opening_hours").known(place_id))


def place_kept(place_id: UUID, by: Actor) -> Place:
    """A place that this person keeps (her host's), to change it. Raises NotFound."""
    it = Place.objects.select_related("commune").prefetch_related("opening_hours").known(place_id)
    if not policies.can_keep(by, it.organization_id):
        raise NotFound
    return it


def of_organization(organization_id: UUID) -> list[PlaceCard]:
    """The open places of a host, by name."""
    return [card(it) for it in open_places().filter(organization_id=organization_id).order_by("name", "pk")]


def near(latitude: float, longitude: float, limit: int = 20) -> list[PlaceCard]:
    """The `limit` nearest open places (great circle, km), nearest first: `nearest`, then the cards of those alone."""
    away = dict(nearest(latitude, longitude, limit))
    found = open_places().in_bulk(away)
    return [card(found[it], km) for it, km in away.items() if it in found]


def nearest(latitude: float, longitude: float, limit: int = 20) -> list[tuple[UUID, float]]:
    """Id and distance (great circle, km) of the `limit` nearest open places within 2,000 km, nearest first.

    The index gives the first places by distance in degrees; the exact distance sorts them. It is enough once every place not given is
    outside the box of the last one kept (same answer as measuring all places); otherwise four times more are asked for.
    Places without a point never appear.
    """
    asked = max(FIRST, 3 * limit)
    while True:
        rows = _first_by_degrees(latitude, longitude, asked)
        measured = sorted((distance_km(latitude, longitude, north, east), pk) for pk, north, east in rows)
        found = [(pk, km) for km, pk in measured if km <= FARTHEST_KM][:limit]
        reach = found[-1][1] if len(found) == limit > 0 else FARTHEST_KM
        if len(rows) < asked or _covers(latitude, longitude, rows[-1], reach):
            return found
        asked *= 4


def _first_by_degrees(latitude: float, longitude: float, asked: int) -> list[tuple[UUID, float, float]]:
    with connection.cursor() as cursor:
        cursor.execute(FIRST_BY_DEGREES, {"today": clock.today(), "east": longitude, "north": latitude, "asked": asked})
        rows: list[tuple[UUID, float, float]] = cursor.fetchall()
        return rows


def _covers(latitude: float, longitude: float, last: tuple[UUID, float, float], km: float) -> bool:
    """Is every place within `km` strictly nearer, in degrees, than the last place read? The margin is for roundings."""
    _, north, _, east = box(latitude, longitude, km + 1e-6)
    return hypot(north - latitude, east - longitude) < hypot(last[1] - latitude, last[2] - longitude) * (1 - 1e-9)
