"""The accounts of one endowment for one year, as they were frozen, rendered and approved (CMF D.518-49 and D.518-50)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from lucette.foundation.documents.models import Document
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.fund.enums import RENDERING, RenderingStatus
from lucette.scheme.fund.models.endowments import Endowment

OVER = (RenderingStatus.SENT_BACK, RenderingStatus.WITHDRAWN)
SUBMITTED = (RenderingStatus.SUBMITTED, RenderingStatus.APPROVED, RenderingStatus.SENT_BACK)


class RenderingQuerySet(RecordQuerySet["Rendering"]):
    def visible_to(self, actor: Actor) -> RenderingQuerySet:
        """National roles see the accounts; the others see none."""
        return self if actor.scope.national else self.none()

    def light(self) -> RenderingQuerySet:
        """Without what is long to read."""
        return self.defer("figures", "names")


def two_people(one: str, other: str) -> models.CheckConstraint:
    condition = Q(**{one: None}) | ~Q(**{one: F(other)})
    return models.CheckConstraint(condition=condition, name=f"rendering_{one}_not_{other}")


class Rendering(Stateful, Record):
    """`figures` and `names` (payees and pieces, as they were called) are frozen at preparation; `sha256` is the digest of both.

    What is wrong is sent back or withdrawn, and prepared anew as another row.
    """

    WORKFLOW = RENDERING
    number = models.CharField("numéro", max_length=20, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    year = models.PositiveSmallIntegerField("année")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    status = models.CharField("état", max_length=12, choices=RenderingStatus.choices, default=RENDERING.initial)
    figures = models.JSONField("chiffres")
    names = models.JSONField("noms des bénéficiaires et des pièces", default=dict)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    prepared_by = models.UUIDField("préparée par")
    submitted_by = models.UUIDField("transmise par", null=True)
    submitted_at = models.DateTimeField("transmise le", null=True)
    approved_by = models.UUIDField("approuvée par", null=True)
    approved_at = models.DateTimeField("approuvée le", null=True)
    reason = models.CharField("motif ou décision", max_length=400, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="comptes signés")
    spreadsheet = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="chiffres en tableur")

    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = "reddition annuelle des comptes"
        verbose_name_plural = "redditions annuelles des comptes"
        indexes = [models.Index(fields=["-created_at", "id"], name="rendering_latest")]
        constraints = [
            models.UniqueConstraint(fields=["endowment", "year"], condition=~Q(status__in=OVER), name="one_live_rendering_a_year"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on"), ends_on__year=F("year")), name="rendering_is_of_one_year"),
            two_people("submitted_by", "prepared_by"),
            two_people("approved_by", "prepared_by"),
            two_people("approved_by", "submitted_by"),
            models.CheckConstraint(
                name="rendering_submitted_when",
                condition=Q(status__in=SUBMITTED, submitted_by__isnull=False, submitted_at__isnull=False, document__isnull=False)
                | (~Q(status__in=SUBMITTED) & Q(submitted_by=None, submitted_at=None)),
            ),
            models.CheckConstraint(
                name="rendering_approved_when",
                condition=Q(status=RenderingStatus.APPROVED, approved_by__isnull=False, approved_at__isnull=False)
                | (~Q(status=RenderingStatus.APPROVED) & Q(approved_by=None, approved_at=None)),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["prepared", "submitted"]) | ~Q(reason=""), name="rendering_decided_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number
