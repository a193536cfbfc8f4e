"""What the host does with its application, once typed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.scheme.applications import actions
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import APPLICATION, ApplicationStatus
from lucette.scheme.applications.policies import can_file, can_prepare
from lucette.stories.decline_award import decline_award
from lucette.web.design.elements import Fact
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said


class OnApplication(ActPage):
    """An act on one application of the host."""

    workflow = APPLICATION

    def subject(self) -> Any:
        return applications.application(self.pk, self.by).application

    def back(self) -> str:
        return reverse("host:application", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [
            Fact("Candidature", self.it.number),
            Fact("Structure", self.it.organization.name),
            Fact("Postes demandés", french.number(self.it.posts_asked)),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            ("Ma structure", reverse("host:dashboard")),
            ("Mes candidatures", reverse("host:applications")),
            (f"Candidature {self.it.number}", self.back()),
        ]


class FileApplication(OnApplication):
    """Déposer la candidature."""

    route, address, act = "host:file", "candidatures/<uuid:pk>/deposer/", "file"
    what_happens = "Vous recevrez tout de suite un accusé de réception."

    def effects(self) -> list[str]:
        return ["La candidature est transmise à l’ANCT : vous ne pourrez plus la modifier.", "La préfecture sera consultée."]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.file(application_id=self.pk, by=self.by)
        return f"Votre candidature {it.number} est déposée. La réponse est attendue avant le {said(it.answer_due_on)}."


class WithdrawApplication(OnApplication):
    """Retirer la candidature."""

    route, address, act = "host:withdraw", "candidatures/<uuid:pk>/retirer/", "withdraw"
    danger = True

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_prepare(by) if it.status == ApplicationStatus.DRAFT else can_file(by)

    def effects(self) -> list[str]:
        return ["L’instruction s’arrête.", "Pour demander de nouveau des postes, vous devrez commencer une autre candidature."]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Votre candidature {actions.withdraw(application_id=self.pk, by=self.by).number} est retirée."


class DeclineAward(OnApplication):
    """Décliner l’attribution."""

    route, address, act = "host:decline", "candidatures/<uuid:pk>/decliner/", "decline"
    danger = True

    def effects(self) -> list[str]:
        given = french.plural(self.it.posts_granted, "poste revient", "postes reviennent")
        return [f"{given} à la dotation, avec leur subvention.", "Une autre structure pourra les recevoir."]

    def perform(self, answers: dict[str, Any]) -> str:
        decline_award(application_id=self.pk, by=self.by)
        return f"Vous avez décliné l’attribution de la candidature {self.it.number}."


ON_APPLICATION = (FileApplication, WithdrawApplication, DeclineAward)
