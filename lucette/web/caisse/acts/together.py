"""Orders taken together, of one endowment: on a slip to sign, in a batch to send. Those that may wait are unticked."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from lucette.kernel import french
from lucette.scheme.payments.queries import OrderRow, ReadyToBatch
from lucette.web.design.elements import Fact
from lucette.web.design.forms import Form
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage


def as_choices(orders: Iterable[OrderRow]) -> list[tuple[str, str]]:
    """Each order to tick: its number, who is paid, how much."""
    return [(str(it.id), f"{it.number} – {it.payee} – {it.amount}") for it in orders]


class OrdersForm(Form):
    """Which orders."""

    orders = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, ready: Sequence[OrderRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["orders"]
        choices.choices = as_choices(ready)


class Together(ActPage):
    """An act on the ready orders of one endowment. `none_ready`: what is said when there is none; `of_orders`: one, several."""

    none_ready: ClassVar[str]
    of_orders: ClassVar[tuple[str, str]]

    @abstractmethod
    def endowments(self) -> list[ReadyToBatch]:
        """The endowments that have such orders."""

    @abstractmethod
    def orders(self) -> list[OrderRow]:
        """Those of this one."""

    def subject(self) -> ReadyToBatch | None:
        return next((it for it in self.endowments() if it.endowment_id == self.pk), None)

    def refused(self) -> HttpResponse | None:
        if self.it:
            return None
        return self.sent_away(self.none_ready)

    def form_arguments(self) -> dict[str, Any]:
        self.ready = self.orders()
        return {"ready": self.ready}

    def initial(self) -> dict[str, Any]:
        return {"orders": [str(it.id) for it in self.ready]}

    def form(self, *typed: Any) -> Form:
        self.form_arguments()
        return super().form(*typed)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.refused() or super().post(request, **kwargs)

    def facts(self) -> list[Fact]:
        return [Fact("Dotation", self.it.title)]

    def effects(self) -> list[Effect]:
        return [
            Effect(french.number(self.it.count), french.word(self.it.count, *self.of_orders)),
            Effect(str(self.it.amount), "au plus, selon les ordres cochés"),
        ]
