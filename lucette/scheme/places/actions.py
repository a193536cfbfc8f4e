"""Open a place, say its hours, close it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from lucette.foundation.journal import actions as journal
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Commune
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid, RuleBroken
from lucette.scheme.places import policies
from lucette.scheme.places.enums import Access, PlaceKind
from lucette.scheme.places.models import OpeningHours, Place
from lucette.scheme.places.rules import Hours, checked_hours


@transaction.atomic
def open_place(
    *,
    organization_id: UUID,
    name: str,
    kind: PlaceKind | str,
    address: str,
    commune_code: str,
    access: Access | str,
    by: Actor,
    phone: str = "",
    hours: Iterable[Hours] = (),
    latitude: float | None = None,
    longitude: float | None = None,
    step_free: bool | None = None,
) -> Place:
    """A place of a host where the public is received; without a point, the centre of its commune.

    `hours`: (weekday, opens, closes), Monday is 0. `step_free`: one comes in with a wheelchair (None: not said).
    Raises Forbidden, NotFound (another host's), Invalid (name, kind, address, commune_code, access, hours, latitude).
    """
    policies.check_can_keep(by, organization_id)
    organization = Organization.objects.known(organization_id)
    commune = _described(commune_code, problems(name, address, kind, access, (latitude, longitude)))
    ordered = checked_hours(hours)
    point = (commune.latitude, commune.longitude) if latitude is None else (latitude, longitude)
    it = Place.objects.create(
        organization=organization,
        name=name.strip(),
        kind=kind,
        address=address.strip(),
        commune=commune,
        latitude=point[0],
        longitude=point[1],
        access=access,
        phone=phone.strip(),
        step_free=step_free,
    )
    _write_hours(it, ordered)
    journal.record("place.opened", subject=it, by=by, organization=str(organization_id), commune=commune.code)
    return it


def _described(commune_code: str, wrong: dict[str, str]) -> Commune:
    """The commune of a place well described. Raises Invalid (`wrong`, commune_code)."""
    commune = Commune.objects.filter(pk=commune_code).first()
    if commune is None:
        wrong = wrong | {"commune_code": "Cette commune n’est pas connue : choisissez-la dans la liste."}
    if wrong or commune is None:
        raise Invalid("place.invalid", "Le lieu d’accueil est à corriger.", wrong)
    return commune


def problems(
    name: str, address: str, kind: PlaceKind | str, access: Access | str, point: tuple[float | None, float | None]
) -> dict[str, str]:
    """What is wrong in the description of a place, by field; the commune apart."""
    found = {field: "Ce champ est à remplir." for field, text in (("name", name), ("address", address)) if not text.strip()}
    if kind not in PlaceKind.values:
        found["kind"] = "Choisissez le type de lieu dans la liste."
    if access not in Access.values:
        found["access"] = "Dites si l’on vient avec ou sans rendez-vous."
    latitude, longitude = point
    if (latitude is None) != (longitude is None) or not (-90 <= (latitude or 0) <= 90 and -180 <= (longitude or 0) <= 180):
        found["latitude"] = "Ce point n’est pas sur la carte : indiquez la latitude et la longitude en degrés."
    return found


@transaction.atomic
def set_hours(*, place_id: UUID, hours: Iterable[Hours], by: Actor) -> Place:
    """The place's opening hours, all of them. Raises NotFound, Forbidden, RuleBroken (closed), Invalid (hours)."""
    it = _held(place_id, by)
    ordered = checked_hours(hours)
    it.opening_hours.all().delete()
    _write_hours(it, ordered)
    journal.record(
        "place.hours_set", subject=it, by=by, hours=[[day, f"{opens:%H:%M}", f"{closes:%H:%M}"] for day, opens, closes in ordered]
    )
    return it


@transaction.atomic
def set_step_free(*, place_id: UUID, step_free: bool | None, by: Actor) -> Place:
    """Say whether one comes in with a wheelchair. Raises NotFound, Forbidden, RuleBroken (closed)."""
    it = _held(place_id, by)
    it.step_free = step_free
    it.save(update_fields=["step_free"])
    journal.record("place.step_free_set", subject=it, by=by, step_free=step_free)
    return it


@transaction.atomic
def close_place(*, place_id: UUID, on: dt.date, by: Actor) -> Place:
    """The place receives nobody from `on`. Raises NotFound, Forbidden, RuleBroken (already closed)."""
    it = _held(place_id, by)
    it.closed_on = on
    it.save(update_fields=["closed_on"])
    journal.record("place.closed", subject=it, by=by, on=on.isoformat())
    return it


def _held(place_id: UUID, by: Actor) -> Place:
    it = Place.objects.lock(place_id)
    policies.check_can_keep(by, it.organization_id)
    if it.closed_on:
        raise RuleBroken("place.closed", "Ce lieu d’accueil est déjà fermé : ouvrez-en un autre si l’accueil reprend.")
    return it


def _write_hours(place: Place, hours: list[Hours]) -> None:
    OpeningHours.objects.bulk_create(OpeningHours(place=place, weekday=day, opens=opens, closes=closes) for day, opens, closes in hours)
