"""Money asked back: asked, answered, notified, reminded, collected, given up; final settlements checked."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import RECOVERY, RecoveryGround
from lucette.scheme.payments.rules.overpayment import BY_MONTHS
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Counter, Day, Euros
from lucette.web.design.forms import Form, text_area
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage
from lucette.web.gate.objects import said

G = RecoveryGround
LIST = ("Reversements", "caisse:recoveries")
WORDS = {
    "poste-rendu": G.POST_RETURNED,
    "resiliation": G.TERMINATION,
    "vacance": G.VACANCY,
    "emploi-non-justifie": G.UNJUSTIFIED,
    "double": G.PAID_TWICE,
}


class AskForm(Form):
    """Why, for the host to read; and what the rule of the ground needs."""

    asked_by = {"justified": "amount", "twice": "amount"}

    until = Day(label="Calculer jusqu’au", help_text="Dernier jour du poste ou de la convention. Exemple : 31/08/2021")
    amount = Euros(label="Montant", zero=True)
    explanation = forms.CharField(
        label="Explication pour la structure",
        max_length=2000,
        widget=text_area(6),
        help_text="Ce qui fonde la demande, en phrases simples. La structure y répond. N’écrivez aucun nom de personne.",
    )

    def __init__(self, *typed: Any, ground: str, **more: Any) -> None:
        super().__init__(*typed, **more)
        del self.fields["amount" if ground in BY_MONTHS else "until"]
        if ground == G.UNJUSTIFIED:
            self.fields["amount"].label = "Emploi justifié, en euros"
        if ground == G.PAID_TWICE:
            self.fields["amount"].label = "Somme versée deux fois, en euros"


class AskBack(ActPage):
    """Demander un reversement."""

    route, address = "caisse:ask_back", "conventions/<uuid:pk>/reversement/<slug:ground>/"
    also = ((RECOVERY, "issue"),)
    title = label = "Demander un reversement"
    submit = "Adresser ce projet à la structure"
    what_happens = "Rien n’est à payer encore : la structure lit le calcul et peut répondre."
    form_class = AskForm

    @property
    def ground(self) -> RecoveryGround:
        found = WORDS.get(self.kwargs["ground"])
        if found is None:
            raise NotFound
        return found

    def subject(self) -> Any:
        return agreements.agreement(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:agreement", args=[self.pk])

    def done(self) -> str:
        return reverse("caisse:recovery", args=[self.made.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        grounds = reverse("caisse:recovery_grounds", args=[self.pk])
        return [
            *breadcrumb(self.by, ("Conventions", "caisse:agreements")),
            (f"Convention {self.it.number}", self.back()),
            ("Motif", grounds),
        ]

    def form_arguments(self) -> dict[str, Any]:
        return {"ground": self.ground}

    def initial(self) -> dict[str, Any]:
        return {"until": clock.today()}

    def facts(self) -> list[Fact]:
        label = self.ground.label
        return [
            Fact("Convention", self.it.number),
            Fact("Structure", self.it.organization.name),
            Fact("Motif", label[:1].upper() + label[1:]),
        ]

    def effects(self) -> list[Effect]:
        if self.ground in BY_MONTHS:
            found = payments.overpaid(self.pk, self.ground, self.by)
            return [Effect(str(Money(found.total_cents)), "à demander, calculé à ce jour d’après les contrats de travail")]
        left = Money(sum(payments.left_to_ask(self.it).values()))
        return [Effect(str(left), "au plus : ce qui reste payé et n’est pas déjà demandé")]

    def perform(self, answers: dict[str, Any]) -> str:
        amount = answers.get("amount")
        figures = {"justified" if self.ground == G.UNJUSTIFIED else "twice": amount.cents} if amount is not None else {}
        self.made = actions.recoveries.issue_computed(
            agreement_id=self.pk,
            ground=self.ground,
            explanation=answers["explanation"],
            until=answers.get("until"),
            figures=figures,
            by=self.by,
        )
        asked = payments.recovery_page(self.made.pk, self.by).amount
        return f"Le projet {self.made.number}, de {asked}, est adressé à la structure. Elle répond avant le {said(self.made.answer_by)}."


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


class CollectForm(Form):
    amount = Euros(label="Montant reçu")
    on = Day(label="Reçu le", help_text="La date du relevé de la banque. Exemple : 12/03/2022")
    reference = forms.CharField(
        label="Référence du paiement",
        max_length=140,
        help_text="Telle que la banque la donne. Elle n’est prise qu’une fois.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CollectRecovery(OnRecovery):
    """Encaisser le reversement, en partie ou en entier."""

    route, address, act = "caisse:collect_recovery", "reversements/<uuid:pk>/encaisser/", "collect"
    submit = "Enregistrer l’encaissement"
    form_class = CollectForm
    what_happens = "Un paiement partiel laisse l’ordre ouvert. Ce qui dépasse attend dans les recettes à expliquer."

    def initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def perform(self, answers: dict[str, Any]) -> str:
        found = actions.recoveries.collect(
            recovery_id=self.pk, cents=answers["amount"].cents, on=answers["on"], reference=answers["reference"], by=self.by
        )
        excess = f" {Money(found.suspended)} de trop attendent une explication." if found.suspended else ""
        return f"{Money(found.collected)} sont encaissés.{excess}"


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


class DrawForm(Form):
    ended_by = Day(label="Conventions terminées au", help_text="Une date passée. Exemple : 31/03/2023")
    size = Counter(label="Combien de conventions vérifier ?", most=500)
    seed = forms.CharField(
        label="Graine du tirage",
        max_length=40,
        help_text="Un mot ou un nombre public, que chacun peut retrouver. Exemple : 2023-03-31",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class DrawSample(ActPage):
    """Tirer un échantillon de soldes."""

    route, address = "caisse:draw_sample", "soldes/tirer/<uuid:pk>/"
    title = label = "Tirer un échantillon de soldes"
    submit = "Tirer l’échantillon"
    lead = "La subvention ne dépasse jamais le coût salarial, moins les autres aides publiques. Le sort dit chez qui le vérifier."
    what_happens = "La même graine donne toujours les mêmes conventions : le tirage se refait et se contrôle."
    form_class = DrawForm

    def subject(self) -> Any:
        return fund.known_endowment(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:samples")

    def done(self) -> str:
        return reverse("caisse:sample", args=[self.made.pk])

    def facts(self) -> list[Fact]:
        return [Fact("Dotation", self.it.title)]

    def crumbs(self) -> list[tuple[str, str]]:
        return breadcrumb(self.by, ("Échantillons de soldes", "caisse:samples"))

    def perform(self, answers: dict[str, Any]) -> str:
        self.made = actions.recoveries.draw_sample(endowment_id=self.pk, by=self.by, **answers)
        return f"L’échantillon {self.made.number} est tiré, parmi {french.plural(self.made.among, 'convention')}."


class SettlementForm(Form):
    asked_by = {"salary_cents": "salary", "other_aid_cents": "other_aid"}

    salary = Euros(label="Coût salarial de toute la durée", zero=True)
    other_aid = Euros(label="Autres aides publiques reçues", zero=True)


class CheckSettlement(ActPage):
    """Vérifier un solde."""

    route, address = "caisse:check_settlement", "soldes/verifications/<uuid:pk>/"
    title = label = "Vérifier ce solde"
    submit = "Enregistrer la vérification"
    what_happens = "Si la subvention dépasse le coût, un projet de reversement part à la structure."
    form_class = SettlementForm

    def subject(self) -> Any:
        return payments.settlement_check(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:sample", args=[self.it.sample_id])

    def facts(self) -> list[Fact]:
        return [
            Fact("Structure", self.it.agreement.organization.name),
            Fact("Convention", self.it.agreement.number, reverse("caisse:agreement", args=[self.it.agreement_id])),
            Fact("Versé", str(Money(self.it.paid))),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Échantillons de soldes", "caisse:samples")), (self.it.sample.number, self.back())]

    def perform(self, answers: dict[str, Any]) -> str:
        told = {"salary_cents": answers["salary"].cents, "other_aid_cents": answers["other_aid"].cents}
        found = actions.recoveries.check_settlement(check_id=self.pk, by=self.by, **told)
        if found.recovery is None:
            return "Le solde est vérifié : la subvention ne dépasse pas le coût."
        return f"Le solde est vérifié : {Money(found.over_cents or 0)} de trop. Le projet {found.recovery.number} part à la structure."


ON_RECOVERY = (ReplyToHost, NotifyRecovery, CollectRecovery, RemindRecovery, WaiveRecovery, WriteOffRecovery, CancelRecovery)
SETTLEMENTS = (DrawSample, CheckSettlement)
