"""What changes an agreement once it is in force, one row a change; its amounts are computed, and frozen when it is signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.models import Organization
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.agreements.enums import AMENDMENT, OPEN_AMENDMENT, AmendmentKind, AmendmentStatus, ReturnReason
from lucette.scheme.agreements.models.agreement import Agreement


class AmendmentQuerySet(RecordQuerySet["Amendment"]):
    def visible_to(self, actor: Actor) -> AmendmentQuerySet:
        return self.filter(agreement__in=Agreement.objects.visible_to(actor))


class Amendment(Record, Stateful):
    """Which fields count depends on `kind`: `posts` of RETURN_POSTS, ADD_POSTS and TRANSFER_POST; `to_agreement` of TRANSFER_POST;
    `to_organization` of CHANGE_ENTITY; `ends_on` of EXTEND."""

    WORKFLOW = AMENDMENT
    number = models.CharField("numéro", max_length=20, unique=True)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="amendments", verbose_name="convention")
    kind = models.CharField("objet", max_length=16, choices=AmendmentKind.choices)
    status = models.CharField("état", max_length=16, choices=AmendmentStatus.choices, default=AmendmentStatus.REQUESTED)
    effective_on = models.DateField("prend effet le")
    reason = models.CharField("motif", max_length=16, choices=ReturnReason.choices, blank=True)
    explanation = models.TextField("explication", blank=True)
    posts = models.PositiveSmallIntegerField("postes", default=0)
    ends_on = models.DateField("nouvelle fin", null=True)
    to_organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="nouvelle structure"
    )
    to_agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="convention d’accueil")
    to_number = models.CharField("numéro de la convention d’accueil", max_length=20, blank=True)  # its host alone reads the row
    asked_by = models.UUIDField("demandé par")
    favourable = models.BooleanField("avis favorable", null=True)
    opinion = models.TextField("avis de la préfecture", blank=True)
    opinion_by = models.UUIDField("avis rendu par", null=True)
    opinion_at = models.DateTimeField("avis rendu le", null=True)
    decided_by = models.UUIDField("décidé par", null=True)
    refusal = models.CharField("motif du refus", max_length=400, blank=True)
    signed_by = models.UUIDField("signé par", null=True)
    signed_on = models.DateField("signé le", null=True)
    receipt = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="récépissé")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="avenant signé")
    effects = models.JSONField("effets", default=dict)  # as applied: cents given back and asked back, posts

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = "avenant"
        verbose_name_plural = "avenants"
        indexes = [models.Index(fields=["status", "created_at", "id"], name="amendment_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind"], condition=Q(status__in=OPEN_AMENDMENT), name="one_open_amendment_of_a_kind"
            ),
            models.CheckConstraint(condition=~Q(status="refused") | ~Q(refusal=""), name="amendment_refused_with_reason"),
            models.CheckConstraint(
                condition=~Q(status__in=["signed", "applied"])
                | Q(document__isnull=False, signed_by__isnull=False, signed_on__isnull=False),
                name="amendment_signed_with_its_document",
            ),
            models.CheckConstraint(
                condition=Q(favourable=None, opinion="", opinion_by=None, opinion_at=None)
                | (Q(favourable__isnull=False, opinion_by__isnull=False, opinion_at__isnull=False) & ~Q(opinion="")),
                name="amendment_opinion_is_whole",
            ),
            models.CheckConstraint(condition=Q(signed_by=None) | ~Q(signed_by=models.F("decided_by")), name="amendment_signed_by_another"),
        ]

    def __str__(self) -> str:
        return self.number


class AmendmentPost(Record):
    """One post that an amendment is about (a room further down: its id, and the number people quote)."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="about_posts", verbose_name="avenant")
    post_id = models.UUIDField("poste")
    number = models.CharField("numéro", max_length=20)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "poste d’un avenant"
        verbose_name_plural = "postes d’un avenant"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["amendment", "post_id"], name="amendment_post_once")]
