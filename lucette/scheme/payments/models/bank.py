"""What the bank says: statements and their lines, answers to our files."""

from __future__ import annotations

from django.db import models

from lucette.foundation.documents.models import Document
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments.enums import BANK_LINE, BankAnswer, BankLineStatus, MovementKind
from lucette.scheme.payments.models.orders import Order


class BankStatement(Record):
    """One camt.053 file read back; the same file or statement twice changes nothing."""

    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    statement_id = models.CharField("identifiant du relevé", max_length=35, unique=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="relevé bancaire")
    opening_cents = models.BigIntegerField("solde initial, en centimes")
    closing_cents = models.BigIntegerField("solde final, en centimes")
    closed_on = models.DateField("arrêté le")
    rank = models.PositiveIntegerField("rang")
    imported_by = models.UUIDField("importé par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "relevé bancaire"
        verbose_name_plural = "relevés bancaires"
        constraints = [models.UniqueConstraint(fields=["endowment", "rank"], name="bank_statement_rank_once")]


class StatementLine(Record, Stateful):
    """One movement of a statement; what matches neither an order nor a tranche waits, with the reason."""

    WORKFLOW = BANK_LINE
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines", verbose_name="relevé bancaire")
    position = models.PositiveIntegerField("rang")
    cents = models.BigIntegerField("montant, en centimes")
    credit = models.BooleanField("crédit")
    booked_on = models.DateField("comptabilisée le")
    end_to_end_id = models.CharField("référence de bout en bout", max_length=35, blank=True, db_index=True)
    bank_reference = models.CharField("référence de la banque", max_length=60)
    remittance = models.CharField("libellé", max_length=300, blank=True)
    status = models.CharField("état", max_length=10, choices=BankLineStatus.choices, default=BankLineStatus.UNMATCHED)
    reason = models.CharField("pourquoi elle reste à rapprocher", max_length=200, blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ordre de paiement")
    kind = models.CharField("ce qu’elle est", max_length=20, choices=MovementKind.choices, blank=True)
    bank_reason = models.CharField("code de motif de la banque", max_length=35, blank=True)
    attempt = models.PositiveSmallIntegerField("rang de l’explication", default=1)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de relevé"
        verbose_name_plural = "lignes de relevé"
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="statement_line_once"),
            models.UniqueConstraint(fields=["bank_reference"], name="bank_reference_once"),
            models.CheckConstraint(condition=models.Q(cents__gt=0), name="statement_line_is_positive"),
        ]


class ReturnNotice(Record):
    """Why a transfer comes back, told by a notice (camt.054) before or after the statement: it explains, it moves no money."""

    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="avis de la banque")
    bank_reference = models.CharField("référence de la banque", max_length=60, db_index=True)
    end_to_end_id = models.CharField("référence de bout en bout", max_length=35, db_index=True)
    cents = models.BigIntegerField("montant, en centimes")
    bank_reason = models.CharField("code de motif de la banque", max_length=35)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "avis de retour"
        verbose_name_plural = "avis de retour"
        constraints = [
            models.UniqueConstraint(fields=["endowment", "bank_reference", "end_to_end_id", "cents"], name="return_notice_once"),
            models.CheckConstraint(condition=models.Q(cents__gt=0), name="return_notice_is_positive"),
        ]

    def is_of(self, bank_reference: str, end_to_end_id: str, cents: int) -> bool:
        """Does it tell of this movement?"""
        return self.cents == cents and (self.bank_reference == bank_reference or self.end_to_end_id == end_to_end_id)


class BankReport(Record):
    """One answer of the bank to a file of transfers (pain.002); the same again changes nothing."""

    message_id = models.CharField("identifiant du message", max_length=35, unique=True)
    batch = models.ForeignKey("payments.Batch", on_delete=models.PROTECT, related_name="reports", verbose_name="lot de virements")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="réponse de la banque")
    answer = models.CharField("réponse", max_length=10, choices=BankAnswer.choices)
    refused = models.PositiveIntegerField("virements refusés", default=0)
    imported_by = models.UUIDField("importée par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "réponse de la banque"
        verbose_name_plural = "réponses de la banque"
