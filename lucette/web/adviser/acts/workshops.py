"""Plan a workshop, register who calls, hold it, call it off."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.scheme.activities import actions, queries
from lucette.scheme.activities.enums import WORKSHOP, Theme
from lucette.web.adviser import tables
from lucette.web.adviser.acts.post import InPost
from lucette.web.adviser.acts.record import CountedForm, capital
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Counter, Day, Hour, OneChip
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage

LENGTHS = (60, 90, 120, 180)


class PlanForm(Form):
    title = forms.CharField(label="Titre de l’atelier", max_length=160, help_text="Il est public. Par exemple : Premiers pas sur internet.")
    theme = forms.ChoiceField(label="Thème", choices=[(it.value, capital(it.label)) for it in Theme])
    day = Day(label="Quel jour ?")
    hour = Hour(label="À quelle heure ?")
    minutes = OneChip(label="Combien de temps ?", choices=[(str(n), french.duration(n)) for n in LENGTHS])
    place_id = OneChip(label="Où ?", choices=())
    seats = Counter(label="Nombre de places", required=True)
    asked_by: ClassVar = {"starts_at": "day"}

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place_id"].choices = places


class Plan(InPost):
    """Programmer un atelier."""

    route, address, workflow, act = "adviser:plan", "ateliers/programmer/", WORKSHOP, "plan"
    form_class = PlanForm
    what_happens = "L’atelier paraît aussitôt sur la page publique du lieu, ouvert aux inscriptions."

    made: Any = None

    def form_arguments(self) -> dict[str, Any]:
        return {"places": [(str(it.id), it.name) for it in self.places]}

    def initial(self) -> dict[str, Any]:
        place = str(self.places[0].id) if self.places else ""
        return {"day": clock.today() + dt.timedelta(days=7), "hour": dt.time(14), "minutes": "90", "seats": 8, "place_id": place}

    def perform(self, answers: dict[str, Any]) -> str:
        self.made = actions.plan_workshop(
            hire_id=self.hire.pk,
            place_id=answers["place_id"],
            title=answers["title"],
            theme=answers["theme"],
            starts_at=dt.datetime.combine(answers["day"], answers["hour"], PARIS),
            minutes=int(answers["minutes"]),
            seats=answers["seats"],
            by=self.by,
        )
        return f"L’atelier est programmé le {tables.when(self.made.starts_at)}."

    def back(self) -> str:
        return reverse("adviser:appointments")

    def done(self) -> str:
        return reverse("adviser:workshop", args=[self.made.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), ("Rendez-vous", reverse("adviser:appointments"))]


class OnWorkshop(ActPage):
    """An act on one workshop of hers."""

    workflow = WORKSHOP

    def subject(self) -> Any:
        return queries.own_workshop(self.pk, self.by)

    def back(self) -> str:
        return reverse("adviser:workshop", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [
            Fact("Atelier", self.it.title),
            Fact("Quand", tables.when(self.it.starts_at), note=french.duration(self.it.minutes)),
            Fact("Inscrits", f"{self.it.registered} sur {self.it.seats}"),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            ("Mon espace", reverse("adviser:dashboard")),
            ("Rendez-vous", reverse("adviser:appointments")),
            (self.it.title, self.back()),
        ]


class RegisterPerson(OnWorkshop):
    """Inscrire une personne."""

    route, address, act = "adviser:register", "ateliers/<uuid:pk>/inscrire/", "register"
    what_happens = "Aucun nom n’est demandé : une place est retenue."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.starts_at > clock.now())

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.register(workshop_id=self.pk, by=self.by)
        left = it.seats - it.registered
        rest = f"il reste {french.plural(left, 'place')}" if left else "l’atelier est complet"
        return f"Une personne de plus est inscrite : {rest}."


class Hold(OnWorkshop):
    """Dire qui est venu : the workshop becomes an activity."""

    route, address, act = "adviser:hold", "ateliers/<uuid:pk>/tenir/", "hold"
    label = "Dire qui est venu"
    title, submit = "Qui est venu à l’atelier ?", "Enregistrer l’atelier"
    what_happens = "L’atelier devient une activité : il compte des personnes, jamais des noms."
    form_class = CountedForm
    template_name = "adviser/hold.html"
    made: Any = None

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.starts_at <= clock.now())

    def initial(self) -> dict[str, Any]:
        return {"participants": max(1, self.it.registered)}

    def form(self, *typed: Any) -> Any:
        self.bound: Any = super().form(*typed)
        return self.bound

    def perform(self, answers: dict[str, Any]) -> str:
        came = {word: count for word, count in self.bound.people().items() if word != "recurring"}
        self.made = actions.hold_workshop(workshop_id=self.pk, by=self.by, **came)
        if answers["recurring"]:
            actions.correct(activity_id=self.made.pk, recurring=answers["recurring"], by=self.by)
        return f"L’atelier est enregistré : {french.plural(self.made.participants, 'personne')}."

    def done(self) -> str:
        return reverse("adviser:activity", args=[self.made.pk])


class CancelWorkshop(OnWorkshop):
    """Annuler l’atelier."""

    route, address, act = "adviser:cancel_workshop", "ateliers/<uuid:pk>/annuler/", "cancel"
    danger = True

    def effects(self) -> list[str]:
        waits = french.plural(self.it.registered, "personne inscrite", "personnes inscrites")
        told = f"{waits} : prévenez-les par téléphone." if self.it.registered else "Personne n’est inscrit."
        return [told, "L’atelier disparaît de la page publique du lieu."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.cancel_workshop(workshop_id=self.pk, by=self.by)
        return "L’atelier est annulé."


ON_WORKSHOP = (Hold, RegisterPerson, CancelWorkshop)
