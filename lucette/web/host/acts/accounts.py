"""Where the host is paid."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.foundation.organizations import actions
from lucette.foundation.organizations import queries as organizations
from lucette.foundation.organizations.enums import BANK_DETAILS, BankDetailsStatus
from lucette.foundation.organizations.rules import masked
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.gate.acts import ActPage
from lucette.web.host.crumbs import CRUMB, crumb


class AccountForm(Form):
    """The account number is never kept while it is typed."""

    not_kept = frozenset({"iban"})

    holder = forms.CharField(
        label="Titulaire du compte",
        max_length=140,
        help_text="Tel qu’il figure sur le relevé d’identité bancaire. Exemple : Trésorerie de Tulle",
    )
    iban = forms.CharField(
        label="IBAN",
        max_length=42,
        help_text="27 caractères pour un compte français, avec ou sans espaces. Il n’est enregistré qu’à l’envoi.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}),
    )


class DeclareAccount(ActPage):
    """Déclarer le compte bancaire, ou le remplacer."""

    route, address = "host:declare_account", "versements/compte/declarer/"
    also = ((BANK_DETAILS, "declare"), (BANK_DETAILS, "replace"))
    title = label = "Déclarer un compte bancaire"
    submit = "Déclarer ce compte"
    lead = "Le compte sur lequel votre structure reçoit la subvention."
    what_happens = "La Banque des Territoires vous rappelle à un numéro qu’elle connaît déjà, puis une seconde personne active le compte."
    form_class = AccountForm

    def facts(self) -> list[Fact]:
        known = [it for it in organizations.bank_details(UUID(self.by.scope.code), self.by) if it.status != BankDetailsStatus.REPLACED]
        return [Fact("Compte déjà déclaré", f"{it.holder}, {masked(it.iban)}", note=it.get_status_display().capitalize()) for it in known]

    def effects(self) -> list[str]:
        return ["Le compte actif reste utilisé jusqu’à l’activation du nouveau.", "Un compte déclaré et pas encore actif est remplacé."]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.declare_bank_details(
            organization_id=UUID(self.by.scope.code), holder=answers["holder"], iban=answers["iban"], by=self.by
        )
        return f"Le compte {masked(it.iban)} est déclaré. La Banque des Territoires le vérifie."

    def back(self) -> str:
        return reverse("host:payments")

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Versements", "host:payments")]
