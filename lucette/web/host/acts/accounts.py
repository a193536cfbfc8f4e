"""Where the host is paid: declare an account, confirm or withdraw a change."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.documents.rules import GivenFile
from lucette.foundation.organizations import actions
from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.enums import BANK_DETAILS, PENDING
from lucette.foundation.organizations.enums import BankDetailsStatus as S
from lucette.foundation.organizations.policies import can_confirm_bank_details, can_withdraw_bank_details
from lucette.foundation.organizations.rules import masked, spaced
from lucette.kernel.actor import Actor
from lucette.stories.change_account import confirm_account, declare_account
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Paper
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage
from lucette.web.gate.fresh import FreshAct
from lucette.web.gate.objects import documents_about
from lucette.web.host.crumbs import CRUMB, crumb

MOST_BYTES = 5_000_000


class AccountForm(Form):
    """The account number is never kept while it is typed."""

    not_kept = frozenset({"iban"})

    holder = forms.CharField(
        label="Titulaire du compte",
        max_length=140,
        help_text="Tel qu’il figure sur le relevé d’identité bancaire. Exemple : Trésorerie de Tulle",
    )
    iban = forms.CharField(
        label="Numéro de compte (IBAN)",
        max_length=42,
        help_text="27 caractères pour un compte français, avec ou sans espaces. Il n’est enregistré qu’à l’envoi.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )
    rib = Paper(label="Relevé d’identité bancaire", before="Le document de la banque.", most=MOST_BYTES)


class DeclareAccount(FreshAct):
    """Déclarer le compte bancaire, ou le remplacer."""

    route, address = "host:declare_account", "versements/compte/declarer/"
    also = ((BANK_DETAILS, "declare"), (BANK_DETAILS, "replace"))
    title = label = "Déclarer un compte bancaire"
    submit = "Déclarer ce compte"
    lead = "Le compte sur lequel votre structure reçoit la subvention."
    form_class = AccountForm

    @property
    def known(self) -> list[Any]:
        return [it for it in organizations.bank_details(UUID(self.by.scope.code), self.by) if it.status in (*PENDING, S.ACTIVE)]

    def facts(self) -> list[Fact]:
        return [
            Fact("Compte déjà déclaré", f"{it.holder}, {masked(it.iban)}", note=it.get_status_display().capitalize()) for it in self.known
        ]

    def effects(self) -> list[str]:
        if not any(it.status == S.ACTIVE for it in self.known):
            return ["La Banque des Territoires vérifie ce compte.", "Une autre personne l’active ensuite."]
        return [
            "Le compte actif reste utilisé jusqu’à l’activation du nouveau, trois jours plus tard au moins.",
            "Une seconde personne de votre structure doit confirmer ce changement.",
            "La Banque des Territoires vous rappelle à un numéro qu’elle connaît déjà.",
            "Toutes les personnes connues de votre structure sont prévenues par lettre.",
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        given = answers["rib"]
        self.made = declare_account(
            organization_id=UUID(self.by.scope.code),
            holder=answers["holder"],
            iban=answers["iban"],
            rib=GivenFile(given.name, given.read()),
            by=self.by,
        )
        told = f"Le compte {masked(self.made.iban)} est déclaré."
        return f"{told} Une seconde personne doit le confirmer." if self.made.change else f"{told} La Banque des Territoires le vérifie."

    def back(self) -> str:
        return reverse("host:payments")

    def done(self) -> str:
        return reverse("host:account", args=[self.made.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Versements", "host:payments")]


class OnAccount(ActPage):
    """An act of the host on an account that it declared."""

    workflow = BANK_DETAILS

    def subject(self) -> Any:
        return organizations.account(self.pk, self.by)

    def back(self) -> str:
        return reverse("host:account", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [
            Fact("Titulaire du compte", self.it.holder),
            Fact("Numéro de compte (IBAN)", self.iban()),
            Fact("Banque", self.it.bank),
        ]

    def iban(self) -> str:
        shown: str = self.it.masked_iban
        return shown

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Versements", "host:payments"), (f"Compte {self.it.masked_iban}", self.back())]


class ConfirmAccount(OnAccount, FreshAct):
    """Confirmer le changement de compte: the second person."""

    route, address, act = "host:confirm_account", "versements/compte/<uuid:pk>/confirmer/", "confirm"
    lead = "Comparez ce compte avec le relevé d’identité bancaire avant de confirmer."
    what_happens = "La Banque des Territoires vous rappelle à un numéro qu’elle connaît déjà."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.change and not it.confirmed_by and can_confirm_bank_details(by, it)

    def iban(self) -> str:
        """In full: she compares it with the document."""
        return spaced(self.it.iban)

    def facts(self) -> list[Fact]:
        return [*super().facts(), *(Fact(it.name, it.detail, it.url) for it in documents_about(self.by, self.it))]

    def perform(self, answers: dict[str, Any]) -> str:
        confirm_account(bank_details_id=self.pk, by=self.by)
        return "Vous avez confirmé ce changement de compte."


class WithdrawAccount(OnAccount):
    """Retirer un compte déclaré."""

    route, address, act = "host:withdraw_account", "versements/compte/<uuid:pk>/retirer/", "withdraw"
    danger = True

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return can_withdraw_bank_details(by, it)

    def effects(self) -> list[str]:
        return ["Ce compte ne sera pas utilisé.", "Le compte actif, s’il y en a un, reste utilisé."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.withdraw_bank_details(bank_details_id=self.pk, by=self.by)
        return f"Le compte {self.it.masked_iban} est retiré."


ON_ACCOUNT = (ConfirmAccount, WithdrawAccount)
