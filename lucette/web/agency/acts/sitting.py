"""During a session: conflicts of interest, the opening, each decision."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.territories import queries as territories
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.scheme.committee import actions, policies
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.rules import CONFIRMABLE
from lucette.web.agency.acts.sessions import OnSession, WithPage
from lucette.web.agency.acts.signing import CloseSession, SignMinutes
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate import applications as shared

CHOICES = (
    (Decision.GRANTED, "Accorder"),
    (Decision.REFUSED, "Refuser"),
    (Decision.DEFERRED, "Demander un examen complémentaire"),
    (Decision.WAITING, "Mettre en liste d’attente"),
)
OF_THE_COMMITTEE = (RoleName.CHAIR, RoleName.MEMBER)


class ConflictForm(Form):
    file = forms.ChoiceField(label="Dossier")
    person = forms.ChoiceField(label="Membre")
    reason = forms.CharField(
        label="Nature du conflit",
        help_text="Par exemple « élue de cette commune ».",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, files: list[tuple[str, str]], people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].choices, self.fields["person"].choices = files, people
        if not people:  # a member declares her own
            del self.fields["person"]


class DeclareConflict(WithPage):
    """Déclarer un conflit d’intérêts."""

    route, address, act = "agency:declare_conflict", "comite/<uuid:pk>/conflit/", "declare_conflict"
    form_class = ConflictForm

    def form_arguments(self) -> dict[str, Any]:
        members = [(str(it.person_id), it.name) for it in self.shown.members]
        people = [] if self.by.role in OF_THE_COMMITTEE else members
        return {"files": [(str(it.application_id), f"{it.position}. {it.host}") for it in self.shown.lines], "people": people}

    def effects(self) -> list[Effect | str]:
        return [
            "Le membre ne voit plus ce dossier, et n’en décide pas.",
            "Une décision que ce membre aurait saisie sur ce dossier est reprise.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.declare_conflict(
            session_id=self.pk,
            application_id=UUID(answers["file"]),
            person_id=UUID(answers["person"]) if "person" in answers else self.by.pk,
            reason=answers["reason"],
            by=self.by,
        )
        return "Le conflit d’intérêts est déclaré. Il figurera au procès-verbal."


class Presence(Form):
    present = forms.MultipleChoiceField(label="Membres présents", widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = people


class OpenSession(WithPage):
    """Ouvrir la séance."""

    route, address, act = "agency:open_session", "comite/<uuid:pk>/ouvrir/", "open"
    form_class = Presence

    def form_arguments(self) -> dict[str, Any]:
        return {"people": [(str(it.person_id), it.name) for it in self.shown.members]}

    def facts(self) -> list[Fact]:
        quorum = french.plural(self.it.quorum, "membre présent", "membres présents")
        return [*super().facts(), Fact("Quorum", quorum)]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.open(session_id=self.pk, present=[UUID(pk) for pk in answers["present"]], by=self.by)
        present = french.plural(len(answers["present"]), "membre présent", "membres présents")
        return f"La séance est ouverte : {present}."

    def done(self) -> str:
        return reverse("agency:room", args=[self.pk])


class DecisionForm(Form):
    decision = forms.ChoiceField(label="Décision", choices=CHOICES, widget=forms.RadioSelect)
    posts = forms.IntegerField(label="Postes accordés", help_text="Seulement pour accorder.", min_value=0, max_value=10_000, required=False)
    reason = forms.CharField(
        label="Motif",
        help_text="Il faut un motif pour refuser, demander un examen, ou accorder moins que demandé.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if corrects:
            self.fields["decision"].choices = [it for it in CHOICES if it[0] in CONFIRMABLE]


class Decide(OnSession):
    """Décider d’un dossier."""

    route, address, act = "agency:decide", "comite/<uuid:pk>/dossiers/<uuid:application_id>/decider/", "decide"
    submit = "Enregistrer la décision"
    form_class = DecisionForm

    @cached_property
    def found(self) -> tuple[Any, committee.LineShown]:
        return committee.line(self.pk, self.kwargs["application_id"], self.by)

    def subject(self) -> Any:
        return self.found[0]

    @property
    def line(self) -> committee.LineShown:
        return self.found[1]

    def back(self) -> str:
        return f"{reverse('agency:room', args=[self.pk])}#dossier-{self.line.position}"

    def done(self) -> str:
        """The room, at the next file to decide."""
        waiting = committee.to_decide(self.pk, self.by)
        following = next((it for it in waiting if it > self.line.position), waiting[0] if waiting else 0)
        return reverse("agency:room", args=[self.pk]) + (f"#dossier-{following}" if following else "#fin")

    def initial(self) -> dict[str, Any]:
        line = self.line
        return {"decision": line.decision, "posts": line.posts or line.asked, "reason": line.reason}

    def form_arguments(self) -> dict[str, Any]:
        return {"corrects": bool(self.line.corrects)}

    def facts(self) -> list[Fact]:
        place = territories.communes([self.line.commune_code])[self.line.commune_code]
        known = shared.territory_facts(place, territories.zonings([place])[place.code])
        return [*of_the_file(self.line), *known, *shared.priority(self.line.snapshot.get("territory"))]

    def perform(self, answers: dict[str, Any]) -> str:
        granted = answers["decision"] == Decision.GRANTED
        line = actions.decide(
            session_id=self.pk,
            application_id=self.line.application_id,
            decision=answers["decision"],
            posts=(answers["posts"] or 0) if granted else 0,
            reason=answers["reason"],
            by=self.by,
        )
        given = f", {french.plural(line.posts, 'poste')}" if granted else ""
        return f"{self.line.host} : {Decision(line.decision).label}{given}."


def of_the_file(line: committee.LineShown) -> list[Fact]:
    """What the committee reads of a file, as it was when put on the agenda."""
    read = line.snapshot
    facts = [
        Fact("Structure", line.host, note=read.get("kind", "")),
        Fact("Décision à corriger", line.corrects, note=line.correction),
        Fact("Postes demandés", french.number(line.asked), note="Postes supplémentaires" if read.get("additional") else ""),
        Fact("Poste demandé", read.get("post", "").capitalize()),
        Fact("Avis de la préfecture", read.get("opinion", "")),
        Fact("Proposition de la préfecture", read.get("proposal", "")),
        Fact("Motivation", read.get("motivation", "")),
        Fact("Candidat", "déjà identifié" if read.get("candidate_identified") else ""),
    ]
    return [fact for fact in facts if fact.value]


class MoveToWaiting(OnSession):
    """Passer les derniers dossiers en liste d’attente."""

    route, address, act = "agency:move_to_waiting", "comite/<uuid:pk>/liste-d-attente/", "move_to_waiting"

    def effects(self) -> list[Effect | str]:
        moved = committee.too_many(self.it)
        count, posts = len(moved), sum(line.posts for line in moved)
        if not moved:
            return ["Les dossiers accordés tiennent dans ce qui reste : aucun ne change."]
        words = french.word(count, "dossier accordé passe", "dossiers accordés passent")
        return [
            Effect(french.number(count), f"{words} en liste d’attente, en commençant par la fin de l’ordre du jour", "warning"),
            Effect(french.number(posts), french.word(posts, "poste n’est plus accordé", "postes ne sont plus accordés")),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        moved = actions.move_to_waiting(session_id=self.pk, by=self.by)
        return f"{french.plural(len(moved), 'dossier est passé', 'dossiers sont passés')} en liste d’attente."

    def done(self) -> str:
        return reverse("agency:room", args=[self.pk])


IN_THE_ROOM = (OpenSession, CloseSession, SignMinutes, MoveToWaiting, DeclareConflict)


def can_decide(by: Actor, session: Any) -> bool:
    """Does this person type the decisions of this session, now?"""
    return bool(session.allows("decide")) and policies.can_decide(by, session)
