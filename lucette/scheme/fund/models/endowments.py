"""The endowment, its signatures, envelopes and tranches. Balances are the ledger's alone: nothing here holds one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.fund.enums import ENDOWMENT, FUND_CALL, MOVE, EndowmentStatus, EnvelopeCode, FundCallStatus, MoveStatus, Party
from lucette.scheme.fund.rules import Books


class EndowmentQuerySet(RecordQuerySet["Endowment"]):
    def visible_to(self, actor: Actor) -> EndowmentQuerySet:
        """National roles see every endowment; the others see none."""
        return self if actor.scope.national else self.none()


class Endowment(Stateful, Record):
    """An authority and a quota of posts, opened by a tripartite agreement. Each has its own books and its own bank account."""

    WORKFLOW = ENDOWMENT
    code = models.SlugField("code", max_length=40, unique=True)
    title = models.CharField("intitulé", max_length=200)
    authority_cents = models.BigIntegerField("autorisation, en centimes")
    posts = models.PositiveIntegerField("postes")
    status = models.CharField("état", max_length=12, choices=EndowmentStatus.choices, default=ENDOWMENT.initial)
    signed_at = models.DateTimeField("signée le", null=True, editable=False)
    notified_at = models.DateTimeField("notifiée le", null=True, editable=False)

    objects = EndowmentQuerySet.as_manager()

    class Meta:
        verbose_name = "dotation"
        verbose_name_plural = "dotations"
        constraints = [
            models.CheckConstraint(condition=Q(authority_cents__gt=0, posts__gt=0), name="endowment_is_not_empty"),
            models.CheckConstraint(
                name="endowment_dates_follow_status",
                condition=(
                    Q(status=EndowmentStatus.PREPARED, signed_at=None, notified_at=None)
                    | Q(status=EndowmentStatus.SIGNED, signed_at__isnull=False, notified_at=None)
                    | Q(status=EndowmentStatus.NOTIFIED, signed_at__isnull=False, notified_at__isnull=False)
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def books(self) -> Books:
        return Books(self.code)


class EndowmentSignature(Record):
    """One party's signature of the tripartite agreement: three parties, three natural persons."""

    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="signatures", verbose_name="dotation")
    party = models.CharField("partie", max_length=8, choices=Party.choices)
    person = models.UUIDField("signataire")
    signed_at = models.DateTimeField("signée le")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "signature de la dotation"
        verbose_name_plural = "signatures de la dotation"
        constraints = [
            models.UniqueConstraint(fields=["endowment", "party"], name="endowment_signed_once_a_party"),
            models.UniqueConstraint(fields=["endowment", "person"], name="endowment_signed_once_a_person"),
        ]


class Envelope(Record):
    """A share of the authority, for one purpose: the amount as notified, amendments included."""

    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="envelopes", verbose_name="dotation")
    code = models.CharField("code", max_length=12, choices=EnvelopeCode.choices)
    label = models.CharField("libellé", max_length=80)
    share_cents = models.BigIntegerField("part, en centimes")
    rank = models.PositiveSmallIntegerField("rang")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "enveloppe"
        verbose_name_plural = "enveloppes"
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["endowment", "code"], name="envelope_once_an_endowment"),
            models.CheckConstraint(condition=Q(share_cents__gte=0), name="envelope_share_not_negative"),
        ]

    def __str__(self) -> str:
        return self.label


class AuthorityAmendment(Record):
    """An amendment to the tripartite agreement: authority and posts added, or taken (negative)."""

    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="amendments", verbose_name="dotation")
    reference = models.CharField("référence", max_length=80)
    cents = models.BigIntegerField("montant, en centimes")
    posts = models.IntegerField("postes")
    split = models.JSONField("répartition entre enveloppes", default=dict)
    reason = models.CharField("motif", max_length=200)
    notified_by = models.UUIDField("notifié par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "avenant à la dotation"
        verbose_name_plural = "avenants à la dotation"
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["endowment", "reference"], name="authority_amendment_once_a_reference"),
            models.CheckConstraint(
                name="authority_amendment_one_way",
                condition=(Q(cents__gte=0, posts__gte=0) | Q(cents__lte=0, posts__lte=0)) & ~Q(cents=0, posts=0),
            ),
        ]


