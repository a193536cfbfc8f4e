"""The host sends a person to one of its advisers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.scheme.activities.enums import Theme
from lucette.scheme.appointments import actions
from lucette.scheme.appointments import queries as appointments
from lucette.scheme.appointments.enums import REFERRAL
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import HireStatus
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage
from lucette.web.host.crumbs import CRUMB, crumb


class ReferForm(Form):
    """The least possible about the person; nothing of her is kept while it is typed."""

    not_kept = frozenset({"first_name", "phone"})

    hire = forms.ChoiceField(label="Vers quel conseiller ?", choices=(), widget=forms.RadioSelect)
    first_name = forms.CharField(label="Prénom de la personne", max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = forms.CharField(
        label="Téléphone de la personne",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text="Pour que le conseiller la rappelle. Exemple : 05 55 00 00 00",
    )
    need = forms.ChoiceField(label="Besoin de la personne", choices=[(code, label.capitalize()) for code, label in Theme.choices])

    def __init__(self, *typed: Any, choices: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*typed, **more)
        self.fields["hire"].choices = choices


class Refer(ActPage):
    """Orienter une personne vers un conseiller."""

    route, address = "host:refer", "orientations/nouvelle/"
    also = ((REFERRAL, "refer"),)
    title = label = "Orienter une personne"
    submit = "Envoyer au conseiller"
    lead = "Un prénom, un téléphone, un besoin : rien de plus. Demandez d’abord son accord à la personne."
    what_happens = "Votre conseiller la rappelle et fixe le rendez-vous. Ses coordonnées sont effacées ensuite."
    template_name = "host/refer.html"
    form_class = ReferForm

    def form_arguments(self) -> dict[str, Any]:
        hires = [it for it in recruitment.hires_of(UUID(self.by.scope.code), self.by) if it.status == HireStatus.VALIDATED]
        return {"choices": [(str(it.id), it.candidate_name) for it in hires]}

    def perform(self, answers: dict[str, Any]) -> str:
        hire_id = UUID(answers.pop("hire"))
        it = actions.refer(organization_id=UUID(self.by.scope.code), hire_id=hire_id, by=self.by, **answers)
        self.sent = it.pk
        return "La demande est envoyée à votre conseiller, qui rappelle la personne."

    def back(self) -> str:
        return reverse("host:referrals")

    def done(self) -> str:
        return reverse("host:referral", args=[self.sent])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Orientations", "host:referrals")]


class CloseReferral(ActPage):
    """Clore l’orientation."""

    route, address, act = "host:close_referral", "orientations/<uuid:pk>/clore/", "close"
    workflow = REFERRAL
    danger = True

    def subject(self) -> Any:
        return appointments.referral(self.pk, self.by)

    def facts(self) -> list[Fact]:
        return [Fact("Besoin", self.it.get_need_display().capitalize()), Fact("Conseiller", str(self.it.hire.candidate.person))]

    def effects(self) -> list[str]:
        return ["Le conseiller ne rappelle plus cette personne.", "Si elle en a encore besoin, orientez-la de nouveau."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.close_referral(referral_id=self.pk, by=self.by)
        return "L’orientation est close."

    def back(self) -> str:
        return reverse("host:referral", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Orientations", "host:referrals")]


ON_REFERRAL = (CloseReferral,)
