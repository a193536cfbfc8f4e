"""The agreements of the host."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import Money
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.agreements.enums import OPEN_NOTICE, SIGNED, AgreementStatus
from lucette.web.design.elements import Act, Cell, Column, File, Filter, Listing, Table
from lucette.web.design.states import tone
from lucette.web.gate import amendments as shared
from lucette.web.gate.acts import offered
from lucette.web.gate.agreements import fingerprint, seals_table, signatures, text_of
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders, address
from lucette.web.gate.objects import (
    agreement_facts,
    agreement_schedule,
    agreement_steps,
    documents_about,
    known_id,
    linked_agreements,
    said,
)
from lucette.web.gate.request import Request
from lucette.web.host import tasks
from lucette.web.host.acts import ON_AGREEMENT, ON_NOTICE, ON_RUNNING
from lucette.web.host.acts.amendments import signs
from lucette.web.host.acts.renewals import AskRenewal
from lucette.web.host.crumbs import CRUMB, crumb
from lucette.web.host.money import money_table

CHANGING = "en-cours"
HOST_TURN = frozenset({"ready"})


def table(rows: Sequence[Any], caption: str = "Mes conventions") -> Table:
    return Table(
        caption,
        ["Convention", "Attribution", Column("Postes", number=True), Column("Subvention maximale", number=True), "En vigueur le", "État"],
        [
            [
                Cell(it.number, reverse("host:agreement", args=[it.pk])),
                Cell(it.award.number, reverse("host:award", args=[it.award_id])),
                french.number(it.posts),
                str(Money(it.amount_cents)),
                said(it.in_force_on),
                Cell(it.get_status_display(), tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Vos conventions apparaîtront ici après la décision du comité de sélection.",
    )


@require_safe
def listing(request: Request) -> HttpResponse:
    rows: list[Any] = agreements.agreements_of(known_id(request.actor.scope.code), request.actor)
    orders: Orders = {
        "Convention": ("numero", lambda it: it.number),
        "Postes": ("postes", lambda it: it.posts),
        "Subvention maximale": ("montant", lambda it: it.amount_cents),
        "En vigueur le": ("debut", lambda it: it.in_force_on),
    }
    changing, asked = [it for it in rows if it.changing], request.GET.get("avenant") == CHANGING
    here = address(request, avenant="" if asked else CHANGING)
    filters = [Filter("Avenant en cours", here, asked, len(changing))] if changing or asked else []
    rows = changing if asked else rows
    of = Listed("Mes conventions", table, ("convention",), "conventions", filters)
    return short_list(request, of, rows, orders, states=AgreementStatus.choices, breadcrumb=[CRUMB])


@require_safe
def page(request: Request, agreement_id: UUID) -> HttpResponse:
    """The document, who signed, who signs next, and where its money is. Raises NotFound."""
    shown = agreements.agreement_page(agreement_id, request.actor)
    it, mine = shown.agreement, shown.agreement.status in HOST_TURN or bool(shown.missing)
    here = [page for page in ON_AGREEMENT if page.act in shown.acts]
    wanting = [Act(task.action, task.url) for task in tasks.of_lacks(it, shown.missing)]
    paid = [money_table(it.organization_id, request.actor, it.pk)] if it.status in SIGNED else []
    waiting = [one for one in shown.notices if one.status in OPEN_NOTICE]
    life = [*shared.of_agreement(shown.changes, "host"), *shared.notices(shown.notices)]
    answers = [act for one in waiting for act in offered(request.actor, ON_NOTICE, one)]
    file = File(
        status=it.status,
        status_label=shown.status,
        number=it.number,
        next_step=" ".join([*(lack.sentence for lack in shown.missing), shared.ending(shown.notices) or shown.next_step]),
        mine=mine or bool(answers),
        acts=[
            *answers,
            *wanting,
            *offered(request.actor, here, it),
            *offered(request.actor, [AskRenewal], it),
            *offered(request.actor, ON_RUNNING if not waiting else ON_RUNNING[:1], it),
            *change_act(request.actor, it),
            *seal_act(it),
            *projection_act(it),
            *draft(it),
        ],
        facts=[*agreement_facts(shown), *linked_agreements(shown, "host:agreement"), *fingerprint(shown)],
        steps=agreement_steps(shown),
        tables=[signatures(shown), agreement_schedule(shown), *paid, *life],
        documents=documents_about(request.actor, it) if it.document_id else [],
        history=events(it, known=shown.people),
    )
    crumbs = [CRUMB, ("Mes conventions", reverse("host:agreements"))]
    context = {"title": f"Convention {it.number}", "file": file, "breadcrumb": crumbs, "text": text_of(shown)}
    return render(request, "host/agreement.html", context)


def draft(it: Any) -> list[Act]:
    """Before its edition, the document as it would be today."""
    return [Act("Lire le projet de convention", reverse("host:preview_agreement", args=[it.pk]))] if it.status == "preparing" else []


def change_act(by: Actor, it: Any) -> list[Act]:
    return [Act("Changer la convention", reverse("host:change_agreement", args=[it.pk]))] if signs(by, it) else []


def seal_act(it: Any) -> list[Act]:
    return [Act("Vérifier les signatures", reverse("host:seals", args=[it.pk]))] if it.document_id else []


def projection_act(it: Any) -> list[Act]:
    """Once in force: what an end would cost."""
    return [Act("Estimer un reversement", reverse("host:projection", args=[it.pk]))] if it.in_force_on else []


@require_safe
def seals(request: Request, agreement_id: UUID) -> HttpResponse:
    """Each signature of the document, checked now. Raises NotFound, RuleBroken (file altered)."""
    it = agreements.agreement(agreement_id, request.actor)
    found = agreements.seals(agreement_id, request.actor)
    crumbs = [CRUMB, crumb("Mes conventions", "host:agreements"), (f"Convention {it.number}", reverse("host:agreement", args=[it.pk]))]
    told = Listing(seals_table(found), french.plural(len(found), "signature vérifiée", "signatures vérifiées"))
    title = f"Signatures de la convention {it.number}"
    lead = "Lucette relit le document et recalcule chaque sceau au moment où vous ouvrez cette page."
    return render(request, "design/list.html", {"title": title, "lead": lead, "list": told, "breadcrumb": crumbs})
