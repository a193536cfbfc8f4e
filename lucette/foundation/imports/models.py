"""An import and its lines, kept while they serve."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from lucette.foundation.imports.enums import IMPORT, ImportStatus
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.records import Record, RecordQuerySet
from lucette.kernel.workflow import Stateful


class ImportQuerySet(RecordQuerySet["Import"]):
    def visible_to(self, actor: Actor) -> ImportQuerySet:
        """Hers, in the role in which she brought it; a national team shares its own."""
        mine = self.filter(role=actor.role)
        return mine if actor.scope.national and actor.role else mine.filter(person_id=actor.pk)


class Import(Record, Stateful):
    """One file brought by one person. `matching`: name of a column → its number in the file, from 0 (-1: none)."""

    WORKFLOW = IMPORT
    kind = models.CharField("nature", max_length=40)
    person_id = models.UUIDField("déposé par")
    role = models.CharField("rôle", max_length=40)
    scope_kind = models.CharField("périmètre", max_length=12)
    scope_code = models.CharField("territoire, structure ou personne", max_length=40, blank=True)
    filename = models.CharField("nom du fichier", max_length=120)
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    headers = ArrayField(models.CharField(max_length=2000, blank=True), verbose_name="titres des colonnes")
    matching = models.JSONField("colonnes choisies", default=dict)
    counts = models.JSONField("ce qui se passera", default=dict)
    total = models.PositiveIntegerField("lignes")
    wrong = models.PositiveIntegerField("lignes refusées", default=0)
    done = models.PositiveIntegerField("lignes vérifiées", default=0)
    refusal = models.TextField("motif de l’arrêt", blank=True)
    status = models.CharField("état", max_length=8, choices=ImportStatus.choices, default=ImportStatus.READ)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        indexes = [models.Index(fields=["role", "person_id", "created_at"], name="import_by_person")]
        constraints = [
            models.CheckConstraint(condition=models.Q(done__lte=models.F("total")), name="import_done_within_total"),
            models.CheckConstraint(
                condition=~models.Q(status__in=["running", "done", "undone"]) | models.Q(wrong=0), name="import_runs_without_a_wrong_line"
            ),
        ]

    @property
    def scope(self) -> Scope:
        return Scope(self.scope_kind, self.scope_code)


class ImportLine(Record):
    """A line of the file. `cells` are forgotten once it is taken; `made` and `before` stay while it can be taken back."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines", verbose_name="import")
    number = models.PositiveIntegerField("numéro dans le fichier")
    cells = ArrayField(models.TextField(blank=True), verbose_name="cases", default=list)
    problems = models.JSONField("ce qui ne va pas", default=list)  # [[label of a column, sentence], …]
    made = models.UUIDField("objet écrit", null=True)
    before = models.JSONField("ce qu’il était", null=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d’import"
        verbose_name_plural = "lignes d’import"
        constraints = [models.UniqueConstraint(fields=["of", "number"], name="import_line_once")]
