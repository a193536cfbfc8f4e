"""A decision signed is never edited: a new session corrects it."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.kernel import clock
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.committee import actions
from lucette.scheme.committee import queries as committee
from lucette.web.agency.acts.sessions import OnSession, Sitting, like, people
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.objects import said


class RectifySession(OnSession):
    """Préparer une séance rectificative."""

    route, address, act = "agency:rectify_session", "comite/<uuid:pk>/rectifier/", "rectify"
    form_class = Sitting
    what_happens = "Vous inscrirez ensuite chaque décision à corriger, avec son motif, puis vous convoquerez les membres."
    made: UUID | None = None

    def initial(self) -> dict[str, Any]:
        """Soon, with the members of the session to correct."""
        rank = len(committee.rectifying(self.it)) + 1
        return like(self.it, f"{self.it.number} R{rank}", clock.today())

    def form_arguments(self) -> dict[str, Any]:
        return {"members": people()}

    def effects(self) -> list[Effect | str]:
        return [
            f"La séance du {said(self.it.held_on)} reste telle qu’elle est signée : rien n’y change.",
            "Une décision reste valable jusqu’à la clôture de la séance qui la corrige.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        session = actions.rectify(
            session_id=self.pk,
            number=answers["number"],
            held_on=answers["held_on"],
            place=answers["place"],
            members=[UUID(pk) for pk in answers["members"]],
            quorum=answers["quorum"],
            by=self.by,
        )
        self.made = session.pk
        return f"La séance rectificative {session.number} est préparée. Inscrivez maintenant les décisions à corriger."

    def done(self) -> str:
        return reverse("agency:session", args=[self.made])


class Correction(Form):
    file = forms.ChoiceField(label="Décision à corriger")
    reason = forms.CharField(
        label="Motif de la rectification",
        help_text="Il figure au procès-verbal, aux décisions et dans la lettre à la structure.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, files: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].choices = files


class AddCorrection(OnSession):
    """Inscrire une décision à corriger."""

    route, address, act = "agency:add_correction", "comite/<uuid:pk>/corriger/", "add_correction"
    also = ((APPLICATION, "rectify"),)
    form_class = Correction
    what_happens = "Le comité en décidera en séance : il accorde, refuse, met en liste d’attente, ou confirme."

    @cached_property
    def found(self) -> list[committee.Correctable]:
        return committee.correctable(self.it.rectifies, self.by) if self.it.rectifies else []

    def form_arguments(self) -> dict[str, Any]:
        return {"files": [(str(it.application_id), told(it)) for it in self.found]}

    def facts(self) -> list[Fact]:
        of = self.it.rectifies
        return [*super().facts(), *([Fact("Séance à corriger", f"{of.number} du {said(of.held_on)}")] if of else [])]

    def effects(self) -> list[Effect | str]:
        if not self.found:
            return ["Aucune décision de cette séance ne peut plus être corrigée : conventions signées, ou dossiers qui ont avancé."]
        return [
            "La décision reste valable jusqu’à la clôture. Si elle accorde des postes, la structure est invitée à donner ses observations.",
            "Une convention signée ne se corrige plus ici : elle se modifie par un avenant.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.add_correction(session_id=self.pk, application_id=UUID(answers["file"]), reason=answers["reason"], by=self.by)
        host = next(it.host for it in self.found if str(it.application_id) == answers["file"])
        return f"{host} : la décision à corriger est inscrite à l’ordre du jour."


def told(it: committee.Correctable) -> str:
    """« 12. Commune de Tulle (Corrèze) : accordé, 2 postes »."""
    return f"{it.position}. {it.host} ({it.department}) : {it.said}"


CORRECTIONS = (RectifySession, AddCorrection)
