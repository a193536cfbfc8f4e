"""The endowment (the fund's builder completes this file)."""

from __future__ import annotations

from django.db import models

from lucette.kernel.records import Record, RecordQuerySet


class Endowment(Record):
    code = models.CharField("code", max_length=30, unique=True)
    title = models.CharField("intitulé", max_length=200)
    authority_cents = models.BigIntegerField("autorisation, en centimes")
    posts = models.PositiveIntegerField("postes")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "dotation"
        verbose_name_plural = "dotations"
