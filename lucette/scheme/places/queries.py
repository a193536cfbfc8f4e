"""Where to find help. Every open place is public: no actor is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from lucette.foundation.territories.rules import box, distance_km
from lucette.kernel import clock
from lucette.scheme.places.models import Place
from lucette.scheme.places.rules import hours_in_words

CIRCLES_KM = (15, 60, 250, 2000)  # widened until enough places are found


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
    by_appointment: bool
    hours: str
    phone: str
    latitude: float | None
    longitude: float | None
    closed_on: dt.date | None
    km: float | None = None


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
        place.by_appointment,
        hours_in_words(place.hours),
        place.phone,
        place.latitude,
        place.longitude,
        place.closed_on,
        km,
    )


def place(place_id: UUID) -> PlaceCard:
    """One place, closed or not: an old link still says that it closed. Raises NotFound."""
    return card(Place.objects.select_related("organization", "commune").prefetch_related("opening_hours").known(place_id))


def of_organization(organization_id: UUID) -> list[PlaceCard]:
    """The open places of a host, by name."""
    return [card(it) for it in open_places().filter(organization_id=organization_id).order_by("name", "pk")]


def near(latitude: float, longitude: float, limit: int = 20) -> list[PlaceCard]:
    """The `limit` nearest open places (great circle, km), nearest first.

    A box finds them by index, in circles widened to 2,000 km; the exact distance sorts them. Places without a point never appear.
    """
    found: list[PlaceCard] = []
    for km in CIRCLES_KM:
        south, north, west, east = box(latitude, longitude, km)
        rows = open_places().filter(latitude__range=(south, north), longitude__range=(west, east))
        measured = ((it, distance_km(latitude, longitude, it.latitude or 0.0, it.longitude or 0.0)) for it in rows)
        found = [card(it, away) for it, away in sorted(measured, key=lambda pair: (pair[1], pair[0].pk)) if away <= km]
        if len(found) >= limit:
            break
    return found[:limit]
