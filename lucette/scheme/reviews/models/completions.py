"""What is asked of the host, and answered."""

from __future__ import annotations

from django.db import models

from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.models import Application


class CompletionRequest(Record):
    """What the instructor asks the host to add, and the time allowed."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    comment = models.TextField("commentaire")
    asked_by = models.UUIDField("demandé par")
    due_on = models.DateField("à fournir avant le")
    answer = models.TextField("remarque de la structure", blank=True)
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


class CompletionItem(Record):
    """One thing asked: a document of the call (`piece_code`), or something said in words; then its answer, a text, a document, or both."""

    request = models.ForeignKey(CompletionRequest, on_delete=models.PROTECT, related_name="named", verbose_name="demande de compléments")
    position = models.PositiveSmallIntegerField("ordre")
    label = models.CharField("élément", max_length=200)
    piece_code = models.CharField("document de l’appel", max_length=40, blank=True)
    before = models.CharField("avant la demande", max_length=600, blank=True)
    answer = models.TextField("réponse", blank=True)
    document_id = models.UUIDField("document", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "élément demandé"
        verbose_name_plural = "éléments demandés"
        constraints = [models.UniqueConstraint(fields=["request", "position"], name="completion_item_in_order")]
