"""A post shared by several communes: with whom, how much of the time."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.scheme.applications import actions
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import APPLICATION
from lucette.scheme.applications.policies import can_prepare
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.host.acts.applications import NOT_FILED, OnApplication

PROJECT = "host:draft_project"


class PartnerForm(Form):
    name = forms.CharField(label="Commune ou structure qui partage le poste", max_length=160, help_text="Exemple : Commune de Felletin")
    percent = forms.IntegerField(
        label="Part du temps du conseiller, en pour cent",
        min_value=1,
        max_value=99,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text="Deux jours sur cinq font 40. Votre structure, qui porte le poste, garde le reste.",
    )


class OnSharedPost(OnApplication):
    """What the pages of a shared post have in common: the draft only changes."""

    workflow, act = APPLICATION, "save"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_prepare(by)

    @cached_property
    def partners(self) -> list[applications.PartnerShown]:
        return applications.partners(self.it)

    def facts(self) -> list[Fact]:
        return [*super().facts(), Fact("Partage du temps", applications.sharing(self.it) or "le poste n’est pas partagé")]


class AddPartner(OnSharedPost):
    """Partager le poste."""

    route, address = "host:add_partner", "candidatures/<uuid:pk>/brouillon/partage/"
    title = label = "Partager le poste"
    submit = "Ajouter cette structure"
    lead = "Un conseiller peut travailler dans plusieurs communes. Votre structure porte le poste : elle signe la convention et l’emploie."
    form_class = PartnerForm
    template_name = "host/partners.html"

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.add_partner(application_id=self.pk, by=self.by, **answers)
        return f"{it.name} partage le poste : {it.percent} % du temps. {NOT_FILED}"

    def more(self) -> dict[str, Any]:
        rows = [(it.name, it.percent, reverse(TakeOffPartner.route, args=[self.pk, it.id])) for it in self.partners]
        return super().more() | {"partners": rows, "project_url": reverse(PROJECT, args=[self.pk])}

    def back(self) -> str:
        return reverse(PROJECT, args=[self.pk]) if self.it.allows("save") else super().back()

    def done(self) -> str:
        return reverse(self.route, args=[self.pk])


class TakeOffPartner(OnSharedPost):
    """Retirer une structure du partage."""

    route, address = "host:take_off_partner", "candidatures/<uuid:pk>/brouillon/partage/<uuid:partner>/retirer/"
    title = label = "Retirer cette structure du partage"
    danger = True

    @cached_property
    def partner(self) -> applications.PartnerShown:
        found = next((it for it in self.partners if it.id == self.kwargs["partner"]), None)
        if found is None:
            raise NotFound
        return found

    def facts(self) -> list[Fact]:
        return [*super().facts(), Fact("Structure à retirer", self.partner.name, note=f"{self.partner.percent} % du temps")]

    def effects(self) -> list[str]:
        return ["Sa part du temps revient à votre structure."]

    def perform(self, answers: dict[str, Any]) -> str:
        name = self.partner.name
        actions.take_off_partner(application_id=self.pk, partner_id=self.kwargs["partner"], by=self.by)
        return f"{name} ne partage plus le poste. {NOT_FILED}"

    def back(self) -> str:
        return reverse(AddPartner.route, args=[self.pk]) if self.it.allows("save") else super().back()
