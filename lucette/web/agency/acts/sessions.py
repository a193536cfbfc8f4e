"""Around a session of the committee: prepare it, fill its agenda, convene its members, publish its decisions."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.scheme.committee import actions, policies
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.enums import SESSION
from lucette.scheme.fund import queries as fund
from lucette.scheme.reviews import queries as reviews
from lucette.stories.convene_session import convene_session
from lucette.web.design.elements import Cell, Column, Fact, Table
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said

CRUMBS = [("Espace de l’ANCT", "/anct/"), ("Comité de sélection", "/anct/comite/")]


class Preparation(Form):
    number = forms.CharField(label="Numéro de la séance", help_text="Par exemple « S-2021-03 ».", max_length=30)
    held_on = forms.DateField(label="Date", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    place = forms.CharField(label="Lieu", max_length=160, required=False)
    endowment = forms.ChoiceField(label="Dotation")
    members = forms.MultipleChoiceField(
        label="Membres convoqués", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez au moins un membre."}
    )
    quorum = forms.IntegerField(
        label="Quorum", help_text="Nombre de membres présents qu’il faut pour ouvrir la séance.", min_value=1, max_value=100
    )

    def __init__(self, *args: Any, endowments: list[tuple[str, str]], members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["endowment"].choices, self.fields["members"].choices = endowments, members


class PrepareSession(ActPage):
    """Préparer une séance."""

    route, address = "agency:prepare_session", "comite/preparer/"
    workflow, act = SESSION, "prepare"
    form_class = Preparation
    what_happens = "Vous inscrirez ensuite les dossiers à l’ordre du jour, puis vous convoquerez les membres."
    made: UUID | None = None

    def form_arguments(self) -> dict[str, Any]:
        people = {it.person_id: it.name for role in (RoleName.CHAIR, RoleName.MEMBER) for it in accounts.holders(role)}
        return {
            "endowments": [(str(it.pk), it.title) for it in fund.endowments(self.by)],
            "members": [(str(pk), name) for pk, name in people.items()],
        }

    def perform(self, answers: dict[str, Any]) -> str:
        session = actions.prepare(
            number=answers["number"],
            held_on=answers["held_on"],
            place=answers["place"],
            endowment_id=UUID(answers["endowment"]),
            members=[UUID(pk) for pk in answers["members"]],
            quorum=answers["quorum"],
            by=self.by,
        )
        self.made = session.pk
        return f"La séance {session.number} est préparée. Inscrivez maintenant les dossiers à son ordre du jour."

    def back(self) -> str:
        return reverse("agency:sessions")

    def done(self) -> str:
        return reverse("agency:session", args=[self.made])

    def crumbs(self) -> list[tuple[str, str]]:
        return CRUMBS


class OnSession(ActPage):
    """An act on one session."""

    workflow = SESSION

    def subject(self) -> Any:
        return committee.session(self.pk, self.by)

    def back(self) -> str:
        return reverse("agency:session", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [Fact("Séance", self.it.number), Fact("Date", said(self.it.held_on)), Fact("Lieu", self.it.place or "à préciser")]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*CRUMBS, (f"Séance du {said(self.it.held_on)}", self.back())]


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
        for pk in answers["files"]:
            actions.add_to_agenda(session_id=self.pk, application_id=UUID(pk), by=self.by)
        many = french.plural(len(answers["files"]), "dossier est inscrit", "dossiers sont inscrits")
        return f"{many} à l’ordre du jour."


def told(it: reviews.AgendaCandidate) -> str:
    """« Commune de Tulle (Corrèze), 2 postes, avis favorable »."""
    rank = f", rang {it.rank} de la liste d’attente" if it.rank else ""
    return f"{it.organization} ({it.department}), {french.plural(it.posts_asked, 'poste')}, avis {it.opinion}{rank}"


class Convene(OnSession):
    """Convoquer la séance."""

    route, address, act = "agency:convene", "comite/<uuid:pk>/convoquer/", "convene"

    def effects(self) -> list[Effect | str]:
        page = committee.session_page(self.pk, self.by)
        members, files = len(page.members), len(page.lines) + page.hidden
        letters = Effect(french.number(members), french.word(members, "lettre part aux membres", "lettres partent aux membres"))
        frozen = Effect(french.number(files), french.word(files, "dossier à l’ordre du jour", "dossiers à l’ordre du jour"))
        order = "L’ordre du jour est classé par points de priorité : ils ordonnent l’étude, et ne décident de rien."
        return [letters, frozen, order, "L’ordre du jour ne change plus."]

    def perform(self, answers: dict[str, Any]) -> str:
        it = convene_session(session_id=self.pk, by=self.by)
        return f"La séance du {said(it.held_on)} est convoquée."


class PublishSession(OnSession):
    """Publier les décisions."""

    route, address, act = "agency:publish_session", "comite/<uuid:pk>/publier/", "publish"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return policies.can_publish(by, it)

    def effects(self) -> list[Effect | str]:
        return ["Les structures et les préfectures voient les décisions qui les concernent."]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.publish(session_id=self.pk, by=self.by)
        return f"Les décisions de la séance du {said(it.held_on)} sont publiées."


AROUND_A_SESSION = (FillAgenda, Convene, PublishSession)
