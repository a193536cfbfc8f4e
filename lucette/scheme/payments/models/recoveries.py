"""Money asked back: the title, its lines, what is collected."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.models import Organization
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments.enums import RecoveryGround, RecoveryStatus
from lucette.scheme.payments.models.schedule import Instalment


class RecoveryQuerySet(RecordQuerySet["Recovery"]):
    def visible_to(self, actor: Actor) -> RecoveryQuerySet:
        if actor.scope.national:
            return self
        return self.filter(organization_id=actor.scope.code) if actor.scope.kind == "organization" else self.none()


class Recovery(Record):
    """An order to pay back: gross, never netted against what is still owed. `computation`: the figures it comes from, frozen."""

    number = models.CharField("numéro", max_length=20, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", verbose_name="convention")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="débiteur")
    status = models.CharField("état", max_length=12, choices=RecoveryStatus.choices, default=RecoveryStatus.ISSUED)
    status_since = models.DateTimeField("dans cet état depuis", null=True, editable=False)
    status_by = models.UUIDField("par", null=True, editable=False)
    ground = models.CharField("fondement", max_length=20, choices=RecoveryGround.choices)
    explanation = models.TextField("explication")
    computation = models.JSONField("calcul", default=dict)
    answer_by = models.DateField("observations attendues jusqu’au")
    answer = models.TextField("observations de la structure", blank=True)
    answered_at = models.DateTimeField("observations reçues le", null=True)
    reply = models.TextField("réponse aux observations", blank=True)
    due_on = models.DateField("à payer avant le", null=True)
    reminders = models.PositiveSmallIntegerField("rappels", default=0)
    reminded_on = models.DateField("dernier rappel le", null=True)
    issued_by = models.UUIDField("émis par")
    notified_by = models.UUIDField("notifié par", null=True)
    closed_by = models.UUIDField("décidé par", null=True)
    decision = models.CharField("décision", max_length=400, blank=True)
    title = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ordre de reversement")

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = "ordre de reversement"
        verbose_name_plural = "ordres de reversement"
        indexes = [models.Index(fields=["status", "created_at", "id"], name="recovery_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["issued", "cancelled", "collected", "waived", "written_off"])
                | Q(notified_by__isnull=False, due_on__isnull=False),
                name="recovery_notified_before_due",
            ),
            models.CheckConstraint(condition=Q(notified_by=None) | ~Q(notified_by=F("issued_by")), name="recovery_notified_by_another"),
            models.CheckConstraint(
                condition=~Q(status__in=["waived", "written_off", "cancelled"]) | (~Q(decision="") & Q(closed_by__isnull=False)),
                name="recovery_given_up_by_decision",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RecoveryLine(Record):
    """What is asked back of one instalment, and what became of it: open = cents − collected − given up."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="lines", verbose_name="ordre de reversement")
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="+", verbose_name="versement")
    cents = models.BigIntegerField("montant, en centimes")
    collected_cents = models.BigIntegerField("encaissé, en centimes", default=0)
    given_up_cents = models.BigIntegerField("abandonné, en centimes", default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d’un ordre de reversement"
        verbose_name_plural = "lignes d’un ordre de reversement"
        constraints = [
            models.UniqueConstraint(fields=["recovery", "instalment"], name="recovery_line_once"),
            models.CheckConstraint(
                condition=Q(cents__gt=0, collected_cents__gte=0, given_up_cents__gte=0), name="recovery_line_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(collected_cents__lte=F("cents") - F("given_up_cents")), name="recovery_line_never_beyond_its_amount"
            ),
        ]

    @property
    def open_cents(self) -> int:
        return self.cents - self.collected_cents - self.given_up_cents
