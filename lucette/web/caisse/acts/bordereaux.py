"""The authorising officer and her slips: compose, sign, countersign, take an order out, give up."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import BORDEREAU, OrderStatus
from lucette.web.caisse.acts.agreements import ReasonForm
from lucette.web.caisse.acts.together import OrdersForm, Together, as_choices
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage


class ComposeForm(OrdersForm):
    """Which certified orders go on the slip."""

    orders = forms.MultipleChoiceField(
        label="Ordres à signer ensemble", help_text="Décochez ceux qui attendront.", widget=forms.CheckboxSelectMultiple
    )


class ComposeBordereau(Together):
    """Composer un bordereau."""

    route, address = "caisse:compose_bordereau", "bordereaux/composer/<uuid:pk>/"
    also = ((BORDEREAU, "compose"),)
    title = label = "Composer un bordereau"
    submit = "Composer le bordereau"
    form_class = ComposeForm
    what_happens = "Rien n’est ordonnancé encore : vous relisez le bordereau, puis vous le signez."
    none_ready = "Aucun ordre certifié n’attend un bordereau."
    of_orders = ("ordre certifié", "ordres certifiés")

    def endowments(self) -> list[payments.ReadyToBatch]:
        return payments.ready_for_bordereau(self.by)

    def orders(self) -> list[payments.OrderRow]:
        return payments.orders_for_bordereau(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:bordereaux")

    def crumbs(self) -> list[tuple[str, str]]:
        return breadcrumb(self.by, ("Bordereaux", "caisse:bordereaux"))

    def perform(self, answers: dict[str, Any]) -> str:
        self.made = actions.compose_bordereau(endowment_id=self.pk, order_ids=answers["orders"], by=self.by)
        return f"Le bordereau {self.made.number} est composé : relisez-le, puis signez-le."

    def done(self) -> str:
        return reverse("caisse:bordereau", args=[self.made.pk])


class OnBordereau(ActPage):
    """An act on one slip."""

    workflow = BORDEREAU

    def subject(self) -> payments.BordereauPage:
        return payments.bordereau_page(self.pk, self.by)

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return bool(it.held)

    def back(self) -> str:
        return reverse("caisse:bordereau", args=[self.pk])

    def facts(self) -> list[Fact]:
        it = self.it.bordereau
        return [
            Fact("Bordereau", it.number),
            Fact("Dotation", it.endowment.title),
            Fact("Total", str(Money(it.cents)), note=french.plural(it.count, "ordre")),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Bordereaux", "caisse:bordereaux")), (f"Bordereau {self.it.bordereau.number}", self.back())]


class SignBordereau(OnBordereau):
    """Signer le bordereau."""

    route, address, act = "caisse:sign_bordereau", "bordereaux/<uuid:pk>/signer/", "sign"
    lead = "Vous donnez l’ordre de payer chaque ligne de ce bordereau."
    what_happens = "Le comptable prendra chaque ordre en charge. Un ordre au-dessus du seuil attend un deuxième ordonnateur."

    def effects(self) -> list[Effect]:
        it = self.it.bordereau
        free = fund.free_cash_cents(it.endowment_id)
        return [
            Effect(french.number(it.count), french.word(it.count, "ordre est signé", "ordres sont signés")),
            Effect(str(Money(it.cents)), "passent de « liquidé » à « ordonnancé », ou attendent une deuxième signature"),
            Effect(str(Money(free)), "libres en trésorerie avant ce bordereau", "error" if free < it.cents else ""),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.sign_bordereau(bordereau_id=self.pk, by=self.by)
        return f"Le bordereau {it.number} est signé."


class CountersignBordereau(OnBordereau):
    """Contresigner le bordereau."""

    route, address, act = "caisse:countersign_bordereau", "bordereaux/<uuid:pk>/contresigner/", "countersign"
    what_happens = "Le comptable prendra ensuite ces ordres en charge."

    def effects(self) -> list[Effect]:
        waiting = [it for it in self.it.orders if it.status == OrderStatus.TO_COUNTERSIGN]
        total = Money(sum(it.amount.cents for it in waiting))
        return [
            Effect(french.number(len(waiting)), french.word(len(waiting), "ordre contresigné", "ordres contresignés")),
            Effect(str(total), "passent de « liquidé » à « ordonnancé »"),
        ]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Le bordereau {actions.countersign_bordereau(bordereau_id=self.pk, by=self.by).number} est contresigné."


class TakeOutForm(Form):
    order = forms.ChoiceField(label="Ordre à retirer", widget=forms.RadioSelect)

    def __init__(self, *args: Any, orders: tuple[payments.OrderRow, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["order"]
        choices.choices = as_choices(orders)


class TakeOut(OnBordereau):
    """Retirer un ordre du bordereau."""

    route, address, act = "caisse:take_out", "bordereaux/<uuid:pk>/retirer/", "take_out"
    form_class = TakeOutForm
    what_happens = "L’ordre retiré attend de nouveau seul dans « à ordonnancer »."

    def form_arguments(self) -> dict[str, Any]:
        return {"orders": self.it.orders}

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.take_out(bordereau_id=self.pk, order_id=UUID(answers["order"]), by=self.by)
        return f"L’ordre est retiré : le bordereau {it.number} en garde {french.number(it.count)}."


class CancelBordereau(OnBordereau):
    """Abandonner le bordereau."""

    route, address, act = "caisse:cancel_bordereau", "bordereaux/<uuid:pk>/abandonner/", "cancel"
    form_class, danger = ReasonForm, True

    def effects(self) -> list[Effect]:
        count = self.it.bordereau.count
        return [Effect(french.number(count), french.word(count, "ordre attend de nouveau seul", "ordres attendent de nouveau seuls"))]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.cancel_bordereau(bordereau_id=self.pk, reason=answers["reason"], by=self.by)
        return f"Le bordereau {it.number} est abandonné."


ON_BORDEREAU = (SignBordereau, CountersignBordereau, TakeOut, CancelBordereau)
