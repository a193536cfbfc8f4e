"""Stored files: content named by its hash, never replaced."""
from __future__ import annotations

from django.db import models

from lucette.kernel.records import Record, RecordQuerySet


class Document(Record):
    """One file as it was when stored. Who may open it is decided by the room of its subject."""

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
    department_code = models.CharField("département concerné", max_length=3, blank=True)
    public = models.BooleanField("public", default=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "document"
        verbose_name_plural = "documents"
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="document_by_subject")]
