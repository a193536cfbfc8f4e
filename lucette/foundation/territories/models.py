"""Territories as Insee names them. Reference data: loaded by `load_reference_data`, changed by nobody else."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from lucette.foundation.territories.enums import ZoningKind
from lucette.kernel import clock
from lucette.kernel.records import RecordQuerySet

__all__ = ["Commune", "Department", "Folded", "FormerCommune", "Intercommunality", "ReferenceLoad", "Region", "Zoning"]


class Folded(models.Func):
    """French folding in PostgreSQL: `french_folded(text)`. `order_by(Folded("name"))` puts Évry between Eu and Fa."""

    function = "french_folded"
    output_field = models.TextField()


class Region(models.Model):
    code = models.CharField("code Insee", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)
    zone = models.CharField("zone", max_length=8)  # metro, drom, com

    class Meta:
        verbose_name = "région"
        verbose_name_plural = "régions"

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    code = models.CharField("code Insee", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="departments", verbose_name="région")
    zone = models.CharField("zone", max_length=8)

    class Meta:
        verbose_name = "département"
        verbose_name_plural = "départements"

    def __str__(self) -> str:
        return self.name


class Intercommunality(models.Model):
    siren = models.CharField("SIREN", max_length=9, primary_key=True)
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("nature", max_length=8)  # CC, CA, CU, METRO, MET69…
    population = models.PositiveIntegerField("population", null=True)

    class Meta:
        verbose_name = "EPCI"
        verbose_name_plural = "EPCI"

    def __str__(self) -> str:
        return self.name


class Commune(models.Model):
    code = models.CharField("code Insee", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=120)
    search_name = models.CharField("nom de recherche", max_length=120)  # rules.searchable(name)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="communes", verbose_name="département")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="communes", verbose_name="région")
    intercommunality = models.ForeignKey(
        Intercommunality, on_delete=models.PROTECT, null=True, related_name="communes", verbose_name="EPCI"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="arrondissements", verbose_name="commune de l’arrondissement"
    )
    siren = models.CharField("SIREN", max_length=9, blank=True)
    postcodes = ArrayField(models.CharField(max_length=5), verbose_name="codes postaux", default=list)
    population = models.PositiveIntegerField("population", null=True)
    latitude = models.FloatField("latitude", null=True)
    longitude = models.FloatField("longitude", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        indexes = [
            GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="commune_by_name"),
            GinIndex(fields=["postcodes"], name="commune_by_postcode"),
            models.Index(fields=["siren"], name="commune_by_siren"),
            models.Index(fields=["latitude", "longitude"], name="commune_by_place"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerCommune(models.Model):
    """A former or delegated commune, known by its old code and name, and the present one that holds it."""

    code = models.CharField("code Insee", max_length=5)
    name = models.CharField("nom", max_length=120)
    search_name = models.CharField("nom de recherche", max_length=120)
    present = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="former", verbose_name="commune actuelle")

    class Meta:
        verbose_name = "ancienne commune"
        verbose_name_plural = "anciennes communes"
        constraints = [models.UniqueConstraint(fields=["code"], name="former_commune_once")]
        indexes = [GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="former_commune_by_name")]

    def __str__(self) -> str:
        return self.name


class Zoning(models.Model):
    """One fact of zoning about a commune: ZRR or FRR class, a QPV, a fragility index. Absent: « non disponible »."""

    commune = models.ForeignKey(Commune, on_delete=models.CASCADE, related_name="zonings", verbose_name="commune")
    kind = models.CharField("sorte", max_length=4, choices=ZoningKind.choices)
    value = models.CharField("valeur", max_length=120)
    detail = models.CharField("détail", max_length=200, blank=True)
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "zonage"
        verbose_name_plural = "zonages"
        constraints = [models.UniqueConstraint(fields=["commune", "kind", "value"], name="zoning_once")]


class ReferenceLoad(models.Model):
    """The reference files that the tables above were filled from: one row, replaced when the shipped files change."""

    fingerprint = models.CharField("empreinte", max_length=64, primary_key=True)
    loaded_at = models.DateTimeField("chargé le", default=clock.now)

    class Meta:
        verbose_name = "chargement des territoires"
        verbose_name_plural = "chargements des territoires"
