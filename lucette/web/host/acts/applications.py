"""What the host does with its application, from the call that it answers to the award that it declines."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from lucette.foundation.organizations import queries as organizations
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden
from lucette.kernel.workflow import Workflow
from lucette.scheme.applications import actions
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import APPLICATION, ApplicationStatus
from lucette.scheme.applications.policies import REPRESENTATIVE_ONLY, can_file, can_prepare
from lucette.scheme.calls import queries as calls
from lucette.stories.decline_award import decline_award
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage
from lucette.web.host.crumbs import CRUMB, crumb

RETAINED = (ApplicationStatus.AWARDED, ApplicationStatus.AGREED)
NOT_FILED = "Cette candidature n’est pas encore déposée."
MORE = "+"  # after the id of a call: more posts, for a host already retained


class OpenForm(Form):
    call = forms.ChoiceField(label="À quel appel répondez-vous ?", widget=forms.RadioSelect, choices=())

    def __init__(self, *typed: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*typed, **more)
        self.fields["call"].choices = choices


class OpenApplication(ActPage):
    """Ouvrir une candidature, ou demander des postes supplémentaires."""

    route, address, act = "host:open", "candidatures/nouvelle/", "open"
    workflow = APPLICATION
    title = "Nouvelle candidature"
    submit = "Commencer la candidature"
    lead = "Sept étapes, dix minutes environ. Ce que nous savons déjà de votre structure est rempli."
    what_happens = "Vous ouvrez un brouillon. Il est enregistré à chaque étape, et rien n’est déposé avant la dernière."
    form_class = OpenForm
    template_name = "host/open.html"

    opened: UUID

    def form_arguments(self) -> dict[str, Any]:
        own = organizations.organization(UUID(self.by.scope.code), self.by)
        return {"choices": answerable(own.employer, applications.answers(self.by, own.pk))}

    def perform(self, answers: dict[str, Any]) -> str:
        call_id, more, _ = answers["call"].partition(MORE)
        it = actions.open(call_id=UUID(call_id), organization_id=UUID(self.by.scope.code), additional=bool(more), by=self.by)
        self.opened = it.pk
        return f"Le brouillon {it.number} est ouvert. Il n’est pas encore déposé."

    def back(self) -> str:
        return reverse("host:applications")

    def done(self) -> str:
        return reverse("host:draft_structure", args=[self.opened])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Mes candidatures", "host:applications")]


def answerable(employer: str, live: list[Any]) -> list[tuple[str, str]]:
    """The open calls for this kind of employer: those not answered yet, and more posts for those where the host is retained."""
    first = {it.call_id: it for it in live if not it.additional}
    waiting = {it.call_id for it in live if it.additional and it.status not in RETAINED}
    choices = []
    for call in calls.open_calls(clock.today()):
        if call.employer != employer:
            continue
        if call.pk not in first:
            choices.append((str(call.pk), call.title))
        elif first[call.pk].status in RETAINED and call.pk not in waiting:
            choices.append((f"{call.pk}{MORE}", f"{call.title} : postes supplémentaires"))
    return choices


class OnApplication(ActPage):
    """An act on one application of the host."""

    workflow: ClassVar[Workflow | None] = APPLICATION

    def subject(self) -> Any:
        return applications.bare(self.pk, self.by)

    def back(self) -> str:
        return reverse("host:application", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [
            Fact("Candidature", self.it.number),
            Fact("Structure", self.it.organization.name),
            Fact("Postes demandés", french.number(self.it.posts_asked)),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Mes candidatures", "host:applications"), (f"Candidature {self.it.number}", self.back())]


class ByTheRepresentative(OnApplication):
    """An act of the person who represents the host, or of her delegate."""

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_file(by, it.organization_id, clock.today())

    def refused(self) -> HttpResponse | None:
        if not self.may(self.by, self.it):
            raise Forbidden("application.representative", REPRESENTATIVE_ONLY)
        return super().refused()


class WithdrawApplication(OnApplication):
    """Retirer la candidature."""

    route, address, act = "host:withdraw", "candidatures/<uuid:pk>/retirer/", "withdraw"
    danger = True

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_prepare(by) if it.status == ApplicationStatus.DRAFT else can_file(by, it.organization_id, clock.today())

    def effects(self) -> list[str]:
        return ["L’instruction s’arrête.", "Pour demander de nouveau des postes, vous devrez commencer une autre candidature."]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Votre candidature {actions.withdraw(application_id=self.pk, by=self.by).number} est retirée."


class DeclineAward(ByTheRepresentative):
    """Décliner l’attribution."""

    route, address, act = "host:decline", "candidatures/<uuid:pk>/decliner/", "decline"
    danger = True

    def effects(self) -> list[str]:
        given = french.plural(self.it.posts_granted, "poste revient", "postes reviennent")
        return [f"{given} à la dotation, avec leur subvention.", "Une autre structure pourra les recevoir."]

    def perform(self, answers: dict[str, Any]) -> str:
        decline_award(application_id=self.pk, by=self.by)
        return f"Vous avez décliné l’attribution de la candidature {self.it.number}."
