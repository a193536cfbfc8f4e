"""Entries being typed, and forms already taken."""

from __future__ import annotations

from django.db import models

from lucette.kernel import clock
from lucette.kernel.records import Record, RecordQuerySet


class DraftQuerySet(RecordQuerySet["Draft"]):
    pass


class Draft(Record):
    """What one person typed in the form at one address. `fields`: name → values, as the browser sends them."""

    person_id = models.UUIDField("personne")
    address = models.CharField("adresse du formulaire", max_length=300)
    fields = models.JSONField("réponses")
    saved_at = models.DateTimeField("enregistrée le", default=clock.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = "saisie en cours"
        verbose_name_plural = "saisies en cours"
        constraints = [models.UniqueConstraint(fields=["person_id", "address"], name="draft_one_per_form")]
        indexes = [models.Index(fields=["saved_at"], name="draft_by_date")]


class Submission(Record):
    """A form taken: the same one sent again (double click, reload) changes nothing."""

    token = models.UUIDField("jeton", unique=True)
    person_id = models.UUIDField("personne")

    class Meta:
        verbose_name = "envoi de formulaire"
        verbose_name_plural = "envois de formulaire"
        indexes = [models.Index(fields=["created_at"], name="submission_by_date")]
