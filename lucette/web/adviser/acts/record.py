"""Record an activity in a few taps: what she usually does is already chosen."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.errors import RuleBroken
from lucette.scheme.activities import actions, queries
from lucette.scheme.activities.enums import ACTIVITY, ActivityKind, AgeBand, Channel, Occupation, Theme
from lucette.web.adviser import tables
from lucette.web.adviser.acts.post import InPost
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Chips, Counter, Day, FirstInHand, OneChip
from lucette.web.design.forms import Form

DURATIONS = (15, 30, 45, 60, 90, 120)
USUAL_MINUTES = {ActivityKind.INDIVIDUAL: 30, ActivityKind.WORKSHOP: 90}
FIRST_THEMES = 6
PLACES_APART = ((Channel.ELSEWHERE, "Autre lieu"), (Channel.REMOTE, "À distance"), (Channel.HOME, "À domicile"))
UNSAID = ("", "Non dit")
AGES = [UNSAID, *((it.value, it.label[:1].upper() + it.label[1:]) for it in AgeBand)]
OCCUPATIONS = [UNSAID, *((it.value, it.label[:1].upper() + it.label[1:]) for it in Occupation)]


class ActivityForm(Form):
    """What every activity says: four answers, the first alone being left to choose."""

    themes = Chips(label="Qu’avez-vous fait ?", shown=FIRST_THEMES, choices=Theme.choices)
    minutes = OneChip(label="Combien de temps ?", choices=())
    where = OneChip(label="Où ?", choices=())
    held_on = Day(label="Quel jour ?")
    asked_by: ClassVar = {"place_id": "where", "ages": "participants", "occupations": "participants"}

    def __init__(self, *args: Any, usual: queries.Usual, places: list[tuple[str, str]], minutes: int = 30, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [Theme(code) for code in self.initial.get("themes", [])]
        ordered = [*chosen, *(theme for theme in usual.themes if theme not in chosen)]
        self.choices("themes", [(theme.value, capital(theme.label)) for theme in ordered])
        if not self.is_bound:
            self.fields["themes"].widget = FirstInHand(choices=self.fields["themes"].choices)
        self.choices("minutes", [(str(n), french.duration(n)) for n in sorted({*DURATIONS, minutes})])
        self.choices("where", [*places, *((code.value, label) for code, label in PLACES_APART)])

    def choices(self, name: str, found: list[tuple[str, str]]) -> None:
        self.fields[name].choices = found

    def fields_of_activity(self) -> dict[str, Any]:
        """The words of `activities.record`; each kind adds who came."""
        told = self.cleaned_data
        where = told["where"]
        apart = where in Channel.values
        return {
            "themes": told["themes"],
            "minutes": int(told["minutes"]),
            "held_on": told["held_on"],
            "place_id": None if apart else UUID(where),
            "channel": where if apart else Channel.PLACE.value,
        }


class IndividualForm(ActivityForm):
    """One person: her age and her situation, if one wishes to say."""

    age = OneChip(label="Âge de la personne", required=False, choices=AGES)
    occupation = OneChip(label="Sa situation", required=False, choices=OCCUPATIONS)
    known = forms.BooleanField(label="Personne déjà accompagnée", required=False)
    brief = forms.BooleanField(label="Simple demande ponctuelle, de quelques minutes", required=False)

    def fields_of_activity(self) -> dict[str, Any]:
        told = self.cleaned_data
        return super().fields_of_activity() | {
            "kind": ActivityKind.BRIEF if told["brief"] else ActivityKind.INDIVIDUAL,
            "participants": 1,
            "recurring": int(told["known"]),
            "ages": {told["age"]: 1} if told["age"] else {},
            "occupations": {told["occupation"]: 1} if told["occupation"] else {},
        }


class CountedForm(Form):
    """Who came, as counters; the ages and the situations may stay at zero."""

    participants = Counter(label="Participants", initial=None)
    recurring = Counter(label="dont déjà accompagnés")
    for_ages = {band.value: f"age_{band.name.lower()}" for band in AgeBand}
    for_occupations = {it.value: f"occupation_{it.name.lower()}" for it in Occupation}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for labels, names in ((dict(AgeBand.choices), self.for_ages), (dict(Occupation.choices), self.for_occupations)):
            self.fields |= {name: Counter(label=capital(labels[code])) for code, name in names.items()}

    @property
    def age_fields(self) -> list[Any]:
        return [self[name] for name in self.for_ages.values()]

    @property
    def occupation_fields(self) -> list[Any]:
        return [self[name] for name in self.for_occupations.values()]

    def people(self) -> dict[str, Any]:
        """The words of who came, to `activities.record` or to an act on a workshop."""
        told = self.cleaned_data
        return {
            "participants": told["participants"] or None,
            "recurring": told["recurring"],
            "ages": {code: told[name] for code, name in self.for_ages.items() if told[name]},
            "occupations": {code: told[name] for code, name in self.for_occupations.items() if told[name]},
        }


class WorkshopForm(ActivityForm, CountedForm):
    """Several people."""

    def fields_of_activity(self) -> dict[str, Any]:
        return super().fields_of_activity() | self.people() | {"kind": ActivityKind.WORKSHOP}


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class OnActivity(InPost):
    """What recording and correcting share."""

    workflow = ACTIVITY
    form_class: ClassVar[type[Form]] = ActivityForm
    kind = ActivityKind.INDIVIDUAL
    template_name = "adviser/record.html"

    @cached_property
    def usual(self) -> queries.Usual:
        return queries.usual(self.hire.pk, self.by)

    @property
    def minutes(self) -> int:
        """The duration already chosen: the last one's of the same kind, or the usual one."""
        last = self.usual.last
        return last.minutes if last and last.kind == self.kind else USUAL_MINUTES[self.kind]

    def form_arguments(self) -> dict[str, Any]:
        return {"usual": self.usual, "places": [(str(it.id), it.name) for it in self.places], "minutes": self.minutes}

    def where(self) -> str:
        """Today's place: the last one, the only one, or the first."""
        if self.usual.place:
            return str(self.usual.place.pk)
        return str(self.places[0].id) if self.places else Channel.ELSEWHERE.value

    def initial(self) -> dict[str, Any]:
        return {"minutes": str(self.minutes), "where": self.where(), "held_on": clock.today()}

    def more(self) -> dict[str, Any]:
        return {"counted": issubclass(self.form_class, CountedForm), "same": "", "same_once": uuid4()}

    def crumbs(self) -> list[tuple[str, str]]:
        return [*super().crumbs(), ("Activités", reverse("adviser:activities"))]


