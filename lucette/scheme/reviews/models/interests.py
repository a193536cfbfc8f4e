"""What ties a person to an application: she says it, or the platform finds it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Func, Q, UUIDField, Value

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.scheme.applications.models import Application
from lucette.scheme.reviews.enums import InterestSource, Strength

SECRETARIAT = (RoleName.INSTRUCTOR, RoleName.AGENCY_DIRECTOR)


def natural(account: Any) -> Func:
    """The natural person behind an account: an id, a column, or a reference to one."""
    known = Value(account, output_field=UUIDField()) if isinstance(account, UUID) else account
    return Func(known, function="lucette_natural_person", output_field=UUIDField())


class InterestQuerySet(RecordQuerySet["Interest"]):
    def visible_to(self, actor: Actor) -> InterestQuerySet:
        """The secretariat sees all; anybody her own."""
        return self if actor.role in SECRETARIAT else self.of(actor.pk)

    def live(self) -> InterestQuerySet:
        return self.filter(withdrawn_at=None)

    def barring(self) -> InterestQuerySet:
        """Those that keep a person away from the file."""
        return self.live().filter(strength=Strength.HARD)

    def of(self, account: Any) -> InterestQuerySet:
        """Of the natural person behind this account (an id, or a reference to a column)."""
        return self.alias(natural=natural(models.F("person_id"))).filter(natural=natural(account))


class Interest(Record):
    """A tie of a person with an application: hard, another agent follows the file; soft, it is said and no more."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="+", verbose_name="candidature")
    person_id = models.UUIDField("personne")
    strength = models.CharField("portée", max_length=4, choices=Strength.choices)
    source = models.CharField("origine", max_length=8, choices=InterestSource.choices)
    reason = models.CharField("motif", max_length=200)
    declared_by = models.UUIDField("inscrit par")
    withdrawn_at = models.DateTimeField("levé le", null=True)
    withdrawn_by = models.UUIDField("levé par", null=True)
    withdrawal_reason = models.CharField("motif de la levée", max_length=200, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = "lien d’intérêts"
        verbose_name_plural = "liens d’intérêts"
        indexes = [models.Index(fields=["person_id"], name="interest_by_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "person_id", "source"], condition=Q(withdrawn_at=None), name="one_live_interest"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="interest_with_its_reason"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                name="interest_withdrawn_by_whom_and_why",
            ),
        ]


class MandateQuerySet(RecordQuerySet["Mandate"]):
    def visible_to(self, actor: Actor) -> MandateQuerySet:
        """The secretariat sees all; a member hers."""
        own = self.alias(natural=natural(models.F("person_id"))).filter(natural=natural(actor.pk))
        return self if actor.role in SECRETARIAT else own

    def live(self) -> MandateQuerySet:
        return self.filter(ended_at=None)


class Mandate(Record):
    """An office held in a commune, an association, a body, which a member of the committee declares: what ties are computed from."""

    person_id = models.UUIDField("membre")
    office = models.CharField("fonction", max_length=120)
    body = models.CharField("commune ou structure", max_length=160)
    siren = models.CharField("SIREN", max_length=9, blank=True)
    declared_by = models.UUIDField("inscrit par")
    ended_at = models.DateTimeField("terminé le", null=True)
    ended_by = models.UUIDField("terminé par", null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = "mandat déclaré"
        verbose_name_plural = "mandats déclarés"
        constraints = [
            models.CheckConstraint(condition=~Q(office="") & ~Q(body=""), name="mandate_says_where_and_as_what"),
            models.CheckConstraint(condition=Q(siren="") | Q(siren__regex=r"^\d{9}$"), name="mandate_siren_of_nine_digits"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False), name="mandate_ended_by_whom"
            ),
        ]
