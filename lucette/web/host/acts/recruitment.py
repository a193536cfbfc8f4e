"""From the pool to the contract: invite, choose, give up, file the contract."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.errors import RuleBroken
from lucette.scheme.recruitment import actions
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import HIRE, ContractKind, HireStatus
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day, Euros
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said
from lucette.web.host.crumbs import CRUMB, crumb


class InviteCandidate(ActPage):
    """Inviter un candidat du vivier."""

    route, address = "host:invite", "postes/<uuid:pk>/vivier/<uuid:candidate>/inviter/"
    also = ((HIRE, "invite"),)
    title = "Inviter ce candidat"
    what_happens = "Nous lui écrivons. Quand cette personne accepte, vous recevez chacun les coordonnées de l’autre."

    @property
    def candidate(self) -> UUID:
        found: UUID = self.kwargs["candidate"]
        return found

    def subject(self) -> recruitment.PoolCard:
        return recruitment.pool_card(self.pk, self.candidate, self.by)

    def refused(self) -> HttpResponse | None:
        """Back to the pool, with the reason, when this person does not appear in it."""
        try:
            _ = self.it
        except RuleBroken as refusal:
            return self.sent_away(refusal.sentence)
        return None

    def facts(self) -> list[Fact]:
        it = self.it
        facts = [Fact("Candidat", it.name), Fact("Commune", it.commune), Fact("Pourquoi cette personne", it.sentence)]
        return [*facts, Fact("Diplôme", it.diploma)] if it.diploma else facts

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.invite(post_id=self.pk, candidate_id=self.candidate, by=self.by)
        return f"L’invitation est envoyée à {it.candidate}."

    def back(self) -> str:
        return reverse("host:pool", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Postes et conseillers", "host:posts"), ("Vivier", self.back())]


class WhyForm(Form):
    not_kept = frozenset({"email"})

    email = forms.EmailField(label="Adresse électronique de la personne", help_text="Exemple : prenom.nom@exemple.fr")


class WhyNot(ActPage):
    """Pourquoi une personne que l’on connaît n’apparaît pas dans le vivier. Nothing is written."""

    route, address = "host:why_not", "postes/<uuid:pk>/vivier/pourquoi/"
    title = "Pourquoi une personne n’apparaît pas"
    submit = "Chercher pourquoi"
    lead = "Vous connaissez une personne qui devrait être dans le vivier de ce poste ? Donnez son adresse."
    form_class = WhyForm

    def subject(self) -> recruitment.Offer:
        return recruitment.offer(self.pk, self.by)

    def perform(self, answers: dict[str, Any]) -> str:
        reason = recruitment.why_not_at(self.pk, answers["email"], self.by)
        return reason or "Cette personne apparaît bien dans le vivier de ce poste."

    def back(self) -> str:
        return reverse("host:pool", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Postes et conseillers", "host:posts"), (f"Vivier du poste {self.it.number}", self.back())]


class OnHire(ActPage):
    """An act on one recruitment of the host."""

    workflow = HIRE

    def subject(self) -> Any:
        return recruitment.hire(self.pk, self.by)

    def back(self) -> str:
        return reverse("host:hire", args=[self.pk])

    def facts(self) -> list[Fact]:
        it = self.it
        return [Fact("Candidat", str(it.candidate.person), note=it.candidate.commune.name), Fact("Poste", it.post.number)]

    def crumbs(self) -> list[tuple[str, str]]:
        return [CRUMB, crumb("Postes et conseillers", "host:posts"), (f"Recrutement de {self.it.candidate.person}", self.back())]


class SelectCandidate(OnHire):
    """Choisir ce candidat."""

    route, address, act = "host:select", "recrutements/<uuid:pk>/choisir/", "select"
    what_happens = "Nous prévenons cette personne. Signez le contrat de travail, puis déposez-le ici."

    def effects(self) -> list[str]:
        return ["Ce poste ne peut plus être proposé à une autre personne.", "Aucune autre structure ne peut choisir ce candidat."]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Vous avez choisi {actions.select(hire_id=self.pk, by=self.by).candidate}. Déposez maintenant le contrat de travail."


class CancelHire(OnHire):
    """Annuler le recrutement, tant qu’il n’est pas validé."""

    route, address, act = "host:cancel_hire", "recrutements/<uuid:pk>/annuler/", "cancel"
    danger = True

    def effects(self) -> list[str]:
        lost = ["Le contrat déposé n’est pas validé."] if self.it.status == HireStatus.DECLARED else []
        return [*lost, "Nous prévenons cette personne.", "Le poste reste à pourvoir : vous pouvez inviter un autre candidat."]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Le recrutement de {actions.cancel(hire_id=self.pk, by=self.by).candidate} est annulé."


class ContractForm(Form):
    kind = forms.ChoiceField(
        label="Nature du contrat", choices=[(code, label.capitalize()) for code, label in ContractKind.choices], widget=forms.RadioSelect
    )
    starts_on = Day(label="Premier jour du contrat")
    ends_on = Day(label="Dernier jour du contrat", required=False, help_text="Vide pour un contrat à durée indéterminée.")
    monthly_gross_cents = Euros(label="Salaire brut mensuel à temps plein, en euros", help_text="Exemple : 1 900,00")


class DeclareContract(OnHire):
    """Déposer le contrat de travail."""

    route, address, act = "host:declare_contract", "recrutements/<uuid:pk>/contrat/", "declare"
    form_class = ContractForm
    what_happens = "La Banque des Territoires valide le contrat. Le conseiller prend alors son poste."

    def refused(self) -> HttpResponse | None:
        """The agreement must be in force."""
        if refused := super().refused():
            return refused
        try:
            self.terms = recruitment.terms(self.it)
        except RuleBroken as refusal:
            return self.sent_away(refusal.sentence)
        return None

    def facts(self) -> list[Fact]:
        terms = getattr(self, "terms", None) or recruitment.terms(self.it)
        first, last = terms.agreed
        facts = super().facts()
        facts.append(Fact("Le contrat commence", f"entre le {said(first)} et le {said(last)}", note="pendant la convention"))
        if terms.free_from and terms.free_from > clock.today():
            facts.append(Fact("Au plus tôt", said(terms.free_from), note="un contrat précédent se termine la veille"))
        if terms.minimum:
            facts.append(Fact("Salaire minimum aujourd’hui", str(terms.minimum), note="brut mensuel, à temps plein"))
        return facts

    def effects(self) -> list[Effect | str]:
        terms = getattr(self, "terms", None) or recruitment.terms(self.it)
        return [
            Effect(str(amount), f"au versement {number}, si ce contrat est en cours le {french.date(due)}")
            for number, due, amount in terms.due
        ]

    def initial(self) -> dict[str, Any]:
        return {"kind": ContractKind.CDD}

    def perform(self, answers: dict[str, Any]) -> str:
        pay = answers.pop("monthly_gross_cents")
        it = actions.declare_contract(hire_id=self.pk, by=self.by, monthly_gross_cents=pay.cents, **answers)
        return f"Le contrat de {it.candidate} est déposé : {pay} par mois à partir du {said(it.starts_on)}."


ON_HIRE = (DeclareContract, SelectCandidate, CancelHire)
