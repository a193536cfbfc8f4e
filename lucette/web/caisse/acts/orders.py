"""The hands on a payment order: certify, take back, order, take in charge, reject; and what the bank refuses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import ORDER, OrderStatus
from lucette.web.caisse.acts.agreements import ReasonForm
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage


class OnOrder(ActPage):
    """An act on one payment order, by one of its four hands."""

    workflow = ORDER

    def subject(self) -> payments.OrderCard:
        return payments.order_card(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:order", args=[self.pk])

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return cls.act in it.acts

    def facts(self) -> list[Fact]:
        row = self.it.row
        facts = [
            Fact("Ordre de paiement", row.number),
            Fact("Bénéficiaire", row.payee),
            Fact("Objet", row.what),
            Fact("Montant", str(row.amount), note=french.plural(self.it.posts, "poste") if self.it.posts else ""),
            Fact("Compte", self.it.iban, note=f"au nom de {self.it.holder}"),
            Fact("Motif du dernier renvoi", row.reason),
        ]
        return [fact for fact in facts if fact.value]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Ordres de paiement", "caisse:orders")), (f"Ordre {self.it.row.number}", self.back())]


class Certify(OnOrder):
    """Certifier la demande."""

    route, address, act = "caisse:certify", "ordres/<uuid:pk>/certifier/", "certify"
    lead = "Vous attestez que la somme est due : convention en vigueur, contrat de travail en cours à l’échéance, compte vérifié."
    what_happens = "L’ordonnateur signera ensuite l’ordre de payer. Ce sera une autre personne que vous."

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "deviennent dus : ils passent de « engagé » à « liquidé »")]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’ordre {actions.certify(order_id=self.pk, by=self.by).number} est certifié : à l’ordonnateur."


class CertifyAgain(OnOrder):
    """Certifier sur de nouvelles coordonnées bancaires."""

    route, address, act = "caisse:certify_again", "ordres/<uuid:pk>/certifier-de-nouveau/", "certify_again"

    def effects(self) -> list[Effect]:
        return [Effect("", "l’ordre reprend le compte actif de la structure ; son montant ne change pas")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.certify_again(order_id=self.pk, by=self.by)
        return f"L’ordre {it.number} est certifié sur les nouvelles coordonnées bancaires."


class ReduceCertificationForm(ReasonForm):
    lines = forms.MultipleChoiceField(label="Postes à retirer de l’ordre", widget=forms.CheckboxSelectMultiple)
    field_order = ["lines", "reason"]

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = lines


class CancelCertification(OnOrder):
    """Annuler la certification."""

    route, address, act = "caisse:cancel_certification", "ordres/<uuid:pk>/annuler-la-certification/", "cancel"
    form_class, danger = ReasonForm, True
    what_happens = "L’ordre s’arrête là. La personne qui a fait la demande lira ce motif, et pourra demander de nouveau."

    def effects(self) -> list[Effect]:
        money = Effect(str(self.it.row.amount), "reviennent de « liquidé » à « engagé »")
        if not self.it.posts:
            return [money, Effect("1", "facture redevient à demander")]
        again = french.word(self.it.posts, "poste redevient exigible", "postes redeviennent exigibles")
        return [money, Effect(french.number(self.it.posts), again)]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.cancel_certification(order_id=self.pk, reason=answers["reason"], by=self.by)
        return f"La certification de l’ordre {it.number} est annulée."


class ReduceCertification(OnOrder):
    """Réduire la certification."""

    route, address, act = "caisse:reduce_certification", "ordres/<uuid:pk>/reduire-la-certification/", "reduce"
    form_class = ReduceCertificationForm
    what_happens = "Les postes retirés sont de nouveau exigibles. Si vous les retirez tous, l’ordre est annulé."

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.refused() or super().post(request, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {"lines": [(str(pk), f"Poste {number}, {amount}") for pk, number, amount in payments.posts_of_order(self.pk, self.by)]}

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "certifiés aujourd’hui, dont vous retirez des postes")]

    def perform(self, answers: dict[str, Any]) -> str:
        lines = [UUID(pk) for pk in answers["lines"]]
        it = actions.reduce_certification(order_id=self.pk, line_ids=lines, reason=answers["reason"], by=self.by)
        if it.status == OrderStatus.CANCELLED:
            return f"La certification de l’ordre {it.number} est annulée."
        return f"L’ordre {it.number} est réduit à {Money(it.cents)}."


class SendBack(OnOrder):
    """Renvoyer la demande."""

    route, address, act = "caisse:send_back", "ordres/<uuid:pk>/renvoyer/", "send_back"
    form_class = ReasonForm
    what_happens = "La personne qui a fait la demande lira ce motif."

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "redeviennent exigibles : le versement pourra être demandé à nouveau")]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’ordre {actions.send_back(order_id=self.pk, reason=answers['reason'], by=self.by).number} est renvoyé."


class OrderPayment(OnOrder):
    """Ordonnancer le paiement."""

    route, address, act = "caisse:give_order", "ordres/<uuid:pk>/ordonnancer/", "order"
    lead = "Vous donnez l’ordre de payer."
    what_happens = "Le comptable prendra ensuite l’ordre en charge. Ce sera une autre personne que vous."

    def effects(self) -> list[Effect]:
        free = Money(fund.free_cash_cents(self.it.endowment_id))
        short = free < self.it.row.amount
        if self.it.two_officers:
            return [Effect("1", "autre ordonnateur devra signer : le montant atteint le seuil"), Effect(str(free), "libres en trésorerie")]
        return [
            Effect(str(self.it.row.amount), "passent de « liquidé » à « ordonnancé »"),
            Effect(str(free), "libres en trésorerie avant cet ordre", "error" if short else ""),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.order(order_id=self.pk, by=self.by)
        return f"L’ordre {it.number} est {'signé : au deuxième ordonnateur' if it.to_countersign else 'ordonnancé : au comptable'}."


class Countersign(OnOrder):
    """Contresigner l’ordre de paiement."""

    route, address, act = "caisse:countersign", "ordres/<uuid:pk>/contresigner/", "countersign"
    lead = "Un premier ordonnateur a signé cet ordre. Son montant demande une deuxième signature."
    what_happens = "Le comptable prendra ensuite l’ordre en charge."

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "passent de « liquidé » à « ordonnancé »")]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’ordre {actions.countersign(order_id=self.pk, by=self.by).number} est contresigné : au comptable."


class Decline(OnOrder):
    """Refuser de contresigner l’ordre de paiement."""

    route, address, act = "caisse:decline", "ordres/<uuid:pk>/refuser-de-contresigner/", "decline"
    form_class = ReasonForm
    what_happens = "Le premier ordonnateur lira ce motif."

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "restent à « liquidé » : l’ordre est de nouveau à ordonnancer")]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’ordre {actions.decline(order_id=self.pk, reason=answers['reason'], by=self.by).number} n’est pas contresigné."


class TakeInCharge(OnOrder):
    """Prendre en charge l’ordre de paiement."""

    route, address, act = "caisse:take_in_charge", "ordres/<uuid:pk>/prendre-en-charge/", "take_in_charge"
    what_happens = "L’ordre attendra dans « à payer » que vous le mettiez dans un lot de virements."

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "prêts à partir dans un lot de virements")]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’ordre {actions.take_in_charge(order_id=self.pk, by=self.by).number} est pris en charge."


class Reject(OnOrder):
    """Rejeter l’ordre de paiement."""

    route, address, act = "caisse:reject", "ordres/<uuid:pk>/rejeter/", "reject"
    form_class = ReasonForm

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.row.amount), "reviennent de « ordonnancé » à « liquidé » : l’ordre est de nouveau à ordonnancer")]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"L’ordre {actions.reject(order_id=self.pk, reason=answers['reason'], by=self.by).number} est rejeté."


class RefuseByBank(OnOrder):
    """Constater le refus de la banque."""

    route, address, act = "caisse:refuse_by_bank", "ordres/<uuid:pk>/refus-de-la-banque/", "refuse_by_bank"
    form_class = ReasonForm
    lead = "La banque a refusé ce virement : recopiez le motif qu’elle donne."

    def effects(self) -> list[Effect]:
        return [
            Effect(str(self.it.row.amount), "reviennent à « liquidé » : l’ordre est de nouveau à ordonnancer"),
            Effect("1", "virement sort de son lot"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.refuse_by_bank(order_id=self.pk, reason=answers["reason"], by=self.by)
        return f"Le refus de la banque est constaté : l’ordre {it.number} est de nouveau à ordonnancer."


ON_ORDER = (
    Certify,
    OrderPayment,
    Countersign,
    TakeInCharge,
    CertifyAgain,
    SendBack,
    Decline,
    Reject,
    RefuseByBank,
    ReduceCertification,
    CancelCertification,
)
