"""Books, headings, accounts, balances, events, postings. History is only added to; balances move by PostgreSQL alone."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Cast

from lucette.kernel import clock

SIDES = [("debit", "débit"), ("credit", "crédit")]
THIS_TRANSACTION = Cast(Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField())


class Book(models.Model):
    """A set of accounts in one unit that balances by itself (`<endowment>/BUDGET` in cents, `<endowment>/POSTS` in units…)."""

    code = models.CharField("code", max_length=60, unique=True)
    unit = models.CharField("unité", max_length=8, choices=[("cents", "centimes"), ("posts", "postes")])

    class Meta:
        verbose_name = "livre"
        verbose_name_plural = "livres"

    def __str__(self) -> str:
        return self.code


class Heading(models.Model):
    """What accounts of a book may be opened: one exact code (`uses/training`), or every code under a first word (`committed`)."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="headings", verbose_name="livre")
    code = models.CharField("code", max_length=60)
    label = models.CharField("libellé", max_length=200)
    normal = models.CharField("sens normal", max_length=6, choices=SIDES)
    floored = models.BooleanField("jamais négatif", default=True)
    chart_number = models.CharField("numéro au plan de comptes", max_length=20, blank=True)

    class Meta:
        verbose_name = "rubrique du plan de comptes"
        verbose_name_plural = "rubriques du plan de comptes"
        constraints = [models.UniqueConstraint(fields=["book", "code"], name="heading_once_a_book")]

    def __str__(self) -> str:
        return self.label


class Account(models.Model):
    """An account of a book. `normal` is the side on which it grows; `floored`: it may never pass under zero on that side."""

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="accounts", verbose_name="livre")
    code = models.CharField("code", max_length=120)
    label = models.CharField("libellé", max_length=200, blank=True)
    normal = models.CharField("sens normal", max_length=6, choices=SIDES)
    floored = models.BooleanField("jamais négatif", default=True)
    chart_number = models.CharField("numéro au plan de comptes", max_length=20, blank=True)

    class Meta:
        verbose_name = "compte"
        verbose_name_plural = "comptes"
        constraints = [models.UniqueConstraint(fields=["book", "code"], name="account_once_a_book")]
        indexes = [models.Index(fields=["book", "code"], name="account_by_prefix", opclasses=["int8_ops", "text_pattern_ops"])]

    def __str__(self) -> str:
        return self.label or self.code


class Balance(models.Model):
    """Debits minus credits turned to the account's normal side; moved by a trigger when postings are inserted."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="balance", verbose_name="compte")
    amount = models.BigIntegerField("solde", default=0)
    floored = models.BooleanField("jamais négatif", default=True)

    class Meta:
        verbose_name = "solde"
        verbose_name_plural = "soldes"
        constraints = [models.CheckConstraint(condition=models.Q(floored=False) | models.Q(amount__gte=0), name="balance_never_below_zero")]


class Event(models.Model):
    """One business fact, all or none of its postings. Same key with another payload is refused.

    `written_in` is the transaction that wrote it: no later one may add a posting to it.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField("clé", max_length=200, unique=True)
    kind = models.CharField("sorte", max_length=60)
    payload_hash = models.CharField("empreinte", max_length=64)
    business_date = models.DateField("date de l’acte")
    recorded_at = models.DateTimeField("enregistré le", default=clock.now)
    actor_id = models.UUIDField("personne")
    subject = models.CharField("objet", max_length=120, blank=True, db_index=True)
    reason = models.CharField("motif", max_length=200, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, db_index=False, related_name="+", verbose_name="corrige")
    written_in = models.BigIntegerField("transaction", db_default=THIS_TRANSACTION, editable=False)

    class Meta:
        verbose_name = "événement comptable"
        verbose_name_plural = "événements comptables"
        constraints = [models.UniqueConstraint(fields=["corrects"], name="one_correction_an_event")]


class Posting(models.Model):
    """One amount from a debit account to a credit account of the same book."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="postings", verbose_name="événement comptable")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="+", verbose_name="livre")
    debit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="compte débité")
    credit = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", verbose_name="compte crédité")
    amount = models.BigIntegerField("montant")

    class Meta:
        verbose_name = "écriture"
        verbose_name_plural = "écritures"
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="posting_amount_is_positive"),
            models.CheckConstraint(condition=~models.Q(debit=models.F("credit")), name="posting_between_two_accounts"),
        ]


class Seal(models.Model):
    """A batch of postings (with their events) closed by a hash chained to the batch before.

    `marks`: the id of each posting and the first bytes of its own hash, so that the one that changed can be named.
    """

    id = models.BigAutoField(primary_key=True)
    sealed_at = models.DateTimeField("scellé le", default=clock.now)
    first_posting = models.BigIntegerField("première écriture")
    last_posting = models.BigIntegerField("dernière écriture", unique=True)
    count = models.PositiveIntegerField("nombre d’écritures")
    previous = models.CharField("empreinte précédente", max_length=64)
    digest = models.CharField("empreinte", max_length=64)
    marks = models.BinaryField("repères des écritures", default=b"")

    class Meta:
        verbose_name = "sceau comptable"
        verbose_name_plural = "sceaux comptables"
        constraints = [models.CheckConstraint(condition=models.Q(first_posting__lte=models.F("last_posting")), name="ledger_seal_in_order")]


class Stamp(models.Model):
    """A seal dated by an outside authority: nobody can have made it, nor what it closes, later than that."""

    id = models.BigAutoField(primary_key=True)
    seal = models.OneToOneField(Seal, on_delete=models.PROTECT, related_name="stamp", verbose_name="sceau comptable")
    token = models.BinaryField("jeton")
    stamped_at = models.DateTimeField("daté du")
    authority = models.CharField("autorité", max_length=200)

    class Meta:
        verbose_name = "horodatage"
        verbose_name_plural = "horodatages"


class ClosedPeriod(models.Model):
    """A book closed up to a day, for good. `last_posting`, set by PostgreSQL, was the last of all when the period was closed:
    no later one may be dated within it."""

    id = models.BigAutoField(primary_key=True)
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="closed_periods", verbose_name="livre")
    until = models.DateField("close jusqu’au")
    closed_at = models.DateTimeField("close le", default=clock.now)
    closed_by = models.UUIDField("personne")
    reason = models.CharField("décision", max_length=200)
    last_posting = models.BigIntegerField("dernière écriture", editable=False, default=0)

    class Meta:
        verbose_name = "période close"
        verbose_name_plural = "périodes closes"
        constraints = [models.UniqueConstraint(fields=["book", "until"], name="period_closed_once")]
