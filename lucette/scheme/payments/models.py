"""What is owed, when, and each payment to the bank and back."""

from __future__ import annotations

from django.db import models

from lucette.foundation.documents.models import Document
from lucette.foundation.organizations.models import BankDetails, Organization
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.agreements.models import Agreement
from lucette.scheme.calls.enums import Condition
from lucette.scheme.fund.models import Endowment
from lucette.scheme.payments.enums import BANK_LINE, BATCH, LINE, ORDER, BankLineStatus, BatchStatus, Hand, LineStatus, Nature, OrderStatus
from lucette.scheme.posts.models import Post

HANDS = ("requested_by", "certified_by", "ordered_by", "accepted_by")


class InstalmentQuerySet(RecordQuerySet["Instalment"]):
    def visible_to(self, actor: Actor) -> InstalmentQuerySet:
        if actor.scope.national:
            return self
        return self.filter(agreement__organization_id=actor.scope.code) if actor.scope.kind == "organization" else self.none()


class Instalment(Record):
    """One number of an agreement's schedule; its lines, one per post, live their own lives."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+", verbose_name="convention")
    number = models.PositiveSmallIntegerField("numéro")
    condition = models.CharField("condition", max_length=20, choices=Condition.choices)
    due_on = models.DateField("échéance")

    objects = InstalmentQuerySet.as_manager()

    class Meta:
        verbose_name = "versement"
        verbose_name_plural = "versements"
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="instalment_once")]


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


class TreasuryAccount(Record):
    """The bank account of an endowment: transfers leave from it, statements tell of it."""

    endowment = models.OneToOneField(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    holder = models.CharField("titulaire", max_length=140)
    iban = models.CharField("IBAN", max_length=34, unique=True)
    bic = models.CharField("BIC", max_length=11)
    town = models.CharField("ville", max_length=35, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "compte bancaire de la dotation"
        verbose_name_plural = "comptes bancaires de la dotation"


class Batch(Record, Stateful):
    """A file of transfers. Its count and control sum are computed by two code paths."""

    WORKFLOW = BATCH
    message_id = models.CharField("identifiant du message", max_length=35, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    status = models.CharField("état", max_length=12, choices=BatchStatus.choices, default=BatchStatus.FROZEN)
    execution_on = models.DateField("date d’exécution demandée")
    count = models.PositiveIntegerField("nombre de virements")
    control_cents = models.BigIntegerField("somme de contrôle, en centimes")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="fichier de virements")
    frozen_by = models.UUIDField("composé par")
    sent_by = models.UUIDField("envoyé par", null=True)
    sent_at = models.DateTimeField("envoyé le", null=True)
    reason = models.CharField("motif de l’abandon", max_length=200, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "lot de virements"
        verbose_name_plural = "lots de virements"
        constraints = [
            models.CheckConstraint(condition=models.Q(count__gt=0, control_cents__gt=0), name="batch_is_not_empty"),
            models.CheckConstraint(
                condition=models.Q(status__in=["frozen", "cancelled"])
                | models.Q(sent_at__isnull=False, sent_by__isnull=False, document__isnull=False),
                name="batch_sent_when",
            ),
        ]


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
    status = models.CharField("état", max_length=12, choices=OrderStatus.choices, default=OrderStatus.REQUESTED)
    attempt = models.PositiveSmallIntegerField("tentative", default=1)
    bank_details = models.ForeignKey(BankDetails, on_delete=models.PROTECT, related_name="+", verbose_name="coordonnées bancaires")
    holder = models.CharField("titulaire", max_length=140)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11)
    requested_by = models.UUIDField("demandé par")
    certified_by = models.UUIDField("certifié par", null=True)
    ordered_by = models.UUIDField("ordonnancé par", null=True)
    accepted_by = models.UUIDField("pris en charge par", null=True)
    certified_at = models.DateTimeField("certifié le", null=True)
    ordered_at = models.DateTimeField("ordonnancé le", null=True)
    accepted_at = models.DateTimeField("pris en charge le", null=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="orders", verbose_name="lot de virements")
    executed_on = models.DateField("exécuté le", null=True)
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
            models.UniqueConstraint(fields=["invoice"], condition=~models.Q(status="sent_back"), name="one_live_order_an_invoice"),
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
                condition=models.Q(status__in=["requested", "sent_back", "certified"]) | models.Q(ordered_by__isnull=False),
                name="order_ordered_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["accepted", "sent", "executed"]) | models.Q(accepted_by__isnull=False),
                name="order_accepted_by",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["sent", "executed"]) | models.Q(batch__isnull=False), name="order_sent_in_a_batch"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="executed") | models.Q(executed_on__isnull=False), name="order_executed_when"
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


class InstalmentLine(Record, Stateful):
    """One post's share of one instalment."""

    WORKFLOW = LINE
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="lines", verbose_name="versement")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="poste")
    cents = models.BigIntegerField("montant, en centimes")
    status = models.CharField("état", max_length=12, choices=LineStatus.choices, default=LineStatus.PLANNED)
    due_since = models.DateField("exigible depuis", null=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="lines", verbose_name="ordre de paiement")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        constraints = [
            models.UniqueConstraint(fields=["instalment", "post"], name="instalment_line_once"),
            models.CheckConstraint(condition=models.Q(cents__gte=0), name="instalment_line_not_negative"),
            models.CheckConstraint(
                condition=models.Q(status__in=["planned", "due"], order=None)
                | (~models.Q(status__in=["planned", "due"]) & models.Q(order__isnull=False)),
                name="instalment_line_has_its_order",
            ),
            models.CheckConstraint(
                condition=models.Q(status="planned") | models.Q(due_since__isnull=False), name="instalment_line_due_when"
            ),
        ]


