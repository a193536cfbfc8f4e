"""What is paid for each post, and what must be true that day."""

from __future__ import annotations

from django.db import models

from lucette.kernel.actor import Actor
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful
from lucette.scheme.calls.enums import Condition
from lucette.scheme.payments.enums import LINE, OVERRIDE, HoldGround, LineStatus, OverrideStatus
from lucette.scheme.payments.models.orders import Order
from lucette.scheme.payments.models.schedule import Instalment
from lucette.scheme.posts.models import Post

WITHOUT_ORDER = ["planned", "due", "held", "cancelled"]


class InstalmentLineQuerySet(RecordQuerySet["InstalmentLine"]):
    def visible_to(self, actor: Actor) -> InstalmentLineQuerySet:
        if actor.scope.national:
            return self
        mine = actor.scope.kind == "organization"
        return self.filter(instalment__agreement__organization_id=actor.scope.code) if mine else self.none()


class InstalmentLine(Record, Stateful):
    """One post's share of one instalment."""

    WORKFLOW = LINE
    instalment = models.ForeignKey(Instalment, on_delete=models.PROTECT, related_name="lines", verbose_name="versement")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="poste")
    part = models.PositiveSmallIntegerField("part", default=1)  # a line returned in part by the bank goes on as two
    cents = models.BigIntegerField("montant, en centimes")
    reduced_from_cents = models.BigIntegerField("montant avant réduction, en centimes", null=True)
    status = models.CharField("état", max_length=12, choices=LineStatus.choices, default=LineStatus.PLANNED)
    due_since = models.DateField("exigible depuis", null=True)
    held_for = models.CharField("cause de la suspension", max_length=12, choices=HoldGround.choices, blank=True)
    reason = models.CharField("motif", max_length=200, blank=True)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, related_name="lines", verbose_name="ordre de paiement")

    objects = InstalmentLineQuerySet.as_manager()

    class Meta:
        verbose_name = "échéance"
        verbose_name_plural = "échéances"
        constraints = [
            models.UniqueConstraint(fields=["instalment", "post", "part"], name="instalment_line_once"),
            models.CheckConstraint(condition=models.Q(cents__gte=0), name="instalment_line_not_negative"),
            models.CheckConstraint(
                condition=models.Q(reduced_from_cents=None) | models.Q(reduced_from_cents__gt=models.F("cents")),
                name="instalment_line_only_reduced",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=WITHOUT_ORDER, order=None)
                | (~models.Q(status__in=WITHOUT_ORDER) & models.Q(order__isnull=False)),
                name="instalment_line_has_its_order",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["planned", "held", "cancelled"]) | models.Q(due_since__isnull=False),
                name="instalment_line_due_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=["held", "cancelled"]) | ~models.Q(reason=""), name="instalment_line_held_with_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(status="held") & ~models.Q(held_for="") | ~models.Q(status="held") & models.Q(held_for=""),
                name="instalment_line_held_for",
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


class MetCondition(Record):
    """Told by the room that knows: what an instalment waits for is true for this post since that day (`source`: the id of the fact)."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+", verbose_name="poste")
    condition = models.CharField("condition", max_length=20, choices=Condition.choices)
    met_on = models.DateField("remplie le")
    source = models.UUIDField("fait")

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "condition remplie"
        verbose_name_plural = "conditions remplies"
        constraints = [models.UniqueConstraint(fields=["post", "condition", "source"], name="met_condition_once")]


class ConditionOverride(Record, Stateful):
    """A line paid although its condition is not met: one person asks, with the motive, another confirms."""

    WORKFLOW = OVERRIDE
    line = models.ForeignKey(InstalmentLine, on_delete=models.PROTECT, related_name="overrides", verbose_name="échéance")
    status = models.CharField("état", max_length=10, choices=OverrideStatus.choices, default=OverrideStatus.ASKED)
    motive = models.CharField("motif", max_length=400)
    asked_by = models.UUIDField("demandée par")
    answered_by = models.UUIDField("répondue par", null=True)
    answered_at = models.DateTimeField("répondue le", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "dérogation à une condition"
        verbose_name_plural = "dérogations à une condition"
        constraints = [
            models.UniqueConstraint(fields=["line"], condition=models.Q(status="asked"), name="one_override_asked_a_line"),
            models.CheckConstraint(condition=~models.Q(motive=""), name="override_has_a_motive"),
            models.CheckConstraint(
                condition=models.Q(status="asked", answered_by=None, answered_at=None)
                | (~models.Q(status="asked") & models.Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="override_answered_when",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_by=None) | ~models.Q(answered_by=models.F("asked_by")), name="override_by_two_persons"
            ),
        ]
