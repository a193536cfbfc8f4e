"""Orders to pay, the hands that hold them, the slips on which they are signed together."""

from __future__ import annotations

from django.db import models

from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.models import BankDetails, Organization
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments.enums import BORDEREAU, ORDER, BordereauStatus, Hand, Nature, OrderStatus
from lucette.scheme.payments.models.batches import Batch
from lucette.scheme.payments.models.invoices import Invoice
from lucette.scheme.payments.models.schedule import Instalment

HANDS = ("requested_by", "certified_by", "ordered_by", "countersigned_by", "accepted_by")
TAKEN = ("accepted", "sent", "under_inquiry", "executed", "returned")


class Bordereau(Record, Stateful):
    """A slip of certified orders that the authorising officer signs together. A rejected order leaves it."""

    WORKFLOW = BORDEREAU
    number = models.CharField("numéro", max_length=20, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    status = models.CharField("état", max_length=16, choices=BordereauStatus.choices, default=BordereauStatus.COMPOSED)
    count = models.PositiveIntegerField("nombre d’ordres")
    cents = models.BigIntegerField("total, en centimes")
    composed_by = models.UUIDField("composé par")
    signed_by = models.UUIDField("signé par", null=True)
    signed_at = models.DateTimeField("signé le", null=True)
    countersigned_by = models.UUIDField("contresigné par", null=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="bordereau signé")
    reason = models.CharField("motif de l’abandon", max_length=200, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "bordereau"
        verbose_name_plural = "bordereaux"
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gt=0, cents__gt=0), name="bordereau_is_not_empty"),
            models.CheckConstraint(
                condition=models.Q(status__in=["composed", "cancelled"]) | models.Q(signed_by__isnull=False, signed_at__isnull=False),
                name="bordereau_signed_when",
            ),
            models.CheckConstraint(
                condition=models.Q(countersigned_by=None) | ~models.Q(countersigned_by=models.F("signed_by")),
                name="bordereau_countersigned_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderQuerySet(RecordQuerySet["Order"]):
    def visible_to(self, actor: Actor) -> OrderQuerySet:
        if actor.scope.national:
            return self
        return self.filter(organization_id=actor.scope.code) if actor.scope.kind == "organization" else self.none()


class Order(Record, Stateful):
    """One payment to one payee, passed through four different hands. Bank details are a snapshot."""

    WORKFLOW = ORDER
    number = models.CharField("numéro", max_length=20, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+", verbose_name="bénéficiaire")
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="versement")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="facture")
    nature = models.CharField("nature", max_length=20, choices=Nature.choices)
    cents = models.BigIntegerField("montant, en centimes")
    status = models.CharField("état", max_length=16, choices=OrderStatus.choices, default=OrderStatus.REQUESTED)
    attempt = models.PositiveSmallIntegerField("tentative", default=1)
    bank_details = models.ForeignKey(BankDetails, on_delete=models.PROTECT, related_name="+", verbose_name="coordonnées bancaires")
    holder = models.CharField("titulaire", max_length=140)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11)
    requested_by = models.UUIDField("demandé par")
    certified_by = models.UUIDField("certifié par", null=True)
    ordered_by = models.UUIDField("ordonnancé par", null=True)
    countersigned_by = models.UUIDField("contresigné par", null=True)
    accepted_by = models.UUIDField("pris en charge par", null=True)
    certified_at = models.DateTimeField("certifié le", null=True)
    ordered_at = models.DateTimeField("ordonnancé le", null=True)
    countersigned_at = models.DateTimeField("contresigné le", null=True)
    accepted_at = models.DateTimeField("pris en charge le", null=True)
    bordereau = models.ForeignKey(Bordereau, on_delete=models.PROTECT, null=True, related_name="orders", verbose_name="bordereau")
    to_countersign = models.BooleanField("deux ordonnateurs requis", default=False)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replacements", verbose_name="remplace")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="orders", verbose_name="lot de virements")
    executed_on = models.DateField("exécuté le", null=True)
    returned_on = models.DateField("revenu le", null=True)
    returned_cents = models.BigIntegerField("montant revenu, en centimes", default=0)
    bank_reason = models.CharField("code de motif de la banque", max_length=35, blank=True)
    reason = models.CharField("motif du renvoi ou du rejet", max_length=200, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = "ordre de paiement"
        verbose_name_plural = "ordres de paiement"
        indexes = [models.Index(fields=["status", "created_at", "id"], name="order_by_status")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(instalment__isnull=False) ^ models.Q(invoice__isnull=False), name="order_pays_one_thing"
            ),
            models.CheckConstraint(condition=models.Q(cents__gt=0), name="order_is_positive"),
            models.UniqueConstraint(
                fields=["invoice"], condition=~models.Q(status__in=["sent_back", "cancelled", "returned"]), name="one_live_order_an_invoice"
            ),
            *(
                models.CheckConstraint(
                    condition=models.Q(**{second: None}) | ~models.Q(**{second: models.F(first)}), name=f"order_{second}_is_not_{first}"
                )
                for i, first in enumerate(HANDS)
                for second in HANDS[i + 1 :]
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["requested", "sent_back"]) | models.Q(certified_by__isnull=False), name="order_certified_by"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["requested", "sent_back", "certified", "cancelled"]) | models.Q(ordered_by__isnull=False),
                name="order_ordered_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=[*TAKEN]) | models.Q(accepted_by__isnull=False),
                name="order_accepted_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=[*TAKEN[1:]]) | models.Q(batch__isnull=False), name="order_sent_in_a_batch"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["executed", "returned"]) | models.Q(executed_on__isnull=False), name="order_executed_when"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["ordered", *TAKEN], to_countersign=True) | models.Q(countersigned_by__isnull=False),
                name="order_countersigned",
            ),
            models.CheckConstraint(
                condition=models.Q(status="returned", returned_on__isnull=False, returned_cents__gt=0)
                | (~models.Q(status="returned") & models.Q(returned_on=None, returned_cents=0)),
                name="order_returned_when",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~models.Q(status__in=["sent_back", "cancelled", "executed", "returned"]),
                name="one_live_replacement_an_order",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderHand(Record):
    """Who held which hand on an order, through all its rounds: a person keeps one hand."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="hands", verbose_name="ordre de paiement")
    person_id = models.UUIDField("personne")
    hand = models.PositiveSmallIntegerField("main", choices=Hand.choices)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "main tenue sur un ordre"
        verbose_name_plural = "mains tenues sur un ordre"
        constraints = [models.UniqueConstraint(fields=["order", "person_id"], name="one_hand_a_person_and_order")]
