"""The prefect’s opinions."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.models import Application


class Opinion(Record):
    """The prefect's opinion; a new one replaces the former, which is kept."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    favourable = models.BooleanField("favorable")
    comment = models.TextField("commentaire")
    given_by = models.UUIDField("rendu par")
    given_at = models.DateTimeField("rendu le")
    replaced_at = models.DateTimeField("remplacé le", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "avis du préfet"
        verbose_name_plural = "avis du préfet"
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=models.Q(replaced_at=None), name="one_opinion_in_force"),
            models.CheckConstraint(
                condition=models.Q(GreaterThanOrEqual(Length("comment"), 10)) & models.Q(LessThanOrEqual(Length("comment"), 1000)),
                name="opinion_comment_10_to_1000",
            ),
        ]
