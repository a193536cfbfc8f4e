"""Open a place, say its hours, close it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.scheme.places import actions, queries
from lucette.scheme.places.enums import Access, PlaceKind
from lucette.scheme.places.policies import can_keep
from lucette.web.adviser.acts.post import InPost
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, OneChip
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage
from lucette.web.gate.communes import CommuneForm, spoken
from lucette.web.gate.hours import HoursForm

STEP_FREE = [("", "Je ne sais pas"), ("oui", "Oui"), ("non", "Non")]
SAID = {"oui": True, "non": False}


class PlaceForm(CommuneForm, HoursForm):
    name = forms.CharField(label="Nom du lieu", max_length=160, help_text="Par exemple : Médiathèque Éric Rohmer.")
    kind = forms.ChoiceField(label="Type de lieu", choices=[(it.value, it.label[:1].upper() + it.label[1:]) for it in PlaceKind])
    address = forms.CharField(label="Adresse", max_length=200, help_text="Numéro et rue.")
    access = OneChip(label="Comment vient-on ?", choices=[(it.value, it.label[:1].upper() + it.label[1:]) for it in Access])
    phone = forms.CharField(label="Téléphone du lieu", max_length=20, required=False, widget=forms.TextInput(attrs={"type": "tel"}))
    step_free = OneChip(label="Peut-on entrer en fauteuil roulant ?", required=False, choices=STEP_FREE)
    field_order = ("name", "kind", "address", "commune", "commune_code", "access", "phone", "step_free", *HoursForm.days)


class OpenPlace(InPost):
    """Ouvrir un lieu d’accueil."""

    route, address = "adviser:open_place", "lieux/ouvrir/"
    label = title = "Ouvrir un lieu d’accueil"
    submit = "Ouvrir ce lieu"
    form_class = PlaceForm
    template_name = "gate/hours.html"
    what_happens = "Le lieu paraît aussitôt sur la carte publique."
    made: Any = None

    def initial(self) -> dict[str, Any]:
        return {"access": Access.APPOINTMENT.value, "commune": spoken(self.hire.organization.commune)}

    def form(self, *typed: Any) -> Any:
        self.bound: Any = super().form(*typed)
        return self.bound

    def perform(self, answers: dict[str, Any]) -> str:
        words = {word: answers[word] for word in ("name", "kind", "address", "commune_code", "access", "phone")}
        step_free = SAID.get(answers["step_free"])
        where = self.hire.organization_id
        self.made = actions.open_place(organization_id=where, hours=self.bound.hours(), step_free=step_free, by=self.by, **words)
        return f"{self.made.name} est ouvert au public."

    def back(self) -> str:
        return reverse("adviser:places")

    def done(self) -> str:
        return reverse("adviser:place", args=[self.made.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), ("Lieux", reverse("adviser:places"))]


class OnPlace(ActPage):
    """An act on a place of her host that is still open."""

    def subject(self) -> Any:
        return queries.place_kept(self.pk, self.by)

    @classmethod
    def may(cls, by: Any, it: Any) -> bool:
        return it.closed_on is None and can_keep(by, it.organization_id)

    def back(self) -> str:
        return reverse("adviser:place", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [("Mon espace", reverse("adviser:dashboard")), ("Lieux", reverse("adviser:places")), (self.it.name, self.back())]


class SetHours(OnPlace):
    """Changer les horaires."""

    route, address = "adviser:set_hours", "lieux/<uuid:pk>/horaires/"
    label = title = "Changer les horaires"
    submit = "Enregistrer les horaires"
    form_class = HoursForm
    template_name = "gate/hours.html"
    what_happens = "Les créneaux proposés au public suivent ces horaires. Les rendez-vous déjà pris restent pris."

    def initial(self) -> dict[str, Any]:
        return HoursForm.told(self.it.hours)

    def form(self, *typed: Any) -> Any:
        self.bound: Any = super().form(*typed)
        return self.bound

    def perform(self, answers: dict[str, Any]) -> str:
        actions.set_hours(place_id=self.pk, hours=self.bound.hours(), by=self.by)
        return "Les horaires sont enregistrés."


class StepFreeForm(Form):
    step_free = OneChip(label="Peut-on entrer en fauteuil roulant ?", required=False, choices=STEP_FREE)


class SetStepFree(OnPlace):
    """Dire si l’on entre en fauteuil roulant."""

    route, address = "adviser:set_step_free", "lieux/<uuid:pk>/accessibilite/"
    label = title = "Dire si l’on entre en fauteuil roulant"
    submit = "Enregistrer"

    form_class = StepFreeForm

    def initial(self) -> dict[str, Any]:
        return {"step_free": {True: "oui", False: "non"}.get(self.it.step_free, "")}

    def perform(self, answers: dict[str, Any]) -> str:
        actions.set_step_free(place_id=self.pk, step_free=SAID.get(answers["step_free"]), by=self.by)
        return "C’est enregistré : la page publique du lieu le dit."


class ClosingForm(Form):
    on = Day(label="À partir de quel jour est-il fermé ?")


class ClosePlace(OnPlace):
    """Fermer le lieu."""

    route, address = "adviser:close_place", "lieux/<uuid:pk>/fermer/"
    label = title = "Fermer ce lieu"
    danger = True
    form_class = ClosingForm

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def facts(self) -> list[Fact]:
        return [Fact("Lieu", self.it.name), Fact("Adresse", self.it.address)]

    def effects(self) -> list[str]:
        return ["Le lieu disparaît de la carte publique.", "Aucun rendez-vous ne peut plus y être pris. Un lieu fermé ne rouvre pas."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.close_place(place_id=self.pk, on=answers["on"], by=self.by)
        return f"{self.it.name} est fermé à partir du {french.date(answers['on'])}."


ON_PLACE = (SetHours, SetStepFree, ClosePlace)
