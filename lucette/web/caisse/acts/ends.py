"""An agreement suspended, ended before its term, settled; and the notices that come before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.foundation.parameters import queries as parameters
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Refusal
from lucette.scheme.agreements import actions
from lucette.scheme.agreements.enums import AGREEMENT, NOTICE, RUNNING, Duty
from lucette.scheme.agreements.queries import amendments as changes
from lucette.stories import settle_agreement as settling
from lucette.stories import terminate_agreement as ending
from lucette.web.caisse.acts.agreements import OnAgreement, ReasonForm
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day
from lucette.web.design.forms import Form, text_area
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.amendments import in_numbers
from lucette.web.gate.objects import said
from lucette.web.gate.previews import PreviewedAct

NO_NAME = "La structure lit ce texte et y répond. N’écrivez aucun nom de personne."


class NoticeForm(Form):
    duty = forms.ChoiceField(label="Ce que la structure n’a pas fait", choices=Duty.choices, widget=forms.RadioSelect)
    text = forms.CharField(label="Les faits", max_length=2000, widget=text_area(6), help_text=NO_NAME)


class OnRunning(OnAgreement):
    """An act on an agreement that runs: it changes no state of it."""

    workflow = None

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return it.status in RUNNING


class ServeNotice(OnRunning):
    """Mettre la structure en demeure."""

    route, address = "caisse:serve_notice", "conventions/<uuid:pk>/mettre-en-demeure/"
    also = ((NOTICE, "serve"),)
    title = label = "Mettre en demeure"
    submit = "Envoyer la mise en demeure"
    form_class = NoticeForm

    def effects(self) -> list[Effect]:
        days = parameters.value("agreements.notice_days", clock.today())
        return [Effect(french.plural(days, "jour"), "pour répondre ou régulariser, avant toute suspension ou résiliation")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.notices.serve(agreement_id=self.pk, duty=answers["duty"], text=answers["text"], by=self.by)
        return f"La mise en demeure est envoyée. La structure répond avant le {said(it.answer_by)}."


class ProposalForm(Form):
    effective_on = Day(label="Dernier jour de la convention", help_text="Exemple : 31/08/2021")
    text = forms.CharField(label="Votre proposition", max_length=2000, widget=text_area(4), help_text=NO_NAME)


class ProposeEnd(OnRunning):
    """Proposer une fin d’un commun accord."""

    route, address = "caisse:propose_end", "conventions/<uuid:pk>/proposer-la-fin/"
    also = ((NOTICE, "propose_end"),)
    title = label = "Proposer la fin de la convention"
    submit = "Proposer cette fin"
    what_happens = "Sans l’accord écrit de la structure, la convention continue."
    form_class = ProposalForm

    def perform(self, answers: dict[str, Any]) -> str:
        actions.notices.propose_end(agreement_id=self.pk, effective_on=answers["effective_on"], text=answers["text"], by=self.by)
        return "La proposition est envoyée à la structure."


class Suspend(OnAgreement):
    """Suspendre la convention."""

    route, address, act = "caisse:suspend", "conventions/<uuid:pk>/suspendre/", "suspend"
    form_class = ReasonForm

    def effects(self) -> list[Effect]:
        return [Effect("", "aucun versement ne part plus ; aucun recrutement ne commence", "warning")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = ending.suspend_agreement(agreement_id=self.pk, reason=answers["reason"], by=self.by)
        return f"La convention {it.number} est suspendue."


class Resume(OnAgreement):
    """Lever la suspension."""

    route, address, act = "caisse:resume", "conventions/<uuid:pk>/lever-la-suspension/", "resume"
    what_happens = "Les échéances reprennent leur cours."

    def perform(self, answers: dict[str, Any]) -> str:
        it = ending.resume_agreement(agreement_id=self.pk, by=self.by)
        return f"La suspension de la convention {it.number} est levée."


class OnNotice(ActPage):
    """An act on a notice: its page is its agreement's."""

    workflow = NOTICE

    def subject(self) -> Any:
        return changes.notice(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:agreement", args=[self.it.agreement_id])

    def facts(self) -> list[Fact]:
        it = self.it
        found = [
            Fact("Structure", it.agreement.organization.name),
            Fact("Demande", it.get_kind_display()),
            Fact("Manquement", it.get_duty_display() if it.duty else ""),
            Fact("Ce qui est dit", it.text),
            Fact("Réponse de la structure", it.answer),
            Fact("Accord de la structure", "" if it.agrees is None else "oui" if it.agrees else "non"),
        ]
        return [fact for fact in found if fact.value]

    def crumbs(self) -> list[tuple[str, str]]:
        conventions = breadcrumb(self.by, ("Conventions", "caisse:agreements"))
        return [*conventions, (f"Convention {self.it.agreement.number}", self.back())]


class DecisionForm(Form):
    decision = forms.CharField(label="Pourquoi classer cette demande ?", max_length=400, widget=text_area(3))


class WithdrawNotice(OnNotice):
    """Classer la demande sans suite."""

    route, address, act = "caisse:withdraw_notice", "conventions/demandes/<uuid:pk>/classer/", "withdraw"
    form_class = DecisionForm
    label = "Ne pas mettre fin à la convention"

    def perform(self, answers: dict[str, Any]) -> str:
        actions.notices.withdraw(notice_id=self.pk, decision=answers["decision"], by=self.by)
        return "La demande est classée. La convention continue."


class TerminationForm(Form):
    ended_on = Day(label="Dernier jour de la convention", help_text="Au plus tard aujourd’hui. Exemple : 31/08/2021")


class Terminate(PreviewedAct, OnNotice):
    """Résilier la convention."""

    route, address, act = "caisse:terminate", "conventions/demandes/<uuid:pk>/resilier/", "apply"
    also = ((AGREEMENT, "terminate"),)
    title = label = submit = "Résilier la convention"
    what_happens = "La décision est signée, scellée et envoyée à la structure avec ses voies de recours."
    form_class, danger = TerminationForm, True

    def initial(self) -> dict[str, Any]:
        return {"ended_on": min(self.it.effective_on or clock.today(), clock.today())}

    def effects(self) -> list[Effect | str]:
        """On the day typed; before that, on the day proposed."""
        day = self.answers["ended_on"] if self.answers else self.initial()["ended_on"]
        try:
            told, held = ending.foreseen(self.it.agreement_id, day, self.by)
        except Refusal as refusal:
            return [Effect("", refusal.sentence, "error")]
        first = [Effect("", f"enregistrez d’abord la fin des contrats : {', '.join(held)}", "error")] if held else []
        return [*first, *in_numbers(told)]

    def perform(self, answers: dict[str, Any]) -> str:
        it = ending.terminate_agreement(notice_id=self.pk, ended_on=answers["ended_on"], by=self.by)
        return f"La convention {it.number} est résiliée au {said(it.ended_on)}."


class Settle(OnAgreement):
    """Solder la convention."""

    route, address, act = "caisse:settle", "conventions/<uuid:pk>/solder/", "settle"
    what_happens = "L’état de solde est signé, scellé et envoyé à la structure."

    def facts(self) -> list[Fact]:
        return [*super().facts(), *(Fact(label, value) for label, value in settling.statement(self.it))]

    def effects(self) -> list[Effect]:
        held = [Effect("", sentence, "error") for sentence in settling.obstacles(self.pk, self.by)]
        return held or [Effect("", "plus rien n’est à payer ni à rendre : la convention peut être soldée")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = settling.settle_agreement(agreement_id=self.pk, by=self.by)
        return f"La convention {it.number} est soldée."


class Archive(OnAgreement):
    """Archiver la convention."""

    route, address, act = "caisse:archive", "conventions/<uuid:pk>/archiver/", "archive"

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.ends.archive(agreement_id=self.pk, by=self.by)
        return f"La convention {it.number} est archivée."


ON_LIFE = (Resume, Suspend, Settle, Archive)
ON_RUNNING = (ServeNotice, ProposeEnd)
ON_NOTICE = (Terminate, WithdrawNotice)
