"""Resources and events of the network."""

from __future__ import annotations

from django.db import models

from lucette.foundation.organizations.models import Organization
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.fund.models import Endowment
from lucette.scheme.network.enums import PUBLICATION, Audience, PublicationKind, PublicationStatus


class Publication(Record, Stateful):
    """A resource (text, link) or an event (date, place), for hosts, advisers or both; its cost is a service of the animation envelope."""

    WORKFLOW = PUBLICATION
    kind = models.CharField("nature", max_length=10, choices=PublicationKind.choices)
    title = models.CharField("titre", max_length=160)
    summary = models.TextField("présentation")
    link = models.URLField("adresse de la ressource", blank=True)
    starts_at = models.DateTimeField("date de l’événement", null=True)
    venue = models.CharField("lieu", max_length=160, blank=True)
    audience = models.CharField("public", max_length=10, choices=Audience.choices)
    status = models.CharField("état", max_length=10, choices=PublicationStatus.choices, default=PublicationStatus.DRAFT)
    published_at = models.DateTimeField("publiée le", null=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="dotation")
    supplier = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="prestataire")
    cost_cents = models.BigIntegerField("coût, en centimes", default=0)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "publication du réseau"
        verbose_name_plural = "publications du réseau"
        constraints = [
            models.CheckConstraint(condition=~models.Q(kind="event") | models.Q(starts_at__isnull=False), name="event_has_a_date"),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(published_at__isnull=False), name="publication_published_when"
            ),
            models.CheckConstraint(
                condition=models.Q(cost_cents=0) | models.Q(cost_cents__gt=0, supplier__isnull=False, endowment__isnull=False),
                name="publication_cost_has_a_supplier",
            ),
        ]
