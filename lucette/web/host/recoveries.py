"""« Ce qui vous est redemandé »: each order to pay back, how it is computed, how to answer and to pay; what an end would cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock
from lucette.kernel.money import Money
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.payments import queries as payments
from lucette.scheme.payments.enums import CALLED, RecoveryGround
from lucette.scheme.payments.enums import RecoveryStatus as S
from lucette.web.design.elements import Cell, Column, Fact, File, Table
from lucette.web.design.states import tone
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import documents_about, known_id
from lucette.web.gate.recoveries import computation, receipts, road, title_facts
from lucette.web.gate.request import Request
from lucette.web.host.acts.recoveries import ON_RECOVERY
from lucette.web.host.crumbs import CRUMB, crumb

NEXT = {
    S.ISSUED: "lisez le calcul. S’il est inexact, répondez : rien n’est à payer encore.",
    S.NOTIFIED: "payez avant la date limite, en rappelant la référence.",
    S.DUE: "la date limite est passée : payez, ou demandez un délai.",
    S.REMINDED: "la date limite est passée : payez, ou demandez un délai.",
}


def table(found: Sequence[Any]) -> Table:
    rows = [
        [
            Cell(it.number, reverse("host:recovery", args=[it.pk])),
            Cell(it.agreement.number, reverse("host:agreement", args=[it.agreement_id])),
            Cell(it.get_status_display(), tone=tone(it.status)),
            str(Money(it.left)),
            str(Money(it.cents)),
        ]
        for it in found
    ]
    heads = ["Numéro", "Convention", "État", Column("Reste à payer", True), Column("Montant", True)]
    return Table("Reversements", heads, rows, "Rien ne vous est redemandé.")


@require_safe
def listing(request: Request) -> HttpResponse:
    found = payments.recoveries_of(request.actor, organization_id=known_id(request.actor.scope.code))
    orders: Orders = {
        "Numéro": ("numero", lambda it: it.number),
        "Reste à payer": ("reste", lambda it: it.left),
        "Montant": ("montant", lambda it: it.cents),
    }
    lead = "Ce qui a été versé en trop. Vous lisez chaque calcul et vous y répondez avant toute décision."
    of = Listed("Reversements", table, ("reversement",))
    return short_list(request, of, found, orders, states=S.choices, lead=lead, breadcrumb=[CRUMB])


@require_safe
def page(request: Request, recovery_id: UUID) -> HttpResponse:
    """One order: why, how it was computed, how to answer, how to pay. Raises NotFound."""
    found = payments.recovery_page(recovery_id, request.actor)
    it, acts = found.it, offered(request.actor, ON_RECOVERY, found)
    facts = [Fact("Convention", it.agreement.number, reverse("host:agreement", args=[it.agreement_id])), *title_facts(found)]
    if it.status in CALLED:
        facts += how_to_pay(found)
    file = File(
        it.status,
        it.get_status_display(),
        it.number,
        next_step=NEXT.get(S(it.status), ""),
        mine=bool(acts) or it.status in CALLED,
        acts=acts,
        facts=[fact for fact in facts if fact.value],
        steps=road(found),
        tables=[computation(found), *receipts(found)],
        documents=documents_about(request.actor, it),
        history=events(it),
    )
    crumbs = [CRUMB, crumb("Reversements", "host:recoveries")]
    return render(request, "design/object.html", {"title": f"Reversement {it.number}", "file": file, "breadcrumb": crumbs})


def how_to_pay(found: payments.RecoveryPage) -> list[Fact]:
    """The account and the reference, as in the order."""
    account = found.account
    told = [Fact("Référence à rappeler", found.it.number)]
    return [Fact("À payer par virement à", account.holder, note=f"IBAN {account.iban}"), *told] if account else told


@require_safe
def projection(request: Request, agreement_id: UUID) -> HttpResponse:
    """What would be asked back if every post ended on a day (`le`): known before anything is decided. Raises NotFound."""
    it = agreements.agreement(agreement_id, request.actor)
    day = asked_day(request.GET.get("le", "")) or clock.today()
    found = payments.overpaid(it.pk, RecoveryGround.TERMINATION, request.actor, until=day)
    rows = [[one.post, str(Money(one.paid_cents)), f"{one.used} mois sur {one.months}", str(Money(one.over_cents))] for one in found.posts]
    heads = ["Poste", Column("Versé", True), Column("Mois utilisés", True), Column("À rendre", True)]
    told = Table("Poste par poste", heads, rows, "Rien n’est encore versé : il n’y aurait rien à rendre.")
    crumbs = [CRUMB, crumb("Mes conventions", "host:agreements"), (f"Convention {it.number}", reverse("host:agreement", args=[it.pk]))]
    context = {
        "title": "Estimer un reversement",
        "day": day,
        "amount": str(Money(found.total_cents)),
        "already": str(Money(found.already_cents)) if found.already_cents else "",
        "table": told,
        "breadcrumb": crumbs,
    }
    return render(request, "host/projection.html", context)


def asked_day(typed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return None
