"""The outbox."""
from __future__ import annotations

from django.db import models

from lucette.kernel.records import Record, RecordQuerySet


class Letter(Record):
    """A letter written in the transaction of an act. Keeps what it is about: its link is made by the door `/lettre/<id>/`."""

    kind = models.CharField("sorte", max_length=60)
    to_email = models.EmailField("destinataire")
    to_person = models.UUIDField("personne", null=True)
    to_organization = models.UUIDField("structure", null=True)
    subject = models.CharField("objet", max_length=150)
    body = models.TextField("texte")
    action_label = models.CharField("bouton", max_length=60, blank=True)
    about_type = models.CharField("à propos de", max_length=80, blank=True)
    about_id = models.UUIDField("identifiant", null=True)
    sent_at = models.DateTimeField("envoyée le", null=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    failure = models.CharField("dernier échec", max_length=200, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "lettre"
        verbose_name_plural = "lettres"
        indexes = [models.Index(fields=["created_at"], condition=models.Q(sent_at=None), name="letter_to_send")]
