"""What ties the people who instruct and decide to a file: declared, lifted; and the mandates of the members of the committee."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from lucette.foundation.accounts.enums import RoleName as R
from lucette.scheme.reviews import actions
from lucette.scheme.reviews import queries as reviews
from lucette.scheme.reviews.enums import Strength
from lucette.stories.declare_interest import declare_interest
from lucette.web.agency.acts.applications import OnApplication
from lucette.web.agency.acts.sessions import people
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.interests import InterestForm, WithdrawForm, effects

HERE = ("Liens d’intérêts", "/anct/liens-d-interets/")
MANDATES = ("Mandats déclarés", "/anct/mandats/")
CRUMB = ("Espace de l’ANCT", "/anct/")
MYSELF = "Moi"


class OfSomebody(InterestForm):
    person = forms.ChoiceField(label="Personne concernée")
    field_order = ["person", "strength", "reason"]

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", MYSELF), *people]
        self.fields["person"].required = False
        if not people:  # hers only
            del self.fields["person"]


class DeclareInterest(OnApplication):
    """Déclarer un lien d’intérêts."""

    route, address = "agency:declare_interest", "candidatures/<uuid:pk>/lien-d-interets/"
    workflow = None
    title, label = "Déclarer un lien d’intérêts avec ce dossier", "Déclarer un lien d’intérêts"
    submit = "Déclarer ce lien"
    form_class = OfSomebody

    def form_arguments(self) -> dict[str, Any]:
        return {"people": people() if self.by.role == R.INSTRUCTOR else []}

    def effects(self) -> list[Effect | str]:
        return effects(self.by)

    def perform(self, answers: dict[str, Any]) -> str:
        person = UUID(answers["person"]) if answers.get("person") else None
        hard, number = answers["strength"] == Strength.HARD, self.it.number  # read before she is kept away
        declare_interest(application_id=self.pk, reason=answers["reason"], hard=hard, person_id=person, by=self.by)
        return f"Le lien d’intérêts avec la candidature {number} est déclaré."

    def done(self) -> str:
        return HERE[1]


class WithdrawInterest(ActPage):
    """Lever un lien d’intérêts."""

    route, address = "agency:withdraw_interest", "liens-d-interets/<uuid:pk>/lever/"
    title, label, submit = "Lever un lien d’intérêts", "Lever ce lien", "Lever ce lien"
    form_class = WithdrawForm

    def subject(self) -> Any:
        return reviews.interest(self.pk, self.by)

    def facts(self) -> list[Fact]:
        of = self.it.application
        return [Fact("Candidature", of.number), Fact("Structure", of.organization.name), Fact("Motif", self.it.reason)]

    def effects(self) -> list[Effect | str]:
        return [
            "La personne peut de nouveau suivre ce dossier, ou en décider.",
            "Ce qui avait été déclaré reste lisible, avec ce motif.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.withdraw_interest(interest_id=self.pk, reason=answers["reason"], by=self.by)
        return "Le lien d’intérêts est levé."

    def back(self) -> str:
        return HERE[1]

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, HERE]


class MandateForm(Form):
    person = forms.ChoiceField(label="Personne concernée")
    office = forms.CharField(label="Fonction", help_text="Par exemple « maire » ou « trésorière ».", max_length=120)
    body = forms.CharField(label="Commune ou structure", help_text="Par exemple « Commune de Tulle ».", max_length=160)
    siren = forms.CharField(label="Numéro SIREN", help_text="Neuf chiffres, si vous le connaissez.", max_length=11, required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people
        if not people:  # hers only
            del self.fields["person"]


class DeclareMandate(ActPage):
    """Déclarer un mandat."""

    route, address = "agency:declare_mandate", "mandats/declarer/"
    title, label, submit = "Déclarer un mandat", "Déclarer un mandat", "Déclarer ce mandat"
    form_class = MandateForm
    what_happens = "À chaque séance convoquée, la plateforme en déduit les dossiers que ce membre ne verra pas."

    def form_arguments(self) -> dict[str, Any]:
        return {"people": people() if self.by.role == R.INSTRUCTOR else []}

    def perform(self, answers: dict[str, Any]) -> str:
        person = UUID(answers["person"]) if answers.get("person") else self.by.pk
        its = {name: answers[name] for name in ("office", "body", "siren")}
        it = actions.declare_mandate(person_id=person, **its, by=self.by)
        return f"Le mandat est déclaré : {it.office}, {it.body}."

    def back(self) -> str:
        return MANDATES[1]

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, HERE, MANDATES]


class EndMandate(ActPage):
    """Terminer un mandat."""

    route, address = "agency:end_mandate", "mandats/<uuid:pk>/terminer/"
    title, label, submit = "Terminer un mandat", "Terminer ce mandat", "Terminer ce mandat"

    def subject(self) -> Any:
        return reviews.mandate(self.pk, self.by)

    def facts(self) -> list[Fact]:
        return [Fact("Fonction", self.it.office), Fact("Commune ou structure", self.it.body)]

    def effects(self) -> list[Effect | str]:
        return [
            "La plateforme n’en déduit plus aucun lien d’intérêts.",
            "Les liens déjà relevés restent, jusqu’à ce que quelqu’un les lève.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.end_mandate(mandate_id=self.pk, by=self.by)
        return "Le mandat est terminé."

    def back(self) -> str:
        return MANDATES[1]

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, HERE, MANDATES]
