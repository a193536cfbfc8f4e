"""What may end an agreement before its term: the host asks, both agree, or the Caisse des Dépôts gives notice and hears the host."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lucette.foundation.documents.models import Document
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.agreements.enums import NOTICE, OPEN_NOTICE, Duty, NoticeKind, NoticeStatus
from lucette.scheme.agreements.models.agreement import Agreement


class NoticeQuerySet(RecordQuerySet["Notice"]):
    def visible_to(self, actor: Actor) -> NoticeQuerySet:
        return self.filter(agreement__in=Agreement.objects.visible_to(actor))


class Notice(Record, Stateful):
    """`answer_by`: until when the host is heard. `agrees`: what it answers to a proposal. `decided_by` is never who wrote it."""

    WORKFLOW = NOTICE
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="notices", verbose_name="convention")
    kind = models.CharField("nature", max_length=8, choices=NoticeKind.choices)
    duty = models.CharField("manquement", max_length=12, choices=Duty.choices, blank=True)
    status = models.CharField("état", max_length=10, choices=NoticeStatus.choices, default=NoticeStatus.OPEN)
    text = models.TextField("ce qui est dit")
    effective_on = models.DateField("fin de la convention", null=True)
    made_by = models.UUIDField("écrite par")
    answer_by = models.DateField("réponse attendue jusqu’au", null=True)
    agrees = models.BooleanField("accord de la structure", null=True)
    answer = models.TextField("réponse de la structure", blank=True)
    answered_at = models.DateTimeField("réponse reçue le", null=True)
    decided_by = models.UUIDField("décidée par", null=True)
    decided_on = models.DateField("décidée le", null=True)
    decision = models.CharField("décision", max_length=400, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="décision scellée")
    effects = models.JSONField("effets", default=dict)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de fin de convention"
        verbose_name_plural = "demandes de fin de convention"
        constraints = [
            models.UniqueConstraint(fields=["agreement"], condition=Q(status__in=OPEN_NOTICE), name="one_open_notice_an_agreement"),
            models.CheckConstraint(
                condition=~Q(kind="breach") | (~Q(duty="") & Q(answer_by__isnull=False)), name="notice_of_breach_names_it"
            ),
            models.CheckConstraint(condition=Q(decided_by=None) | ~Q(decided_by=F("made_by")), name="notice_decided_by_another"),
            models.CheckConstraint(
                condition=~Q(status="applied") | Q(decided_by__isnull=False, decided_on__isnull=False, document__isnull=False),
                name="notice_applied_with_its_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.agreement.number