class Recorded(OnActivity):
    """An act that leaves a new activity, undone in one tap."""

    made: Any = None

    def recorded(self, **words: Any) -> str:
        self.made = actions.record(hire_id=self.hire.pk, by=self.by, **words)
        return f"C’est enregistré : {told(self.made)}."

    def undo(self) -> str:
        return reverse("adviser:undo", args=[self.made.pk])


class RecordIndividual(Recorded):
    """Enregistrer une aide individuelle."""

    route, address, act = "adviser:record", "activites/aide-individuelle/", "record"
    title, submit = "Aide individuelle", "Enregistrer"
    form_class = IndividualForm

    def perform(self, answers: dict[str, Any]) -> str:
        return self.recorded(**self.bound.fields_of_activity())

    def form(self, *typed: Any) -> Any:
        self.bound: Any = super().form(*typed)
        return self.bound

    def more(self) -> dict[str, Any]:
        last = self.usual.last
        return super().more() | {"same": told(last) if last and last.kind == self.kind else ""}


class RecordWorkshop(RecordIndividual):
    """Enregistrer un atelier."""

    route, address = "adviser:record_workshop", "activites/atelier/"
    title = "Atelier"
    kind = ActivityKind.WORKSHOP
    form_class = WorkshopForm


class RecordSame(Recorded):
    """« Comme le dernier » : the last activity once more, today."""

    route, address, act = "adviser:record_same", "activites/comme-la-derniere/", "record"
    title, submit = "Comme la dernière fois", "Enregistrer la même activité"
    form_class = Form
    template_name = "design/act.html"

    def form_arguments(self) -> dict[str, Any]:
        return {}

    def initial(self) -> dict[str, Any]:
        return {}

    def more(self) -> dict[str, Any]:
        return {}

    def facts(self) -> list[Fact]:
        last = self.usual.last
        return [Fact("Activité", told(last)), Fact("Date", french.date(clock.today()))] if last else []

    def perform(self, answers: dict[str, Any]) -> str:
        last = self.usual.last
        if last is None:
            raise RuleBroken("activity.no_last", "Vous n’avez encore rien enregistré : choisissez l’aide individuelle ou l’atelier.")
        words = ("place_id", "kind", "channel", "minutes", "themes", "ages", "occupations", "participants", "recurring")
        return self.recorded(held_on=clock.today(), **{word: getattr(last, word) for word in words})


def told(it: Any) -> str:
    """« aide individuelle, démarches en ligne, 30 min, Médiathèque »."""
    kind = ActivityKind(it.kind).label
    people = "" if it.participants == 1 else f" de {french.number(it.participants)} personnes"
    where = it.place.name if it.place else Channel(it.channel).label
    return f"{kind}{people}, {lower(tables.themes(it.themes))}, {french.duration(it.minutes)}, {where}"


def lower(text: str) -> str:
    return text[:1].lower() + text[1:]


RECORDS = (RecordIndividual, RecordWorkshop, RecordSame)
