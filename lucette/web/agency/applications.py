"""The files to instruct."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.actor import Actor
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import READ
from lucette.scheme.applications.enums import ApplicationStatus as S
from lucette.scheme.committee import queries as committee
from lucette.scheme.reviews import queries as reviews
from lucette.scheme.reviews.enums import ProposalKind
from lucette.web.agency.acts.appeals import DecideAppeal
from lucette.web.agency.acts.applications import ON_APPLICATION, Derogate
from lucette.web.agency.acts.checks import AnswerCheck
from lucette.web.agency.acts.interests import DeclareInterest
from lucette.web.agency.acts.lapses import AnnounceLapse, DecideLapse
from lucette.web.agency.acts.pieces import ReadPiece
from lucette.web.agency.acts.proposals import InviteProposedHost
from lucette.web.agency.together import together
from lucette.web.design.elements import Act, File, Table
from lucette.web.gate import applications as shared
from lucette.web.gate.acts import ActPage, offered
from lucette.web.gate.history import told
from lucette.web.gate.interests import kept_away, ties
from lucette.web.gate.objects import documents_about
from lucette.web.gate.request import Request

INSTRUCTING = (RoleName.INSTRUCTOR, RoleName.AGENCY_DIRECTOR)
CRUMB = ("Espace de l’ANCT", "/anct/")


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every file but those on which the reader declared a conflict."""
    by = request.actor
    return shared.listing(request, "agency", [CRUMB], committee.conflicts_of(by), waiting(by), together(by))


def waiting(by: Actor) -> list[shared.Waiting]:
    """What waits for those who instruct, beyond the state of the file; nothing for the others."""
    if by.role not in INSTRUCTING:
        return []
    work = reviews.at_work(by)
    return [
        shared.Waiting("recours", "Recours à étudier", work.appeals),
        shared.Waiting("a-moi", "Que j’instruis", work.mine),
        shared.Waiting("bientot", "Réponse bientôt due", work.soon),
        shared.Waiting("silence", "Rejetées par le silence", work.silent),
        shared.Waiting("avis-rendu", "Avis rendu", work.opined),
        shared.Waiting("avis-en-retard", "Avis en retard", work.late),
        shared.Waiting("proposition", "Autre solution proposée", work.proposed),
        shared.Waiting("completee", "Complétées par la structure", work.answered),
        shared.Waiting("renouvellement", "Renouvellements", work.renewals),
        shared.Waiting("a-verifier", "Conditions à vérifier", work.to_check),
    ]


def acts(by: Actor, it: Any, dossier: reviews.Dossier, left: bool) -> list[Act]:
    """A check left to a person comes first; once answered, it may be answered again."""
    instruction = dossier.review
    derogable = it.status == S.UNDER_REVIEW and instruction is not None and instruction.eligible is False
    lapsing = DecideLapse if any(notice.closed_at is None for notice in dossier.lapses) else AnnounceLapse
    others: list[type[ActPage]] = [Derogate] if derogable and instruction and not instruction.derogation_reason else []
    invitable = dossier.proposal and dossier.proposal.kind == ProposalKind.OTHER_HOST and not dossier.proposal.invited_at
    others += [InviteProposedHost] if invitable else []
    found = offered(by, [DecideAppeal, *ON_APPLICATION, lapsing, *others, DeclareInterest], it)
    computed = [check["verdict"] for check in instruction.checks] if instruction else []
    answer = offered(by, [AnswerCheck], it) if "to_check" in computed else []
    return [*answer, *found] if left else [*found, *(replace(act, label="Revoir une condition vérifiée") for act in answer)]


def documents(by: Actor, it: Any, found: reviews.Dossier) -> list[Table]:
    """Those that the call asks for, while they are read; each leads to its page for who instructs."""
    if it.status not in READ or it.source:
        return []
    return shared.pieces(it, ReadPiece.route if ReadPiece.opens(by, it) else "", found.pieces)


@require_safe
def page(request: Request, application_id: UUID) -> HttpResponse:
    """The file, its eligibility, the opinion, the territory. Raises NotFound (absent, or the reader declared a conflict on it)."""
    detail = applications.application(application_id, request.actor)
    it = detail.application
    standing = committee.NOWHERE if it.status in shared.NOT_TAKEN else committee.standing(it.pk, request.actor)
    kept_away(request.actor, standing.conflict)
    found = shared.dossier(it)
    instruction, checks = found.review, found.checks
    left = bool(instruction) and it.allows("put_on_agenda") and any(check.verdict == "to_check" for check in checks) and not it.source
    file = File(
        status=it.status,
        status_label=detail.status_label,
        number=it.number,
        next_step="une condition d’éligibilité est à vérifier, pièces en main." if left else detail.next.sentence,
        mine=detail.next.ball == "agency" and request.actor.role == RoleName.INSTRUCTOR,
        action="Voir l’attribution" if standing.award_id else "",
        action_url=reverse("agency:award", args=[standing.award_id]) if standing.award_id else "",
        acts=acts(request.actor, it, found, left),
        facts=[*shared.facts(detail), *shared.derogation(instruction)],
        steps=shared.steps(detail),
        tables=[
            *shared.appeals(found),
            *shared.lapses(found),
            shared.eligibility(checks),
            *documents(request.actor, it, found),
            shared.opinion(found.opinions),
            *ties(request.actor, found),
            *shared.proposals(found),
        ],
        documents=documents_about(request.actor, it),
        history=told(detail.entries),
    )
    crumbs = [CRUMB, ("Candidatures", reverse("agency:applications"))]
    context = {"title": f"Candidature {it.number}", "heading": detail.organization, "file": file, "breadcrumb": crumbs}
    context |= {"territory": shared.territory(it.organization.commune, it.status), "asked": shared.asked_of_host(found.asked)}
    return render(request, "gate/application.html", context)
