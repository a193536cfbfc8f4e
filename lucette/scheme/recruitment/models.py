"""The pool of candidates and their hires."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lucette.foundation.accounts.models import Person
from lucette.foundation.organizations.models import Organization
from lucette.foundation.territories.models import Commune
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.posts.models import Post
from lucette.scheme.recruitment.enums import (
    CANDIDATE,
    ENGAGED,
    HIRE,
    RADII_KM,
    CandidateStatus,
    ContractKind,
    EndReason,
    HireStatus,
    Situation,
)
from lucette.scheme.recruitment.rules import Place, Wish


class CandidateQuerySet(RecordQuerySet["Candidate"]):
    def visible_to(self, actor: Actor) -> CandidateQuerySet:
        """National roles see everyone; a person herself; a host sees candidates through the pool of its posts only."""
        if actor.scope.national:
            return self
        return self.filter(person_id=actor.scope.code) if actor.scope.kind == "person" else self.none()


class Candidate(Record, Stateful):
    WORKFLOW = CANDIDATE
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+", verbose_name="personne")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+", verbose_name="commune")
    radius_km = models.PositiveSmallIntegerField("rayon de mobilité, en km", choices=[(r, f"{r} km") for r in RADII_KM])
    available_on = models.DateField("disponible à partir du")
    situations = ArrayField(models.CharField(max_length=12, choices=Situation.choices), verbose_name="situations")
    diploma = models.CharField("diplôme de médiation", max_length=160, blank=True)
    motivation = models.TextField("motivation", max_length=2500, blank=True)
    pix_shared = models.BooleanField("résultat Pix partagé", default=False)
    status = models.CharField("état", max_length=10, choices=CandidateStatus.choices, default=CandidateStatus.AVAILABLE)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = "candidat"
        verbose_name_plural = "candidats"
        indexes = [models.Index(fields=["commune", "available_on"], name="candidate_available", condition=models.Q(status="available"))]
        constraints = [
            models.CheckConstraint(condition=models.Q(radius_km__in=RADII_KM), name="candidate_radius_is_known"),
            models.CheckConstraint(condition=models.Q(situations__len__gte=1), name="candidate_has_a_situation"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def wish(self) -> Wish:
        return Wish(place(self.commune), self.radius_km, self.available_on)


def place(commune: Commune) -> Place:
    """Where a commune is, as the rules compare it."""
    return Place(commune.code, commune.department_id, commune.latitude, commune.longitude)


class HireQuerySet(RecordQuerySet["Hire"]):
    def visible_to(self, actor: Actor) -> HireQuerySet:
        match actor.scope.kind:
            case "national":
                return self
            case "organization":
                return self.filter(organization_id=actor.scope.code)
            case "person":
                return self.filter(candidate__person_id=actor.scope.code)
            case "department":
                return self.filter(organization__commune__department_id=actor.scope.code)
            case "region":
                return self.filter(organization__commune__region_id=actor.scope.code)
        return self.none()


class Hire(Record, Stateful):
    """A candidate and a post, from the invitation to the end of the contract."""

    WORKFLOW = HIRE
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="poste")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="+", verbose_name="candidat")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    status = models.CharField("état", max_length=10, choices=HireStatus.choices, default=HireStatus.INVITED)
    distance_km = models.FloatField("distance, en km", null=True)
    contract_kind = models.CharField("contrat", max_length=8, choices=ContractKind.choices, blank=True)
    starts_on = models.DateField("début du contrat", null=True)
    ends_on = models.DateField("fin du contrat", null=True)
    monthly_gross_cents = models.BigIntegerField("salaire brut mensuel, en centimes", null=True)
    validated_by = models.UUIDField("validé par", null=True)
    ended_on = models.DateField("dernier jour travaillé", null=True)
    end_reason = models.CharField("motif de fin", max_length=12, choices=EndReason.choices, blank=True)

    objects = HireQuerySet.as_manager()

    class Meta:
        verbose_name = "recrutement"
        verbose_name_plural = "recrutements"
        indexes = [models.Index(fields=["organization", "status"], name="hire_by_organization")]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=models.Q(status__in=ENGAGED), name="one_hire_a_post"),
            models.UniqueConstraint(fields=["candidate"], condition=models.Q(status__in=ENGAGED), name="one_hire_a_candidate"),
            models.CheckConstraint(
                condition=~models.Q(status__in=["declared", "validated", "ended"])
                | models.Q(starts_on__isnull=False, monthly_gross_cents__gt=0) & ~models.Q(contract_kind=""),
                name="hire_declared_with_its_contract",
            ),
            models.CheckConstraint(
                condition=models.Q(contract_kind__in=["", "cdi"]) | models.Q(ends_on__isnull=False), name="hire_fixed_term_ends"
            ),
            models.CheckConstraint(condition=~models.Q(status="ended") | models.Q(ended_on__isnull=False), name="hire_ended_when"),
        ]
