"""The work list of the bank: what a line kept apart is."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import BANK_LINE, ORDER
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage

EXCESS = "trop-percu"


class OrderForm(Form):
    """Which order."""

    number = forms.CharField(label="Numéro de l’ordre de paiement", help_text="Par exemple : OP-2026-00012.", max_length=20)


class ReturnForm(OrderForm):
    """Which order, and why it came back."""

    bank_reason = forms.ChoiceField(label="Motif donné par la banque")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["bank_reason"]
        choices.choices = [
            ("", "Choisir un motif"),
            *((code, f"{label[:1].upper()}{label[1:]}") for code, label in payments.bank_reasons()),
        ]


class PairForm(Form):
    """Which other line."""

    other = forms.ChoiceField(label="Ligne correspondante", widget=forms.RadioSelect)

    def __init__(self, *args: Any, found: list[Any], excess: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["other"]
        choices.choices = [(str(it.pk), f"{french.date(it.booked_on)} – {it.remittance or it.bank_reference}") for it in found]
        if excess:
            choices.choices = [*choices.choices, (EXCESS, "Un trop-perçu déjà expliqué")]


class OnLine(ActPage):
    """An act on one line of a statement. `credit`: it is for receipts."""

    workflow = BANK_LINE
    credit = True

    def subject(self) -> Any:
        return payments.statement_line(self.pk, self.by)

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.credit) == cls.credit

    def back(self) -> str:
        return reverse("caisse:line", args=[self.pk])

    def done(self) -> str:
        return reverse("caisse:lines")

    def facts(self) -> list[Fact]:
        return line_facts(self.it)

    def crumbs(self) -> list[tuple[str, str]]:
        lines = ("Lignes à expliquer", "caisse:lines")
        return [*breadcrumb(self.by, ("Relevés bancaires", "caisse:statements"), lines), ("Ligne de relevé", self.back())]

    @property
    def amount(self) -> str:
        return str(Money(self.it.cents))


def line_facts(it: Any) -> list[Fact]:
    facts = [
        Fact("Dotation", it.statement.endowment.title),
        Fact("Date", french.date(it.booked_on)),
        Fact("Montant", str(Money(it.cents if it.credit else -it.cents))),
        Fact("Libellé", it.remittance or it.bank_reference),
        Fact("Référence de la banque", it.bank_reference),
        Fact("Pourquoi elle attend", it.reason),
    ]
    return [fact for fact in facts if fact.value]


class RecogniseTranche(OnLine):
    """Reconnaître une tranche de la dotation."""

    route, address, act = "caisse:recognise", "releves/lignes/<uuid:pk>/reconnaitre/", "recognise"

    def effects(self) -> list[Effect]:
        return [Effect(self.amount, "reçus de l’État, libres pour de nouveaux ordres de payer")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.recognise_tranche(line_id=self.pk, by=self.by)
        return f"La tranche de {Money(it.cents)} est enregistrée."


class RecogniseExecution(OnLine):
    """Reconnaître l’exécution d’un ordre."""

    route, address, act = "caisse:recognise_execution", "releves/lignes/<uuid:pk>/execution/", "execute"
    also = ((ORDER, "execute"),)
    credit = False
    form_class = OrderForm
    lead = "La banque a débité ce montant pour un de nos ordres, sans sa référence."

    def effects(self) -> list[Effect]:
        return [Effect(self.amount, "passent de « ordonnancé » à « payé »"), Effect("", "le bénéficiaire reçoit l’avis de paiement")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.recognise_execution(line_id=self.pk, number=answers["number"], by=self.by)
        return f"L’ordre {it.order.number if it.order else ''} est constaté comme payé."


class RecogniseReturn(OnLine):
    """Reconnaître un virement revenu."""

    route, address, act = "caisse:recognise_return", "releves/lignes/<uuid:pk>/retour/", "give_back"
    also = ((ORDER, "give_back"),)
    form_class = ReturnForm
    lead = "La banque a rendu tout ou partie d’un virement, sans le dire clairement."

    def initial(self) -> dict[str, Any]:
        return {"number": payments.number_of_line(self.it)}

    def effects(self) -> list[Effect]:
        return [
            Effect(self.amount, "restent dus : ils attendent un autre compte bancaire"),
            Effect("", "la structure apprend que son compte est à corriger"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.recognise_return(line_id=self.pk, number=answers["number"], bank_reason=answers["bank_reason"], by=self.by)
        return f"Le virement de l’ordre {it.order.number if it.order else ''} est constaté comme revenu."


class RecogniseInterest(OnLine):
    """Reconnaître des intérêts."""

    route, address, act = "caisse:recognise_interest", "releves/lignes/<uuid:pk>/interets/", "interest"

    def effects(self) -> list[Effect]:
        return [Effect(self.amount, "d’intérêts : de la trésorerie, sans autorisation de dépense")]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Les intérêts de {Money(actions.recognise_interest(line_id=self.pk, by=self.by).cents)} sont enregistrés."


class RecogniseCharge(OnLine):
    """Reconnaître des frais bancaires."""

    route, address, act = "caisse:recognise_charge", "releves/lignes/<uuid:pk>/frais/", "charge"
    credit = False

    def effects(self) -> list[Effect]:
        return [Effect(self.amount, "pris sur l’enveloppe de gestion")]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Les frais de {Money(actions.recognise_charge(line_id=self.pk, by=self.by).cents)} sont enregistrés."


class RecogniseRefund(OnLine):
    """Reconnaître le remboursement d’une recette."""

    route, address, act = "caisse:recognise_refund", "releves/lignes/<uuid:pk>/remboursement/", "refund"
    credit = False
    form_class = PairForm
    lead = "Vous avez rendu à son émetteur une somme reçue par erreur ou en trop."

    def form_arguments(self) -> dict[str, Any]:
        return {"found": payments.counterparts(self.pk, self.by), "excess": True}

    def effects(self) -> list[Effect]:
        return [Effect(self.amount, "reçus à tort, rendus à leur émetteur")]

    def perform(self, answers: dict[str, Any]) -> str:
        receipt = None if answers["other"] == EXCESS else UUID(answers["other"])
        it = actions.recognise_refund(line_id=self.pk, receipt_id=receipt, by=self.by)
        return f"Le remboursement de {Money(it.cents)} est enregistré."


class RecogniseMendedError(OnLine):
    """Reconnaître une erreur rectifiée par la banque."""

    route, address, act = "caisse:recognise_error", "releves/lignes/<uuid:pk>/erreur/", "mend"
    form_class = PairForm
    lead = "La banque rend une somme qu’elle avait débitée par erreur."

    def form_arguments(self) -> dict[str, Any]:
        return {"found": payments.counterparts(self.pk, self.by)}

    def effects(self) -> list[Effect]:
        return [Effect(self.amount, "rendus : les deux lignes se compensent")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.recognise_mended_error(line_id=self.pk, debit_id=UUID(answers["other"]), by=self.by)
        return f"L’erreur de {Money(it.cents)} est rectifiée : les deux lignes sont rapprochées."


ON_LINE = (
    RecogniseTranche,
    RecogniseReturn,
    RecogniseInterest,
    RecogniseMendedError,
    RecogniseExecution,
    RecogniseCharge,
    RecogniseRefund,
)
