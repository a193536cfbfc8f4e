"""Two accounts of one natural person: joined, or parted when it was a mistake."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.foundation.accounts import actions, queries
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Invalid
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Reason
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage
from lucette.web.support.frame import crumbs

UNKNOWN = "Aucun autre compte n’a cette adresse."


class JoinForm(Form):
    email = forms.EmailField(
        label="Adresse du premier compte de la personne",
        help_text="Celui qu’elle avait avant. Les deux comptes restent ouverts.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    reason = Reason(label="Comment vous le savez")


class PartForm(Form):
    reason = Reason(label="Comment vous savez que ce sont deux personnes")


class OnPerson(ActPage):
    """An act on somebody's account."""

    def subject(self) -> queries.PersonCard:
        return queries.person_card(self.pk, self.by)

    def facts(self) -> list[Fact]:
        return [Fact("Personne", self.it.name), Fact("Adresse électronique", self.it.email)]

    def back(self) -> str:
        return reverse("support:person", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs(("Personnes", "support:people")), (self.it.name, self.back())]


class JoinAccounts(OnPerson):
    """Réunir deux comptes d’une même personne."""

    route, address = "support:join_accounts", "personnes/<uuid:pk>/reunir/"
    title = label = "Réunir deux comptes"
    submit = "Réunir ces comptes"
    what_happens = "Là où il faut des personnes différentes, ces deux comptes n’en font plus qu’une."
    form_class = JoinForm

    @classmethod
    def may(cls, by: Actor, it: queries.PersonCard) -> bool:
        return by.pk != it.id and not it.same_person_as

    def perform(self, answers: dict[str, Any]) -> str:
        found = [it for it in queries.people(answers["email"], self.by) if it.email == answers["email"].lower() and it.pk != self.pk]
        if not found:
            raise Invalid("person.unknown", UNKNOWN, {"email": UNKNOWN})
        actions.join_accounts(person_id=self.pk, same_as_id=found[0].pk, reason=answers["reason"], by=self.by)
        return f"Les deux comptes de {self.it.name} sont réunis."


class PartAccounts(OnPerson):
    """Séparer deux comptes réunis par erreur."""

    route, address = "support:part_accounts", "personnes/<uuid:pk>/separer/"
    title = label = "Séparer deux comptes"
    submit = "Séparer ces comptes"
    what_happens = "Les deux comptes comptent de nouveau pour deux personnes."
    form_class = PartForm

    @classmethod
    def may(cls, by: Actor, it: queries.PersonCard) -> bool:
        return by.pk != it.id and bool(it.same_person_as)

    def perform(self, answers: dict[str, Any]) -> str:
        actions.part_accounts(person_id=self.pk, reason=answers["reason"], by=self.by)
        return f"Le compte de {self.it.name} ne compte plus que pour cette personne."


EVERY = (JoinAccounts, PartAccounts)
