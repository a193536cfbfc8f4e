"""The account that pays, and the files of transfers that leave from it."""

from __future__ import annotations

from django.db import models

from lucette.foundation.documents.models import Document
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments.enums import BATCH, BankAnswer, BatchStatus


class TreasuryAccount(Record):
    """The bank account of an endowment: transfers leave from it, statements tell of it."""

    endowment = models.OneToOneField(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    holder = models.CharField("titulaire", max_length=140)
    iban = models.CharField("IBAN", max_length=34, unique=True)
    bic = models.CharField("BIC", max_length=11)
    town = models.CharField("ville", max_length=35, blank=True)
    profile = models.CharField("règles de la banque", max_length=12, default="sepa")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "compte bancaire de la dotation"
        verbose_name_plural = "comptes bancaires de la dotation"


class Batch(Record, Stateful):
    """A file of transfers. Its count and control sum are computed by two code paths."""

    WORKFLOW = BATCH
    message_id = models.CharField("identifiant du message", max_length=35, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    status = models.CharField("état", max_length=12, choices=BatchStatus.choices, default=BatchStatus.FROZEN)
    execution_on = models.DateField("date d’exécution demandée")
    count = models.PositiveIntegerField("nombre de virements")
    control_cents = models.BigIntegerField("somme de contrôle, en centimes")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="fichier de virements")
    profile = models.CharField("règles de la banque", max_length=12, default="sepa")
    rules = models.JSONField("détail des règles", default=dict)
    frozen_by = models.UUIDField("composé par")
    sent_by = models.UUIDField("envoyé par", null=True)
    sent_at = models.DateTimeField("envoyé le", null=True)
    signature = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="signature du fichier de virements"
    )
    answer = models.CharField("réponse de la banque", max_length=10, choices=BankAnswer.choices, blank=True)
    answered_at = models.DateTimeField("réponse reçue le", null=True)
    reason = models.CharField("motif de l’abandon", max_length=200, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "lot de virements"
        verbose_name_plural = "lots de virements"
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gt=0, control_cents__gt=0), name="batch_is_not_empty"),
            models.CheckConstraint(
                condition=models.Q(status__in=["frozen", "cancelled"])
                | models.Q(sent_at__isnull=False, sent_by__isnull=False, document__isnull=False),
                name="batch_sent_when",
            ),
        ]
