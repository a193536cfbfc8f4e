"""The instruction of an application, and what people answer to its checks."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews.enums import ANSWERS


class Review(Record):
    """The instruction of one application: who, and eligibility as computed when it was filed."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    instructor_id = models.UUIDField("instructeur", null=True)
    checks = models.JSONField("contrôles d’éligibilité", default=list)  # [{rule, verdict, text, source}]
    eligible = models.BooleanField("éligible", null=True)  # None: to check by hand
    checked_at = models.DateTimeField("contrôlée le")
    opinion_asked_at = models.DateTimeField("avis demandé le", null=True)
    opinion_due_on = models.DateField("avis attendu avant le", null=True)
    # decided by the ANCT's director when a rule of eligibility fails
    derogation_reason = models.TextField("motif de la dérogation", blank=True)
    derogated_by = models.UUIDField("dérogation décidée par", null=True)
    derogated_at = models.DateTimeField("dérogation décidée le", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "instruction"
        verbose_name_plural = "instructions"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(derogation_reason="", derogated_by=None, derogated_at=None)
                | (~models.Q(derogation_reason="") & models.Q(derogated_by__isnull=False, derogated_at__isnull=False)),
                name="derogation_by_whom_and_when",
            )
        ]


class CheckAnswer(Record):
    """What a person found on a check that the machine could not answer; a new answer replaces the former, which is kept."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+", verbose_name="instruction")
    rule = models.CharField("condition", max_length=40)  # rules.Check.rule
    verdict = models.CharField("réponse", max_length=10, choices=[(it.value, it.label) for it in ANSWERS])
    reason = models.TextField("motif")
    answered_by = models.UUIDField("répondu par")
    answered_at = models.DateTimeField("répondu le")
    replaced_at = models.DateTimeField("remplacée le", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "condition vérifiée"
        verbose_name_plural = "conditions vérifiées"
        constraints = [
            models.UniqueConstraint(fields=["review", "rule"], condition=models.Q(replaced_at=None), name="one_answer_in_force"),
            models.CheckConstraint(condition=models.Q(verdict__in=ANSWERS), name="answer_passes_or_fails"),
            models.CheckConstraint(
                condition=models.Q(GreaterThanOrEqual(Length("reason"), 10)) & models.Q(LessThanOrEqual(Length("reason"), 1000)),
                name="answer_reason_10_to_1000",
            ),
        ]
