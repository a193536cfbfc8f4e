"""Services ordered from suppliers."""

from __future__ import annotations

from django.db import models

from lucette.foundation.organizations.models import Organization
from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments.enums import Nature


class Invoice(Record):
    """A service ordered from a supplier (training, certification, animation), then invoiced and paid through the same chain."""

    number = models.CharField("numéro", max_length=20, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="fournisseur")
    envelope = models.CharField("enveloppe", max_length=20)
    nature = models.CharField("nature", max_length=20, choices=Nature.choices)
    label = models.CharField("objet", max_length=200)
    cents = models.BigIntegerField("montant, en centimes")
    service_id = models.UUIDField("prestation", unique=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "facture"
        verbose_name_plural = "factures"
        constraints = [models.CheckConstraint(condition=models.Q(cents__gt=0), name="invoice_is_positive")]
