"""What an adviser does with a person whom her structure sends her."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from lucette.scheme.appointments import actions, queries
from lucette.scheme.appointments.enums import REFERRAL
from lucette.web.adviser import tables
from lucette.web.adviser.acts.appointments import Slotted
from lucette.web.design.elements import Fact
from lucette.web.gate.acts import ActPage


class AcceptReferral(Slotted):
    """Accepter une orientation : choose when and where."""

    route, address, workflow, act = "adviser:accept_referral", "orientations/<uuid:pk>/accepter/", REFERRAL, "accept"
    title, submit = "Proposer un rendez-vous", "Fixer ce rendez-vous"
    label = "Proposer un rendez-vous"
    what_happens = "La structure qui a orienté la personne reçoit la date et le lieu."

    def subject(self) -> Any:
        return queries.referral(self.pk, self.by)

    def facts(self) -> list[Fact]:
        return referral_facts(self.it) + super().facts()

    def perform(self, answers: dict[str, Any]) -> str:
        self.made = actions.accept_referral(referral_id=self.pk, by=self.by, **self.bound.slot())
        return f"L’orientation est acceptée : rendez-vous le {tables.when(self.made.slot.lower)}."

    def back(self) -> str:
        return reverse("adviser:referral", args=[self.pk])


class CloseReferral(ActPage):
    """Clore une orientation sans rendez-vous."""

    route, address, workflow, act = "adviser:close_referral", "orientations/<uuid:pk>/clore/", REFERRAL, "close"
    danger = True

    def subject(self) -> Any:
        return queries.referral(self.pk, self.by)

    def facts(self) -> list[Fact]:
        return referral_facts(self.it)

    def effects(self) -> list[str]:
        return ["La personne n’attend plus de rendez-vous.", "La structure voit que l’orientation est close."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.close_referral(referral_id=self.pk, by=self.by)
        return "L’orientation est close."

    def back(self) -> str:
        return reverse("adviser:referral", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            ("Mon espace", reverse("adviser:dashboard")),
            ("Rendez-vous", reverse("adviser:appointments")),
            ("Personne orientée vers vous", self.back()),
        ]


def referral_facts(it: Any) -> list[Fact]:
    return [
        Fact("Personne", it.first_name or "effacée"),
        *([Fact("Téléphone", it.phone)] if it.phone else []),
        Fact("Besoin", it.get_need_display()),
        Fact("Orientée par", it.organization.name),
    ]


ON_REFERRAL = (AcceptReferral, CloseReferral)
