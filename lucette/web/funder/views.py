"""Espace de la direction générale des collectivités locales, et la page du fonds, ouverte à tous ceux qui en répondent."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.insight.steering import queries as steering
from lucette.kernel import clock, french
from lucette.kernel.money import Money
from lucette.scheme.calls import queries as calls
from lucette.scheme.fund import queries
from lucette.web.design.elements import Board, Column, Figure, Table, Task
from lucette.web.funder import picture as pictures
from lucette.web.gate.access import home_of
from lucette.web.gate.endowments import endowment_tasks
from lucette.web.gate.request import Request


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """What waits for the DGCL, and where the fund is."""
    pages = queries.endowment_pages(request.actor)
    endowment, tasks = queries.chosen_of([it.endowment for it in pages]), endowment_tasks(request.actor, pages)
    context: dict[str, Any] = {"title": "Espace de la DGCL"}
    if endowment is None:
        return render(request, "design/dashboard.html", context | {"board": Board([first_task()], nothing_to_do=NO_ENDOWMENT)})
    position = queries.position_of(endowment)
    board = Board(tasks, figures=figures(position), nothing_to_do=NOTHING)
    return render(
        request,
        "funder/dashboard.html",
        context | {"board": board, "picture": drawn(position, reverse("funder:fund")), "endowment": endowment},
    )


@require_safe
def fund(request: Request) -> HttpResponse:
    """Le fonds en un coup d’œil."""
    endowment = queries.chosen(request.actor, request.GET.get("dotation", ""))
    context: dict[str, Any] = {
        "title": "Le fonds en un coup d’œil",
        "breadcrumb": [("Mon espace", reverse(home_of(request.actor)))],
        "endowment": endowment,
        "today": clock.today(),
        "nothing": NO_ENDOWMENT,
    }
    if endowment:
        position = queries.position_of(endowment)
        context |= {
            "picture": drawn(position),
            "envelopes": pictures.envelopes(position),
            "tranches": tranches(request, position),
            "treasury": pictures.treasury(position),
        }
    return render(request, "funder/fund.html", context)


NOTHING = "Rien n’attend de vous aujourd’hui. Les dotations à signer ou à notifier, et les virements à confirmer, apparaîtront ici."
NO_ENDOWMENT = "Aucune dotation n’est encore préparée. Le fonds apparaîtra ici après la convention tripartite."


def drawn(position: queries.Position, fund: str = "") -> pictures.Picture:
    """The picture, with what a post costs today by the calls of this endowment."""
    unit = calls.public_unit(position.endowment_id, clock.today())
    if unit is None:
        return pictures.picture(position, None, fund)
    binding = queries.binding_of(position, unit.cents)
    return pictures.picture(position, steering.forecast_from(binding, unit.cents, position.endowment_id), fund)


def first_task() -> Task:
    """Before any endowment."""
    return Task("Aucune dotation n’est encore préparée.", "Préparer une dotation", reverse("funder:prepare"))


def figures(position: queries.Position) -> list[Figure]:
    page = reverse("funder:fund")
    received = position.cash.resources.get("endowment", 0)
    return [
        Figure(str(Money(position.authority_cents)), "notifiés", page, "Autorisation de la dotation."),
        Figure(str(Money(received)), "reçus en trésorerie", f"{page}#tranches", "Tranches versées par la DGCL."),
        Figure(
            str(Money(position.paid)),
            "payés",
            f"{reverse('caisse:orders')}?etat=executed",
            "Exécutés par la banque, constatés sur ses relevés.",
        ),
        Figure(
            french.number(position.posts.filled),
            "postes pourvus",
            f"{page}#postes",
            f"Sur {french.number(position.authority_posts)} notifiés.",
        ),
    ]


def tranches(request: Request, position: queries.Position) -> Table:
    found = queries.tranches(position.endowment_id, request.actor)
    return Table(
        "Les tranches reçues",
        ["Reçue le", "Référence bancaire", Column("Montant", True)],
        [[french.date(it.received_on), it.bank_reference, str(Money(it.cents))] for it in found],
        total=["Total", "", str(Money(sum(it.cents for it in found)))] if found else (),
        empty="Aucune tranche reçue : la première suit la notification de la dotation.",
    )
