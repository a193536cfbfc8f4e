"""Places for tests: in Tulle, open on weekdays."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from lucette.scheme.places.enums import Access, PlaceKind
from lucette.scheme.places.models import OpeningHours, Place
from tests.foundation.organizations.factories import OrganizationFactory, territory

MORNING = [(day, dt.time(9), dt.time(12)) for day in range(5)]


class PlaceFactory(DjangoModelFactory):
    """`PlaceFactory(hours=[(0, time(9), time(12))])`; `closed=True` for a place that closed in January 2021."""

    class Meta:
        model = Place
        skip_postgeneration_save = True

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Médiathèque d’essai {n}")
    kind = PlaceKind.LIBRARY
    address = "1 place de l’Essai"
    commune = factory.LazyFunction(territory)
    latitude = 45.2678
    longitude = 1.7709
    access = Access.APPOINTMENT

    class Params:
        closed = factory.Trait(closed_on=dt.date(2021, 1, 31))

    @factory.post_generation
    def hours(self, create: bool, extracted: object, **_: object) -> None:
        for weekday, opens, closes in MORNING if extracted is None else extracted:
            OpeningHours.objects.create(place=self, weekday=weekday, opens=opens, closes=closes)
