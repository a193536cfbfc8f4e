"""From a complete draft to its filing: a derogation asked, the file handed over, filed."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.applications import actions
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.policies import can_hand_over, can_prepare
from lucette.scheme.reviews import queries as reviews
from lucette.stories.file_application import file_application
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form, text_area
from lucette.web.gate.objects import said
from lucette.web.host.acts.applications import NOT_FILED, ByTheRepresentative, OnApplication


def eligible(it: Any) -> reviews.Eligibility:
    """Whether this draft meets the conditions of its call today."""
    return reviews.eligibility(it.call_id, it.organization, posts=it.posts_asked, post_kind=it.post_kind, call=it.call)


def incomplete(page: OnApplication) -> HttpResponse | None:
    """What is missing is read on the summary, with the way to each step; None when nothing is."""
    if not applications.problems(page.it):
        return None
    messages.error(page.request, "La candidature n’est pas complète : il reste des réponses à donner.")
    return redirect("host:draft_summary", page.pk)


class DerogationForm(Form):
    derogation_asked = forms.CharField(
        label="Pourquoi demandez-vous une dérogation ?",
        widget=text_area(6),
        max_length=1000,
        help_text="Dites ce qui rend votre structure utile ici. 1 000 caractères au plus.",
    )


class AskDerogation(OnApplication):
    """Demander une dérogation."""

    route, address, act = "host:ask_derogation", "candidatures/<uuid:pk>/derogation/", "save"
    title = label = "Demander une dérogation"
    submit = "Garder cette demande"
    what_happens = "La demande part avec la candidature. L’ANCT y répond : elle peut accorder la dérogation ou la refuser."
    form_class = DerogationForm

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_prepare(by)

    @cached_property
    def failed(self) -> list[reviews.Check]:
        return eligible(self.it).failed

    def refused(self) -> HttpResponse | None:
        if (refused := super().refused()) or self.failed:
            return refused
        messages.info(self.request, "Votre structure remplit les conditions de l’appel : aucune dérogation n’est nécessaire.")
        return redirect("host:draft_summary", self.pk)

    def initial(self) -> dict[str, Any]:
        return {"derogation_asked": self.it.derogation_asked}

    def facts(self) -> list[Fact]:
        return [*super().facts(), *(Fact("Condition non remplie", it.text, note=it.source) for it in self.failed)]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.save(application_id=self.pk, by=self.by, **answers)
        return f"Votre demande de dérogation est gardée. {NOT_FILED}"

    def done(self) -> str:
        return reverse("host:draft_summary", args=[self.pk])


class FileApplication(ByTheRepresentative):
    """Déposer la candidature."""

    route, address, act = "host:file", "candidatures/<uuid:pk>/deposer/", "file"
    what_happens = "Vous recevrez tout de suite un accusé de réception."

    def refused(self) -> HttpResponse | None:
        if refused := super().refused() or incomplete(self):
            return refused
        if not eligible(self.it).failed or self.it.derogation_asked:
            return None
        messages.error(self.request, "Votre structure ne remplit pas toutes les conditions : demandez une dérogation pour déposer.")
        return redirect("host:ask_derogation", self.pk)

    def facts(self) -> list[Fact]:
        asked = [Fact("Dérogation demandée", self.it.derogation_asked)] if self.it.derogation_asked else []
        return [*super().facts(), *asked]

    def effects(self) -> list[str]:
        return ["La candidature est transmise à l’ANCT : vous ne pourrez plus la modifier.", "La préfecture sera consultée."]

    def perform(self, answers: dict[str, Any]) -> str:
        it = file_application(application_id=self.pk, by=self.by)
        return f"Votre candidature {it.number} est déposée. La réponse est attendue avant le {said(it.answer_due_on)}."


class AskContact(OnApplication):
    """Renvoyer le lien de confirmation à la personne à contacter."""

    workflow = None
    route, address = "host:ask_contact", "candidatures/<uuid:pk>/confirmer-le-contact/"
    title = label = "Renvoyer le lien de confirmation"
    submit = "Envoyer le lien"
    what_happens = "La personne à contacter reçoit un lien, valable sept jours. Elle confirme que l’adresse est la sienne."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_prepare(by) and bool(it.contact_email) and it.contact_confirmed != it.contact_email

    def facts(self) -> list[Fact]:
        return [*super().facts(), Fact("Adresse à confirmer", self.it.contact_email)]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.ask_contact(application_id=self.pk, by=self.by)
        return "Le lien de confirmation est envoyé."


class HandOver(OnApplication):
    """Transmettre la candidature à la personne qui la dépose."""

    route, address, act = "host:hand_over", "candidatures/<uuid:pk>/transmettre/", "hand_over"
    label = "Transmettre pour dépôt"
    submit = "Envoyer la lettre"
    what_happens = "Rien n’est déposé. Vous pouvez encore modifier le brouillon."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_hand_over(by, it.organization_id, clock.today())

    def refused(self) -> HttpResponse | None:
        if refused := super().refused() or incomplete(self):
            return refused
        if not applications.filers(self.it.organization_id):
            messages.error(self.request, "Personne ne représente encore votre structure : invitez d’abord cette personne.")
            return redirect("host:members")
        return None

    def facts(self) -> list[Fact]:
        who = french.enumeration([it.name for it in applications.filers(self.it.organization_id)])
        return [*super().facts(), Fact("Peut déposer", who)]

    def effects(self) -> list[str]:
        return ["Chaque personne qui peut déposer reçoit une lettre, avec un bouton vers la candidature."]

    def perform(self, answers: dict[str, Any]) -> str:
        told = actions.hand_over(application_id=self.pk, by=self.by)
        return f"La candidature {self.it.number} est transmise à {french.enumeration(told)}. {NOT_FILED}"
