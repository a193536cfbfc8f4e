"""What was told once about a date, so that it is not told twice."""

from __future__ import annotations

from django.db import models

from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.enums import ReminderKind
from lucette.scheme.applications.models.application import Application


class Reminder(Record):
    """A letter that left because a date came near. The date moved, another may leave."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    kind = models.CharField("objet", max_length=20, choices=ReminderKind.choices)
    due_on = models.DateField("échéance")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "rappel"
        verbose_name_plural = "rappels"
        constraints = [models.UniqueConstraint(fields=["application", "kind", "due_on"], name="one_reminder_a_date")]
