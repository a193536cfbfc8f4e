"""Where the host's advisers receive the public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.organizations import queries as organizations
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.scheme.places import actions
from lucette.scheme.places import queries as places
from lucette.scheme.places.enums import Access, PlaceKind
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage
from lucette.web.gate.communes import CommuneForm, spoken
from lucette.web.gate.hours import HoursForm
from lucette.web.gate.objects import said
from lucette.web.host.crumbs import CRUMB, crumb


def capitals(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(code, label[:1].upper() + label[1:]) for code, label in choices]


class OpenForm(CommuneForm):
    field_order = ("name", "kind", "address", "commune", "commune_code", "access", "phone", "step_free")
    name = forms.CharField(label="Nom du lieu", max_length=160, help_text="Exemple : Médiathèque Éric-Rohmer")
    kind = forms.ChoiceField(label="Type de lieu", choices=capitals(PlaceKind.choices))
    address = forms.CharField(label="Adresse", max_length=200, help_text="Numéro et rue")
    access = forms.ChoiceField(
        label="Comment vient-on ?", choices=capitals(Access.choices), widget=forms.RadioSelect, initial=Access.APPOINTMENT
    )
    phone = forms.CharField(
        label="Téléphone du lieu", required=False, max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    step_free = forms.ChoiceField(
        label="Peut-on entrer en fauteuil roulant ?",
        required=False,
        choices=[("", "Je ne sais pas"), ("oui", "Oui"), ("non", "Non")],
        widget=forms.RadioSelect,
    )


class OpenPlace(ActPage):
    """Ouvrir un lieu d’accueil."""

    route, address = "host:open_place", "lieux/ouvrir/"
    title = label = "Ouvrir un lieu d’accueil"
    submit = "Ouvrir ce lieu"
    lead = "Un lieu où votre conseiller reçoit le public. Il paraît sur la carte et dans la recherche."
    what_happens = "Le lieu paraît tout de suite. Vous dites ses horaires à l’étape suivante."
    form_class = OpenForm

    opened: UUID

    def initial(self) -> dict[str, Any]:
        own = organizations.organization(UUID(self.by.scope.code), self.by)
        return {"commune": spoken(own.commune), "address": own.address}

    def perform(self, answers: dict[str, Any]) -> str:
        answers.pop("commune")
        step_free = {"oui": True, "non": False}.get(answers.pop("step_free"))
        it = actions.open_place(organization_id=UUID(self.by.scope.code), step_free=step_free, by=self.by, **answers)
        self.opened = it.pk
        return f"« {it.name} » est ouvert au public. Dites maintenant ses horaires."

    def back(self) -> str:
        return reverse("host:places")

    def done(self) -> str:
        return reverse("host:set_hours", args=[self.opened])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Lieux d’accueil", "host:places")]


class OnPlace(ActPage):
    """An act on one place of the host."""

    def subject(self) -> Any:
        return places.place_kept(self.pk, self.by)

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.closed_on is None

    def facts(self) -> list[Fact]:
        return [Fact("Lieu", self.it.name, note=self.it.commune.name)]

    def back(self) -> str:
        return reverse("host:place", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Lieux d’accueil", "host:places"), (self.it.name, self.back())]


class SetHours(OnPlace):
    """Fixer les horaires d’un lieu."""

    route, address = "host:set_hours", "lieux/<uuid:pk>/horaires/"
    title = label = "Fixer les horaires"
    submit = "Enregistrer les horaires"
    form_class = HoursForm

    def initial(self) -> dict[str, Any]:
        return HoursForm.told(self.it.hours)

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.set_hours(place_id=self.pk, hours=HoursForm.read(answers), by=self.by)
        return f"Les horaires de « {it.name} » sont enregistrés."


class CloseForm(Form):
    on = Day(label="À partir de quel jour est-il fermé ?")


class ClosePlace(OnPlace):
    """Fermer un lieu d’accueil."""

    route, address = "host:close_place", "lieux/<uuid:pk>/fermer/"
    title = label = "Fermer ce lieu"
    form_class = CloseForm
    danger = True

    def effects(self) -> list[str]:
        return ["Le lieu quitte la carte et la recherche ce jour-là.", "Plus personne ne peut y prendre rendez-vous."]

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.close_place(place_id=self.pk, on=answers["on"], by=self.by)
        return f"« {it.name} » est fermé à partir du {said(it.closed_on)}."


ON_PLACE = (SetHours, ClosePlace)
