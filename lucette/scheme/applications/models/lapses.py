"""The adversarial exchange that comes before an award is withdrawn."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.enums import LapseGround
from lucette.scheme.applications.models.application import Application


class LapseNotice(Record):
    """What the ANCT means to do and why, the time allowed to the host, and what it says."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    ground = models.CharField("motif", max_length=8, choices=LapseGround.choices)
    reason = models.TextField("explication")
    announced_by = models.UUIDField("engagé par")
    due_on = models.DateField("réponse attendue avant le")
    answer = models.TextField("observations de la structure", blank=True)
    answered_by = models.UUIDField("répondu par", null=True)
    answered_at = models.DateTimeField("répondu le", null=True)
    closed_at = models.DateTimeField("terminé le", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "projet de retrait"
        verbose_name_plural = "projets de retrait"
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(closed_at=None), name="one_open_lapse_notice"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="lapse_answered_by_whom_and_when",
            ),
        ]
