"""Les dotations et leurs trois signatures ; les virements entre leurs enveloppes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.queries import names
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.fund import queries
from lucette.scheme.fund.enums import EndowmentStatus, MoveStatus
from lucette.scheme.payments import queries as payments
from lucette.web.design.elements import Act, Cell, Column, Fact, File, Step, Table
from lucette.web.design.states import tone
from lucette.web.funder.acts.authority import ON_AUTHORITY
from lucette.web.funder.acts.calls import AskFunds
from lucette.web.funder.acts.endowments import ON_ENDOWMENT, OpenAccount, PrepareEndowment
from lucette.web.funder.acts.moves import ON_MOVE, RequestMove
from lucette.web.funder.pages import crumbs
from lucette.web.gate.access import DOORS
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, long_list, short_list
from lucette.web.gate.lists import Orders, status_filters
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request


@require_safe
def endowments(request: Request) -> HttpResponse:
    """Les dotations, la plus ancienne d’abord."""
    found = list(queries.endowments(request.actor))
    may = DOORS[PrepareEndowment.route].opens_to(request.actor)
    acts = [Act(PrepareEndowment.label, reverse(PrepareEndowment.route))] if may else []
    orders: Orders = {"Dotation": ("titre", lambda it: it.title), "Autorisation": ("montant", lambda it: it.authority_cents)}
    of = Listed("Les dotations", endowments_table, ("dotation",))
    more: dict[str, Any] = {"template": "gate/acts_list.html", "acts": acts, "breadcrumb": crumbs(request.actor)}
    return short_list(request, of, found, orders, states=EndowmentStatus.choices, **more)


def endowments_table(found: Sequence[Any]) -> Table:
    return Table(
        "Les dotations",
        ["Dotation", "État", Column("Postes", True), Column("Autorisation", True)],
        [
            [
                Cell(it.title, reverse("funder:endowment", args=[it.pk])),
                Cell(it.get_status_display(), tone=tone(it.status)),
                french.number(it.posts),
                str(Money(it.authority_cents)),
            ]
            for it in found
        ],
        empty="Aucune dotation : la première suit la convention entre la DGCL, l’ANCT et la Caisse des Dépôts.",
    )


@require_safe
def endowment(request: Request, endowment_id: UUID) -> HttpResponse:
    """One endowment: its three signatures, who is next, its envelopes. Raises NotFound."""
    page = queries.endowment_page(endowment_id, request.actor)
    it = page.endowment
    account = payments.treasury_account(it.pk) if it.status == EndowmentStatus.NOTIFIED else None
    acts = offered(request.actor, acts_on(page, bool(account)), page)
    file = File(
        it.status,
        it.get_status_display(),
        it.code,
        next_step=next_step(page, bool(account)),
        mine=bool(acts) and (it.status != EndowmentStatus.NOTIFIED or not account),
        acts=[*acts, Act("Voir le fonds", f"{reverse('funder:fund')}?dotation={it.code}")],
        facts=[
            Fact("Autorisation", str(Money(it.authority_cents))),
            Fact("Postes", french.number(it.posts)),
            *([Fact("Compte bancaire", f"•••• {account.iban[-4:]}", note=f"au nom de {account.holder}")] if account else []),
        ],
        steps=road(page),
        tables=[envelopes(it)],
        history=events(it, known=page.people),
    )
    context = {"title": it.title, "file": file, "breadcrumb": crumbs(request.actor, ("Les dotations", "funder:endowments"))}
    return render(request, "design/object.html", context)


def acts_on(page: queries.EndowmentPage, account: bool) -> list[Any]:
    """Its account is declared once, before anything is received on it."""
    if page.status != EndowmentStatus.NOTIFIED:
        return list(ON_ENDOWMENT)
    return [*([] if account else [OpenAccount]), *ON_ENDOWMENT, RequestMove, AskFunds, *ON_AUTHORITY]


def next_step(page: queries.EndowmentPage, account: bool) -> str:
    """Who has the ball."""
    match page.status:
        case EndowmentStatus.PREPARED:
            many = french.word(len(page.expected), "cette partie signe", "ces parties signent")
            return f"{many} la convention tripartite : {french.enumeration(page.expected)}."
        case EndowmentStatus.SIGNED:
            return "la direction générale des collectivités locales notifie la dotation."
    return "" if account else "un comptable de la Caisse des Dépôts déclare le compte bancaire de la dotation."


def road(page: queries.EndowmentPage) -> list[Step]:
    """The three signatures in any order, then the notification."""
    signed = [
        Step(f"Signature : {it.label}", "done" if it.at else "now", it.who, it.at.date() if it.at else None) for it in page.signatures
    ]
    it = page.endowment
    last = "done" if it.notified_at else "now" if it.status == EndowmentStatus.SIGNED else "next"
    return [
        *signed,
        Step("Notification", last, "Direction générale des collectivités locales", it.notified_at.date() if it.notified_at else None),
    ]


def envelopes(it: Any) -> Table:
    rows = [[e.label, str(Money(e.share_cents))] for e in it.envelopes.all()]
    total = ["Total", str(Money(it.authority_cents))]
    return Table("La répartition entre enveloppes", ["Enveloppe", Column("Montant", True)], rows, total=total)


@require_safe
def moves(request: Request) -> HttpResponse:
    """Virements entre enveloppes, les plus récents d’abord."""
    status, counts = request.GET.get("etat", ""), queries.move_counts(request.actor)
    statuses = [status] if status in MoveStatus.values else []
    count = counts.get(status, 0) if statuses else sum(counts.values())
    filters = status_filters(request, dict(MoveStatus.choices), counts)
    read = partial(queries.moves_page, request.actor, statuses)
    of = Listed("Virements entre enveloppes", moves_table, ("virement",), filters=filters)
    return long_list(
        request, of, read, count, template="gate/acts_list.html", acts=move_acts(request.actor), breadcrumb=crumbs(request.actor)
    )


def moves_table(found: Sequence[Any]) -> Table:
    return Table(
        "Virements entre enveloppes",
        ["Demandé le", "De", "Vers", "État", Column("Montant", True)],
        [
            [
                Cell(said(it.created_at), reverse("funder:move", args=[it.pk])),
                it.get_source_display(),
                it.get_target_display(),
                Cell(it.get_status_display(), tone=tone(it.status)),
                str(Money(it.cents)),
            ]
            for it in found
        ],
        empty="Aucun virement entre enveloppes. Une partie à la convention en demande un, une autre personne le confirme.",
    )


def move_acts(by: Actor) -> list[Act]:
    """Ask for a move in each open endowment."""
    if not DOORS[RequestMove.route].opens_to(by):
        return []
    found = [it for it in queries.endowments(by) if it.status == EndowmentStatus.NOTIFIED]
    label = RequestMove.label
    return [Act(f"{label} : {it.title}" if len(found) > 1 else label, reverse(RequestMove.route, args=[it.pk])) for it in found]


@require_safe
def move(request: Request, move_id: UUID) -> HttpResponse:
    """One move: who asked, who confirms. Raises NotFound."""
    it = queries.move(move_id, request.actor)
    people = names({pk for pk in (it.requested_by, it.confirmed_by) if pk})
    acts = offered(request.actor, ON_MOVE, it)
    waits = it.status == MoveStatus.REQUESTED
    file = File(
        it.status,
        it.get_status_display(),
        next_step="une personne d’une des trois parties, qui ne l’a pas demandé, confirme ce virement." if waits else "",
        mine=bool(acts) and not acts[0].danger,
        acts=acts,
        facts=[
            Fact("Dotation", it.endowment.title, reverse("funder:endowment", args=[it.endowment_id])),
            Fact("De l’enveloppe", it.get_source_display()),
            Fact("Vers l’enveloppe", it.get_target_display()),
            Fact("Montant", str(Money(it.cents))),
            Fact("Motif", it.reason),
        ],
        steps=[
            Step("Demandé", "done", people.get(it.requested_by, ""), it.created_at.date()),
            *([] if it.status == MoveStatus.WITHDRAWN else [confirmed(it, people)]),
        ],
        history=events(it, known=people),
    )
    back = ("Virements entre enveloppes", "funder:moves")
    context = {"title": f"Virement de {Money(it.cents)} entre enveloppes", "file": file, "breadcrumb": crumbs(request.actor, back)}
    return render(request, "design/object.html", context)


def confirmed(it: Any, people: dict[UUID, str]) -> Step:
    if it.confirmed_by:
        return Step("Confirmé", "done", people.get(it.confirmed_by, ""), it.status_since.date())
    return Step("Confirmé", "now", "Une autre personne")
