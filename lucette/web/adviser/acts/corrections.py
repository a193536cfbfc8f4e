"""Correct an activity, take it out of the count, undo the last entry."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.scheme.activities import actions, queries
from lucette.scheme.activities.enums import ACTIVITY, ActivityKind, RemovalReason
from lucette.web.adviser.acts.record import IndividualForm, OnActivity, WorkshopForm, told
from lucette.web.design.elements import Fact
from lucette.web.design.fields import OneChip
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage
from lucette.web.gate.refusals import refusals_as_messages
from lucette.web.gate.request import Request


class OnOne(ActPage):
    """An act on one activity."""

    workflow = ACTIVITY

    def subject(self) -> Any:
        return queries.activity(self.pk, self.by)

    def back(self) -> str:
        return reverse("adviser:activity", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [Fact("Activité", told(self.it)), Fact("Date", french.date(self.it.held_on))]

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            ("Mon espace", reverse("adviser:dashboard")),
            ("Activités", reverse("adviser:activities")),
            (f"Activité du {french.date(self.it.held_on)}", self.back()),
        ]


class CorrectIndividual(OnOne, OnActivity):
    """Corriger une aide individuelle."""

    route, address, act = "adviser:correct", "activites/<uuid:pk>/corriger/", "correct"
    submit = "Enregistrer la correction"
    what_happens = "L’historique garde ce qui était écrit avant."
    form_class = IndividualForm
    template_name = "adviser/record.html"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.kind != ActivityKind.WORKSHOP

    @cached_property
    def hire(self) -> Any:
        return self.it.hire

    @property
    def minutes(self) -> int:
        found: int = self.it.minutes
        return found

    def facts(self) -> list[Fact]:
        return []

    def form(self, *typed: Any) -> Any:
        self.bound: Any = super().form(*typed)
        return self.bound

    def perform(self, answers: dict[str, Any]) -> str:
        actions.correct(activity_id=self.pk, by=self.by, **self.bound.fields_of_activity())
        return "L’activité est corrigée."

    def initial(self) -> dict[str, Any]:
        it = self.it
        where = str(it.place_id) if it.place_id else it.channel
        return {"themes": it.themes, "minutes": str(it.minutes), "where": where, "held_on": it.held_on} | self.who(it)

    def who(self, it: Any) -> dict[str, Any]:
        """Who came, as the form asks it."""
        return {
            "age": next(iter(it.ages), ""),
            "occupation": next(iter(it.occupations), ""),
            "known": bool(it.recurring),
            "brief": it.kind == ActivityKind.BRIEF,
        }


class CorrectWorkshop(CorrectIndividual):
    """Corriger un atelier."""

    route, address = "adviser:correct_workshop", "activites/<uuid:pk>/corriger-atelier/"
    form_class = WorkshopForm
    kind = ActivityKind.WORKSHOP

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.kind == ActivityKind.WORKSHOP)

    def who(self, it: Any) -> dict[str, Any]:
        ages = {name: it.ages.get(code, 0) for code, name in WorkshopForm.for_ages.items()}
        occupations = {name: it.occupations.get(code, 0) for code, name in WorkshopForm.for_occupations.items()}
        return {"participants": it.participants, "recurring": it.recurring} | ages | occupations


class RemovalForm(Form):
    reason = OneChip(label="Pourquoi la retirer ?", choices=[(it.value, it.label[:1].upper() + it.label[1:]) for it in RemovalReason])


class Remove(OnOne):
    """Supprimer l’activité."""

    route, address, act = "adviser:remove", "activites/<uuid:pk>/supprimer/", "remove"
    danger = True
    form_class = RemovalForm

    def effects(self) -> list[str]:
        return [
            f"{french.plural(self.it.participants, 'personne')} et {self.it.minutes} minutes sortent de vos chiffres.",
            "La ligne reste dans l’historique, avec le motif.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.remove(activity_id=self.pk, reason=answers["reason"], by=self.by)
        return "L’activité est supprimée : elle ne compte plus."


@require_POST
@refusals_as_messages(back="adviser:activities")
def undo(request: Request, pk: UUID) -> HttpResponse:
    """Take back what was just recorded, in one tap."""
    actions.remove(activity_id=pk, reason=RemovalReason.MISTAKE, by=request.actor)
    messages.success(request, "C’est annulé : l’activité ne compte plus.")
    return redirect("adviser:dashboard")


ON_ACTIVITY = (CorrectIndividual, CorrectWorkshop, Remove)
