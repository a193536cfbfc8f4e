"""One person in training: who is there, who followed, who is certified, who stops."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.trainings import actions, queries
from lucette.scheme.trainings.enums import BEST_PIX_SCORE, ENROLMENT
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage

HOME = ("Mon espace", "training:dashboard")


class OnEnrolment(ActPage):
    """An act on one enrolment of the body's sessions."""

    workflow = ENROLMENT

    def subject(self) -> Any:
        return queries.enrolment(self.pk, self.by)

    @property
    def name(self) -> str:
        return str(self.it.hire.candidate.person)

    def back(self) -> str:
        return reverse("training:enrolment", args=[self.pk])

    def facts(self) -> list[Fact]:
        session = self.it.session
        return [
            Fact("Conseiller", self.name, note=self.it.hire.organization.name),
            Fact("Session", session.title, note=f"du {french.date(session.starts_on)} au {french.date(session.ends_on)}"),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [(HOME[0], reverse(HOME[1])), (f"Inscription de {self.name}", self.back())]


class Start(OnEnrolment):
    """Noter la présence, le premier jour."""

    route, address, act = "training:start", "inscriptions/<uuid:pk>/presence/", "start"
    label = title = "Noter la présence"
    submit = "Noter la présence"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.session.starts_on <= clock.today())

    def effects(self) -> list[str]:
        return ["La formation de cette personne commence.", "Sa structure est prévenue."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.start(enrolment_id=self.pk, by=self.by)
        return f"{self.name} est présent : sa formation commence."


class Complete(OnEnrolment):
    """Attester que la formation est suivie."""

    route, address, act = "training:complete", "inscriptions/<uuid:pk>/fin/", "complete"
    label = title = "Attester la formation suivie"
    submit = "Attester"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.session.ends_on <= clock.today())

    def effects(self) -> list[Effect]:
        return [Effect(str(Money(self.it.session.seat_cents)), "pourront être facturés pour cette place")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.complete(enrolment_id=self.pk, by=self.by)
        return f"{self.name} a suivi toute la formation."


class CertificateForm(Form):
    certificate_number = forms.CharField(
        label="Numéro du certificat Pix", max_length=40, help_text="Recopiez-le du certificat. Exemple : P-7HQ2KXW4"
    )
    pix_score = forms.IntegerField(
        label="Score Pix",
        min_value=0,
        max_value=BEST_PIX_SCORE,
        help_text="De 0 à 1 024.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class Certify(OnEnrolment):
    """Enregistrer le certificat Pix."""

    route, address, act = "training:certify", "inscriptions/<uuid:pk>/certificat/", "certify"
    label = title = "Enregistrer le certificat Pix"
    submit = "Enregistrer le certificat"
    form_class = CertificateForm

    def perform(self, answers: dict[str, Any]) -> str:
        actions.certify(enrolment_id=self.pk, by=self.by, **answers)
        return f"Le certificat Pix de {self.name} est enregistré."


class InterruptionForm(Form):
    reason = forms.CharField(
        label="Pourquoi la formation s’interrompt-elle ?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="La personne et sa structure le lisent. N’écrivez rien sur sa santé.",
    )


class Interrupt(OnEnrolment):
    """Interrompre la formation."""

    route, address, act = "training:interrupt", "inscriptions/<uuid:pk>/interruption/", "interrupt"
    danger = True
    form_class = InterruptionForm

    def effects(self) -> list[Effect]:
        return [Effect("1", "place redevient libre"), Effect(str(Money(0)), "ne sera facturé pour cette place")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.interrupt(enrolment_id=self.pk, reason=answers["reason"], by=self.by)
        return f"La formation de {self.name} est interrompue."


ON_ENROLMENT = (Start, Complete, Certify, Interrupt)
