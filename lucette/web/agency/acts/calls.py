"""The life of a call: prepared from its shipped text, published, opened, suspended, closed; and the end of every intake."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lucette.foundation.organizations.enums import Employer
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.workflow import Workflow
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus
from lucette.scheme.calls import actions
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import CALL
from lucette.scheme.calls.policies import can_prepare
from lucette.scheme.fund import queries as fund
from lucette.stories.close_intake import close_call, close_intake
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import french_siret, said

CRUMBS = [("Espace de l’ANCT", "/anct/"), ("Appels à manifestation d’intérêt", "/anct/appels/")]


class ShippedCall(Form):
    code = forms.ChoiceField(label="Texte de l’appel", widget=forms.RadioSelect)
    endowment = forms.ChoiceField(label="Dotation")

    def __init__(self, *args: Any, shipped: list[tuple[str, str]], endowments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices, self.fields["endowment"].choices = shipped, endowments


class PrepareCall(ActPage):
    """Préparer l’appel."""

    route, address = "agency:prepare_call", "appels/preparer/"
    workflow, act = CALL, "draft"
    title, label, submit = "Préparer un appel", "Préparer un appel", "Préparer cet appel"
    form_class = ShippedCall
    what_happens = "L’appel reste un brouillon : personne d’autre que l’ANCT ne le voit avant sa publication."
    made: UUID | None = None

    def form_arguments(self) -> dict[str, Any]:
        return {"shipped": calls.shipped_calls(), "endowments": [(str(it.pk), it.title) for it in fund.endowments(self.by)]}

    def perform(self, answers: dict[str, Any]) -> str:
        call = actions.prepare_call(code=answers["code"], endowment_id=UUID(answers["endowment"]), by=self.by)
        self.made = call.pk
        return f"L’appel « {call.title} » est préparé, avec ses règles datées."

    def back(self) -> str:
        return reverse("agency:calls")

    def done(self) -> str:
        return reverse("agency:call", args=[self.made])

    def crumbs(self) -> list[tuple[str, str]]:
        return CRUMBS


class OnCall(ActPage):
    """An act on one call."""

    workflow: ClassVar[Workflow | None] = CALL

    def subject(self) -> Any:
        return calls.call(self.pk, self.by)

    def back(self) -> str:
        return reverse("agency:call", args=[self.pk])

    def facts(self) -> list[Fact]:
        closes = said(self.it.closes_on) or "quand les postes de la dotation sont pourvus"
        return [Fact("Appel", self.it.title), Fact("Ouvre le", said(self.it.opens_on)), Fact("Ferme le", closes)]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*CRUMBS, (self.it.title, self.back())]

    def drafts(self) -> int:
        """Files begun and not filed."""
        return applications.counts_by_status(self.by, self.it.pk).get(ApplicationStatus.DRAFT, 0)

    def left(self) -> Effect:
        """Posts that nobody has reserved yet."""
        posts = fund.left_to_award(self.it.endowment).posts
        return Effect(french.number(posts), french.word(posts, "poste reste à attribuer", "postes restent à attribuer"))


class PublishCall(OnCall):
    """Publier l’appel."""

    route, address, act = "agency:publish_call", "appels/<uuid:pk>/publier/", "publish"

    def effects(self) -> list[Effect | str]:
        return [
            "Le texte et ses règles deviennent publics.",
            f"L’appel ouvrira le {said(self.it.opens_on)}.",
            self.left(),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’appel « {actions.publish(call_id=self.pk, by=self.by).title} » est publié."


class OpenCall(OnCall):
    """Ouvrir l’appel."""

    route, address, act = "agency:open_call", "appels/<uuid:pk>/ouvrir/", "open"

    def effects(self) -> list[Effect | str]:
        return ["Les structures peuvent déposer leur candidature.", self.left()]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’appel « {actions.open(call_id=self.pk, by=self.by).title} » est ouvert."


class Reason(Form):
    reason = forms.CharField(label="Motif", help_text="Les structures liront ce motif.", max_length=200)


class PauseCall(OnCall):
    """Suspendre l’appel."""

    route, address, act = "agency:pause_call", "appels/<uuid:pk>/suspendre/", "pause"
    form_class = Reason

    def effects(self) -> list[Effect | str]:
        count = self.drafts()
        words = french.word(count, "brouillon attend la réouverture", "brouillons attendent la réouverture")
        return ["Aucune candidature n’est ouverte ni déposée jusqu’à la réouverture.", Effect(french.number(count), words)]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’appel « {actions.pause(call_id=self.pk, reason=answers['reason'], by=self.by).title} » est suspendu."


class ResumeCall(OnCall):
    """Rouvrir l’appel."""

    route, address, act = "agency:resume_call", "appels/<uuid:pk>/rouvrir/", "resume"

    def effects(self) -> list[Effect | str]:
        count = self.drafts()
        words = french.word(count, "brouillon peut de nouveau être déposé", "brouillons peuvent de nouveau être déposés")
        return [Effect(french.number(count), words), self.left()]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’appel « {actions.resume(call_id=self.pk, by=self.by).title} » reçoit de nouveau les candidatures."


class CloseCall(OnCall):
    """Clore l’appel."""

    route, address, act = "agency:close_call", "appels/<uuid:pk>/clore/", "close"
    danger = True
    form_class = Reason

    def effects(self) -> list[Effect | str]:
        count = self.drafts()
        one, several = "brouillon ne sera plus déposé : une lettre le dit", "brouillons ne seront plus déposés : une lettre le dit"
        words = french.word(count, one, several)
        return [Effect("", "Cet appel ne se rouvre plus.", "error"), Effect(french.number(count), words, "warning"), self.left()]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’appel « {close_call(call_id=self.pk, reason=answers['reason'], by=self.by).title} » est clos."


class CloseIntake(OnCall):
    """Fermer le guichet: every call of the endowment."""

    route, address, act = "agency:close_intake", "appels/<uuid:pk>/fermer-le-guichet/", "close"
    title, label, danger = "Fermer le guichet de la dotation", "Fermer le guichet", True
    form_class = Reason

    def effects(self) -> list[Effect | str]:
        open_ones = [it for it in calls.calls(self.by) if it.endowment_id == self.it.endowment_id and CALL.allows(it.status, "close")]
        told = applications.counts_by_status(self.by, *(it.pk for it in open_ones)).get(ApplicationStatus.DRAFT, 0)
        count = len(open_ones)
        return [
            Effect(french.number(count), french.word(count, "appel se ferme sans retour", "appels se ferment sans retour"), "error"),
            Effect(french.number(told), french.word(told, "lettre part aux structures", "lettres partent aux structures en brouillon")),
            self.left(),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        closed = close_intake(endowment_id=self.it.endowment_id, reason=answers["reason"], by=self.by)
        return f"Le guichet est fermé : {french.plural(len(closed), 'appel clos', 'appels clos')}."


class IdentifiedForm(Form):
    siret = forms.CharField(label="SIRET de la structure", max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    decision = forms.CharField(label="Décision de l’État", max_length=160, help_text="Exemple : arrêté du préfet de région")
    decided_on = Day(label="Date de cette décision")


class IdentifyBody(OnCall):
    """Les établissements identifiés par l’État, et un de plus."""

    workflow = None
    route, address = "agency:identify", "appels/<uuid:pk>/identifier/"
    title, label = "Identifier un établissement", "Établissements identifiés"
    submit = "Identifier cet établissement"
    form_class = IdentifiedForm
    what_happens = "Sa catégorie juridique lui permettra de répondre à cet appel."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_prepare(by) and it.employer == Employer.PUBLIC

    def refused(self) -> HttpResponse | None:
        if calls.asks_identification(self.pk):
            return None
        messages.info(self.request, "Cet appel ne demande pas d’identifier un établissement au préalable.")
        return redirect(self.back())

    def facts(self) -> list[Fact]:
        bodies = [
            Fact(french_siret(it.siret), it.decision, reverse(TakeOffIdentified.route, args=[it.pk]), said(it.decided_on))
            for it in calls.identified_bodies(self.pk, self.by)
        ]
        return [Fact("Appel", self.it.title), *bodies]

    def done(self) -> str:
        return reverse(self.route, args=[self.pk])

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’établissement {french_siret(actions.identify(call_id=self.pk, by=self.by, **answers).siret)} est identifié."


class TakeOffIdentified(ActPage):
    """Retirer un établissement identifié."""

    route, address = "agency:take_off_identified", "etablissements-identifies/<uuid:pk>/retirer/"
    title = label = "Retirer cet établissement"
    danger = True

    def subject(self) -> Any:
        return calls.identified_body(self.pk, self.by)

    def back(self) -> str:
        return reverse("agency:call", args=[self.it.call_id])

    def facts(self) -> list[Fact]:
        return [
            Fact("Établissement", french_siret(self.it.siret)),
            Fact("Décision", self.it.decision, note=said(self.it.decided_on)),
            Fact("Appel", self.it.call.title),
        ]

    def effects(self) -> list[Effect | str]:
        return ["Il ne remplira plus cette condition de l’appel.", "Les candidatures déjà prises en instruction gardent leur contrôle."]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*CRUMBS, (self.it.call.title, self.back())]

    def perform(self, answers: dict[str, Any]) -> str:
        number = french_siret(self.it.siret)
        actions.take_off_identified(body_id=self.pk, by=self.by)
        return f"L’établissement {number} n’est plus identifié."


ON_CALL = (PublishCall, OpenCall, ResumeCall, PauseCall, CloseCall, CloseIntake, IdentifyBody)
