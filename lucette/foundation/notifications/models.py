"""The outbox."""

from __future__ import annotations

import datetime as dt

from django.db import models

from lucette.foundation.notifications.rules import MAX_ATTEMPTS
from lucette.kernel import clock
from lucette.kernel.records import Record, RecordQuerySet


class Unsubscribed(Record):
    """Somebody who does not want the letters of a topic. `key`: a keyed hash of her address, never the address."""

    topic = models.CharField("sujet", max_length=30)
    key = models.CharField("empreinte de l’adresse", max_length=64)

    class Meta:
        verbose_name = "désabonnement"
        verbose_name_plural = "désabonnements"
        constraints = [models.UniqueConstraint(fields=["topic", "key"], name="unsubscribed_once")]


class LetterQuerySet(RecordQuerySet["Letter"]):
    def due(self, at: dt.datetime) -> LetterQuerySet:
        """Not sent, whose turn has come, and that was not given up."""
        return self.filter(sent_at=None, due_at__lte=at, attempts__lt=MAX_ATTEMPTS)

    def about(self, subject: models.Model) -> LetterQuerySet:
        return self.filter(about_type=subject._meta.label_lower, about_id=subject.pk)


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
    reference = models.CharField("référence", max_length=60, blank=True, default="", db_default="")
    due_at = models.DateTimeField("à envoyer à partir du", default=clock.now)
    sent_at = models.DateTimeField("envoyée le", null=True)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    failure = models.CharField("dernier échec", max_length=200, blank=True)
    document_id = models.UUIDField("archivée sous", null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = "lettre"
        verbose_name_plural = "lettres"
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(sent_at=None), name="letter_due"),
            models.Index(fields=["about_type", "about_id"], name="letter_by_subject"),
        ]
