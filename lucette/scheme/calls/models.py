"""Calls and the rules they put in force, as dated data."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models

from lucette.foundation.organizations.enums import Employer, HostKind
from lucette.foundation.territories.enums import Zone
from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.calls.enums import CALL, CallStatus, Condition, Needed, PostKind
from lucette.scheme.fund.models import Endowment


class CallQuerySet(RecordQuerySet["Call"]):
    def visible_to(self, actor: Actor) -> CallQuerySet:
        """A draft is seen by national roles only; the rest by everyone."""
        return self if actor.scope.national else self.exclude(status=CallStatus.DRAFT)


class Call(Record, Stateful):
    WORKFLOW = CALL
    code = models.CharField("code", max_length=20, unique=True)
    title = models.CharField("titre", max_length=200)
    text = models.TextField("texte publié")
    employer = models.CharField("employeurs visés", max_length=8, choices=Employer.choices)
    endowment = models.ForeignKey(Endowment, on_delete=models.PROTECT, related_name="+", verbose_name="dotation")
    # answered only by a host that renews an agreement of this endowment: it takes no new post
    renewal = models.BooleanField("réservé au renouvellement", default=False)
    status = models.CharField("état", max_length=10, choices=CallStatus.choices, default=CallStatus.DRAFT)
    opens_on = models.DateField("ouvre le")
    closes_on = models.DateField("ferme le", null=True, blank=True)
    published_at = models.DateTimeField("publié le", null=True)
    closed_at = models.DateTimeField("clos le", null=True)
    closing_reason = models.CharField("motif de clôture", max_length=200, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        verbose_name = "appel à manifestation d’intérêt"
        verbose_name_plural = "appels à manifestation d’intérêt"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on=None) | models.Q(closes_on__gte=models.F("opens_on")), name="call_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=models.Q(status="draft") | models.Q(published_at__isnull=False), name="call_published_when"),
            models.CheckConstraint(
                condition=models.Q(status="closed", closed_at__isnull=False) | (~models.Q(status="closed") & models.Q(closed_at=None)),
                name="call_closed_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EligibleCategory(Record):
    """An Insee legal category (or its first digits) that may answer the call, with the text it comes from."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="eligible_categories", verbose_name="appel")
    category = models.CharField("catégorie juridique", max_length=4)
    kind = models.CharField("type de structure", max_length=12, choices=HostKind.choices)
    label = models.CharField("libellé", max_length=200)
    source = models.CharField("texte", max_length=200)
    # empty: eligible by itself; else what the instructor has to check on the documents
    to_check = models.CharField("à vérifier", max_length=200, blank=True)
    identified_only = models.BooleanField("identifiée au préalable", default=False)

    class Meta:
        verbose_name = "catégorie éligible"
        verbose_name_plural = "catégories éligibles"
        constraints = [models.UniqueConstraint(fields=["call", "category"], name="eligible_category_once_a_call")]


