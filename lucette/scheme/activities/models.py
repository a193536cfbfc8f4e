"""What advisers do, with whom as a distribution: never a name."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lucette.foundation.organizations.models import Organization
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.activities.enums import ACTIVITY, WORKSHOP, ActivityKind, ActivityStatus, Channel, RemovalReason, Theme, WorkshopStatus
from lucette.scheme.places.models import Place
from lucette.scheme.recruitment.models import Hire


class HeldQuerySet(RecordQuerySet):
    """Rows of one adviser's work: seen by her, by national roles, and as a whole by her host."""

    def visible_to(self, actor: Actor) -> HeldQuerySet:
        match actor.scope.kind:
            case "national":
                return self
            case "organization":
                return self.filter(hire__organization_id=actor.scope.code)
            case "person":
                return self.filter(hire__candidate__person_id=actor.scope.code)
        return self.none()


class Workshop(Record, Stateful):
    WORKFLOW = WORKSHOP
    hire = models.ForeignKey(Hire, on_delete=models.PROTECT, related_name="+", verbose_name="conseiller")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name="lieu d’accueil")
    title = models.CharField("intitulé", max_length=160)
    theme = models.CharField("thème", max_length=24, choices=Theme.choices)
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveSmallIntegerField("durée, en minutes")
    seats = models.PositiveSmallIntegerField("places")
    registered = models.PositiveSmallIntegerField("inscrits", default=0)
    status = models.CharField("état", max_length=10, choices=WorkshopStatus.choices, default=WorkshopStatus.OPEN)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = "atelier"
        verbose_name_plural = "ateliers"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(registered__lte=models.F("seats"), seats__gte=1, minutes__gte=15), name="workshop_is_sound"
            )
        ]


class Activity(Record, Stateful):
    WORKFLOW = ACTIVITY
    hire = models.ForeignKey(Hire, on_delete=models.PROTECT, related_name="+", verbose_name="conseiller")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="lieu d’accueil")
    workshop = models.OneToOneField(Workshop, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="atelier")
    appointment_id = models.UUIDField("rendez-vous", null=True, unique=True)
    kind = models.CharField("nature", max_length=12, choices=ActivityKind.choices)
    channel = models.CharField("canal", max_length=14, choices=Channel.choices)
    held_on = models.DateField("date")
    minutes = models.PositiveSmallIntegerField("durée, en minutes")
    participants = models.PositiveSmallIntegerField("participants")
    recurring = models.PositiveSmallIntegerField("déjà accompagnés", default=0)
    themes = ArrayField(models.CharField(max_length=24, choices=Theme.choices), verbose_name="thèmes")
    ages = models.JSONField("âges", default=dict)  # {AgeBand: count}
    occupations = models.JSONField("statuts", default=dict)  # {Occupation: count}
    status = models.CharField("état", max_length=10, choices=ActivityStatus.choices, default=ActivityStatus.RECORDED)
    removal_reason = models.CharField("motif de suppression", max_length=12, choices=RemovalReason.choices, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = "activité"
        verbose_name_plural = "activités"
        indexes = [
            models.Index(fields=["hire", "-held_on", "id"], name="activity_by_adviser"),
            models.Index(fields=["organization", "held_on"], name="activity_by_host"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(participants__gte=1, participants__lte=100, recurring__lte=models.F("participants")),
                name="activity_participants_1_to_100",
            ),
            models.CheckConstraint(condition=models.Q(minutes__gte=1, minutes__lte=600), name="activity_minutes"),
            models.CheckConstraint(condition=models.Q(themes__len__gte=1, themes__len__lte=20), name="activity_themes_1_to_20"),
            models.CheckConstraint(
                condition=~models.Q(kind="individuel") | models.Q(participants=1), name="activity_individual_is_one_person"
            ),
            models.CheckConstraint(condition=models.Q(held_on__gte="2020-11-01"), name="activity_after_the_scheme_began"),
            models.CheckConstraint(
                condition=models.Q(status="removed") ^ models.Q(removal_reason=""), name="activity_removed_for_a_reason"
            ),
        ]
