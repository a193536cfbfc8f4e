"""Passages, opinions and readings: nothing says who."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucette.foundation.quality.enums import Journey
from lucette.foundation.quality.rules import LONGEST_COMMENT, MOST_STARS
from lucette.kernel.records import Record


class Passage(Record):
    """Somebody began a journey, and perhaps finished it."""

    journey = models.CharField("démarche", max_length=20, choices=Journey)
    finished_at = models.DateTimeField("finie le", null=True)

    class Meta:
        verbose_name = "passage dans une démarche"
        verbose_name_plural = "passages dans une démarche"
        indexes = [models.Index(fields=["created_at"], name="passage_by_date")]


class Opinion(Record):
    """One to five stars, and words if she wishes: nobody’s."""

    journey = models.CharField("démarche", max_length=20, choices=Journey)
    stars = models.PositiveSmallIntegerField("étoiles")
    comment = models.CharField("commentaire", max_length=LONGEST_COMMENT, blank=True)

    class Meta:
        verbose_name = "avis sur le service"
        verbose_name_plural = "avis sur le service"
        indexes = [models.Index(fields=["created_at"], name="opinion_by_date")]
        constraints = [models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=MOST_STARS), name="opinion_one_to_five_stars")]


class Reading(Record):
    """One day of watch: how many minutes the site answered. What was not seen to answer did not."""

    day = models.DateField("jour", unique=True)
    answered = models.PositiveIntegerField("minutes où le site a répondu", default=0)

    class Meta:
        verbose_name = "relevé de disponibilité"
        verbose_name_plural = "relevés de disponibilité"
