"""Who shares the post with the host that bears it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.models.application import Application


class Partner(Record):
    """A commune, or another body, that receives the adviser part of the time; the host that bears the post keeps the rest."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    name = models.CharField("nom", max_length=160)
    percent = models.PositiveSmallIntegerField("part du temps, en pour cent")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "structure qui partage le poste"
        verbose_name_plural = "structures qui partagent le poste"
        constraints = [
            models.UniqueConstraint("application", Lower("name"), name="one_partner_a_name"),
            # the sum of an application stays below 100 by a trigger of the migration
            models.CheckConstraint(condition=models.Q(percent__gte=1, percent__lte=99), name="partner_has_a_share"),
        ]

    def __str__(self) -> str:
        return self.name
