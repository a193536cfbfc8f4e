"""The five acts of an import, each on its page: bring the file, choose its columns, import, take back, give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lucette.foundation.imports import queries
from lucette.foundation.imports.actions import UNDO_DAYS, may_still_undo
from lucette.foundation.imports.enums import IMPORT, ImportStatus
from lucette.foundation.imports.rules import MAX_LINES
from lucette.foundation.imports.rules.columns import NO_COLUMN
from lucette.foundation.imports.rules.sheets import MAX_BYTES
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.stories import imports
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage

STEPS = ("Choisir le fichier", "Choisir les colonnes", "Voir ce qui se passera", "Importer", "Relire, ou annuler")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a kind of file is brought: `space:name`, under an address; `crumbs`: the pages above, as (label, route)."""

    space: str
    kind: str
    under: str
    above: Sequence[tuple[str, str]]

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"{self.space}:{name}", args=args)

    def crumbs(self) -> list[tuple[str, str]]:
        return [*((label, reverse(route)) for label, route in self.above), ("Imports", self.url("imports"))]


def step(number: int) -> dict[str, Any]:
    following = STEPS[number] if number < len(STEPS) else ""
    return {"step": number, "steps": len(STEPS), "step_label": STEPS[number - 1], "next_label": following}


class FileForm(Form):
    file = forms.FileField(
        label="Votre fichier",
        help_text=f"Un tableau .csv, .xlsx ou .ods, de {french.number(MAX_LINES)} lignes et 10 Mo au plus.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.ods"}),
    )


