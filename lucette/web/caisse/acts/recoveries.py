"""An order to pay back: answered, notified, reminded, collected, given up."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import RECOVERY
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form, text_area
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said

LIST = ("Reversements", "caisse:recoveries")


class OnRecovery(ActPage):
    """An act on one order to pay back."""

    workflow = RECOVERY

    def subject(self) -> payments.RecoveryPage:
        return payments.recovery_page(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:recovery", args=[self.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, LIST), (f"Reversement {self.it.it.number}", self.back())]

    def facts(self) -> list[Fact]:
        it = self.it.it
        told = [
            Fact("Structure", it.organization.name),
            Fact("Convention", it.agreement.number, reverse("caisse:agreement", args=[it.agreement_id])),
            Fact("Reste à payer", str(self.it.left), note=f"sur {self.it.amount}"),
            Fact("Observations de la structure", it.answer),
            Fact("Réponse", it.reply),
        ]
        return [fact for fact in told if fact.value]


class ReplyForm(Form):
    text = forms.CharField(
        label="Votre réponse à la structure",
        max_length=2000,
        widget=text_area(6),
        help_text="Répondez à chaque observation : votre réponse figurera dans l’ordre.",
    )


class ReplyToHost(OnRecovery):
    """Répondre aux observations de la structure."""

    route, address, act = "caisse:reply_recovery", "reversements/<uuid:pk>/repondre/", "reply"
    label = submit = "Répondre à la structure"
    form_class = ReplyForm
    what_happens = "L’ordonnateur peut ensuite notifier l’ordre, ou un délégataire l’annuler."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.it.answer and not it.it.reply)

    def perform(self, answers: dict[str, Any]) -> str:
        actions.recoveries.reply(recovery_id=self.pk, text=answers["text"], by=self.by)
        return "Votre réponse est envoyée à la structure."


class NotifyRecovery(OnRecovery):
    """Notifier l’ordre de reversement."""

    route, address, act = "caisse:notify_recovery", "reversements/<uuid:pk>/notifier/", "notify"
    submit = "Signer et notifier l’ordre"
    what_happens = "Un document signé part à la structure, avec le calcul, la date limite et les voies de recours."

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        first = it.it.can_be_notified_on
        return bool(first and first <= clock.today() and it.decides)

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.left), f"à payer avant le {said(payments.payment_deadline())}")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.recoveries.notify(recovery_id=self.pk, by=self.by)
        return f"L’ordre {it.number} est notifié : la structure paie avant le {said(it.due_on)}."


class RemindRecovery(OnRecovery):
    """Rappeler le reversement."""

    route, address, act = "caisse:remind_recovery", "reversements/<uuid:pk>/rappeler/", "remind"
    submit = "Envoyer un rappel"

    def effects(self) -> list[str]:
        sent = french.plural(self.it.it.reminders, "rappel déjà envoyé", "rappels déjà envoyés")
        return [f"{sent}.", "Le suivant part de lui-même à l’intervalle fixé."]

    def perform(self, answers: dict[str, Any]) -> str:
        actions.recoveries.remind(recovery_id=self.pk, by=self.by)
        return "Le rappel est envoyé à la structure."


class DecisionForm(Form):
    decision = forms.CharField(
        label="Décision",
        max_length=400,
        widget=text_area(3),
        help_text="Sa date, son auteur, son motif. La structure la lit. N’écrivez aucun nom de personne privée.",
    )


class GiveUp(OnRecovery):
    """Renoncer, par décision d’une troisième personne."""

    danger, form_class = True, DecisionForm
    receipt: ClassVar[str]

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.decides)

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.left), "ne seront plus demandés à la structure")]

    def perform(self, answers: dict[str, Any]) -> str:
        getattr(actions.recoveries, self.act)(recovery_id=self.pk, decision=answers["decision"], by=self.by)
        return self.receipt


class WaiveRecovery(GiveUp):
    """Remettre la dette."""

    route, address, act = "caisse:waive_recovery", "reversements/<uuid:pk>/remettre/", "waive"
    receipt = "La dette est remise : la structure en est informée."


class WriteOffRecovery(GiveUp):
    """Admettre le reversement en non-valeur."""

    route, address, act = "caisse:write_off_recovery", "reversements/<uuid:pk>/non-valeur/", "write_off"
    label = "Admettre en non-valeur"
    receipt = "Le reversement est admis en non-valeur."


class CancelRecovery(GiveUp):
    """Annuler l’ordre de reversement."""

    route, address, act = "caisse:cancel_recovery", "reversements/<uuid:pk>/annuler/", "cancel"
    label = "Annuler l’ordre"
    receipt = "L’ordre de reversement est annulé : la structure en est informée."


ON_RECOVERY = (ReplyToHost, NotifyRecovery, RemindRecovery, WaiveRecovery, WriteOffRecovery, CancelRecovery)