class LiveContract(Record):
    """Told by recruitment: this post has a live work contract over this period (its start makes later instalments possible)."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="poste")
    hire_id = models.UUIDField("recrutement", unique=True)
    starts_on = models.DateField("début du contrat")
    ends_on = models.DateField("fin du contrat", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "contrat en cours"
        verbose_name_plural = "contrats en cours"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")), name="live_contract_ends_after_it_began"
            )
        ]


class BankStatement(Record):
    """One camt.053 file read back; the same file or statement twice changes nothing."""

    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    statement_id = models.CharField("identifiant du relevé", max_length=35, unique=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", verbose_name="relevé bancaire")
    opening_cents = models.BigIntegerField("solde initial, en centimes")
    closing_cents = models.BigIntegerField("solde final, en centimes")
    closed_on = models.DateField("arrêté le")
    rank = models.PositiveIntegerField("rang")
    imported_by = models.UUIDField("importé par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "relevé bancaire"
        verbose_name_plural = "relevés bancaires"
        constraints = [models.UniqueConstraint(fields=["endowment", "rank"], name="bank_statement_rank_once")]


class StatementLine(Record, Stateful):
    """One movement of a statement; what matches neither an order nor a tranche waits, with the reason."""

    WORKFLOW = BANK_LINE
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="lines", verbose_name="relevé bancaire")
    position = models.PositiveIntegerField("rang")
    cents = models.BigIntegerField("montant, en centimes")
    credit = models.BooleanField("crédit")
    booked_on = models.DateField("comptabilisée le")
    end_to_end_id = models.CharField("référence de bout en bout", max_length=35, blank=True, db_index=True)
    bank_reference = models.CharField("référence de la banque", max_length=60)
    remittance = models.CharField("libellé", max_length=300, blank=True)
    status = models.CharField("état", max_length=10, choices=BankLineStatus.choices, default=BankLineStatus.UNMATCHED)
    reason = models.CharField("pourquoi elle reste à rapprocher", max_length=200, blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="ordre de paiement")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de relevé"
        verbose_name_plural = "lignes de relevé"
        constraints = [
            models.UniqueConstraint(fields=["statement", "position"], name="statement_line_once"),
            models.UniqueConstraint(fields=["bank_reference"], name="bank_reference_once"),
            models.CheckConstraint(condition=models.Q(cents__gt=0), name="statement_line_is_positive"),
        ]
