"""Around a session of the committee: prepare it, fill its agenda, convene its members, publish its decisions."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.calls.rules import add_months
from lucette.scheme.committee import actions, policies
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.enums import SESSION
from lucette.scheme.committee.rules import number_after
from lucette.scheme.fund import queries as fund
from lucette.stories.convene_session import convene_session
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said

CRUMBS = [("Espace de l’ANCT", "/anct/"), ("Comité de sélection", "/anct/comite/")]


def people() -> list[tuple[str, str]]:
    """Who may be called to a session."""
    found = {it.person_id: it.name for role in (RoleName.CHAIR, RoleName.MEMBER) for it in accounts.holders(role)}
    return [(str(pk), name) for pk, name in found.items()]


class Sitting(Form):
    number = forms.CharField(label="Numéro de la séance", help_text="Par exemple « S-2021-03 ».", max_length=30)
    held_on = forms.DateField(label="Date", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    place = forms.CharField(label="Lieu", max_length=160, required=False)
    members = forms.MultipleChoiceField(
        label="Membres convoqués", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Cochez au moins un membre."}
    )
    quorum = forms.IntegerField(
        label="Quorum", help_text="Nombre de membres présents qu’il faut pour ouvrir la séance.", min_value=1, max_value=100
    )

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].choices = members


class Preparation(Sitting):
    endowment = forms.ChoiceField(label="Dotation")
    field_order = ["number", "held_on", "place", "endowment", "members", "quorum"]

    def __init__(self, *args: Any, endowments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["endowment"].choices = endowments


def like(former: Any, number: str, held_on: dt.date) -> dict[str, Any]:
    """A session with the members, the place and the quorum of a former one."""
    return {
        "number": number,
        "held_on": max(held_on, clock.today()),
        "place": former.place,
        "members": [str(pk) for pk in committee.members(former.pk)],
        "quorum": former.quorum,
    }


class PrepareSession(ActPage):
    """Préparer une séance."""

    route, address = "agency:prepare_session", "comite/preparer/"
    workflow, act = SESSION, "prepare"
    form_class = Preparation
    what_happens = "Vous inscrirez ensuite les dossiers à l’ordre du jour, puis vous convoquerez les membres."
    made: UUID | None = None

    def initial(self) -> dict[str, Any]:
        """A month after the last session, with its members: the usual rhythm, which any date may change."""
        last = next((it for it in committee.sessions(self.by) if not it.rectifies_id), None)
        if last is None:
            return {}
        return like(last, number_after(last.number), add_months(last.held_on, 1)) | {"endowment": str(last.endowment_id)}

    def form_arguments(self) -> dict[str, Any]:
        return {"endowments": [(str(it.pk), it.title) for it in fund.endowments(self.by)], "members": people()}

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


class WithPage(OnSession):
    """An act that shows what the session holds."""

    @cached_property
    def shown(self) -> committee.SessionPage:
        return committee.session_page(self.pk, self.by)

    def subject(self) -> Any:
        return self.shown.session


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


AROUND_A_SESSION = (Convene, PublishSession)
