"""The grant agreement: frozen amounts, two signatures."""

from __future__ import annotations

from django.db import models

from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.models import BankDetails, Organization
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.agreements.enums import AGREEMENT, AgreementStatus, Party
from lucette.scheme.calls.enums import Condition
from lucette.scheme.committee.models import Award
from lucette.scheme.fund.models import Endowment


class AgreementQuerySet(RecordQuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> AgreementQuerySet:
        match actor.scope.kind:
            case "national":
                return self
            case "department":
                return self.filter(department_code=actor.scope.code)
            case "region":
                return self.filter(region_code=actor.scope.code)
            case "organization":
                return self.filter(organization_id=actor.scope.code)
        return self.none()

    def live(self) -> AgreementQuerySet:
        """Those that keep their award for themselves: an agreement that is over still does, a cancelled one never did."""
        return self.exclude(status=AgreementStatus.CANCELLED)


class Agreement(Record, Stateful):
    WORKFLOW = AGREEMENT
    number = models.CharField("numéro", max_length=20, unique=True)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="+", verbose_name="attribution")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="structure")
    department_code = models.CharField("département", max_length=3)
    region_code = models.CharField("région", max_length=3)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    status = models.CharField("état", max_length=20, choices=AgreementStatus.choices, default=AgreementStatus.PREPARING)
    posts = models.PositiveSmallIntegerField("postes")
    unit_cents = models.BigIntegerField("montant par poste, en centimes")
    amount_cents = models.BigIntegerField("montant, en centimes")
    months = models.PositiveSmallIntegerField("durée, en mois")
    bank_details = models.ForeignKey(
        BankDetails, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="coordonnées bancaires"
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="document")
    asked_by = models.UUIDField("demandée par")
    generated_by = models.UUIDField("éditée par", null=True)
    generated_at = models.DateTimeField("éditée le", null=True)
    reminded_on = models.DateField("signature rappelée le", null=True)
    in_force_on = models.DateField("en vigueur le", null=True)
    ends_on = models.DateField("prend fin le", null=True)
    facts = models.JSONField("textes du document", null=True)  # as typeset: the page reads as the PDF does
    ended_on = models.DateField("résiliée au", null=True)
    suspension_reason = models.CharField("motif de la suspension", max_length=400, blank=True)
    settled_on = models.DateField("soldée le", null=True)
    statement = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="état de solde")
    renews = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="renouvelle")
    renewal_told_on = models.DateField("renouvellement annoncé le", null=True)  # to the host, when its window opens
    cancellation_reason = models.CharField("motif d’annulation", max_length=200, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "convention"
        verbose_name_plural = "conventions"
        indexes = [models.Index(fields=["status", "created_at", "id"], name="agreement_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["award"], condition=~models.Q(status="cancelled"), name="one_live_agreement_an_award"),
            models.UniqueConstraint(fields=["renews"], condition=~models.Q(status="cancelled"), name="one_renewal_an_agreement"),
            models.CheckConstraint(condition=~models.Q(renews=models.F("id")), name="agreement_renews_another"),
            models.CheckConstraint(
                condition=models.Q(amount_cents=models.F("unit_cents") * models.F("posts"), posts__gte=1),
                name="agreement_amount_is_posts_times_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["preparing", "cancelled"])
                | models.Q(document__isnull=False, generated_by__isnull=False, bank_details__isnull=False),
                name="agreement_ready_with_its_document",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["preparing", "ready", "signed_by_host", "cancelled"])
                | models.Q(in_force_on__isnull=False, ends_on__isnull=False),
                name="agreement_in_force_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="terminated") | models.Q(ended_on__isnull=False), name="agreement_terminated_when"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="suspended") | ~models.Q(suspension_reason=""), name="agreement_suspended_with_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["settled", "archived"]) | models.Q(settled_on__isnull=False, statement__isnull=False),
                name="agreement_settled_with_its_statement",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="cancelled") | ~models.Q(cancellation_reason=""), name="agreement_cancelled_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class AgreementLine(Record):
    """One instalment of the agreement, frozen at generation from the call's rules: for all its posts, and for one."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="lines", verbose_name="convention")
    number = models.PositiveSmallIntegerField("numéro")
    cents = models.BigIntegerField("montant, en centimes")
    post_cents = models.BigIntegerField("montant par poste, en centimes")
    months_after = models.PositiveSmallIntegerField("mois après l’entrée en vigueur")
    condition = models.CharField("condition", max_length=20, choices=Condition.choices)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "échéance de la convention"
        verbose_name_plural = "échéances de la convention"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_line_once"),
            models.CheckConstraint(condition=models.Q(cents__gte=0, post_cents__gte=0), name="agreement_line_not_negative"),
        ]


class Signature(Record):
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatures", verbose_name="convention")
    party = models.CharField("partie", max_length=8, choices=Party.choices)
    person_id = models.UUIDField("signataire")
    capacity = models.CharField("qualité", max_length=160)
    signed_at = models.DateTimeField("signée le")
    sha256 = models.CharField("empreinte du document signé", max_length=64)
    certificate = models.CharField("certificat extérieur", max_length=200, blank=True)  # whose, given by whom; empty: one of ours

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "signature"
        verbose_name_plural = "signatures"
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="one_signature_a_party"),
            models.UniqueConstraint(fields=["agreement", "person_id"], name="parties_sign_by_two_people"),
        ]
