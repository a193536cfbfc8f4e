"""Money asked back: the title, its lines, what is collected."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.models import Organization
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments.enums import RECOVERY, RecoveryGround, RecoveryStatus
from lucette.scheme.payments.models.bank import StatementLine
from lucette.scheme.payments.models.schedule import Instalment


class RecoveryQuerySet(RecordQuerySet["Recovery"]):
    def visible_to(self, actor: Actor) -> RecoveryQuerySet:
        if actor.scope.national:
            return self
        return self.filter(organization_id=actor.scope.code) if actor.scope.kind == "organization" else self.none()


class Recovery(Record, Stateful):
    """An order to pay back: gross, never netted against what is still owed. `computation`: the figures it comes from, frozen."""

    WORKFLOW = RECOVERY
    number = models.CharField("numéro", max_length=20, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", verbose_name="convention")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="débiteur")
    status = models.CharField("état", max_length=12, choices=RecoveryStatus.choices, default=RecoveryStatus.ISSUED)
    ground = models.CharField("fondement", max_length=20, choices=RecoveryGround.choices)
    explanation = models.TextField("explication")
    computation = models.JSONField("calcul", default=dict)
    answer_by = models.DateField("observations attendues jusqu’au")
    answer = models.TextField("observations de la structure", blank=True)
    answered_at = models.DateTimeField("observations reçues le", null=True)
    reply = models.TextField("réponse aux observations", blank=True)
    replied_by = models.UUIDField("répondu par", null=True)
    notified_on = models.DateField("notifié le", null=True)
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
                condition=Q(status__in=["issued", "cancelled", "collected"])
                | Q(notified_by__isnull=False, notified_on__isnull=False, due_on__isnull=False, title__isnull=False),
                name="recovery_notified_before_due",
            ),
            models.CheckConstraint(
                condition=Q(notified_by=None) | ~Q(reply="") | Q(answer="", notified_on__gt=F("answer_by")),
                name="recovery_heard_before_notified",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)), name="recovery_answered_when"
            ),
            models.CheckConstraint(
                condition=Q(reply="", replied_by=None) | (~Q(reply="") & ~Q(answer="") & Q(replied_by__isnull=False)),
                name="recovery_replied_to_an_answer",
            ),
            models.CheckConstraint(condition=Q(notified_by=None) | ~Q(notified_by=F("issued_by")), name="recovery_notified_by_another"),
            models.CheckConstraint(
                condition=~Q(status__in=["waived", "written_off", "cancelled"]) | (~Q(decision="") & Q(closed_by__isnull=False)),
                name="recovery_given_up_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | (~Q(closed_by=F("issued_by")) & (Q(notified_by=None) | ~Q(closed_by=F("notified_by")))),
                name="recovery_given_up_by_a_third_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def can_be_notified_on(self) -> dt.date | None:
        """From when it may be notified: the reply makes it possible at once; None while an answer waits for its reply."""
        if self.reply:
            return self.created_at.astimezone(PARIS).date()
        return None if self.answer else self.answer_by + dt.timedelta(days=1)


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


class RecoveryReceipt(Record):
    """Money that came in for a recovery: the same reference is taken once. `suspended_cents`: what exceeded it."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="receipts", verbose_name="ordre de reversement")
    line = models.ForeignKey(StatementLine, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ligne de relevé")
    reference = models.CharField("référence", max_length=140)
    received_on = models.DateField("reçu le")
    cents = models.BigIntegerField("montant reçu, en centimes")
    suspended_cents = models.BigIntegerField("excédent, en centimes", default=0)
    recorded_by = models.UUIDField("enregistré par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "encaissement d’un reversement"
        verbose_name_plural = "encaissements de reversements"
        constraints = [
            models.UniqueConstraint(fields=["recovery", "reference"], name="recovery_receipt_once"),
            models.CheckConstraint(condition=~Q(reference=""), name="recovery_receipt_has_a_reference"),
            models.CheckConstraint(
                condition=Q(cents__gt=0, suspended_cents__gte=0, suspended_cents__lte=F("cents")), name="recovery_receipt_adds_up"
            ),
        ]


class SettlementSample(Record):
    """Hosts whose final settlement is checked: drawn by a seed, so that anybody draws the same again."""

    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    number = models.CharField("numéro", max_length=20, unique=True)
    seed = models.CharField("graine", max_length=40)
    ended_by = models.DateField("conventions terminées au")
    among = models.PositiveIntegerField("conventions terminées")
    drawn_by = models.UUIDField("tiré par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "échantillon de soldes"
        verbose_name_plural = "échantillons de soldes"
        constraints = [
            models.UniqueConstraint(fields=["endowment", "ended_by"], name="settlement_sample_once_a_day"),
            models.CheckConstraint(condition=~Q(seed="") & Q(among__gt=0), name="settlement_sample_is_drawn"),
        ]

    def __str__(self) -> str:
        return self.number


class SettlementCheck(Record):
    """One agreement of the sample: what its posts really cost, and the other public aid."""

    sample = models.ForeignKey(SettlementSample, on_delete=models.PROTECT, related_name="checks", verbose_name="échantillon de soldes")
    rank = models.PositiveIntegerField("rang")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", verbose_name="convention")
    salary_cents = models.BigIntegerField("coût salarial, en centimes", null=True)
    other_aid_cents = models.BigIntegerField("autres aides publiques, en centimes", null=True)
    over_cents = models.BigIntegerField("trop-perçu, en centimes", null=True)
    checked_by = models.UUIDField("vérifié par", null=True)
    checked_at = models.DateTimeField("vérifié le", null=True)
    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ordre de reversement")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "vérification d’un solde"
        verbose_name_plural = "vérifications de soldes"
        constraints = [
            models.UniqueConstraint(fields=["sample", "agreement"], name="settlement_check_once"),
            models.UniqueConstraint(fields=["sample", "rank"], name="settlement_check_ranked"),
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_at=None, salary_cents=None, other_aid_cents=None, over_cents=None, recovery=None)
                | Q(
                    checked_by__isnull=False,
                    checked_at__isnull=False,
                    salary_cents__gte=0,
                    other_aid_cents__gte=0,
                    over_cents__gte=0,
                ),
                name="settlement_check_is_whole",
            ),
        ]
