"""Espace de la structure : ce qui l’attend, ses objets, ses documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.documents import queries as stored
from lucette.foundation.organizations import queries as organizations
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.money import total
from lucette.scheme.agreements import queries as agreements
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus as A
from lucette.scheme.calls import queries as calls
from lucette.scheme.committee import queries as committee
from lucette.scheme.network import queries as network
from lucette.scheme.payments import queries as payments
from lucette.scheme.posts import queries as posts
from lucette.scheme.posts.enums import PostStatus as P
from lucette.scheme.recruitment import queries as recruitment
from lucette.scheme.recruitment.enums import HireStatus as H
from lucette.scheme.reports import queries as reports
from lucette.web.design.elements import Board, Cell, Event, Figure, Listing, Table, Task
from lucette.web.gate.files import link
from lucette.web.gate.objects import known_id, said
from lucette.web.gate.request import Request
from lucette.web.host import agreements as agreement_pages
from lucette.web.host import applications as application_pages
from lucette.web.host import money
from lucette.web.host import posts as post_pages
from lucette.web.host import reports as report_pages
from lucette.web.host.crumbs import CRUMB

SHOWN = 5


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """What waits for the reader, her objects, her figures."""
    by, mine = request.actor, known_id(request.actor.scope.code)
    own = organizations.organization(mine, by)
    asked, held = applications.applications(by, limit=20).rows, agreements.agreements_of(mine, by)
    every, hires, due = posts.posts_of(mine, by), recruitment.hires_of(mine, by), list(reports.host_reports(by))
    money_shown = payments.where_is_my_money(mine, by)
    tasks = [
        *application_tasks(asked, own),
        *award_tasks(committee.awards_of(mine, by), held, every, bool(organizations.bank_details(mine, by))),
        *agreement_tasks(held),
        *hire_tasks(hires),
        *report_tasks(due),
    ]
    tables = [application_pages.table(asked[:SHOWN])]
    if held:
        tables += [agreement_pages.table(held[:SHOWN]), post_pages.table(every[:SHOWN])]
    if money_shown:
        tables.append(money.table([it for it in money_shown if it.paid != it.amount][:SHOWN]))
    board = Board(
        tasks=tasks,
        tables=tables,
        figures=figures(every, money_shown) if held else [],
        news=news(by),
        nothing_to_do="Rien n’attend de vous aujourd’hui.",
    )
    return render(request, "design/dashboard.html", {"title": "Espace de la structure", "lead": own.name, "board": board})


def application_tasks(rows: list[applications.Row], own: Any) -> Iterator[Task]:
    """Drafts to file, additions to give; the open calls for a host that asked for nothing yet."""
    for row in rows:
        url = reverse("host:application", args=[row.id])
        if row.status == A.DRAFT:
            yield Task(f"La candidature {row.number} est un brouillon : complétez-la, puis déposez-la.", "Voir le brouillon", url)
        if row.status == A.INCOMPLETE:
            yield Task(f"Des éléments manquent à la candidature {row.number}.", "Voir les compléments", url)
    if not rows:
        for call in calls.open_calls(clock.today()):
            if call.employer == own.employer:
                yield Task(f"L’appel « {call.title} » est ouvert.", "Lire l’appel", reverse("public:call", args=[call.code]))


def award_tasks(awards: list[Any], held: list[Any], every: list[posts.PostShown], account_known: bool) -> Iterator[Task]:
    """Agreements to ask for, an account to declare, posts to fill."""
    signed = {it.award_id for it in held if it.status != "cancelled"}
    live = [it for it in awards if not it.released_at]
    for it in live:
        if it.pk not in signed and it.application.status == A.AWARDED:
            given = french.plural(it.posts, "poste vous est attribué", "postes vous sont attribués")
            yield Task(f"{given} : demandez la convention.", "Voir l’attribution", reverse("host:award", args=[it.pk]))
    if live and not account_known:
        yield Task("Déclarez le compte bancaire sur lequel vous payer.", "Voir les coordonnées", reverse("host:payments"))
    open_posts = [it for it in every if it.status in (P.AGREED, P.VACANT)]
    if open_posts:
        until = min((it.recruit_by for it in live if it.pk in signed), default=None) if open_posts[0].status == P.AGREED else None
        say = french.plural(len(open_posts), "poste est à pourvoir", "postes sont à pourvoir")
        yield Task(f"{say}.", "Voir les postes", reverse("host:posts"), until)


def agreement_tasks(held: list[Any]) -> Iterator[Task]:
    for it in held:
        if it.status == "ready":
            yield Task(
                f"La convention {it.number} est prête : relisez-la et signez-la.",
                "Lire la convention",
                reverse("host:agreement", args=[it.pk]),
            )


def hire_tasks(hires: list[recruitment.HireLine]) -> Iterator[Task]:
    for it in hires:
        if it.status in (H.ACCEPTED, H.SELECTED):
            yield Task(f"{it.candidate_name} : {french_lower(it.next_step)}", "Voir le recrutement", reverse("host:hire", args=[it.id]))


def report_tasks(due: list[Any]) -> Iterator[Task]:
    for it in due:
        if it.status in report_pages.HOST_TURN:
            yield Task(
                f"Le compte rendu {french_lower(report_pages.period(it))} attend vos mots.",
                "Voir le compte rendu",
                reverse("host:report", args=[it.pk]),
                it.due_on,
            )


def french_lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


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
    return [Event(it.published_at.date(), it.title, it.get_kind_display()) for it in network.publications(by)[:3] if it.published_at]


@require_safe
def documents(request: Request) -> HttpResponse:
    """Every file about the host, newest first."""
    rows = own_documents(known_id(request.actor.scope.code), request.actor)
    return render(
        request,
        "design/list.html",
        {"title": "Documents", "list": Listing(rows, french.plural(len(rows.rows), "document")), "breadcrumb": [CRUMB]},
    )


def own_documents(organization_id: UUID, by: Actor) -> Table:
    found = [(it, link(it.pk, it.title, it.content_type, it.size)) for it in stored.documents_of(organization_id, by=by)]
    return Table(
        "Documents",
        ["Document", "Fichier", "Déposé le"],
        [[Cell(shown.name, shown.url), shown.detail, said(it.created_at)] for it, shown in found],
        empty="Vos lettres, vos conventions et vos justificatifs apparaîtront ici.",
    )
