"""The rows of the journal: only ever added to."""

from __future__ import annotations

from django.db import models

from lucette.kernel import clock
from lucette.kernel.records import RecordQuerySet


class EntryQuerySet(RecordQuerySet["Entry"]):
    def about(self, subject: models.Model) -> EntryQuerySet:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


class Entry(models.Model):
    """Who did what to what, when, in which role. Ids only: names live elsewhere."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField("le", default=clock.now)
    actor_id = models.UUIDField("personne")
    role = models.CharField("rôle", max_length=40)
    scope = models.CharField("périmètre", max_length=80)
    act = models.CharField("acte", max_length=80)
    subject_type = models.CharField("objet", max_length=80)
    subject_id = models.CharField("identifiant de l’objet", max_length=80)
    reason = models.TextField("motif", blank=True)
    facts = models.JSONField("faits", default=dict)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "lignes du journal"
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="journal_by_subject")]


class Seal(models.Model):
    """A batch of entries closed by a hash chained to the batch before."""

    id = models.BigAutoField(primary_key=True)
    sealed_at = models.DateTimeField("scellé le", default=clock.now)
    first_entry = models.BigIntegerField("première ligne")
    last_entry = models.BigIntegerField("dernière ligne", unique=True)
    count = models.PositiveIntegerField("nombre de lignes")
    previous = models.CharField("empreinte précédente", max_length=64)
    digest = models.CharField("empreinte", max_length=64)

    class Meta:
        verbose_name = "sceau du journal"
        verbose_name_plural = "sceaux du journal"
        constraints = [models.CheckConstraint(condition=models.Q(first_entry__lte=models.F("last_entry")), name="journal_seal_in_order")]
