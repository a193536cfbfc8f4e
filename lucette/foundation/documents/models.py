"""Stored files: content named by its hash, never replaced."""

from __future__ import annotations

from django.db import models

from lucette.foundation.territories.models import Department
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet


class DocumentQuerySet(RecordQuerySet["Document"]):
    def visible_to(self, actor: Actor) -> DocumentQuerySet:
        """National scopes see all; an organization, a department, a region see what concerns them, or what they took over; everyone what
        is public."""
        match actor.scope.kind:
            case "national":
                return self
            case "organization":
                own = models.Q(organization_id=actor.scope.code) | models.Q(heir_id=actor.scope.code)
            case "department":
                own = models.Q(department_code=actor.scope.code)
            case "region":
                own = models.Q(department_code__in=Department.objects.filter(region_id=actor.scope.code).values("code"))
            case _:
                own = models.Q()
        return self.filter(own | models.Q(public=True)) if own else self.filter(public=True)

    def about(self, subject: models.Model) -> DocumentQuerySet:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


class Document(Record):
    """One file as it was when stored. What a scope may see of it is said by its organization and department."""

    kind = models.CharField("nature", max_length=60)  # agreement, minutes, award_letter, payment_file, statement, report…
    title = models.CharField("titre", max_length=200)
    filename = models.CharField("nom du fichier", max_length=120)
    content_type = models.CharField("type", max_length=80)
    size = models.PositiveIntegerField("taille en octets")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    file = models.FileField("fichier", max_length=200)
    subject_type = models.CharField("objet", max_length=80)
    subject_id = models.UUIDField("identifiant de l’objet")
    organization_id = models.UUIDField("structure concernée", null=True)
    heir_id = models.UUIDField("structure qui le reprend", null=True)
    department_code = models.CharField("département concerné", max_length=3, blank=True)
    public = models.BooleanField("public", default=False)
    code = models.CharField("code de vérification", max_length=16, blank=True)  # printed on it; the same on each signed version

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documents"
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="document_by_subject"),
            models.Index(fields=["code"], condition=~models.Q(code=""), name="document_by_code"),
            models.Index(fields=["sha256"], condition=~models.Q(code=""), name="document_to_verify_by_print"),
        ]
