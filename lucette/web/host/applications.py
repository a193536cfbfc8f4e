"""What the host asked for, and what it was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.kernel.actor import Actor
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.committee import queries as committee
from lucette.scheme.reviews import queries as reviews
from lucette.web.design.elements import Act, Cell, Column, Document, Fact, File, Step, Table
from lucette.web.design.states import tone
from lucette.web.gate.acts import offered
from lucette.web.gate.applications import appeals, asked_of_host, facts, lapses, pieces, steps
from lucette.web.gate.history import events
from lucette.web.gate.history import told as told_history
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import asked_order, status_filters
from lucette.web.gate.objects import documents_about, said
from lucette.web.gate.request import Request
from lucette.web.host.acts import ON_APPLICATION, ON_AWARD
from lucette.web.host.acts.applications import DeclineAward
from lucette.web.host.acts.filing import FileApplication
from lucette.web.host.acts.lapses import AnswerLapse
from lucette.web.host.crumbs import CRUMB

READY = "La candidature est complète : vous pouvez la déposer."
# the opinion is part of the file once it is decided (code des relations entre le public et l’administration, art. L. 311-2)
PREFECTURE_ONLY = ("application.opinion_given", "application.proposal_given", "application.proposal_withdrawn")
SORTED = {"Déposée le": "depot", "Postes demandés": "postes"}
DECIDED = frozenset({S.AWARDED, S.AGREED, S.REFUSED, S.DECLINED, S.INADMISSIBLE, S.UNDER_APPEAL, S.REFUSED_FINAL, S.LAPSED})


def table(rows: Sequence[applications.Row], caption: str = "Mes candidatures") -> Table:
    return Table(
        caption,
        ["Candidature", "Déposée le", Column("Postes demandés", number=True), Column("Postes attribués", number=True), "État"],
        [
            [
                Cell(row.number, reverse("host:application", args=[row.id])),
                said(row.filed_on),
                french.number(row.posts_asked),
                french.number(row.posts_granted) if row.posts_granted else "",
                Cell(row.status_label, tone=tone(row.status)),
            ]
            for row in rows
        ],
        empty="Vos candidatures apparaîtront ici, avec l’étape où elles en sont.",
    )


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every application of the host, newest first, by state, fifty at a time, or all in a file."""
    by, asked = request.actor, request.GET.get("etat", "")
    statuses = [asked] if asked in S.values else []
    counts, order = applications.counts_by_status(by), asked_order(request)

    def read(after: str, limit: int) -> tuple[Sequence[Any], str]:
        return applications.applications(by, statuses=statuses, sort=order, after=after, limit=limit)

    total = counts.get(asked, 0) if statuses else sum(counts.values())
    filters = status_filters(request, dict(S.choices), counts) if len(counts) > 1 else []
    of = Listed("Mes candidatures", table, ("candidature",), "candidatures", filters, SORTED)
    act = Act("Nouvelle candidature", reverse("host:open"))
    return long_list(request, of, read, total, template="host/list.html", act=act, breadcrumb=[CRUMB])


