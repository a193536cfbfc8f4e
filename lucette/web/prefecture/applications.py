"""The files of the territory, and the opinions to give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.scheme.applications import queries as applications
from lucette.scheme.reviews import queries as reviews
from lucette.scheme.reviews.enums import InterestSource, Strength
from lucette.web.design.elements import Act, Cell, Column, File, Filter, Table
from lucette.web.gate import applications as shared
from lucette.web.gate.acts import offered
from lucette.web.gate.history import told
from lucette.web.gate.interests import ties
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders, address
from lucette.web.gate.objects import documents_about, said
from lucette.web.gate.request import Request
from lucette.web.prefecture.acts import GiveOpinion, OpinionForm
from lucette.web.prefecture.interests import DeclareInterest, WithdrawInterest
from lucette.web.prefecture.proposals import Propose, WithdrawProposal

AWAY = "vous avez un lien d’intérêts avec ce dossier : un autre agent de la préfecture doit le suivre."
CRUMB = ("Espace de la préfecture", "/prefecture/")


def opinions_table(rows: Sequence[reviews.Awaited]) -> Table:
    return Table(
        "Avis à rendre",
        ["Candidature", "Structure", "Département", Column("Postes demandés", number=True), "Demandé le", "À rendre avant le", "Délai"],
        [
            [
                Cell(it.number, reverse("prefecture:application", args=[it.id])),
                f"{it.organization} (renouvellement)" if it.renews else it.organization,
                it.department_code,
                french.number(it.posts_asked),
                said(it.asked_on),
                said(it.due_on),
                Cell("dépassé", tone="warning") if it.late else french.delay(it.due_on, clock.today()) if it.due_on else "",
            ]
            for it in rows
        ],
        empty="Aucun avis n’est attendu. Ils apparaîtront ici dès que l’ANCT prendra une candidature en instruction.",
    )


@require_safe
def opinions(request: Request) -> HttpResponse:
    """The opinions awaited, the most urgent first; those past their day by a filter, or all in a file."""
    every, late = reviews.awaited_opinions(request.actor), request.GET.get("delai", "") == "depasse"
    rows = [it for it in every if it.late] if late else every
    filters = [
        Filter("Tous", address(request, delai=""), not late, len(every)),
        Filter("Délai dépassé", address(request, delai="depasse"), late, sum(it.late for it in every)),
    ]
    orders: Orders = {
        "Structure": ("structure", lambda it: it.organization),
        "Postes demandés": ("postes", lambda it: it.posts_asked),
        "Demandé le": ("demande", lambda it: it.asked_on),
        "À rendre avant le": ("echeance", lambda it: it.due_on),
    }
    awaited = Listed("Avis à rendre", opinions_table, ("avis à rendre", "avis à rendre"), "avis", filters)
    return short_list(request, awaited, rows, orders, breadcrumb=[CRUMB])


@require_safe
def listing(request: Request) -> HttpResponse:
    renewals = shared.Waiting("renouvellement", "Renouvellements", applications.renewals(request.actor))
    return shared.listing(request, "prefecture", [CRUMB], waiting=[renewals])


@require_safe
def page(request: Request, application_id: UUID) -> HttpResponse:
    """The file: who asks, for what, is it eligible, on which territory, with which opinion. Raises NotFound."""
    detail = applications.application(application_id, request.actor)
    it = detail.application
    found = shared.dossier(it)
    instruction = found.review
    answered = any(opinion.replaced_at is None for opinion in found.opinions) or "opinion" in it.not_taken_over
    away = any(tie.person_id == request.actor.pk and tie.strength == Strength.HARD for tie in found.interests)
    mine = it.allows("opine") and not answered and not away
    due = f" avant le {said(instruction.opinion_due_on)}" if instruction and instruction.opinion_due_on else ""
    file = File(
        status=it.status,
        status_label=detail.status_label,
        number=it.number,
        next_step=f"l’ANCT attend votre avis{due}." if mine else AWAY if away else detail.next.sentence,
        mine=mine,
        action="Rendre un avis" if mine else "",
        action_url="#avis" if mine else "",
        acts=[*([] if mine or away else acts(request.actor, it, found)), *ties_acts(request.actor, it, found)],
        facts=[*shared.facts(detail), *shared.derogation(instruction)],
        steps=shared.steps(detail),
        tables=[
            *shared.appeals(found),
            *shared.lapses(found),
            shared.eligibility(found.checks),
            shared.opinion(found.opinions),
            *shared.proposals(found),
            *ties(request.actor, found),
        ],
        documents=documents_about(request.actor, it),
        history=told(detail.entries),
    )
    crumbs = [CRUMB, ("Candidatures", reverse("prefecture:applications"))]
    context = {"title": f"Candidature {it.number}", "heading": detail.organization, "file": file, "breadcrumb": crumbs}
    context |= {"territory": shared.territory(it.organization.commune, it.status), "opinion": opinion_form(request, it) if mine else None}
    context["asked"] = shared.asked_of_host(found.asked)
    return render(request, "prefecture/application.html", context)


def acts(by: Actor, it: Any, found: reviews.Dossier) -> list[Act]:
    """Once the opinion is given: change it, propose something else, take back what is proposed."""
    changes = [replace(act, label="Changer notre avis") for act in offered(by, [GiveOpinion], it)]
    if not any(opinion.replaced_at is None for opinion in found.opinions):
        return changes
    if not found.proposal:
        return [*changes, *offered(by, [Propose], it)]
    again = [replace(act, label="Changer notre proposition") for act in offered(by, [Propose], it)]
    return [*changes, *again, *offered(by, [WithdrawProposal], it)]


def ties_acts(by: Actor, it: Any, found: reviews.Dossier) -> list[Act]:
    """Declare a tie; lift it, once declared."""
    declared = any(tie.person_id == by.pk and tie.source == InterestSource.DECLARED for tie in found.interests)
    return offered(by, [WithdrawInterest if declared else DeclareInterest], it)


def opinion_form(request: Request, it: Any) -> dict[str, Any]:
    """The two fields, filled in the dossier itself: sent to the page of the act, which answers for them."""
    return {
        "form": OpinionForm(),
        "address": reverse("prefecture:opine", args=[it.pk]),
        "once": uuid4(),
        "submit": GiveOpinion.submit,
        "what_happens": GiveOpinion.what_happens,
    }
