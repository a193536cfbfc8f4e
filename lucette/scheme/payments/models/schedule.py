"""The schedule of an agreement: its instalments, each with a condition and a date."""

from __future__ import annotations

from django.db import models

from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.calls.enums import Condition


class InstalmentQuerySet(RecordQuerySet["Instalment"]):
    def visible_to(self, actor: Actor) -> InstalmentQuerySet:
        if actor.scope.national:
            return self
        return self.filter(agreement__organization_id=actor.scope.code) if actor.scope.kind == "organization" else self.none()


class Instalment(Record):
    """One number of an agreement's schedule; its lines, one per post, live their own lives."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", verbose_name="convention")
    number = models.PositiveSmallIntegerField("numéro")
    condition = models.CharField("condition", max_length=20, choices=Condition.choices)
    due_on = models.DateField("échéance")

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = "versement"
        verbose_name_plural = "versements"
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="instalment_once")]
