"""Resources and events of the network."""

from __future__ import annotations

from django.db import models

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.organizations.models import Organization
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.fund.models import Endowment
from lucette.scheme.network.enums import AUDIENCES, PUBLICATION, Audience, PublicationKind, PublicationStatus


class PublicationQuerySet(RecordQuerySet["Publication"]):
    def visible_to(self, actor: Actor) -> PublicationQuerySet:
        """The animation sees all; other national roles what is published; hosts and advisers what is published for them."""
        if actor.role == RoleName.ANIMATOR:
            return self
        published = self.filter(status=PublicationStatus.PUBLISHED)
        if actor.scope.national:
            return published
        audiences = AUDIENCES.get(actor.role)
        return published.filter(audience__in=audiences) if audiences else self.none()


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

    objects = PublicationQuerySet.as_manager()

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
