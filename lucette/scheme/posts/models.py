"""One row for life of each funded post; its status is derived from dated attachments and assignments."""

from __future__ import annotations

from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from lucette.foundation.organizations.models import Organization
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.committee.models import Award
from lucette.scheme.fund.models import Endowment
from lucette.scheme.posts.enums import PostStatus, VacancyStage

ENDS = [(it.value, it.label) for it in (PostStatus.RETURNED, PostStatus.ENDED)]


class PostQuerySet(RecordQuerySet["Post"]):
    def visible_to(self, actor: Actor) -> PostQuerySet:
        match actor.scope.kind:
            case "national":
                return self
            case "department":
                return self.filter(award__application__department_code=actor.scope.code)
            case "region":
                return self.filter(award__application__region_code=actor.scope.code)
            case "organization":
                return self.filter(attachments__organization_id=actor.scope.code).distinct()
        return self.none()


class Post(Record):
    number = models.CharField("numéro", max_length=20, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+", verbose_name="attribution")
    unit_cents = models.BigIntegerField("montant, en centimes")
    first_filled_on = models.DateField("pourvu pour la première fois le", null=True)  # counted once for the closing of the intake
    fillings = models.PositiveSmallIntegerField("nombre de recrutements", default=0)
    released_at = models.DateTimeField("libéré le", null=True)
    ended_on = models.DateField("dernier jour financé", null=True)  # given back by an amendment, or ended with its agreement
    ended_as = models.CharField("fin du poste", max_length=10, choices=ENDS, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "poste"
        verbose_name_plural = "postes"
        indexes = [
            models.Index(fields=["first_filled_on"], name="post_by_first_filling", condition=models.Q(first_filled_on__isnull=False))
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(unit_cents__gt=0), name="post_has_a_unit_amount"),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, ended_as="")
                | models.Q(ended_on__isnull=False, released_at=None) & ~models.Q(ended_as=""),
                name="post_ends_once_one_way",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Attachment(Record):
    """A post is with one host at a time: by an award first, by an agreement once it is signed."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="attachments", verbose_name="poste")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="convention")
    period = DateRangeField("période")
    agreed_on = models.DateField("conventionné le", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "rattachement du poste"
        verbose_name_plural = "rattachements du poste"
        constraints = [
            ExclusionConstraint(name="one_host_a_post", expressions=[("post", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)]),
            models.CheckConstraint(
                condition=models.Q(agreement=None, agreed_on=None) | models.Q(agreement__isnull=False, agreed_on__isnull=False),
                name="attachment_agreed_when",
            ),
        ]


class AssignmentQuerySet(RecordQuerySet["Assignment"]):
    def assigned(self, hire_id: UUID) -> Assignment:
        """The assignment of a hire. Raises NotFound."""
        row = self.filter(hire_id=hire_id).first()
        if row is None:
            raise NotFound
        return row


class Assignment(Record):
    """A person holds a post over a period: one person a post, one post a person."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="assignments", verbose_name="poste")
    person_id = models.UUIDField("conseiller")
    hire_id = models.UUIDField("recrutement", unique=True)
    period = DateRangeField("période")
    ended_at = models.DateTimeField("fin enregistrée le", null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "affectation"
        verbose_name_plural = "affectations"
        constraints = [
            ExclusionConstraint(
                name="one_person_a_post", expressions=[("post", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)]
            ),
            ExclusionConstraint(
                name="one_post_a_person", expressions=[("person_id", RangeOperators.EQUAL), ("period", RangeOperators.OVERLAPS)]
            ),
        ]


class VacancyAlert(Record):
    """The host of a vacant post and the Banque des Territoires were told of its limit: once a stage of each vacancy."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="poste")
    since = models.DateField("vacant depuis le")
    stage = models.CharField("objet", max_length=4, choices=VacancyStage.choices)
    limit = models.DateField("à pourvoir avant le")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte de vacance"
        verbose_name_plural = "alertes de vacance"
        constraints = [
            models.UniqueConstraint(fields=["post", "since", "stage"], name="one_alert_a_stage_of_vacancy"),
            models.CheckConstraint(condition=models.Q(limit__gt=models.F("since")), name="vacancy_limit_after_it_began"),
        ]