class IdentifiedBody(Record):
    """An establishment that the State identified beforehand, where its legal category asks for it."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="identified_bodies", verbose_name="appel")
    siret = models.CharField("SIRET", max_length=14)
    decision = models.CharField("décision", max_length=160)
    decided_on = models.DateField("décidée le")
    named_by = models.UUIDField("inscrit par")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "établissement identifié"
        verbose_name_plural = "établissements identifiés"
        constraints = [models.UniqueConstraint(fields=["call", "siret"], name="identified_body_once_a_call")]


class RequiredPiece(Record):
    """A document that the call asks of its hosts, or of those of some legal categories."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="required_pieces", verbose_name="appel")
    code = models.CharField("code", max_length=40)
    label = models.CharField("libellé", max_length=160)
    help = models.CharField("précision", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("rang")
    # first digits of the Insee legal categories it is asked of; empty: all
    category = models.CharField("catégorie juridique", max_length=4, blank=True)
    needed_for = models.CharField("nécessaire", max_length=10, choices=Needed.choices)
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "document demandé"
        verbose_name_plural = "documents demandés"
        constraints = [models.UniqueConstraint(fields=["call", "code"], name="required_piece_once_a_call")]


class SilenceRule(Record):
    """When, and under which text, silence rejects the application of a host: by the first digits of its Insee legal category."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="silence_rules", verbose_name="appel")
    category = models.CharField("catégorie juridique", max_length=4, blank=True)  # empty: all
    months = models.PositiveSmallIntegerField("mois", null=True)  # None: the parameter months_of_silence
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "règle du silence"
        verbose_name_plural = "règles du silence"
        constraints = [models.UniqueConstraint(fields=["call", "category"], name="one_silence_rule_a_category")]


class GrantScale(Record):
    """The grant for one post: by employer, zone and date. Two rows never hold on the same day."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="grant_scales", verbose_name="appel")
    employer = models.CharField("employeur", max_length=8, choices=Employer.choices)
    zone = models.CharField("zone", max_length=8, choices=Zone.choices)
    # for a host whose commune is in a rural zone or has a city district that public policy helps first
    bonus = models.BooleanField("montant majoré par le zonage", default=False)
    post_kind = models.CharField("poste", max_length=16, choices=PostKind.choices, default=PostKind.ADVISER)
    cents = models.BigIntegerField("montant par poste, en centimes")
    months = models.PositiveSmallIntegerField("durée financée, en mois")
    validity = DateRangeField("période de validité")
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "barème de subvention"
        verbose_name_plural = "barèmes de subvention"
        constraints = [
            ExclusionConstraint(
                name="one_scale_a_day",
                expressions=[
                    ("call", RangeOperators.EQUAL),
                    ("employer", RangeOperators.EQUAL),
                    ("zone", RangeOperators.EQUAL),
                    ("bonus", RangeOperators.EQUAL),
                    ("post_kind", RangeOperators.EQUAL),
                    ("validity", RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(condition=models.Q(cents__gt=0, months__gt=0), name="scale_is_positive"),
        ]


class ScaleInstalment(Record):
    """One instalment of a scale that states its sums: they make its amount, to the cent (a trigger of the migration holds it)."""

    scale = models.ForeignKey(GrantScale, on_delete=models.CASCADE, related_name="instalments", verbose_name="barème de subvention")
    number = models.PositiveSmallIntegerField("numéro")
    cents = models.BigIntegerField("montant par poste, en centimes")
    months_after = models.PositiveSmallIntegerField("mois après l’entrée en vigueur", default=0)
    condition = models.CharField("condition", max_length=20, choices=Condition.choices)

    class Meta:
        verbose_name = "échéance du barème"
        verbose_name_plural = "échéances du barème"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "number"], name="scale_instalment_once"),
            models.CheckConstraint(condition=models.Q(cents__gte=0, number__gte=1), name="scale_instalment_not_negative"),
        ]


class InstalmentRule(Record):
    """One instalment of the schedule, for scales that state no sums: its share (per mille), when it falls due, on which condition."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="instalment_rules", verbose_name="appel")
    number = models.PositiveSmallIntegerField("numéro")
    share = models.PositiveSmallIntegerField("part, pour mille")
    months_after = models.PositiveSmallIntegerField("mois après l’entrée en vigueur", default=0)
    condition = models.CharField("condition", max_length=20, choices=Condition.choices)
    validity = DateRangeField("période de validité")
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "règle d’échéance"
        verbose_name_plural = "règles d’échéance"
        ordering = ["number"]
        constraints = [
            ExclusionConstraint(
                name="one_instalment_rule_a_day",
                expressions=[("call", RangeOperators.EQUAL), ("number", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(condition=models.Q(share__gt=0, share__lte=1000), name="instalment_share_per_mille"),
        ]


class Parameter(Record):
    """A dated number of the call: months to recruit, months of silence, days for the prefect's opinion, post ceiling…"""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="parameters", verbose_name="appel")
    code = models.CharField("code", max_length=40)
    value = models.IntegerField("valeur")
    unit = models.CharField("unité", max_length=20)
    label = models.CharField("libellé", max_length=200)
    validity = DateRangeField("période de validité")
    source = models.CharField("source", max_length=200)

    class Meta:
        verbose_name = "paramètre de l’appel"
        verbose_name_plural = "paramètres de l’appel"
        constraints = [
            ExclusionConstraint(
                name="one_parameter_a_day",
                expressions=[("call", RangeOperators.EQUAL), ("code", RangeOperators.EQUAL), ("validity", RangeOperators.OVERLAPS)],
            )
        ]
