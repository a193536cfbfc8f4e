"""What the host contests, and the answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.enums import CONTESTED
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews.enums import AppealOutcome


class Appeal(Record):
    """A decision contested by its host. Answered by another natural person than those who instructed and decided: a trigger holds it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    # the decision contested, as it was
    against = models.CharField("décision contestée", max_length=20, choices=[(it.value, it.label) for it in CONTESTED])
    against_reason = models.TextField("motif de la décision contestée", blank=True)
    decided_on = models.DateField("décidée le")
    instructor_id = models.UUIDField("instruite par", null=True)
    contested_id = models.UUIDField("décidée par", null=True)
    grounds = models.TextField("arguments")
    document_id = models.UUIDField("document à l’appui", null=True)
    made_by = models.UUIDField("formé par")
    due_on = models.DateField("réponse attendue avant le")
    outcome = models.CharField("réponse", max_length=8, choices=AppealOutcome.choices, blank=True)
    reason = models.TextField("motif de la réponse", blank=True)
    answered_by = models.UUIDField("répondu par", null=True)
    answered_at = models.DateTimeField("répondu le", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "recours gracieux"
        verbose_name_plural = "recours gracieux"
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(outcome=""), name="one_open_appeal"),
            models.CheckConstraint(condition=~Q(grounds=""), name="appeal_with_grounds"),
            models.CheckConstraint(
                condition=Q(outcome="", reason="", answered_by=None, answered_at=None)
                | (~Q(outcome="") & ~Q(reason="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="appeal_answered_by_whom_and_why",
            ),
        ]
