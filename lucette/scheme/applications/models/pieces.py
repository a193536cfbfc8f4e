"""Documents that the call asks of the host."""

from __future__ import annotations

from django.db import models

from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.enums import PieceStatus
from lucette.scheme.applications.models.application import Application


class Piece(Record):
    """One document given for one code of the call. Given again, the former one is kept, replaced."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="pieces", verbose_name="candidature")
    code = models.CharField("code", max_length=40)
    document_id = models.UUIDField("document")
    given_by = models.UUIDField("fournie par")
    replaced_at = models.DateTimeField("remplacée ou retirée le", null=True)
    answer = models.CharField("lecture", max_length=8, choices=PieceStatus.choices, default=PieceStatus.GIVEN)
    # why the instruction refused it
    said = models.CharField("remarque", max_length=500, blank=True)
    answered_by = models.UUIDField("lue par", null=True)
    answered_at = models.DateTimeField("lue le", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "document fourni"
        verbose_name_plural = "documents fournis"
        constraints = [
            models.UniqueConstraint(fields=["application", "code"], condition=models.Q(replaced_at=None), name="one_live_piece_a_code"),
            models.CheckConstraint(
                condition=models.Q(answer="given", answered_by=None, answered_at=None)
                | (~models.Q(answer="given") & models.Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="piece_answered_by_whom_and_when",
            ),
            models.CheckConstraint(condition=~models.Q(answer="refused") | ~models.Q(said=""), name="piece_refused_with_reason"),
        ]
