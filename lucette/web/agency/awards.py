"""What a session awarded to one host."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.scheme.committee import queries as committee
from lucette.web.agency.committee import LISTED
from lucette.web.design.elements import Fact, File
from lucette.web.gate.history import events
from lucette.web.gate.interests import kept_away
from lucette.web.gate.objects import documents_about, said
from lucette.web.gate.request import Request


@require_safe
def page(request: Request, award_id: UUID) -> HttpResponse:
    """What was given, and what is still reserved. Raises NotFound."""
    shown = committee.award_page(award_id, request.actor)
    it = shown.award
    kept_away(request.actor, committee.has_conflict(it.application_id, request.actor))
    file = File(
        status="replaced" if shown.replaced else "released" if it.released_at else "reserved" if shown.waits else "agreed",
        status_label=shown.status,
        number=it.number,
        next_step="la structure demande sa convention." if shown.waits else "",
        facts=[
            Fact("Structure", it.organization.name),
            Fact("Candidature", it.application.number, reverse("agency:application", args=[it.application_id])),
            Fact("Séance", said(it.session.held_on), reverse("agency:session", args=[it.session_id])),
            *([Fact("Remplacée", shown.replaced, reverse("agency:session", args=[it.replaced_by.session_id]))] if it.replaced_by else []),
            *([Fact("Remplace", shown.former.number, reverse("agency:award", args=[shown.former.pk]))] if shown.former else []),
            Fact("Postes attribués", french.number(it.posts)),
            Fact("Subvention maximale", str(shown.amount), note=f"{shown.unit} par poste, pour {it.months} mois"),
            Fact("Encore réservé", str(shown.reserved), note=french.plural(shown.reserved_posts, "poste")),
            *([Fact("Renouvelle la convention", it.application.renews_number)] if it.application.renews else []),
            Fact("À recruter avant le", shown.recruit_by),
            *([Fact("Motif", shown.reason)] if shown.reason else []),
        ],
        documents=documents_about(request.actor, it),
        history=events(it),
    )
    return render(request, "design/object.html", {"title": f"Attribution {it.number}", "file": file, "breadcrumb": LISTED})
