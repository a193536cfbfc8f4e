"""The trail of a euro: from the bank's line up to the application, each step with its date, its hands and its documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from lucette.foundation.accounts.queries import names
from lucette.foundation.documents import queries as documents
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.money import Money
from lucette.scheme.payments import queries as payments
from lucette.web.design.elements import Document
from lucette.web.gate.files import links


@dataclass(frozen=True, slots=True)
class Link:
    """One step. `known`: False while it has not happened (the bank's answer is to come). `about`: its row of the journal."""

    sort: str
    title: str
    sentence: str
    on: dt.date | None = None
    amount: Money | None = None
    url: str = ""
    documents: Sequence[Document] = ()
    about: str = ""
    postings: str = ""
    hands: Sequence[str] = field(default_factory=tuple)

    @property
    def known(self) -> bool:
        return bool(self.title)


def chain(order_id: Any, by: Actor) -> list[Link]:
    """Every step of an order, the bank first. Raises NotFound."""
    order = payments.order_with_its_origin(order_id, by)
    page = payments.order_page(order_id, by)
    line = payments.bank_line_of(order_id, by)
    steps = [bank(line), batch(order), of_order(order, page)]
    return steps + (invoice(order) if order.invoice else award(order, by))


def day(moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(PARIS).date() if moment else None


def journal(label: str, pk: Any) -> str:
    return reverse("audit:journal", args=[label, pk])


def bank(line: Any) -> Link:
    if line is None:
        return Link("Ligne du relevé bancaire", "", "La banque n’a pas encore dit avoir exécuté ce virement.")
    it = line.statement
    return Link(
        "Ligne du relevé bancaire",
        line.bank_reference,
        f"Débit lu sur le relevé {it.statement_id}, ligne {line.position}.",
        line.booked_on,
        Money(line.cents),
        reverse("caisse:statement", args=[it.pk]),
        links([it.document]),
        journal("payments.bankstatement", it.pk),
    )


def batch(order: Any) -> Link:
    it = order.batch
    if it is None:
        return Link("Lot de virements", "", "L’ordre n’est dans aucun lot : il n’est pas parti à la banque.")
    sentence = f"{french.plural(it.count, 'virement')} dans ce lot, pour {Money(it.control_cents)} en tout."
    page = reverse("caisse:batch", args=[it.pk])
    sent = day(it.sent_at)
    return Link(
        "Lot de virements", it.message_id, sentence, sent, None, page, links(filter(None, [it.document])), journal("payments.batch", it.pk)
    )


def of_order(order: Any, page: payments.OrderPage) -> Link:
    hands = [f"{hand.label.capitalize()} : {hand.who}" for hand in page.hands if hand.who]
    return Link(
        "Ordre de paiement",
        order.number,
        f"Au bénéfice de {order.organization.name}, sur le compte {page.iban}.",
        day(order.ordered_at),
        Money(order.cents),
        reverse("caisse:order", args=[order.pk]),
        about=journal("payments.order", order.pk),
        hands=hands,
    )


def invoice(order: Any) -> list[Link]:
    it = order.invoice
    return [
        Link(
            "Facture",
            it.number,
            f"{it.label}. {it.get_nature_display().capitalize()}.",
            day(it.created_at),
            Money(it.cents),
            reverse("caisse:invoice", args=[it.pk]),
            about=journal("payments.invoice", it.pk),
            postings=reverse("audit:postings", args=["service", it.service_id]),
        ),
        endowment(order),
    ]


def award(order: Any, by: Actor) -> list[Link]:
    due, agreement = order.instalment, order.instalment.agreement
    given, session, application = agreement.award, agreement.award.session, agreement.award.application
    about = {it.pk: links(documents.documents_about(it, by=by)) for it in (agreement, given, session, application)}
    known = names({person for person in (session.closed_by, session.minutes_signed_by) if person})
    hands = [("Procès-verbal signé par", session.minutes_signed_by), ("Décision signée par", session.closed_by)]
    return [
        Link(
            "Versement exigible",
            f"Versement {due.number}",
            f"Condition : {due.get_condition_display()}.",
            due.due_on,
            about=journal("payments.instalment", due.pk),
        ),
        Link(
            "Convention",
            agreement.number,
            f"{french.plural(agreement.posts, 'poste')} pour {agreement.months} mois.",
            agreement.in_force_on,
            Money(agreement.amount_cents),
            reverse("caisse:agreement", args=[agreement.pk]),
            about[agreement.pk],
            journal("agreements.agreement", agreement.pk),
            reverse("audit:postings", args=["agreement", agreement.pk]),
        ),
        Link(
            "Attribution",
            given.number,
            given.line.reason or f"{french.plural(given.posts, 'poste')}, à {Money(given.unit_cents)} chacun.",
            session.held_on,
            Money(given.amount_cents),
            documents=about[given.pk],
            about=journal("committee.award", given.pk),
            postings=reverse("audit:postings", args=["award", given.pk]),
        ),
        Link(
            "Séance du comité de sélection",
            session.number,
            f"Séance du {french.date(session.held_on)}.",
            session.held_on,
            documents=about[session.pk],
            about=journal("committee.session", session.pk),
            hands=[f"{label} {known[person]}" for label, person in hands if person in known],
        ),
        Link(
            "Candidature",
            application.number,
            f"{french.plural(application.posts_asked, 'poste demandé', 'postes demandés')} à l’appel « {application.call.title} ».",
            day(application.filed_at),
            documents=about[application.pk],
            about=journal("applications.application", application.pk),
        ),
        endowment(order),
    ]


def endowment(order: Any) -> Link:
    it = order.endowment
    return Link(
        "Dotation",
        it.title,
        "Convention tripartite entre la DGCL, l’ANCT et la Caisse des Dépôts.",
        day(it.notified_at),
        Money(it.authority_cents),
        f"{reverse('funder:fund')}?dotation={it.code}",
        about=journal("fund.endowment", it.pk),
    )
