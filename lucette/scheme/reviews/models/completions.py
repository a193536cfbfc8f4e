"""What is asked of the host, and answered."""

from __future__ import annotations

from django.db import models

from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.models import Application


class CompletionRequest(Record):
    """What the instructor asks the host to add, and the time allowed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    items = models.JSONField("éléments demandés", default=list)
    comment = models.TextField("commentaire")
    asked_by = models.UUIDField("demandé par")
    due_on = models.DateField("à fournir avant le")
    answer = models.TextField("réponse", blank=True)
    answered_at = models.DateTimeField("répondu le", null=True)
    lapsed_at = models.DateTimeField("restée sans réponse le", null=True)  # the file was closed for it

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de compléments"
        verbose_name_plural = "demandes de compléments"
        constraints = [
            models.UniqueConstraint(
                fields=["application"], condition=models.Q(answered_at=None, lapsed_at=None), name="one_open_completion_request"
            )
        ]
