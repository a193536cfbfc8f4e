"""Decisions to change a number. Only added to: a number in force yesterday was in force for ever."""

from __future__ import annotations

from django.db import models

from lucette.kernel.records import Record, RecordQuerySet


class ParameterDecision(Record):
    """From `since` on, the parameter is worth `value`, in its own unit."""

    code = models.CharField("code", max_length=60)
    value = models.BigIntegerField("valeur")
    since = models.DateField("à compter du")
    reason = models.CharField("motif", max_length=200)
    decided_by = models.UUIDField("décidé par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "décision sur un paramètre"
        verbose_name_plural = "décisions sur les paramètres"
        indexes = [models.Index(fields=["code", "since", "created_at"], name="parameter_decision_by_code")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="parameter_decision_has_a_reason"),
        ]
