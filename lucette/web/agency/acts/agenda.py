"""The agenda of a session in preparation: put files on it, the first of the waiting list, take one off."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.bulk import queries as bulk
from lucette.kernel import french
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.committee import actions
from lucette.scheme.committee import queries as committee
from lucette.scheme.reviews import queries as reviews
from lucette.stories import in_bulk
from lucette.web.agency.acts.sessions import OnSession
from lucette.web.design.elements import Cell, Column, Table
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect


class Agenda(Form):
    files = forms.MultipleChoiceField(
        label="Dossiers prêts", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez au moins un dossier."}
    )

    def __init__(self, *args: Any, ready: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].choices = ready


class FillAgenda(OnSession):
    """Inscrire des candidatures à l’ordre du jour."""

    route, address, act = "agency:fill_agenda", "comite/<uuid:pk>/inscrire/", "add_to_agenda"
    title, label = "Inscrire des dossiers à l’ordre du jour", "Inscrire des dossiers"
    submit = "Inscrire les dossiers cochés"
    form_class = Agenda
    template_name = "agency/fill_agenda.html"
    asked: Any = None
    whole = True

    @cached_property
    def found(self) -> list[reviews.AgendaCandidate]:
        hidden = set(committee.conflicts_of(self.by))
        return [it for it in reviews.agenda_candidates(self.by, self.it.endowment_id) if it.id not in hidden]

    def form_arguments(self) -> dict[str, Any]:
        return {"ready": [(str(it.id), told(it)) for it in self.found if not it.obstacle]}

    def more(self) -> dict[str, Any]:
        waiting = [it for it in self.found if it.obstacle]
        columns = ["Candidature", "Structure", "Département", Column("Demandés", number=True), "Pourquoi pas encore"]
        rows = [
            [Cell(it.number, reverse("agency:application", args=[it.id])), it.organization, it.department, it.posts_asked, it.obstacle]
            for it in waiting
        ]
        return {
            "ready": len(waiting) < len(self.found),
            "not_ready": Table("Dossiers qui ne sont pas prêts", columns, rows) if rows else None,
        }

    def perform(self, answers: dict[str, Any]) -> str:
        ids = [UUID(pk) for pk in answers["files"]]
        self.asked = in_bulk.ask(code="put_on_agenda", ids=ids, back=self.back(), by=self.by, session=str(self.pk))
        count = bulk.advance(self.asked).done
        self.whole = count == self.asked.total
        return f"{french.plural(count, 'dossier est inscrit', 'dossiers sont inscrits')} à l’ordre du jour."

    def done(self) -> str:
        """The session; the answer of each file when one was refused, or waits for the worker."""
        return self.back() if self.whole else reverse("gate:bulk", args=[self.asked.pk])


def told(it: reviews.AgendaCandidate) -> str:
    """« Commune de Tulle (Corrèze), 2 postes, avis favorable »."""
    rank = f", rang {it.rank} de la liste d’attente" if it.rank else ""
    renews = f", renouvellement de la convention {it.renews}" if it.renews else ""
    return f"{it.organization} ({it.department}), {french.plural(it.posts_asked, 'poste')}, avis {it.opinion}{rank}{renews}"


class FillFromWaiting(OnSession):
    """Inscrire les premiers dossiers de la liste d’attente."""

    route, address, act = "agency:fill_from_waiting", "comite/<uuid:pk>/inscrire/liste-d-attente/", "add_to_agenda"
    title, label = "Inscrire les premiers de la liste d’attente", "Inscrire la liste d’attente"
    submit = "Inscrire ces dossiers"
    template_name = "agency/votes.html"

    @cached_property
    def found(self) -> list[Any]:
        return committee.first_in_line(self.it.endowment_id, self.by)

    def effects(self) -> list[Effect | str]:
        posts = sum(it.posts_asked for it in self.found)
        return [
            Effect(french.number(len(self.found)), french.word(len(self.found), "dossier inscrit", "dossiers inscrits")),
            Effect(french.number(posts), french.word(posts, "poste demandé", "postes demandés")),
            "Les dossiers suivants gardent leur rang. Le comité décide de chacun en séance.",
        ]

    def more(self) -> dict[str, Any]:
        columns: list[Column | str] = [Column("Rang", number=True), "Structure", "Département", Column("Demandés", number=True)]
        rows = [
            [
                french.number(it.waiting_rank),
                Cell(it.organization.name, reverse("agency:application", args=[it.pk])),
                it.organization.commune.department.name,
                french.number(it.posts_asked),
            ]
            for it in self.found
        ]
        nobody = "Aucun dossier n’attend, ou aucun poste n’est disponible sur cette dotation."
        return {"chosen": Table("Les premiers dossiers qui attendent", columns, rows, empty=nobody)}

    def perform(self, answers: dict[str, Any]) -> str:
        added = actions.add_from_waiting(session_id=self.pk, by=self.by)
        return f"{french.plural(len(added), 'dossier est inscrit', 'dossiers sont inscrits')} à l’ordre du jour."


class Line(Form):
    line = forms.ChoiceField(label="Dossier à retirer", widget=forms.RadioSelect)

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = lines


class TakeOff(OnSession):
    """Retirer un dossier de l’ordre du jour."""

    route, address, act = "agency:take_off", "comite/<uuid:pk>/retirer/", "take_off"
    also = ((APPLICATION, "take_off_agenda"),)
    label = "Retirer un dossier"
    form_class = Line

    @cached_property
    def lines(self) -> list[committee.LineShown]:
        return committee.session_page(self.pk, self.by).lines

    def form_arguments(self) -> dict[str, Any]:
        return {"lines": [(str(it.application_id), f"{it.position}. {it.host} ({it.department})") for it in self.lines]}

    def effects(self) -> list[Effect | str]:
        return [
            "Le dossier revient à l’instruction, ou à son rang s’il venait de la liste d’attente.",
            "Les dossiers suivants avancent d’une place.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.take_off(session_id=self.pk, application_id=UUID(answers["line"]), by=self.by)
        host = next(it.host for it in self.lines if str(it.application_id) == answers["line"])
        return f"{host} : le dossier n’est plus à l’ordre du jour."


ON_AGENDA = (FillAgenda, FillFromWaiting, TakeOff)
