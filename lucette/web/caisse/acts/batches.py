"""The accountant and the bank: compose a batch of transfers, send it, give it up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from lucette.kernel import clock, french
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import BATCH, ORDER
from lucette.web.caisse.acts.agreements import ReasonForm
from lucette.web.caisse.acts.together import OrdersForm, Together
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.fields import Day
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage


class BatchForm(OrdersForm):
    """Which orders, and the day of the transfers."""

    execution_on = Day(label="Jour d’exécution par la banque")
    orders = forms.MultipleChoiceField(
        label="Ordres à payer", help_text="Décochez ceux qui attendront un autre lot.", widget=forms.CheckboxSelectMultiple
    )
    field_order = ("execution_on", "orders")


class FreezeBatch(Together):
    """Composer un lot de virements."""

    route, address = "caisse:freeze_batch", "lots/composer/<uuid:pk>/"
    also = ((BATCH, "freeze"),)
    title = label = "Composer un lot de virements"
    submit = "Composer le lot"
    form_class = BatchForm
    what_happens = "Le fichier de virements est écrit, relu et gardé avec son empreinte. Rien ne part encore à la banque."
    none_ready = "Aucun ordre n’attend un lot : prenez d’abord des ordres en charge."
    of_orders = ("ordre pris en charge", "ordres pris en charge")

    def endowments(self) -> list[payments.ReadyToBatch]:
        return payments.ready_to_batch(self.by)

    def orders(self) -> list[payments.OrderRow]:
        return payments.orders_to_batch(self.pk, self.by)

    def initial(self) -> dict[str, Any]:
        return super().initial() | {"execution_on": clock.today()}

    def back(self) -> str:
        return reverse("caisse:desk", args=["payer"])

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Les bureaux", "caisse:desks")), ("À payer", self.back())]

    def perform(self, answers: dict[str, Any]) -> str:
        self.batch = actions.freeze_batch(
            endowment_id=self.pk, order_ids=answers["orders"], execution_on=answers["execution_on"], by=self.by
        )
        return f"Le lot {self.batch.message_id} est composé : vérifiez ses sommes, puis envoyez-le."

    def done(self) -> str:
        return reverse("caisse:batch", args=[self.batch.pk])


class OnBatch(ActPage):
    """An act on one batch."""

    workflow = BATCH

    def subject(self) -> payments.BatchPage:
        return payments.batch_page(self.pk, self.by)

    def back(self) -> str:
        return reverse("caisse:batch", args=[self.pk])

    def facts(self) -> list[Fact]:
        sums = [
            ("Somme dite par le lot", self.it.said),
            ("Calculée sur les ordres", self.it.in_database),
            ("Lue dans le fichier", self.it.in_file),
        ]
        return [
            Fact("Lot", self.it.batch.message_id),
            Fact("À exécuter le", french.date(self.it.batch.execution_on)),
            *(Fact(label, str(amount), note=french.plural(count, "virement")) for label, (count, amount) in sums),
        ]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Lots de virements", "caisse:batches")), ("Lot de virements", self.back())]


class SendBatch(OnBatch):
    """Envoyer le lot à la banque."""

    route, address, act = "caisse:send_batch", "lots/<uuid:pk>/envoyer/", "send"
    also = ((ORDER, "send"),)

    def effects(self) -> list[Effect]:
        count, amount = self.it.said
        told = [
            Effect(french.number(count), french.word(count, "virement part à la banque", "virements partent à la banque")),
            Effect(str(amount), "quittent le compte de la dotation"),
        ]
        told.append(Effect("1", "signature électronique, la vôtre, gardée avec le fichier"))
        agrees = Effect("", "le lot, la base et le fichier disent la même chose")
        return [*told, agrees if self.it.agrees else Effect("", "les trois sommes diffèrent : n’envoyez pas ce lot", "error")]

    def perform(self, answers: dict[str, Any]) -> str:
        it = actions.send_batch(batch_id=self.pk, by=self.by)
        return f"Le lot {it.message_id} est envoyé à la banque : {french.plural(it.count, 'virement')}."


class CancelBatch(OnBatch):
    """Abandonner le lot de virements."""

    route, address, act = "caisse:cancel_batch", "lots/<uuid:pk>/abandonner/", "cancel"
    form_class, danger = ReasonForm, True

    def effects(self) -> list[Effect]:
        count, _ = self.it.said
        return [Effect(french.number(count), french.word(count, "ordre revient dans « à payer »", "ordres reviennent dans « à payer »"))]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Le lot {actions.cancel_batch(batch_id=self.pk, reason=answers['reason'], by=self.by).message_id} est abandonné."


class CloseBatch(OnBatch):
    """Clore le lot de virements."""

    route, address, act = "caisse:close_batch", "lots/<uuid:pk>/clore/", "close"

    def effects(self) -> list[Effect]:
        return [Effect("", "plus rien n’est attendu de la banque pour ce lot")]

    def perform(self, answers: dict[str, Any]) -> str:
        return f"Le lot {actions.close_batch(batch_id=self.pk, by=self.by).message_id} est clos."


ON_BATCH = (SendBatch, CancelBatch, CloseBatch)