@require_safe
def page(request: Request, application_id: UUID) -> HttpResponse:
    """Where it stands, who has the ball, what was asked, what was answered. Raises NotFound."""
    detail = applications.application(application_id, request.actor)
    it, decided = detail.application, detail.application.status in DECIDED
    every = committee.awards_of(it.organization_id, request.actor) if decided or it.status == S.WAITING_LIST else []
    awards = [award for award in every if award.application_id == it.pk]
    given = next((award for award in awards if not award.replaced_by_id), None)
    told = facts(detail)
    ready = FileApplication.opens(request.actor, it) and detail.next.ball == "host" and not applications.problems(it)
    first = (FileApplication,) if ready else ()
    found = reviews.dossier(it.pk)
    absent = () if any(not (notice.answered_at or notice.closed_at) for notice in found.lapses) else (AnswerLapse,)
    opinion = next((it for it in found.opinions if it.replaced_at is None), None) if decided else None
    if given:
        told.append(Fact("Attribution", given.number, reverse("host:award", args=[given.pk])))
    if decided and found.proposal:
        told.append(Fact("Proposition de la préfecture", found.proposal.sentence, note=found.proposal.comment))
    if opinion:
        told.append(Fact("Avis de la préfecture", "Favorable" if opinion.favourable else "Défavorable", note=opinion.comment))
    file = File(
        status=it.status,
        status_label=detail.status_label,
        number=it.number,
        next_step=READY if ready else detail.next.sentence,
        mine=detail.next.ball == "host",
        acts=offered(request.actor, (*ON_AWARD, *first, *(page for page in ON_APPLICATION if page not in (*first, *absent))), it),
        facts=told,
        steps=steps(detail),
        tables=[*appeals(found), *lapses(found), *(pieces(it, known=found.pieces) if it.status == S.INCOMPLETE else [])],
        documents=[*documents_about(request.actor, it, *([given] if given else [])), *replaced(request.actor, awards)],
        history=told_history(detail.entries, () if decided else PREFECTURE_ONLY),
    )
    crumbs = [CRUMB, ("Mes candidatures", reverse("host:applications"))]
    context = {"title": f"Candidature {it.number}", "file": file, "breadcrumb": crumbs, "asked": asked_of_host(found.asked)}
    return render(request, "gate/completed.html", context)


def replaced(by: Actor, awards: Sequence[Any]) -> list[Document]:
    """The letters of the awards that a rectifying session replaced: what was decided stays readable."""
    former = [it for it in awards if it.replaced_by_id]
    found = documents_about(by, *former) if former else []
    return [replace(it, detail=f"{it.detail} – remplacée par une décision plus récente") for it in found]


def recruitment(shown: committee.AwardPage) -> list[Fact]:
    """Until when to recruit; of a renewal, whose advisers are there, what it renews."""
    it = shown.award.application
    return [Fact("Renouvelle la convention", it.renews_number) if it.renews else Fact("À recruter avant le", shown.recruit_by)]


@require_safe
def award(request: Request, award_id: UUID) -> HttpResponse:
    """What the committee gave, and what to do with it. Raises NotFound."""
    shown = committee.award_page(award_id, request.actor)
    it, waits = shown.award, shown.waits
    file = File(
        status="replaced" if shown.replaced else "reserved" if waits else "released" if it.released_at else "agreed",
        status_label=shown.status,
        number=it.number,
        next_step="demandez la convention à la Banque des Territoires : elle garantit votre subvention."
        if waits
        else "une autre décision remplace celle-ci : lisez-la sur la page de la candidature."
        if shown.replaced
        else "cette attribution est rendue à la dotation."
        if it.released_at
        else "la convention est signée : les conseillers en place continuent."
        if it.application.renews
        else "la convention est signée : recrutez dans le vivier des candidats.",
        mine=waits,
        acts=offered(request.actor, (*ON_AWARD, DeclineAward), it.application) if waits else [],
        facts=[
            Fact("Structure", it.organization.name),
            *([Fact("Remplacée", shown.replaced)] if shown.replaced else []),
            *([Fact("Remplace", shown.former.number, reverse("host:award", args=[shown.former.pk]))] if shown.former else []),
            Fact("Postes attribués", french.number(it.posts)),
            Fact("Subvention maximale", str(shown.amount), note=f"{shown.unit} par poste, pour {it.months} mois"),
            *recruitment(shown),
            Fact("Candidature", it.application.number, reverse("host:application", args=[it.application_id])),
            *([Fact("Motif", shown.reason)] if shown.reason else []),
        ],
        steps=[
            Step("Postes attribués", "done", "Comité de sélection", it.session.held_on),
            Step("Convention signée", "now" if waits else "done", "La structure et la Caisse des Dépôts"),
            *([] if it.application.renews else [Step("Conseillers recrutés", "next" if waits else "now", "La structure", it.recruit_by)]),
        ]
        if not it.released_at
        else [],
        documents=documents_about(request.actor, it),
        history=events(it),
    )
    crumbs = [CRUMB, ("Mes candidatures", reverse("host:applications"))]
    return render(request, "design/object.html", {"title": f"Attribution {it.number}", "file": file, "breadcrumb": crumbs})
