"""The first hand: ask for the payment of an instalment that is due, of an invoice."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.scheme.payments import actions
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import ORDER
from lucette.web.caisse.pages import breadcrumb
from lucette.web.design.elements import Fact
from lucette.web.design.parts import Effect
from lucette.web.gate.acts import ActPage


class RequestInstalment(ActPage):
    """Demander un versement."""

    route, address = "caisse:request", "versements/<uuid:pk>/demander/"
    also = ((ORDER, "request"),)
    title = label = "Demander le versement"
    what_happens = "Une autre personne certifiera la demande."

    def subject(self) -> payments.ToRequest | None:
        return payments.instalment_to_request(self.pk, self.by)

    def refused(self) -> HttpResponse | None:
        """Back to the desk when nothing of it is due any more."""
        if self.it:
            return None
        return self.sent_away("Ce versement n’a rien à demander : il est déjà demandé, ou il n’est pas exigible.")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.refused() or super().post(request, **kwargs)

    def back(self) -> str:
        return reverse("caisse:desk", args=["demander"])

    def facts(self) -> list[Fact]:
        return [
            Fact("Structure", self.it.payee),
            Fact("Convention", self.it.agreement_number, reverse("caisse:agreement", args=[self.it.agreement_id])),
            Fact("Versement", french.number(self.it.number)),
            Fact("Exigible depuis le", french.date(self.it.due_on)),
        ]

    def effects(self) -> list[Effect]:
        posts = french.word(self.it.posts, "poste payé", "postes payés")
        return [Effect(str(self.it.amount), "à payer à la structure, sur son compte actif"), Effect(french.number(self.it.posts), posts)]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Les bureaux", "caisse:desks")), ("À demander", self.back())]

    def perform(self, answers: dict[str, Any]) -> str:
        self.order = actions.request(instalment_id=self.pk, by=self.by)
        return f"L’ordre de paiement {self.order.number} est demandé : à la certification."

    def done(self) -> str:
        return reverse("caisse:order", args=[self.order.pk])


class RequestInvoice(ActPage):
    """Demander le paiement d’une facture."""

    route, address = "caisse:request_invoice", "factures/<uuid:pk>/demander/"
    also = ((ORDER, "request"),)
    title = label = "Demander le paiement"
    what_happens = "Une autre personne certifiera la demande."

    def subject(self) -> payments.InvoiceRow:
        return payments.invoice_page(self.pk, self.by)[1]

    @classmethod
    def may(cls, by: Actor, it: Any) -> bool:
        return not it.status

    def refused(self) -> HttpResponse | None:
        if not self.it.status:
            return None
        return self.sent_away("Le paiement de cette facture est déjà demandé.")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return self.refused() or super().post(request, **kwargs)

    def back(self) -> str:
        return reverse("caisse:invoice", args=[self.pk])

    def facts(self) -> list[Fact]:
        return [Fact("Facture", self.it.number), Fact("Prestataire", self.it.supplier), Fact("Objet", self.it.label)]

    def effects(self) -> list[Effect]:
        return [Effect(str(self.it.amount), "à payer au prestataire, sur son compte actif")]

    def crumbs(self) -> list[tuple[str, str]]:
        return [*breadcrumb(self.by, ("Factures", "caisse:invoices")), (f"Facture {self.it.number}", self.back())]

    def perform(self, answers: dict[str, Any]) -> str:
        self.order = actions.request_invoice(invoice_id=self.pk, by=self.by)
        return f"L’ordre de paiement {self.order.number} est demandé : à la certification."

    def done(self) -> str:
        return reverse("caisse:order", args=[self.order.pk])


ON_INVOICE = (RequestInvoice,)
