"""One list taken away by one person."""

from __future__ import annotations

from django.db import models

from lucette.foundation.exports.enums import ExportState
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.records import Record, RecordQuerySet


class ExportQuerySet(RecordQuerySet["Export"]):
    def visible_to(self, actor: Actor) -> ExportQuerySet:
        """Her own, asked for in the role and scope in which she acts now."""
        scope = actor.scope
        return self.filter(person_id=actor.pk, role=actor.role, scope_kind=scope.kind, scope_code=scope.code)

    def unfinished(self) -> ExportQuerySet:
        return self.filter(ready_at=None, failed_at=None)


class Export(Record):
    """`address`: the list, with its filters; `expected`: how many rows it had when asked (0: not known); `rows`: those written."""

    person_id = models.UUIDField("personne")
    role = models.CharField("rôle", max_length=40)
    scope_kind = models.CharField("étendue", max_length=20)
    scope_code = models.CharField("code de l’étendue", max_length=60, blank=True)
    title = models.CharField("liste", max_length=200)
    name = models.CharField("nom du fichier", max_length=120)
    extension = models.CharField("format", max_length=4)
    address = models.TextField("adresse de la liste", blank=True)
    expected = models.PositiveIntegerField("lignes attendues", default=0)
    rows = models.PositiveIntegerField("lignes écrites", default=0)
    tries = models.PositiveSmallIntegerField("essais", default=0)
    taken_at = models.DateTimeField("pris en charge le", null=True)
    ready_at = models.DateTimeField("prêt le", null=True)
    kept_until = models.DateTimeField("gardé jusqu’au", null=True)
    failed_at = models.DateTimeField("en échec le", null=True)
    failure = models.CharField("motif de l’échec", max_length=300, blank=True)
    size = models.PositiveBigIntegerField("taille en octets", default=0)
    file = models.FileField("fichier", max_length=200, blank=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = "export"
        verbose_name_plural = "exports"
        indexes = [
            models.Index(fields=["person_id", "-created_at"], name="export_by_person"),
            models.Index(fields=["created_at"], name="export_to_write", condition=models.Q(ready_at=None, failed_at=None)),
            models.Index(fields=["kept_until"], name="export_to_forget", condition=models.Q(kept_until__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="export_ready_is_kept_a_while",
                condition=models.Q(ready_at=None, kept_until=None)
                | models.Q(ready_at__isnull=False, kept_until__isnull=False, failed_at=None),
            )
        ]

    @property
    def scope(self) -> Scope:
        return Scope(self.scope_kind, self.scope_code)

    @property
    def state(self) -> ExportState:
        if self.failed_at:
            return ExportState.FAILED
        if self.kept_until:
            return ExportState.READY if clock.now() < self.kept_until and self.file else ExportState.EXPIRED
        return ExportState.UNDER_WAY if self.taken_at else ExportState.WAITING
