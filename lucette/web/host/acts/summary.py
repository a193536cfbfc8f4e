"""The last step of a draft: everything that was typed, what is missing, the way to file."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.scheme.applications import queries as applications
from lucette.scheme.applications.enums import Public
from lucette.scheme.applications.policies import can_file
from lucette.scheme.calls.enums import Needed
from lucette.scheme.calls.rules import posts_text
from lucette.web.design.elements import Fact
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.host.acts.applications import NOT_FILED
from lucette.web.host.acts.draft import STEPS, stepper, told
from lucette.web.host.acts.filing import eligible
from lucette.web.host.crumbs import CRUMB, crumb


@require_safe
def summary(request: Request, pk: Any) -> HttpResponse:
    """Everything that was typed, what is missing with the way to it, and the way to file. Raises NotFound."""
    it = applications.bare(pk, request.actor)
    if not it.allows("save"):
        return redirect("host:application", pk)
    shown = applications.pieces(it)
    problems = applications.problems(it, shown=shown)
    missing = [
        (problems[name], reverse(route, args=[it.pk]), title) for route, title, fields in STEPS for name in fields if name in problems
    ]
    found, may_file = eligible(it), can_file(request.actor, it.organization_id, clock.today())
    context = {
        **stepper(len(STEPS)),
        **told(found, ("fail", "to_check")),
        "derogation_url": reverse("host:ask_derogation", args=[it.pk]) if found.failed else "",
        "derogation_asked": it.derogation_asked,
        "title": STEPS[-1][1],
        "number": it.number,
        "not_filed": NOT_FILED,
        "missing": missing,
        "parts": [(title, reverse(route, args=[it.pk]), typed(it, title, shown)) for route, title, _ in STEPS[:-1]],
        "may_file": may_file,
        "hand_over_url": reverse("host:hand_over", args=[it.pk]) if not missing and not may_file else "",
        "handed_over_at": it.handed_over_at,
        "previous_url": reverse(STEPS[-2][0], args=[it.pk]),
        "file_url": reverse("host:file", args=[it.pk]) if not missing and (it.derogation_asked or not found.failed) else "",
        "breadcrumb": crumbs_of(it),
    }
    return render(request, "host/draft_summary.html", context)


def typed(it: Any, title: str, shown: list[applications.PieceShown]) -> list[Fact]:
    """What a step holds, in words; « à compléter » where nothing is written."""
    held = {
        "Votre structure": [("Structure", it.organization.name), ("Appel", it.call.title)],
        "Votre besoin": [
            ("Publics", french.enumeration([Public(code).label for code in it.publics])),
            ("Lieux prévus", it.places_planned),
            ("Aide déjà présente", it.existing_offer or "non renseigné"),
            ("Espace France Services", "oui" if it.france_services else "non"),
        ],
        "Votre projet": [
            ("Postes demandés", posts_text(it.post_kind, it.posts_asked)),
            ("Date de démarrage", said(it.start_on)),
            ("Personne déjà en vue", "oui" if it.candidate_identified else "non"),
            ("Partage du temps", applications.sharing(it) or "le poste n’est pas partagé"),
            ("Motivation", it.motivation),
        ],
        "Votre contact": [
            ("Personne à contacter", ", ".join(filter(None, [it.contact_name, it.contact_function]))),
            ("Adresse électronique", address(it)),
            ("Téléphone", it.contact_phone),
        ],
        "Vos documents": [(piece.label, given(piece)) for piece in shown],
        "Vos engagements": [("Engagements", "acceptés" if it.commitments_accepted else "")],
    }
    return [Fact(label, value or "à compléter") for label, value in held[title]]


def address(it: Any) -> str:
    """Of the person to contact, and whether she answered the link sent to it."""
    waits = it.contact_email and it.contact_confirmed != it.contact_email
    return f"{it.contact_email} (confirmation attendue)" if waits else it.contact_email


def given(piece: applications.PieceShown) -> str:
    """Given when; else whether it can wait."""
    if piece.document_id:
        return f"{piece.status_label} le {said(piece.given_on)}"
    return "" if piece.needed_for == Needed.FILING else "à donner avant la convention"


def crumbs_of(it: Any) -> list[tuple[str, str]]:
    return [CRUMB, crumb("Mes candidatures", "host:applications"), (f"Candidature {it.number}", reverse("host:application", args=[it.pk]))]
