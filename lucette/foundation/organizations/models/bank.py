"""Bank details, the walls around them, and the calls made before they are used."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from lucette.foundation.organizations.enums import BANK_DETAILS, BankDetailsStatus, CallResult, PayeeMatch
from lucette.foundation.organizations.models.organization import Organization
from lucette.foundation.organizations.rules import Contact, difference, masked
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful

IN_USE = ["verified", "active"]
FIRST = Q(replaces=None)


class BankDetailsQuerySet(RecordQuerySet["BankDetails"]):
    def visible_to(self, actor: Actor) -> BankDetailsQuerySet:
        if actor.scope.kind == "national":
            return self
        return self.filter(organization_id=actor.scope.code) if actor.scope.kind == "organization" else self.none()


def not_the_same(one: str, other: str) -> models.CheckConstraint:
    """Two hands, two people. (NULL, for a hand that has not come yet, passes.)"""
    condition = Q(**{one: None}) | Q(**{other: None}) | ~Q(**{one: F(other)})
    return models.CheckConstraint(condition=condition, name=f"bank_details_{one.removesuffix('_by')}_not_{other.removesuffix('_by')}")


class BankDetails(Record, Stateful):
    """An account to pay an organization on. Never changed: replaced. `replaces`: this is a change of account."""

    WORKFLOW = BANK_DETAILS
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="bank_details", verbose_name="structure")
    status = models.CharField("état", max_length=10, choices=BankDetailsStatus.choices, default=BankDetailsStatus.DECLARED)
    holder = models.CharField("titulaire du compte", max_length=140)
    iban = models.CharField("IBAN", max_length=34)
    bic = models.CharField("BIC", max_length=11)
    bank = models.CharField("banque", max_length=140, blank=True, default="", db_default="")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="à la place de")
    usable_from = models.DateTimeField("utilisables à partir du", null=True)
    registered_name = models.CharField("nom enregistré de la structure", max_length=200, blank=True, default="", db_default="")
    name_score = models.PositiveSmallIntegerField("ressemblance des noms", null=True)
    declared_by = models.UUIDField("déclarées par")
    contacts = models.JSONField("contacts connus avant la déclaration", default=list, db_default=[])
    call_name = models.CharField("personne à rappeler", max_length=170, blank=True, default="", db_default="")
    call_phone = models.CharField("numéro à rappeler", max_length=20, blank=True, default="", db_default="")
    call_note = models.CharField("à savoir avant de rappeler", max_length=300, blank=True, default="", db_default="")
    confirmed_by = models.UUIDField("confirmées par", null=True)
    confirmed_at = models.DateTimeField("confirmées le", null=True)
    called_at = models.DateTimeField("confirmées au téléphone le", null=True)
    payee_match = models.CharField("réponse de la banque", max_length=4, choices=PayeeMatch.choices, blank=True, default="", db_default="")
    payee_name = models.CharField("nom proposé par la banque", max_length=140, blank=True, default="", db_default="")
    payee_reference = models.CharField("référence de la réponse", max_length=60, blank=True, default="", db_default="")
    payee_at = models.DateTimeField("réponse reçue le", null=True)
    alerts = models.JSONField("motifs de retenue", default=dict, db_default={}, blank=True)
    released_by = models.UUIDField("retenue levée par", null=True)
    released_at = models.DateTimeField("retenue levée le", null=True)
    decision = models.CharField("décision motivée", max_length=500, blank=True, default="", db_default="")
    verified_by = models.UUIDField("vérifiées par", null=True)
    verified_at = models.DateTimeField("vérifiées le", null=True)
    activated_by = models.UUIDField("activées par", null=True)
    active_since = models.DateTimeField("actives depuis", null=True)

    objects = BankDetailsQuerySet.as_manager()

    class Meta:
        verbose_name = "coordonnées bancaires"
        verbose_name_plural = "coordonnées bancaires"
        indexes = [models.Index(fields=["iban"], name="bank_details_by_iban")]
        constraints = [
            models.UniqueConstraint(fields=["organization"], condition=Q(status="active"), name="one_active_bank_details"),
            models.UniqueConstraint(
                fields=["organization"], condition=Q(status__in=["declared", "on_hold", "verified"]), name="one_pending_bank_details"
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("declared_by")), name="bank_details_verified_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=IN_USE) | Q(verified_by__isnull=False, verified_at__isnull=False),
                name="bank_details_verified_before_use",
            ),
            models.CheckConstraint(condition=~Q(status="active") | Q(active_since__isnull=False), name="bank_details_active_since"),
            not_the_same("confirmed_by", "declared_by"),
            not_the_same("verified_by", "confirmed_by"),
            not_the_same("activated_by", "declared_by"),
            not_the_same("activated_by", "confirmed_by"),
            *(not_the_same("released_by", hand) for hand in ("declared_by", "confirmed_by", "verified_by", "activated_by")),
            models.CheckConstraint(
                condition=Q(replaces=None, usable_from=None) | Q(replaces__isnull=False, usable_from__gt=F("created_at")),
                name="bank_details_change_waits",
            ),
            models.CheckConstraint(
                condition=FIRST | ~Q(status="active") | Q(active_since__gte=F("usable_from"), activated_by__isnull=False),
                name="bank_details_activated_after_the_wait",
            ),
            models.CheckConstraint(
                condition=FIRST | ~Q(status__in=IN_USE) | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="bank_details_change_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=IN_USE) | Q(alerts={}) | Q(released_by__isnull=False), name="bank_details_held_until_decided"
            ),
            models.CheckConstraint(condition=Q(released_by=None) | ~Q(decision=""), name="bank_details_decision_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.holder}, {self.masked_iban}"

    @property
    def masked_iban(self) -> str:
        return masked(self.iban)

    @property
    def change(self) -> bool:
        """Does it take the place of an account in use?"""
        return self.replaces_id is not None

    @property
    def difference(self) -> str:
        """The holder beside the registered name, in a sentence."""
        return difference(self.registered_name or self.organization.name, self.holder, public=self.organization.employer == "public")

    @property
    def known(self) -> list[Contact]:
        kept: list[dict[str, Any]] = self.contacts
        return [Contact.of(it) for it in kept]


class CallBack(Record):
    """A call made to the organization before its account is used: who was called, on which number, by whom, what was answered."""

    bank_details = models.ForeignKey(BankDetails, on_delete=models.PROTECT, related_name="calls", verbose_name="coordonnées bancaires")
    person_name = models.CharField("personne jointe", max_length=170)
    phone = models.CharField("numéro appelé", max_length=20)
    source = models.CharField("origine du numéro", max_length=120, blank=True, default="", db_default="")
    called_by = models.UUIDField("appelée par")
    result = models.CharField("résultat", max_length=10, choices=CallResult.choices)
    note = models.CharField("ce qui a été dit", max_length=500, blank=True, default="", db_default="")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "rappel téléphonique"
        verbose_name_plural = "rappels téléphoniques"
