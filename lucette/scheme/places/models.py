"""Where advisers receive the public."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.indexes import GistIndex
from django.db import models

from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Commune
from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.places.enums import Access, PlaceKind
from lucette.scheme.places.rules import Hours


class PlaceQuerySet(RecordQuerySet["Place"]):
    def open_on(self, day: dt.date) -> PlaceQuerySet:
        return self.filter(models.Q(closed_on=None) | models.Q(closed_on__gt=day))


class Place(Record):
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    name = models.CharField("nom", max_length=160)
    kind = models.CharField("type de lieu", max_length=20, choices=PlaceKind.choices)
    address = models.CharField("adresse", max_length=200)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+", verbose_name="commune")
    latitude = models.FloatField("latitude", null=True)
    longitude = models.FloatField("longitude", null=True)
    access = models.CharField("accès", max_length=8, choices=Access.choices, default=Access.APPOINTMENT)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    step_free = models.BooleanField("accessible en fauteuil roulant", null=True)  # None: nobody said
    closed_on = models.DateField("fermé depuis le", null=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu d’accueil"
        verbose_name_plural = "lieux d’accueil"
        indexes = [
            models.Index(fields=["commune"], name="place_by_commune"),
            GistIndex(models.Func("longitude", "latitude", function="point"), name="place_by_point"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="place_point_is_on_earth",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def by_appointment(self) -> bool:
        return self.access == Access.APPOINTMENT

    @property
    def hours(self) -> list[Hours]:
        return [(it.weekday, it.opens, it.closes) for it in self.opening_hours.all()]

    def is_open(self, day: dt.date) -> bool:
        return self.closed_on is None or self.closed_on > day


class OpeningHours(Record):
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="opening_hours", verbose_name="lieu d’accueil")
    weekday = models.PositiveSmallIntegerField(
        "jour", choices=[(i, d) for i, d in enumerate(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"])]
    )
    opens = models.TimeField("ouvre à")
    closes = models.TimeField("ferme à")

    class Meta:
        verbose_name = "horaire d’ouverture"
        verbose_name_plural = "horaires d’ouverture"
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=models.Q(closes__gt=models.F("opens"), weekday__lte=6), name="opening_hours_are_sound")
        ]
