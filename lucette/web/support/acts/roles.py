"""Give a role, invite somebody, write again, end a role."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.accounts import actions, queries
from lucette.foundation.accounts.enums import NATIONAL_READERS, RoleName
from lucette.foundation.accounts.policies import can_end
from lucette.foundation.organizations import queries as organizations
from lucette.kernel import clock
from lucette.kernel.actor import Actor, Scope
from lucette.kernel.errors import Invalid
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage
from lucette.web.support.frame import crumbs

# candidates and advisers come by themselves: by the pool, then by the contract that is validated
BY_THEIR_OWN_WAY = frozenset({RoleName.CANDIDATE, RoleName.ADVISER, RoleName.IMPORTER})
CHOICES = [(role.value, role.label) for role in RoleName if role not in BY_THEIR_OWN_WAY]


class RoleForm(Form):
    """The role, and where it is exercised."""

    role = forms.ChoiceField(label="Rôle", choices=[("", "Choisissez un rôle"), *CHOICES])
    siret = forms.CharField(
        label="SIRET de la structure", max_length=20, required=False, help_text="Pour une structure d’accueil ou un organisme de formation."
    )
    department = forms.CharField(
        label="Département", max_length=3, required=False, help_text="Pour une préfecture : le code, par exemple 19 ou 2A."
    )


class PersonForm(RoleForm):
    email = forms.EmailField(label="Adresse électronique", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    field_order = ("email", "first_name", "last_name", "role", "siret", "department")


def scope_of(answers: dict[str, Any], by: Actor) -> Scope:
    """Where the role is exercised. Raises Invalid (no such organization, no department)."""
    role = RoleName(answers["role"])
    if role in NATIONAL_READERS:
        return Scope()
    if role == RoleName.PREFECTURE:
        if not answers["department"]:
            raise Invalid("role.department", "Donnez le département de la préfecture.", {"department": "Donnez le code du département."})
        return Scope("department", answers["department"].upper())
    digits = "".join(answers["siret"].split())
    found = [it for it in organizations.search(digits, by) if it.siret == digits] if digits else []
    if not found:
        raise Invalid("role.organization", "Donnez le SIRET d’une structure connue.", {"siret": "Aucune structure connue n’a ce SIRET."})
    return Scope("organization", str(found[0].pk))


class GrantRole(ActPage):
    """Attribuer un rôle à une personne connue."""

    route, address = "support:grant", "personnes/<uuid:pk>/attribuer/"
    title = label = "Attribuer un rôle"
    submit = "Attribuer ce rôle"
    what_happens = "La personne voit ce rôle dès sa prochaine connexion. L’acte est inscrit au journal, à votre nom."
    form_class = RoleForm

    def subject(self) -> queries.PersonCard:
        return queries.person_card(self.pk, self.by)

    @classmethod
    def may(cls, by: Actor, it: queries.PersonCard) -> bool:
        return by.pk != it.id and it.open

    def facts(self) -> list[Fact]:
        held = ", ".join(role.label for role in self.it.roles)
        return [Fact("Personne", self.it.name), Fact("Rôles tenus", held or "aucun")]

    def perform(self, answers: dict[str, Any]) -> str:
        role = actions.grant_role(person_id=self.it.id, name=answers["role"], scope=scope_of(answers, self.by), by=self.by)
        return f"Le rôle « {role.get_name_display()} » est attribué à {self.it.name}."

    def back(self) -> str:
        return reverse("support:person", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs(("Personnes", "support:people")), (self.it.name, self.back())]


class InvitePerson(ActPage):
    """Inviter quelqu’un : son compte, son rôle, son lien."""

    route, address = "support:invite", "personnes/inviter/"
    title = label = "Inviter une personne"
    submit = "Envoyer l’invitation"
    what_happens = "Elle reçoit une lettre avec un lien de connexion. L’acte est inscrit au journal, à votre nom."
    form_class = PersonForm

    def perform(self, answers: dict[str, Any]) -> str:
        who = {name: answers[name] for name in ("email", "first_name", "last_name")}
        actions.invite(**who, name=answers["role"], scope=scope_of(answers, self.by), by=self.by)
        return "L’invitation est partie."

    def back(self) -> str:
        return reverse("support:people")

    def crumbs(self) -> list[tuple[str, str]]:
        return crumbs(("Personnes", "support:people"))


class OnRole(ActPage):
    """An act on a role that somebody holds."""

    def subject(self) -> queries.HeldRole:
        return queries.held_role(self.pk, self.by)

    @cached_property
    def holder(self) -> str:
        person: UUID = self.it.person_id
        return queries.names([person])[person]

    def facts(self) -> list[Fact]:
        role = self.it
        return [Fact("Personne", self.holder), Fact("Rôle", role.label), Fact("Où", role.place or "partout")]

    def back(self) -> str:
        return reverse("support:person", args=[self.it.person_id])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs(("Personnes", "support:people")), (self.holder, self.back())]


class EndRole(OnRole):
    """Mettre fin à un rôle."""

    route, address = "support:end_role", "roles/<uuid:pk>/terminer/"
    title = "Mettre fin au rôle"
    label = submit = "Mettre fin à ce rôle"
    danger = True

    @classmethod
    def may(cls, by: Actor, it: queries.HeldRole) -> bool:
        return it.until is None and can_end(by, it.name, it.scope)

    def effects(self) -> list[str]:
        return ["La personne n’agit plus dans ce rôle dès maintenant.", "Ce qu’elle a fait reste au journal."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.end_role(role_id=self.pk, by=self.by)
        return f"Le rôle « {self.it.label} » de {self.holder} est terminé."


class RenewInvitation(OnRole):
    """Écrire de nouveau à quelqu’un qui n’est jamais venu."""

    route, address = "support:renew", "roles/<uuid:pk>/inviter/"
    title = label = "Renvoyer l’invitation"
    submit = "Renvoyer l’invitation"
    what_happens = "Elle reçoit un nouveau lien ; les liens d’avant ne servent plus."

    @classmethod
    def may(cls, by: Actor, it: queries.HeldRole) -> bool:
        return (it.until is None or it.until > clock.today()) and by.pk != it.person_id

    def perform(self, answers: dict[str, Any]) -> str:
        actions.renew_invitation(role_id=self.pk, by=self.by)
        return f"Une nouvelle invitation part à {self.holder}."


ON_PERSON = (GrantRole,)
EVERY = (GrantRole, InvitePerson, EndRole, RenewInvitation)
