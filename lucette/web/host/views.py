"""Espace de la structure : ce qui l’attend, ses objets, ses documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.documents import queries as stored
from lucette.foundation.organizations import queries as organizations
from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.kernel.money import total
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.applications import queries as applications
from lucette.scheme.network import queries as network
from lucette.scheme.payments import queries as payments
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.enums import PostStatus as P
from lucette.scheme.reports import queries as reports
from lucette.scheme.trainings import queries as trainings
from lucette.web.design.elements import Board, Cell, Event, Figure, Table
from lucette.web.gate.files import link
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import known_id, said
from lucette.web.gate.publications import latest
from lucette.web.gate.request import Request
from lucette.web.host import agreements as agreement_pages
from lucette.web.host import applications as application_pages
from lucette.web.host import money, tasks
from lucette.web.host import posts as post_pages
from lucette.web.host.crumbs import CRUMB

SHOWN = 5
NOTHING = "Rien n’attend de vous aujourd’hui."


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """What waits for the reader, her objects, her figures. A host without agreement has no post, money nor report to be asked of."""
    by, mine = request.actor, known_id(request.actor.scope.code)
    asked, held = applications.applications(by, limit=20).rows, agreements.agreements_of(mine, by)
    if any(it.in_force_on for it in held):
        board = with_agreement(by, mine, asked, held)
    else:
        board = before_signature(by, asked, held) if held else without(by, mine, asked)
    lead = asked[0].organization if asked else organizations.organization(mine, by).name
    return render(request, "design/dashboard.html", {"title": "Espace de la structure", "lead": lead, "board": board})


def without(by: Actor, mine: UUID, asked: list[applications.Row]) -> Board:
    """A host that begins: its applications, or the calls that it may answer."""
    waiting = [*tasks.of_team(by), *tasks.of_applications(asked, (), by)]
    if not asked:
        waiting += tasks.of_calls(organizations.organization(mine, by).employer)
    return Board(tasks=waiting, tables=[application_pages.table(asked[:SHOWN])], news=news(by), nothing_to_do=NOTHING)


def before_signature(by: Actor, asked: list[applications.Row], held: list[Any]) -> Board:
    """A host whose agreement is being made: what it lacks, who signs; no post to fill nor money yet."""
    waiting = [
        *tasks.of_applications(asked, held, by),
        *tasks.of_agreements(held, held[0].account_declared, agreements.lackings(held)),
    ]
    tables = [agreement_pages.table(held[:SHOWN]), application_pages.table(asked[:SHOWN])]
    return Board(tasks=waiting, tables=tables, news=news(by), nothing_to_do=NOTHING)


def with_agreement(by: Actor, mine: UUID, asked: list[applications.Row], held: list[Any]) -> Board:
    every, hires = posts.posts_of(mine, by), trainings.hires_and_training(mine, by)
    money_shown = payments.where_is_my_money(mine, by)
    asked_back = payments.recoveries_of(by, organization_id=mine) if any(it.asked_back for it in money_shown) else []
    waiting = [
        *tasks.of_applications(asked, held, by),
        *tasks.of_recoveries(asked_back),
        *tasks.of_agreements(held, held[0].account_declared, agreements.lackings(held)),
        *tasks.of_renewals(held, by),
        *tasks.of_posts(every, hires, held),
        *tasks.of_hires(hires),
        *tasks.of_reports(list(reports.host_reports(by)), by),
    ]
    tables = [application_pages.table(asked[:SHOWN]), agreement_pages.table(held[:SHOWN]), post_pages.table(every[:SHOWN])]
    if money_shown:
        tables.append(money.table([it for it in money_shown if it.paid != it.amount][:SHOWN]))
    told = () if asked_back else news(by)  # money asked back comes before the news
    return Board(tasks=waiting, tables=tables, figures=figures(every, money_shown), news=told, nothing_to_do=NOTHING)


def figures(every: list[posts.PostShown], shown: list[payments.InstalmentState]) -> list[Figure]:
    filled = sum(it.status == P.FILLED for it in every)
    return [
        Figure(french.number(len(every)), french.word(len(every), "poste attribué", "postes attribués"), reverse("host:posts")),
        Figure(
            french.number(filled),
            french.word(filled, "conseiller en poste", "conseillers en poste"),
            f"{reverse('host:posts')}?etat=filled",
        ),
        Figure(str(total(it.paid for it in shown)), "déjà payés", reverse("host:payments"), "Virements exécutés par la banque."),
    ]


def news(by: Actor) -> list[Event]:
    """The latest resources and events for hosts."""
    return latest(network.publications(by))


@require_safe
def documents(request: Request) -> HttpResponse:
    """Every file about the host, newest first."""
    found = stored.documents_of(known_id(request.actor.scope.code), by=request.actor)
    orders: Orders = {"Document": ("document", lambda it: it.title), "Déposé le": ("depot", lambda it: it.created_at)}
    return short_list(request, Listed("Documents", documents_table, ("document",)), found, orders, breadcrumb=[CRUMB])


def documents_table(files: Sequence[Any]) -> Table:
    found = [(it, link(it.pk, it.title, it.content_type, it.size)) for it in files]
    return Table(
        "Documents",
        ["Document", "Fichier", "Déposé le"],
        [[Cell(shown.name, shown.url), shown.detail, said(it.created_at)] for it, shown in found],
        empty="Vos lettres, vos conventions et vos justificatifs apparaîtront ici.",
    )
