"""An act on many objects, and the answer of each."""

from __future__ import annotations

from django.db import models

from lucette.kernel.actor import Actor, Scope
from lucette.kernel.records import Record, RecordQuerySet


class BulkActQuerySet(RecordQuerySet["BulkAct"]):
    def visible_to(self, actor: Actor) -> BulkActQuerySet:
        """Her own, asked for in the role and scope in which she acts now."""
        scope = actor.scope
        return self.filter(person_id=actor.pk, role=actor.role, scope_kind=scope.kind, scope_code=scope.code)


class BulkAct(Record):
    """`code`: the act, of `stories.in_bulk`; `params`: what it needs besides the object; `back`: the list it was asked from."""

    code = models.CharField("acte", max_length=40)
    person_id = models.UUIDField("personne")
    role = models.CharField("rôle", max_length=40)
    scope_kind = models.CharField("étendue", max_length=20)
    scope_code = models.CharField("code de l’étendue", max_length=60, blank=True)
    params = models.JSONField("précisions", default=dict)
    back = models.CharField("liste d’origine", max_length=200)
    total = models.PositiveSmallIntegerField("lignes")
    in_background = models.BooleanField("fait par la plateforme", default=False)
    ended_at = models.DateTimeField("terminé le", null=True)

    objects = BulkActQuerySet.as_manager()

    class Meta:
        verbose_name = "acte en nombre"
        verbose_name_plural = "actes en nombre"
        indexes = [
            models.Index(fields=["person_id", "-created_at"], name="bulk_by_person"),
            models.Index(fields=["created_at"], name="bulk_to_go_on", condition=models.Q(ended_at=None)),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(total__gte=1), name="bulk_has_a_line")]

    @property
    def scope(self) -> Scope:
        return Scope(self.scope_kind, self.scope_code)


class BulkLine(Record):
    """One object. `name`: as the list named it, nobody's name; `refusal`: the sentence, when the act was refused."""

    of = models.ForeignKey(BulkAct, on_delete=models.CASCADE, related_name="lines", verbose_name="acte en nombre")
    rank = models.PositiveSmallIntegerField("rang")
    subject_id = models.UUIDField("objet")
    name = models.CharField("nom", max_length=80)
    answered_at = models.DateTimeField("traitée le", null=True)
    refusal = models.TextField("motif du refus", blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d’un acte en nombre"
        verbose_name_plural = "lignes d’un acte en nombre"
        constraints = [
            models.UniqueConstraint(fields=["of", "rank"], name="bulk_line_rank"),
            models.UniqueConstraint(fields=["of", "subject_id"], name="bulk_line_once"),
            models.CheckConstraint(condition=models.Q(refusal="") | models.Q(answered_at__isnull=False), name="bulk_refusal_is_an_answer"),
        ]
