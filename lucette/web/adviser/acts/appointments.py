"""Book for a person, confirm, receive, note an absence, call off."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.scheme.activities.enums import Theme
from lucette.scheme.appointments import actions, queries
from lucette.scheme.appointments.enums import APPOINTMENT, BookedBy
from lucette.scheme.appointments.rules import LENGTHS
from lucette.scheme.places.rules import time_in_words
from lucette.web.adviser import tables
from lucette.web.adviser.acts.post import InPost
from lucette.web.adviser.acts.record import AGES, OCCUPATIONS, capital
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Hour, OneChip
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage

MORNING = dt.time(9)


class SlotForm(Form):
    """When and where."""

    day = Day(label="Quel jour ?")
    hour = Hour(label="À quelle heure ?")
    minutes = OneChip(label="Combien de temps ?", choices=[(str(n), french.duration(n)) for n in LENGTHS])
    place_id = OneChip(label="Où ?", choices=())
    asked_by: ClassVar = {"starts_at": "day"}

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place_id"].choices = places

    def slot(self) -> dict[str, Any]:
        """The words of `appointments.book`."""
        told = self.cleaned_data
        starts_at = dt.datetime.combine(told["day"], told["hour"], PARIS)
        return {"starts_at": starts_at, "minutes": int(told["minutes"]), "place_id": told["place_id"]}


class BookForm(SlotForm):
    """Who comes: a first name, and how to call back."""

    first_name = forms.CharField(label="Prénom de la personne", max_length=40, help_text="Le prénom seul suffit.")
    phone = forms.CharField(
        label="Téléphone de la personne",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    need = forms.ChoiceField(label="Besoin de la personne", choices=[(it.value, capital(it.label)) for it in Theme])
    booked_by = OneChip(label="Qui demande le rendez-vous ?", choices=[(it.value, capital(it.label)) for it in BookedBy])
    not_kept = frozenset({"first_name", "phone"})

    field_order = ("first_name", "phone", "need", "booked_by", "day", "hour", "minutes", "place_id")


class Slotted(InPost):
    """An act that fills a slot: the first free one is proposed."""

    form_class: ClassVar[type[Form]] = SlotForm
    made: Any = None

    @cached_property
    def diary(self) -> queries.Day:
        return queries.day_of(self.hire, self.asked_day())

    def form_arguments(self) -> dict[str, Any]:
        return {"places": self.diary.places}

    def initial(self) -> dict[str, Any]:
        first = next(iter(self.diary.free), None)
        place = str(first.place_id) if first else next((code for code, _ in self.diary.places), "")
        return {"day": self.diary.day, "hour": first.starts_at.time() if first else MORNING, "minutes": "30", "place_id": place}

    def asked_day(self) -> dt.date:
        """The day of the agenda from which one comes, or tomorrow."""
        try:
            return max(clock.today(), dt.date.fromisoformat(self.request.GET.get("le", "")))
        except ValueError:
            return clock.today() + dt.timedelta(days=1)

    def form(self, *typed: Any) -> Any:
        self.bound: Any = super().form(*typed)
        return self.bound

    def facts(self) -> list[Fact]:
        taken = [time_in_words(start.astimezone(PARIS).time()) for start, _ in sorted(self.diary.taken)]
        return [Fact(f"Déjà pris le {french.date(self.diary.day)}", french.enumeration(taken))] if taken else []

    def back(self) -> str:
        return reverse("adviser:appointments")

    def done(self) -> str:
        return reverse("adviser:appointment", args=[self.made.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), ("Rendez-vous", reverse("adviser:appointments"))]


class Book(Slotted):
    """Prendre un rendez-vous pour une personne."""

    route, address, workflow, act = "adviser:book", "rendez-vous/prendre/", APPOINTMENT, "book"
    form_class = BookForm
    what_happens = "Prénom et téléphone sont effacés trente jours après le rendez-vous."

    def initial(self) -> dict[str, Any]:
        return super().initial() | {"booked_by": BookedBy.CITIZEN.value, "need": Theme.PROCEDURE.value}

    def perform(self, answers: dict[str, Any]) -> str:
        who = {word: answers[word] for word in ("first_name", "phone", "need", "booked_by")}
        self.made = actions.book(hire_id=self.hire.pk, by=self.by, **self.bound.slot(), **who)
        return f"Le rendez-vous est pris : {tables.when(self.made.slot.lower)}."


class OnAppointment(ActPage):
    """An act on one appointment of hers."""

    workflow = APPOINTMENT

    def subject(self) -> Any:
        return queries.appointment(self.pk, self.by)

    def back(self) -> str:
        return reverse("adviser:appointment", args=[self.pk])

    def facts(self) -> list[Fact]:
        it = self.it
        return [
            Fact("Quand", tables.when(it.slot.lower)),
            Fact("Personne", it.first_name or "effacée"),
            *([Fact("Téléphone", it.phone)] if it.phone else []),
            Fact("Besoin", it.get_need_display()),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [
            ("Mon espace", reverse("adviser:dashboard")),
            ("Rendez-vous", reverse("adviser:appointments")),
            (f"Rendez-vous du {tables.when(self.it.slot.lower)}", self.back()),
        ]


def day_come(it: Any) -> bool:
    return bool(it.slot.lower.astimezone(PARIS).date() <= clock.today())


class Confirm(OnAppointment):
    """Confirmer : the person was called and will come."""

    route, address, act = "adviser:confirm", "rendez-vous/<uuid:pk>/confirmer/", "confirm"

    def effects(self) -> list[str]:
        return ["Vous avez appelé la personne : elle viendra."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.confirm(appointment_id=self.pk, by=self.by)
        return "Le rendez-vous est confirmé."


class HonourForm(Form):
    minutes = OneChip(label="Combien de temps avez-vous passé ?", choices=[(str(n), french.duration(n)) for n in (15, 30, 45, 60, 90, 120)])
    age_band = OneChip(label="Âge de la personne", required=False, choices=AGES)
    occupation = OneChip(label="Sa situation", required=False, choices=OCCUPATIONS)


class Honour(OnAppointment):
    """La personne est venue : the appointment becomes an activity, already filled."""

    route, address, act = "adviser:honour", "rendez-vous/<uuid:pk>/recevoir/", "honour"
    label, title, submit = "La personne est venue", "La personne est venue", "Enregistrer l’accompagnement"
    form_class = HonourForm
    what_happens = "Le rendez-vous devient une activité, sans nom."
    made: Any = None

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return day_come(it)

    def initial(self) -> dict[str, Any]:
        return {"minutes": str(int((self.it.slot.upper - self.it.slot.lower).total_seconds() // 60))}

    def perform(self, answers: dict[str, Any]) -> str:
        told = {"age_band": answers["age_band"], "occupation": answers["occupation"]}
        _, self.made = actions.honour(appointment_id=self.pk, minutes=int(answers["minutes"]), by=self.by, **told)
        return f"Le rendez-vous est devenu une activité de {french.duration(self.made.minutes)}."

    def done(self) -> str:
        return reverse("adviser:activity", args=[self.made.pk])


class NoShow(OnAppointment):
    """La personne n’est pas venue."""

    route, address, act = "adviser:no_show", "rendez-vous/<uuid:pk>/absence/", "no_show"
    label = title = "La personne n’est pas venue"
    submit = "Noter l’absence"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return day_come(it)

    def effects(self) -> list[str]:
        return ["Aucune activité n’est comptée.", "Vous pouvez reprendre rendez-vous avec cette personne."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.no_show(appointment_id=self.pk, by=self.by)
        return "L’absence est notée."


class CancelForPerson(OnAppointment):
    """Annuler à la demande de la personne."""

    route, address, act = "adviser:cancel_for_person", "rendez-vous/<uuid:pk>/annuler-pour-la-personne/", "cancel_by_citizen"
    label = title = "Annuler à sa demande"
    submit = "Annuler le rendez-vous"
    danger = True

    def effects(self) -> list[str]:
        return ["Le créneau redevient libre."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.cancel_by_citizen(appointment_id=self.pk, by=self.by)
        return "Le rendez-vous est annulé à la demande de la personne."


class CancelAsAdviser(OnAppointment):
    """Annuler : the adviser cannot receive."""

    route, address, act = "adviser:cancel_as_adviser", "rendez-vous/<uuid:pk>/annuler/", "cancel_by_adviser"
    label = title = "Je ne peux pas recevoir"
    submit = "Annuler le rendez-vous"
    danger = True

    def effects(self) -> list[str]:
        return ["Appelez la personne : personne d’autre ne la prévient.", "Le créneau redevient libre."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.cancel_by_adviser(appointment_id=self.pk, by=self.by)
        return "Le rendez-vous est annulé. Appelez la personne."


ON_APPOINTMENT = (Honour, Confirm, NoShow, CancelForPerson, CancelAsAdviser)
