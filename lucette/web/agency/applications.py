"""The files to instruct."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel.errors import NotFound
from lucette.scheme.applications import queries as applications
from lucette.scheme.committee import queries as committee
from lucette.scheme.reviews import queries as reviews
from lucette.web.design.elements import File
from lucette.web.gate import applications as shared
from lucette.web.gate.history import events
from lucette.web.gate.objects import documents_about
from lucette.web.gate.request import Request

CRUMB = ("Espace de l’ANCT", "/anct/")


@require_safe
def listing(request: Request) -> HttpResponse:
    return shared.listing(request, "agency", [CRUMB])


@require_safe
def page(request: Request, application_id: UUID) -> HttpResponse:
    """The file, its eligibility, the opinion, the territory. Raises NotFound (absent, or the reader declared a conflict on it)."""
    if committee.has_conflict(application_id, request.actor):
        raise NotFound
    detail = applications.application(application_id, request.actor)
    it = detail.application
    given = None
    if it.posts_granted:
        given = next((a for a in committee.awards_of(it.organization_id, request.actor) if a.application_id == it.pk), None)
    file = File(
        status=it.status,
        status_label=detail.status_label,
        number=it.number,
        next_step=detail.next.sentence,
        mine=detail.next.ball == "agency" and request.actor.role == RoleName.INSTRUCTOR,
        action="Voir l’attribution" if given else "",
        action_url=reverse("agency:award", args=[given.pk]) if given else "",
        facts=shared.facts(detail),
        steps=shared.steps(detail),
        tables=[shared.eligibility(it, reviews.review(it.pk)), shared.opinion(reviews.opinions(it.pk)), *shared.completions(it.pk)],
        documents=documents_about(request.actor, it, *([given] if given else [])),
        history=events(it),
    )
    crumbs = [CRUMB, ("Candidatures", reverse("agency:applications"))]
    context = {"title": f"Candidature {it.number}", "heading": detail.organization, "file": file, "breadcrumb": crumbs}
    return render(request, "gate/application.html", context | {"territory": shared.territory(it.organization.commune_id)})
