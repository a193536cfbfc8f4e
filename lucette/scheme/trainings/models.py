"""Training sessions, enrolments and the Pix certification."""

from __future__ import annotations

from uuid import UUID

from django.db import models

from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Commune
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.fund.models import Endowment
from lucette.scheme.recruitment.models import Hire
from lucette.scheme.trainings.enums import BEST_PIX_SCORE, ENROLMENT, EnrolmentStatus


class TrainingSessionQuerySet(RecordQuerySet["TrainingSession"]):
    def visible_to(self, actor: Actor) -> TrainingSessionQuerySet:
        """National roles see every session, a training body its own."""
        if actor.scope.national:
            return self
        return self.filter(body_id=UUID(actor.scope.code)) if actor.scope.kind == "organization" else self.none()


class TrainingSession(Record):
    """A session of a training body: dates, hours, seats, price of one place."""

    body = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="organisme de formation")
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    title = models.CharField("intitulé", max_length=200)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+", verbose_name="commune")
    starts_on = models.DateField("début")
    ends_on = models.DateField("fin")
    hours = models.PositiveSmallIntegerField("durée, en heures")
    seats = models.PositiveSmallIntegerField("places")
    seat_cents = models.BigIntegerField("prix d’une place, en centimes")
    invoiced_at = models.DateTimeField("facturée le", null=True)

    objects = TrainingSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "session de formation"
        verbose_name_plural = "sessions de formation"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on"), seats__gt=0, seat_cents__gt=0, hours__gt=0),
                name="training_session_is_sound",
            )
        ]


class EnrolmentQuerySet(RecordQuerySet["Enrolment"]):
    def visible_to(self, actor: Actor) -> EnrolmentQuerySet:
        match actor.scope.kind:
            case "national":
                return self
            case "organization":
                return self.filter(models.Q(hire__organization_id=actor.scope.code) | models.Q(session__body_id=actor.scope.code))
            case "person":
                return self.filter(hire__candidate__person_id=actor.scope.code)
        return self.none()


class Enrolment(Record, Stateful):
    WORKFLOW = ENROLMENT
    hire = models.ForeignKey(Hire, on_delete=models.PROTECT, related_name="+", verbose_name="recrutement")
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="enrolments", verbose_name="session de formation")
    status = models.CharField("état", max_length=12, choices=EnrolmentStatus.choices, default=EnrolmentStatus.ENROLLED)
    certificate_number = models.CharField("numéro de certificat Pix", max_length=40, blank=True)
    pix_score = models.PositiveSmallIntegerField("score Pix", null=True)
    certified_on = models.DateField("certifiée le", null=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = "inscription en formation"
        verbose_name_plural = "inscriptions en formation"
        constraints = [
            models.UniqueConstraint(fields=["hire"], condition=~models.Q(status="interrupted"), name="one_live_enrolment_a_hire"),
            models.CheckConstraint(
                condition=~models.Q(status="certified")
                | (models.Q(certified_on__isnull=False, pix_score__isnull=False) & ~models.Q(certificate_number="")),
                name="enrolment_certified_with_its_number",
            ),
            models.CheckConstraint(
                condition=models.Q(pix_score=None) | models.Q(pix_score__range=(0, BEST_PIX_SCORE)), name="enrolment_pix_score_in_range"
            ),
            models.UniqueConstraint(
                fields=["certificate_number"], condition=~models.Q(certificate_number=""), name="certificate_number_once"
            ),
        ]
