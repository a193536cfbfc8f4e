"""Several files of the agenda decided at once: ticked in the room, read again here with what it would give, then recorded; or typed in a
spreadsheet."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.money import total
from lucette.scheme.committee import actions
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.rules import FAVOURABLE, MOTIVATED, Vote
from lucette.stories.imports.agenda import import_agenda
from lucette.web.agency.acts.sessions import OnSession
from lucette.web.design.elements import Column, Table
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.imports.acts import FileForm

TITLES = {
    Decision.GRANTED: "Accorder ce qui est demandé",
    Decision.REFUSED: "Refuser pour un même motif",
    Decision.DEFERRED: "Demander un examen complémentaire",
    Decision.WAITING: "Mettre en liste d’attente",
}


class CommonReason(Form):
    reason = forms.CharField(
        label="Motif",
        help_text="Il figure au procès-verbal et dans la lettre de chaque structure.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, motivated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if motivated:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class DecideTogether(OnSession):
    """Décider de plusieurs dossiers : which ones (`n`, or every favourable opinion) and what is decided are in the address."""

    route, address, act = "agency:decide_together", "comite/<uuid:pk>/dossiers/decider/", "decide"
    form_class = CommonReason
    template_name = "agency/votes.html"

    @cached_property
    def decision(self) -> Decision:
        asked = self.request.GET.get("decision", "")
        return Decision(asked) if asked in Decision.values else Decision.GRANTED

    @cached_property
    def found(self) -> committee.IfVoted:
        return committee.if_voted(self.pk, self.positions(), self.decision, self.by)

    def positions(self) -> set[int] | None:
        """The places ticked in the room; None: every favourable opinion that waits."""
        asked = self.request.GET
        return None if asked.get("avis") == FAVOURABLE else {int(n) for n in asked.getlist("n") if n.isdecimal()}

    def subject(self) -> Any:
        return self.found.session

    def refused(self) -> HttpResponse | None:
        nothing = "Cochez d’abord dans la salle les dossiers à décider ensemble."
        return super().refused() or (None if self.found.lines else self.sent_away(nothing))

    def form_arguments(self) -> dict[str, Any]:
        return {"motivated": self.decision in MOTIVATED}

    def effects(self) -> list[Effect | str]:
        lines, run = self.found.lines, self.found.run
        granted = self.decision == Decision.GRANTED
        posts, money = sum(it.posts for it in lines), total(it.amount for it in lines if it.amount)
        return [
            Effect(french.number(len(lines)), f"{french.word(len(lines), 'dossier', 'dossiers')} : {self.decision.label}"),
            *(
                [Effect(french.number(posts), french.word(posts, "poste accordé", "postes accordés")), Effect(str(money), "au barème")]
                * granted
            ),
            *(Effect("", gauge.sentence, "warning" if gauge.exceeded else "") for gauge in (run.posts, run.money)),
            "Chaque décision peut changer jusqu’à la clôture.",
        ]

    def more(self) -> dict[str, Any]:
        columns: list[Column | str] = ["N°", "Structure", "Département", "Avis", Column("Demandés", number=True)]
        rows = [
            [str(it.position), it.host, it.department, it.snapshot.get("opinion", ""), french.number(it.asked)] for it in self.found.lines
        ]
        words = TITLES[self.decision]
        return {"title": words, "submit": words, "chosen": Table("Dossiers cochés", columns, rows)}

    def perform(self, answers: dict[str, Any]) -> str:
        votes = [Vote(it.application_id, self.decision, it.posts, answers.get("reason", "")) for it in self.found.lines]
        decided = actions.decide_many(session_id=self.pk, votes=votes, by=self.by)
        return f"{french.plural(len(decided), 'dossier')} : {self.decision.label}."

    def back(self) -> str:
        return reverse("agency:room", args=[self.pk])

    def done(self) -> str:
        waiting = committee.to_decide(self.pk, self.by)
        return f"{self.back()}#{f'dossier-{waiting[0]}' if waiting else 'fin'}"


class ImportAgenda(OnSession):
    """Reprendre les décisions d’un tableur."""

    route, address, act = "agency:import_agenda", "comite/<uuid:pk>/importer/", "decide"
    title, label, submit = "Reprendre les décisions d’un tableur", "Reprendre un tableur", "Enregistrer ces décisions"
    form_class = FileForm
    lead = "Partez de l’ordre du jour exporté : remplissez les colonnes « Décision », « Postes accordés » et « Motif »."
    what_happens = "Chaque ligne est vérifiée. Si une seule est à corriger, rien n’est enregistré."

    def effects(self) -> list[Effect | str]:
        return [
            f"Une décision s’écrit : {', '.join(f'« {it.label} »' for it in Decision)}.",
            "Une ligne sans décision reste comme elle est.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        count = import_agenda(session_id=self.pk, content=answers["file"].read(), by=self.by)
        return f"{french.plural(count, 'décision est enregistrée', 'décisions sont enregistrées')}."

    def done(self) -> str:
        return reverse("agency:room", args=[self.pk])
