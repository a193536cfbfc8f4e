"""The host says who acts for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from lucette.foundation.accounts import actions
from lucette.foundation.accounts import queries as accounts
from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.policies import awaits_representative, can_end, can_grant
from lucette.foundation.documents.rules import GivenFile
from lucette.foundation.organizations import actions as organizations
from lucette.foundation.organizations.policies import can_delegate
from lucette.foundation.organizations.queries import delegation
from lucette.kernel import clock
from lucette.kernel.actor import Actor
from lucette.stories.invite_representative import invite_representative
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Paper
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage
from lucette.web.gate.fresh import FreshAct
from lucette.web.gate.objects import said
from lucette.web.host.crumbs import CRUMB, crumb


class MemberForm(Form):
    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)
    email = forms.EmailField(label="Adresse électronique professionnelle", help_text="Exemple : prenom.nom@mairie.fr")


class InviteMember(ActPage):
    """Inviter une personne dans la structure."""

    route, address = "host:invite_member", "equipe/inviter/"
    title = label = "Inviter une personne"
    submit = "Envoyer l’invitation"
    lead = "Cette personne prépare les dossiers de votre structure, comme secrétaire. Vous seul déposez et signez."
    what_happens = "Elle reçoit une lettre avec un lien de connexion, valable sept jours. Vous pourrez le renouveler."
    form_class = MemberForm

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.invite(name=RoleName.HOST_SECRETARY, scope=self.by.scope, by=self.by, **answers)
        return f"{it.person} est invité dans votre structure."

    def back(self) -> str:
        return reverse("host:members")

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Équipe", "host:members")]


class InviteRepresentative(InviteMember):
    """Inviter la personne qui représente la structure."""

    route, address = "host:invite_representative", "equipe/representer/"
    title = label = "Inviter la personne qui représente la structure"
    lead = (
        "Maire, présidente, directeur : cette personne dépose la candidature et signe la convention. Personne ne la représente encore ici."
    )
    what_happens = "Elle reçoit une lettre avec un lien de connexion, valable sept jours. La préfecture est prévenue."

    def refused(self) -> HttpResponse | None:
        if awaits_representative(self.by.scope):
            return None
        return self.sent_away("Votre structure est déjà représentée : cette personne invite les autres.")

    def perform(self, answers: dict[str, Any]) -> str:
        it = invite_representative(by=self.by, **answers)
        return f"{it.person} est invité à représenter votre structure."


class OnMember(ActPage):
    """An act on one person of the structure; the id is her role's."""

    def subject(self) -> accounts.Member:
        return accounts.member(self.pk, self.by)

    def facts(self) -> list[Fact]:
        return [Fact("Personne", self.it.name), Fact("Rôle", self.it.label), Fact("Depuis le", said(self.it.since))]

    def back(self) -> str:
        return reverse("host:members")

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Équipe", "host:members")]


class RenewInvitation(OnMember):
    """Renouveler l’invitation."""

    route, address = "host:renew_invitation", "equipe/<uuid:pk>/relancer/"
    title = label = "Renouveler l’invitation"
    submit = "Envoyer un nouveau lien"

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return not it.came and can_grant(by, it.person_id, it.role, by.scope)

    def effects(self) -> list[str]:
        return ["L’ancien lien cesse de fonctionner.", "Un nouveau lien part à la même adresse, valable sept jours."]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Un nouveau lien est envoyé à {actions.renew_invitation(role_id=self.it.role_id, by=self.by).person}."


class EndMember(OnMember):
    """Mettre fin au rôle d’une personne."""

    route, address = "host:end_member", "equipe/<uuid:pk>/terminer/"
    title = label = "Mettre fin à ce rôle"
    danger = True

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_end(by, it.role, by.scope)

    def effects(self) -> list[str]:
        return ["Cette personne n’a plus accès aux dossiers de votre structure, dès maintenant.", "Ce qu’elle a fait reste à l’historique."]

    def perform(self, answers: dict[str, Any]) -> str:
        name = self.it.name
        actions.end_role(role_id=self.it.role_id, by=self.by)
        return f"{name} n’agit plus pour votre structure."


class DelegationForm(Form):
    capacity = forms.CharField(label="En quelle qualité signera-t-elle ?", max_length=120, help_text="Exemple : première adjointe au maire")
    basis = forms.CharField(label="Acte de délégation", max_length=200, help_text="Exemple : arrêté du 12 mars 2026")
    since = Day(label="À partir du")
    until = Day(label="Jusqu’au", required=False, help_text="Vide : jusqu’à nouvel ordre.")
    paper = Paper(label="L’acte signé", before="L’arrêté, la délibération du conseil ou le pouvoir.")


class DelegateSignature(OnMember):
    """Déléguer sa signature."""

    route, address = "host:delegate", "equipe/<uuid:pk>/deleguer/"
    title = label = "Déléguer la signature"
    submit = "Déléguer ma signature"
    what_happens = "Cette personne pourra signer les conventions pour votre structure pendant cette période."
    form_class = DelegationForm

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.role == RoleName.HOST_SECRETARY and can_delegate(by, UUID(by.scope.code))

    def initial(self) -> dict[str, Any]:
        return {"since": clock.today()}

    def perform(self, answers: dict[str, Any]) -> str:
        paper = GivenFile(answers["paper"].name, answers["paper"].read())
        given = {**answers, "paper": paper}
        organizations.delegate(organization_id=UUID(self.by.scope.code), person_id=self.it.person_id, by=self.by, **given)
        return f"{self.it.name} peut signer pour votre structure."


class EndDelegation(ActPage):
    """Mettre fin à une délégation de signature."""

    route, address = "host:end_delegation", "equipe/delegations/<uuid:pk>/terminer/"
    title = label = "Mettre fin à cette délégation"
    danger = True

    def subject(self) -> Any:
        return delegation(self.pk, self.by)

    def facts(self) -> list[Fact]:
        return [Fact("Qualité", self.it.capacity), Fact("Acte", self.it.basis), Fact("Depuis le", said(self.it.since))]

    def effects(self) -> list[str]:
        return ["Dès aujourd’hui, cette personne ne signe plus pour votre structure.", "Ce qu’elle a signé reste valable."]

    def perform(self, answers: dict[str, Any]) -> str:
        organizations.end_delegation(delegation_id=self.pk, by=self.by)
        return "La délégation de signature est terminée."

    def back(self) -> str:
        return reverse("host:members")

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Équipe", "host:members")]


class PhoneForm(Form):
    phone = forms.CharField(label="Votre numéro de téléphone", max_length=20, help_text="Exemple : 05 55 00 00 00")


class ChangePhone(FreshAct, OnMember):
    """Changer son téléphone."""

    route, address = "host:change_phone", "equipe/<uuid:pk>/telephone/"
    title = label = "Changer mon téléphone"
    submit = "Enregistrer ce numéro"
    form_class = PhoneForm
    what_happens = "L’ancien numéro reste gardé : c’est lui que l’on appelle, un temps, pour vérifier un changement de compte bancaire."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.person_id == by.pk

    def perform(self, answers: dict[str, Any]) -> str:
        actions.change_phone(phone=answers["phone"], by=self.by)
        return "Votre téléphone est changé."


ON_MEMBER = (ChangePhone, RenewInvitation, DelegateSignature, EndMember)