class ColumnsForm(Form):
    """Which column of the file answers each question."""

    def __init__(self, *args: Any, columns: Sequence[Any], headers: Sequence[str], samples: Sequence[Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [(str(n), named(n, header, samples)) for n, header in enumerate(headers)]
        for column in columns:
            none = "Choisissez une colonne" if column.required else "Aucune colonne"
            label = column.label if column.required else f"{column.label} (si vous l’avez)"
            field = forms.ChoiceField(
                label=label,
                choices=[(str(NO_COLUMN), none), *found],
                required=True,
                help_text=f"Exemple : {column.example}" if column.example else "",
            )
            field.error_messages["invalid_choice"] = "Choisissez une colonne du fichier."
            self.fields[column.name] = field


def named(number: int, header: str, samples: Sequence[Sequence[str]]) -> str:
    """« Durée — 45 min »: a heading, and what is first written under it."""
    sample = next((row[number] for row in samples if number < len(row) and row[number]), "")
    title = header or f"Colonne {number + 1}"
    return f"{title[:40]} — {sample[:30]}" if sample else title[:40]


class OnImport(ActPage):
    """What the acts of an import share."""

    desk: ClassVar[Desk]
    workflow = IMPORT

    def subject(self) -> Any:
        return queries.imported(self.pk, self.by)

    def back(self) -> str:
        return self.desk.url("import", self.pk)

    def crumbs(self) -> list[tuple[str, str]]:
        return [*self.desk.crumbs(), (self.it.filename, self.back())]

    def facts(self) -> list[Fact]:
        return [Fact("Fichier", self.it.filename), Fact("Lignes", french.number(self.it.total))]


class ReadFile(OnImport):
    """Choisir le fichier."""

    act = "read"
    title = label = "Importer un fichier"
    submit = "Lire ce fichier"
    form_class = FileForm
    template_name = "gate/import_read.html"
    what_happens = "Rien n’est importé à cette étape. Les colonnes que vous ne choisissez pas sont effacées à la fin."
    made: Any = None

    def subject(self) -> Any:
        return None

    def facts(self) -> list[Fact]:
        return []

    def perform(self, answers: dict[str, Any]) -> str:
        given = answers["file"]
        if given.size > MAX_BYTES:
            raise Invalid("import.large", "Ce fichier dépasse 10 Mo.", {"file": "Ce fichier dépasse 10 Mo : découpez-le en plusieurs."})
        self.made = imports.read(kind=self.desk.kind, filename=given.name, content=given.read(), by=self.by)
        return f"Le fichier est lu : {french.plural(self.made.total, 'ligne')}."

    def more(self) -> dict[str, Any]:
        columns = imports.target_of(self.desk.kind).columns
        return step(1) | {"template_url": self.desk.url("import_template"), "columns": columns}

    def back(self) -> str:
        return self.desk.url("imports")

    def done(self) -> str:
        return self.desk.url("import_match", self.made.pk)

    def crumbs(self) -> list[tuple[str, str]]:
        return self.desk.crumbs()


class MatchColumns(OnImport):
    """Choisir les colonnes, puis essayer."""

    act = "match"
    title = label = "Choisir les colonnes"
    submit = "Essayer ces lignes"
    form_class = ColumnsForm
    what_happens = "Chaque ligne est vérifiée. Rien n’est encore importé."
    tried: Any = None

    def form_arguments(self) -> dict[str, Any]:
        samples = [line.cells for line in queries.first_lines(self.it)]
        return {"columns": imports.target_of(self.it.kind).columns, "headers": self.it.headers, "samples": samples}

    def initial(self) -> dict[str, Any]:
        return {name: str(number) for name, number in self.it.matching.items()}

    def perform(self, answers: dict[str, Any]) -> str:
        matching = {name: int(number) for name, number in answers.items()}
        self.tried = imports.match(import_id=self.pk, matching=matching, by=self.by)
        if self.tried.wrong:
            return f"{french.plural(self.tried.wrong, 'ligne est à corriger', 'lignes sont à corriger')} : rien n’est importé."
        return "Toutes les lignes sont bonnes. Rien n’est encore importé."

    def more(self) -> dict[str, Any]:
        return step(2)

    def done(self) -> str:
        return self.back() if self.tried.wrong else self.desk.url("import_start", self.pk)


class StartImport(OnImport):
    """Importer, une fois vu ce qui se passera."""

    act = "start"
    title = "Voir ce qui se passera"
    label = submit = "Importer ces lignes"
    what_happens = f"Toutes les lignes sont importées ensemble, ou aucune. Vous pourrez annuler tout l’import pendant {UNDO_DAYS} jours."
    made: Any = None

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return not it.wrong

    def refused(self) -> HttpResponse | None:
        """A file with a wrong line goes back to its list of errors."""
        return super().refused() or (redirect(self.back()) if self.it.wrong else None)

    def effects(self) -> list[Effect]:
        return effects_of(self.it)

    def perform(self, answers: dict[str, Any]) -> str:
        self.made = imports.start(import_id=self.pk, by=self.by)
        match self.made.status:
            case ImportStatus.DONE:
                return f"C’est fait : {french.plural(self.made.total, 'ligne importée', 'lignes importées')}."
            case ImportStatus.RUNNING:
                return "L’import a commencé. Vous pouvez quitter cette page."
        raise Invalid("import.stopped", self.made.refusal or "Une ligne n’est plus acceptée : essayez le fichier de nouveau.")

    def more(self) -> dict[str, Any]:
        return step(3)


class UndoImport(OnImport):
    """Annuler tout l’import."""

    act = "undo"
    title = label = "Annuler tout l’import"
    danger = True

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return may_still_undo(it)

    def effects(self) -> list[Effect]:
        return [Effect(french.number(self.it.total), french.word(self.it.total, "ligne reprise", "lignes reprises"), "warning")]

    def perform(self, answers: dict[str, Any]) -> str:
        imports.undo(import_id=self.pk, by=self.by)
        return "L’import est annulé : tout est comme avant."

    def more(self) -> dict[str, Any]:
        return step(5)


class DropImport(OnImport):
    """Abandonner le fichier."""

    act = "drop"
    title = label = "Abandonner ce fichier"
    danger = True

    def effects(self) -> list[str]:
        return ["Les lignes du fichier sont effacées. Rien n’a été importé."]

    def perform(self, answers: dict[str, Any]) -> str:
        imports.drop(import_id=self.pk, by=self.by)
        return "Le fichier est abandonné, ses lignes sont effacées."


PAGES: dict[str, tuple[type[OnImport], str]] = {
    "import_read": (ReadFile, "choisir/"),
    "import_match": (MatchColumns, "<uuid:pk>/colonnes/"),
    "import_start": (StartImport, "<uuid:pk>/importer/"),
    "import_undo": (UndoImport, "<uuid:pk>/annuler/"),
    "import_drop": (DropImport, "<uuid:pk>/abandonner/"),
}
ON_IMPORT = ("import_start", "import_match", "import_undo", "import_drop")


def acts(desk: Desk) -> dict[str, type[ActPage]]:
    """The pages of the five acts, for this desk."""
    made = {}
    for name, (page, tail) in PAGES.items():
        words = {"route": f"{desk.space}:{name}", "address": f"{desk.under}{tail}", "desk": desk, "__doc__": page.__doc__}
        made[name] = type(f"{page.__name__}Of{desk.space.title()}", (page,), words)
    return made


def effects_of(it: Any) -> list[Effect]:
    return [Effect(french.number(count), words) for words, count in it.counts.items()]
