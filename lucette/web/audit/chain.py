"""The trail of a euro: from the bank's line up to the application, each step with its date, its hands and its documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.urls import reverse

from lucette.foundation.accounts.queries import names
from lucette.foundation.documents import queries as documents
from lucette.foundation.organizations.rules import masked
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.money import Money
from lucette.scheme.payments import queries as payments
from lucette.web.design.elements import Document
from lucette.web.gate.access import DOORS
from lucette.web.gate.files import links, readable


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


@dataclass(frozen=True, slots=True)
class Known:
    """What every step needs, asked once: names by id, documents by object."""

    names: Mapping[UUID, str]
    documents: Mapping[str, Sequence[Document]]

    def on(self, it: Any) -> Sequence[Document]:
        return self.documents.get(str(it.pk), ())


def chain(order_id: Any, by: Actor) -> list[Link]:
    """Every step of an order, the bank first. Raises NotFound."""
    order = payments.order_with_its_origin(order_id, by)
    line = payments.bank_line_of(order_id, by)
    known = known_of(order, by)
    steps = [bank(line), batch(order), of_order(order, known), account(order, known, by)]
    return [*steps, *([invoice(order)] if order.invoice else granted(order, known)), endowment(order)]


def known_of(order: Any, by: Actor) -> Known:
    """Names of every hand and signatory, documents of every file on the way up: two questions."""
    given = order.instalment.agreement.award if order.instalment else None
    signed = (given.session.closed_by, given.session.minutes_signed_by) if given else ()
    checked = (order.bank_details.verified_by, order.bank_details.activated_by)
    files = [(row._meta.label_lower, str(row.pk)) for row in files_of(order)]
    about: dict[str, list[Any]] = {}
    for it in readable(documents.documents_on(files, by=by), by):
        about.setdefault(str(it.subject_id), []).append(it)
    people = {person for person in (*payments.holders(order), *signed, *checked) if person}
    return Known(names(people), {pk: links(found) for pk, found in about.items()})


def files_of(order: Any) -> list[Any]:
    """The files whose documents the trail shows."""
    if order.instalment is None:
        return [order.bank_details]
    agreement = order.instalment.agreement
    return [order.bank_details, agreement, agreement.award, agreement.award.session, agreement.award.application]


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


def of_order(order: Any, known: Known) -> Link:
    return Link(
        "Ordre de paiement",
        order.number,
        f"Au bénéfice de {order.organization.name}, sur le compte {masked(order.iban)}.",
        day(order.ordered_at),
        Money(order.cents),
        reverse("caisse:order", args=[order.pk]),
        about=journal("payments.order", order.pk),
        hands=[f"{hand.label.capitalize()} : {hand.who}" for hand in payments.hands(order, known.names) if hand.who],
    )


def account(order: Any, known: Known, by: Actor) -> Link:
    """What was checked of the payee's account before anything was paid on it."""
    it = order.bank_details
    answer = f" Réponse de la banque : {it.get_payee_match_display().lower()}." if it.payee_match else ""
    called = f" Structure rappelée le {french.date(it.called_at.astimezone(PARIS).date())}." if it.called_at else ""
    hands = (("Vérifié par", it.verified_by), ("Activé par", it.activated_by))
    return Link(
        "Contrôle du compte bancaire",
        it.masked_iban,
        f"Compte au nom de {it.holder}.{answer}{called}",
        day(it.verified_at),
        url=reverse("caisse:account", args=[it.pk]) if DOORS["caisse:account"].opens_to(by) else "",
        documents=known.on(it),
        about=journal("organizations.bankdetails", it.pk),
        hands=[f"{label} {known.names[person]}" for label, person in hands if person in known.names],
    )


def invoice(order: Any) -> Link:
    it = order.invoice
    return Link(
        "Facture",
        it.number,
        f"{it.label}. {it.get_nature_display().capitalize()}.",
        day(it.created_at),
        Money(it.cents),
        reverse("caisse:invoice", args=[it.pk]),
        about=journal("payments.invoice", it.pk),
        postings=reverse("audit:postings", args=["service", it.service_id]),
    )


def granted(order: Any, known: Known) -> list[Link]:
    """From the instalment up to the application."""
    agreement = order.instalment.agreement
    given = agreement.award
    return [
        instalment(order.instalment),
        convention(agreement, known),
        award(given, known),
        session(given.session, known),
        application(given.application, known),
    ]


def instalment(it: Any) -> Link:
    return Link(
        "Versement exigible",
        f"Versement {it.number}",
        f"Condition : {it.get_condition_display()}.",
        it.due_on,
        about=journal("payments.instalment", it.pk),
    )


def convention(it: Any, known: Known) -> Link:
    return Link(
        "Convention",
        it.number,
        f"{french.plural(it.posts, 'poste')} pour {it.months} mois.",
        it.in_force_on,
        Money(it.amount_cents),
        reverse("caisse:agreement", args=[it.pk]),
        known.on(it),
        journal("agreements.agreement", it.pk),
        reverse("audit:postings", args=["agreement", it.pk]),
    )


def award(it: Any, known: Known) -> Link:
    return Link(
        "Attribution",
        it.number,
        it.line.reason or f"{french.plural(it.posts, 'poste')}, à {Money(it.unit_cents)} chacun.",
        it.session.held_on,
        Money(it.amount_cents),
        documents=known.on(it),
        about=journal("committee.award", it.pk),
        postings=reverse("audit:postings", args=["award", it.pk]),
    )


def session(it: Any, known: Known) -> Link:
    hands = (("Procès-verbal signé par", it.minutes_signed_by), ("Décision signée par", it.closed_by))
    return Link(
        "Comité de sélection",
        f"Séance du {french.date(it.held_on)}",
        "Chaque dossier y reçoit une décision motivée.",
        it.held_on,
        documents=known.on(it),
        about=journal("committee.session", it.pk),
        hands=[f"{label} {known.names[person]}" for label, person in hands if person in known.names],
    )


def application(it: Any, known: Known) -> Link:
    asked = french.plural(it.posts_asked, "poste demandé", "postes demandés")
    return Link(
        "Candidature",
        it.number,
        f"{asked} à l’appel « {it.call.title} ».",
        day(it.filed_at),
        documents=known.on(it),
        about=journal("applications.application", it.pk),
    )


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
