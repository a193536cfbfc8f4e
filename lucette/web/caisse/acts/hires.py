"""What the Banque des Territoires checks: work contracts and their end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.payments import queries as payments
from lucette.scheme.recruitment import actions
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import CONTRACTS, HIRE, EndReason
from lucette.stories.validate_hire import validate_hire
from lucette.web.caisse import tables
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.previews import PreviewedAct


class OnHire(ActPage):
    """An act on one hire."""

    workflow = HIRE

    def subject(self) -> Any:
        return recruitment.hire(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:hire", args=[self.pk])

    def facts(self) -> list[Fact]:
        row = recruitment.line(self.it)
        facts = [
            Fact("Personne", row.candidate_name),
            Fact("Structure", row.organization_name),
            Fact("Poste", row.post_number),
            Fact("Contrat", self.it.get_contract_kind_display() if self.it.contract_kind else ""),
            Fact("Début", tables.day(self.it.starts_on)),
            Fact("Fin prévue", tables.day(self.it.ends_on) or ("sans terme" if self.it.contract_kind else "")),
            Fact("Salaire brut mensuel", str(row.monthly_gross or "")),
        ]
        return [fact for fact in facts if fact.value]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Contrats", "caisse:hires")), (f"Recrutement sur le poste {self.it.post.number}", self.back())]


class ValidateHire(OnHire):
    """Valider le recrutement."""

    route, address, act = "caisse:validate_hire", "recrutements/<uuid:pk>/valider/", "validate"
    what_happens = "La personne et la structure en sont informées."

    def effects(self) -> list[Effect]:
        return [
            Effect("1", "poste devient pourvu"),
            Effect("1", "espace de conseiller s’ouvre pour la personne"),
            Effect("", "les versements qui attendaient un contrat en cours pourront être demandés"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        validate_hire(hire_id=self.pk, by=self.by)
        return f"Le recrutement est validé : le poste {self.it.post.number} est pourvu."


class EndForm(Form):
    """Last day worked, and why."""

    ended_on = Day(label="Dernier jour travaillé")
    reason = forms.ChoiceField(
        label="Motif de la fin", choices=[(it.value, it.label[:1].upper() + it.label[1:]) for it in EndReason], widget=forms.RadioSelect
    )


class RecordEnd(OnHire, PreviewedAct):
    """Constater la fin du contrat."""

    route, address, act = "caisse:record_end", "recrutements/<uuid:pk>/fin/", "record_end"
    form_class, danger = EndForm, True

    def initial(self) -> dict[str, Any]:
        return {"ended_on": min(clock.today(), self.it.ends_on or clock.today())}

    def effects(self) -> list[Effect]:
        if not self.answers:
            return []
        lost = payments.lost_after(self.it.post_id, self.answers["ended_on"])
        told = [Effect("1", "poste devient vacant"), Effect("1", "personne redevient disponible dans le vivier")]
        if not lost.count:
            return [*told, Effect("0", "versement ne tombe")]
        falls = french.word(lost.count, "versement tombe", "versements tombent")
        return [
            *told,
            Effect(french.number(lost.count), f"{falls} si personne n’est recruté avant l’échéance", "warning"),
            Effect(str(lost.amount), "ne seront pas versés dans ce cas", "warning"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.record_end(hire_id=self.pk, ended_on=answers["ended_on"], reason=answers["reason"], by=self.by)
        return f"La fin du contrat est constatée au {french.date(it.ended_on)} : le poste est vacant." if it.ended_on else ""


class CancelHire(OnHire):
    """Annuler le recrutement."""

    route, address, act = "caisse:cancel_hire", "recrutements/<uuid:pk>/annuler/", "cancel"
    danger = True

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.status in CONTRACTS

    def effects(self) -> list[Effect]:
        return [Effect("1", "poste reste à pourvoir"), Effect("1", "personne reste disponible dans le vivier")]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.cancel(hire_id=self.pk, by=self.by)
        return f"Le recrutement sur le poste {self.it.post.number} est annulé."


ON_HIRE = (ValidateHire, RecordEnd, CancelHire)
