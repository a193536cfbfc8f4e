"""Structures of the scheme, and who may sign for them."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models

from lucette.foundation.organizations.enums import MERGE, Employer, HostKind, MergeStatus
from lucette.foundation.territories.models import Commune, Folded
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful


class OrganizationQuerySet(RecordQuerySet["Organization"]):
    def visible_to(self, actor: Actor) -> OrganizationQuerySet:
        match actor.scope.kind:
            case "national":
                return self
            case "department":
                return self.filter(commune__department_id=actor.scope.code)
            case "region":
                return self.filter(commune__region_id=actor.scope.code)
            case "organization":
                return self.filter(pk=actor.scope.code)
        return self.none()


class Organization(Record):
    """A legal entity known by its SIRET (or its RIDET in New Caledonia)."""

    siret = models.CharField("SIRET", max_length=14, null=True, blank=True, unique=True)
    ridet = models.CharField("RIDET", max_length=7, null=True, blank=True, unique=True)
    name = models.CharField("nom", max_length=200)
    legal_category = models.CharField("catégorie juridique Insee", max_length=4, blank=True)
    employer = models.CharField("employeur", max_length=8, choices=Employer.choices)
    kind = models.CharField("type de structure", max_length=12, choices=HostKind.choices, default=HostKind.UNQUALIFIED)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, related_name="+", verbose_name="commune")
    closed_on = models.DateField("fermée le", null=True, blank=True)
    fictional = models.BooleanField("structure fictive", default=False)
    source = models.CharField("origine", max_length=200, blank=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="fusionnée dans"
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = "structure"
        verbose_name_plural = "structures"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(siret__isnull=False) ^ models.Q(ridet__isnull=False), name="organization_has_siret_or_ridet"
            ),
            models.CheckConstraint(
                condition=models.Q(siret=None) | models.Q(siret__regex=r"^[0-9]{14}$"), name="organization_siret_has_14_digits"
            ),
            models.CheckConstraint(
                condition=models.Q(ridet=None) | models.Q(ridet__regex=r"^[0-9]{7}$"), name="organization_ridet_has_7_digits"
            ),
        ]
        indexes = [GinIndex(OpClass(Folded("name"), name="gin_trgm_ops"), name="organization_by_name")]

    def __str__(self) -> str:
        return self.name


class MergeQuerySet(RecordQuerySet["Merge"]):
    def visible_to(self, actor: Actor) -> MergeQuerySet:
        """National roles only: who holds an organization sees it in what she finds in her own space."""
        return self if actor.scope.national else self.none()


class Merge(Record, Stateful):
    """An organization entered twice: the duplicate points to the one that is kept; `moved` says what went from one to the other."""

    WORKFLOW = MERGE
    kept = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="structure gardée")
    duplicate = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="doublon")
    reason = models.CharField("motif", max_length=200)
    moved = models.JSONField("ce qui a changé de structure", default=dict)  # {"ended": [role], "granted": [role]}
    status = models.CharField("état", max_length=8, choices=MergeStatus.choices, default=MergeStatus.MERGED)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "fusion de structures"
        verbose_name_plural = "fusions de structures"
        constraints = [
            models.UniqueConstraint(fields=["duplicate"], condition=models.Q(status="merged"), name="one_live_merge_a_duplicate"),
            models.CheckConstraint(condition=~models.Q(kept=models.F("duplicate")), name="merge_of_two"),
        ]


class Delegation(Record):
    """The act by which a person may sign for an organization, with its dates."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="delegations", verbose_name="structure")
    person_id = models.UUIDField("personne habilitée")
    capacity = models.CharField("qualité", max_length=120)
    basis = models.CharField("acte", max_length=200)
    since = models.DateField("depuis", default=clock.today)
    until = models.DateField("jusqu’au", null=True, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "délégation de signature"
        verbose_name_plural = "délégations de signature"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("since")), name="delegation_ends_after_it_began"
            )
        ]
        indexes = [models.Index(fields=["organization", "person_id"], name="delegation_by_person")]

    def __str__(self) -> str:
        return f"{self.capacity} ({self.basis})"
