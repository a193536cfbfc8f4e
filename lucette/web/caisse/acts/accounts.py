"""The bank account of a host: the bank asked, the host called back, all of it verified; held and decided; used."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.foundation.organizations import actions, policies
from lucette.foundation.organizations import queries as structures
from lucette.foundation.organizations.enums import BANK_DETAILS, CallResult
from lucette.foundation.organizations.rules import spaced
from lucette.kernel.actor import Actor
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import documents_about


def payee_facts(it: Any) -> list[Fact]:
    """What the names say: the register's, the holder's, the bank's."""
    told = it.get_payee_match_display()
    more = f"la banque propose « {it.payee_name} »" if it.payee_name else ""
    return [
        Fact("Nom enregistré", it.registered_name or it.organization.name),
        Fact("Ressemblance des noms", f"{it.name_score} sur 100" if it.name_score is not None else "", note=it.difference),
        Fact("Réponse de la banque", told[:1].upper() + told[1:], note=more),
    ]


class OnAccount(ActPage):
    """An act on the bank account that an organization declared."""

    workflow = BANK_DETAILS

    def subject(self) -> Any:
        return structures.account(self.pk, self.by)

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return policies.can_check_bank_details(by, it)

    def back(self) -> str:
        return reverse("caisse:account", args=[self.pk])

    def facts(self) -> list[Fact]:
        facts = [
            Fact("Structure", self.it.organization.name, note=self.it.organization.commune.name),
            Fact("Titulaire du compte", self.it.holder),
            Fact("Numéro de compte (IBAN)", self.iban()),
            Fact("Banque", self.it.bank, note=self.it.bic),
        ]
        return [fact for fact in [*facts, *self.seen()] if fact.value]

    def seen(self) -> list[Fact]:
        """What else must be before one's eyes."""
        return []

    def iban(self) -> str:
        shown: str = self.it.masked_iban
        return shown

    def crumbs(self) -> list[tuple[str, str]]:
        title = f"Compte de {self.it.organization.name}"
        return [*breadcrumb(self.by, ("Coordonnées bancaires", "caisse:bank_details")), (title, self.back())]


class CheckPayee(OnAccount):
    """Demander à la banque si le nom correspond."""

    route, address, act = "caisse:check_payee", "coordonnees-bancaires/<uuid:pk>/beneficiaire/", "check_payee"
    lead = "La banque du compte dit si elle le connaît sous le nom du titulaire."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return not it.payee_match and super().may(by, it)

    def effects(self) -> list[Effect]:
        return [Effect("", "la réponse est gardée ; si le nom ne correspond pas, le compte est retenu")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.check_payee(bank_details_id=self.pk, by=self.by)
        more = f" Elle propose « {it.payee_name} »." if it.payee_name else ""
        return f"Réponse de la banque : {it.get_payee_match_display()}.{more}"


class CallForm(Form):
    """Who answered, and what she said. The number is asked only when the house knew none."""

    person_name = forms.CharField(label="Personne jointe", max_length=170)
    phone = forms.CharField(label="Numéro appelé", max_length=20, widget=forms.TextInput(attrs={"type": "tel"}))
    source = forms.CharField(label="Où avez-vous trouvé ce numéro ?", max_length=120, help_text="Exemple : annuaire du service public")
    result = forms.ChoiceField(
        label="Ce que dit la structure",
        choices=[(it.value, it.label[:1].upper() + it.label[1:]) for it in CallResult],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Ce qui a été dit", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            del self.fields["phone"], self.fields["source"]


class CallBack(OnAccount):
    """Enregistrer le rappel de la structure."""

    route, address, act = "caisse:call_back", "coordonnees-bancaires/<uuid:pk>/rappel/", "call_back"
    form_class = CallForm
    lead = "Appelez ce numéro et aucun autre : il était connu avant la déclaration. Lisez le compte, et demandez qui l’a changé."
    what_happens = "Vous ne pourrez pas activer ce compte : une autre personne le fera."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.change and not it.called_at and super().may(by, it)

    def form_arguments(self) -> dict[str, Any]:
        return {"known": bool(self.it.call_phone)}

    def iban(self) -> str:
        """In full: it is read out to the organization."""
        return spaced(self.it.iban)

    def seen(self) -> list[Fact]:
        return [Fact("À rappeler", self.it.call_name), Fact("Numéro à appeler", self.it.call_phone or "aucun", note=self.it.call_note)]

    def perform(self, answers: dict[str, Any]) -> str:
        call = actions.call_back(bank_details_id=self.pk, by=self.by, **answers)
        return f"Le rappel est enregistré : {CallResult(call.result).label}."


class VerifyForm(Form):
    """What only a person can say."""

    compared = forms.BooleanField(label="J’ai comparé le titulaire et le numéro de compte avec le relevé d’identité bancaire.")


class VerifyAccount(OnAccount):
    """Vérifier les coordonnées bancaires."""

    route, address, act = "caisse:verify_account", "coordonnees-bancaires/<uuid:pk>/verifier/", "verify"
    form_class = VerifyForm
    lead = "Comparez le compte, son titulaire, le nom enregistré et la réponse de la banque."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return super().may(by, it) and not structures.lacking_to_verify(it)

    def iban(self) -> str:
        """In full: it is compared, on this page."""
        return spaced(self.it.iban)

    def seen(self) -> list[Fact]:
        return [*payee_facts(self.it), *(Fact(it.name, it.detail, it.url) for it in documents_about(self.by, self.it))]

    def effects(self) -> list[Effect]:
        return [Effect("", "le compte est vérifié ; la structure n’y est pas encore payée")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.verify_bank_details(bank_details_id=self.pk, by=self.by)
        return f"Le compte de « {self.it.organization.name} » est vérifié."


class ActivateAccount(OnAccount):
    """Activer les coordonnées bancaires."""

    route, address, act = "caisse:activate_account", "coordonnees-bancaires/<uuid:pk>/activer/", "activate"
    also = ((BANK_DETAILS, "replace"),)

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return policies.can_activate_bank_details(by, it)

    def seen(self) -> list[Fact]:
        return [*payee_facts(self.it), Fact("Utilisable à partir du", structures.expected_from(self.it))]

    def effects(self) -> list[Effect]:
        former = structures.active_bank_details(self.it.organization_id)
        told = [Effect("1", "compte sur lequel la structure sera payée")]
        return [*told, Effect("1", f"ancien compte remplacé ({former.masked_iban})", "warning")] if former else told

    def perform(self, answers: dict[str, Any]) -> str:
        actions.activate_bank_details(bank_details_id=self.pk, by=self.by)
        return f"« {self.it.organization.name} » sera payée sur ce compte."


ON_ACCOUNT = (VerifyAccount, CallBack, CheckPayee, ActivateAccount)