class EnvelopeMove(Stateful, Record):
    """Authority moved from one envelope to another: one person asks, another confirms."""

    WORKFLOW = MOVE
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="moves", verbose_name="dotation")
    source = models.CharField("de l’enveloppe", max_length=12, choices=EnvelopeCode.choices)
    target = models.CharField("vers l’enveloppe", max_length=12, choices=EnvelopeCode.choices)
    cents = models.BigIntegerField("montant, en centimes")
    reason = models.CharField("motif", max_length=200)
    status = models.CharField("état", max_length=12, choices=MoveStatus.choices, default=MOVE.initial)
    requested_by = models.UUIDField("demandé par")
    confirmed_by = models.UUIDField("confirmé par", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "virement entre enveloppes"
        verbose_name_plural = "virements entre enveloppes"
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0) & ~Q(source=models.F("target")), name="move_between_two_envelopes"),
            models.CheckConstraint(condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("requested_by")), name="move_by_two_persons"),
            models.CheckConstraint(
                name="move_confirmed_by_someone",
                condition=(
                    Q(status=MoveStatus.CONFIRMED, confirmed_by__isnull=False) | (~Q(status=MoveStatus.CONFIRMED) & Q(confirmed_by=None))
                ),
            ),
        ]


class Tranche(Record):
    """Cash received from the DGCL on the endowment's bank account."""

    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="tranches", verbose_name="dotation")
    cents = models.BigIntegerField("montant, en centimes")
    bank_reference = models.CharField("référence bancaire", max_length=80)
    received_on = models.DateField("reçue le")
    recorded_by = models.UUIDField("enregistrée par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "tranche de dotation"
        verbose_name_plural = "tranches de dotation"
        ordering = ["received_on", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["endowment", "bank_reference"], name="tranche_once_a_bank_reference"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="tranche_is_not_empty"),
        ]


class Verification(Record):
    """Every invariant recomputed at one moment, and what was found. Kept as it was told: the next one says the rest."""

    checks = models.JSONField("invariants", default=list)
    faults = models.PositiveSmallIntegerField("invariants rompus", default=0)
    postings = models.PositiveIntegerField("écritures vérifiées", default=0)
    made_by = models.UUIDField("faite par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "vérification des livres"
        verbose_name_plural = "vérifications des livres"
        indexes = [models.Index(fields=["-created_at"], name="verification_latest")]


class FundCallQuerySet(RecordQuerySet["FundCall"]):
    def visible_to(self, actor: Actor) -> FundCallQuerySet:
        return self if actor.scope.national else self.none()


class FundCall(Stateful, Record):
    """The Caisse des Dépôts asks the DGCL for cash. `forecast`: the months that it was computed from, as they stood that day."""

    WORKFLOW = FUND_CALL
    number = models.CharField("numéro", max_length=20, unique=True)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="fund_calls", verbose_name="dotation")
    status = models.CharField("état", max_length=12, choices=FundCallStatus.choices, default=FUND_CALL.initial)
    cents = models.BigIntegerField("montant, en centimes")
    needed_on = models.DateField("attendu pour le")
    free_cents = models.BigIntegerField("trésorerie libre ce jour-là, en centimes")
    forecast = models.JSONField("prévision", default=list)
    reason = models.CharField("motif", max_length=200, blank=True)
    asked_by = models.UUIDField("demandé par")
    tranche = models.OneToOneField(Tranche, on_delete=models.PROTECT, null=True, related_name="fund_call", verbose_name="tranche reçue")

    objects = FundCallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel de fonds"
        verbose_name_plural = "appels de fonds"
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="fund_call_is_not_empty"),
            models.UniqueConstraint(fields=["endowment"], condition=Q(status="asked"), name="one_fund_call_waits_an_endowment"),
            models.CheckConstraint(
                condition=Q(status="answered", tranche__isnull=False) | (~Q(status="answered") & Q(tranche=None)),
                name="fund_call_answered_by_a_tranche",
            ),
        ]

    def __str__(self) -> str:
        return self.number
