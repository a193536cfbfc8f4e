"""The page of a session, and of an enrolment."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.kernel.money import Money
from lucette.scheme.payments import queries as payments
from lucette.scheme.trainings import queries
from lucette.scheme.trainings.enums import LIVE, OWED, EnrolmentStatus
from lucette.web.design.elements import Fact, File
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.request import Request
from lucette.web.training import tables
from lucette.web.training.acts.enrolments import ON_ENROLMENT
from lucette.web.training.acts.sessions import Follow, Invoice

E = EnrolmentStatus
TURN = {
    E.ENROLLED: "notez sa présence le premier jour.",
    E.IN_PROGRESS: "attestez le suivi au dernier jour de la session.",
    E.COMPLETED: "recopiez son certificat Pix.",
}


@require_safe
def session(request: Request, pk: UUID) -> HttpResponse:
    """A session: its dates, its seats, its enrolments, its invoice and where the payment is. Raises NotFound."""
    it = queries.session(pk, request.actor)
    enrolments, bills = queries.enrolments(request.actor, it.pk), payments.invoices(request.actor, [it.pk])
    waits = [line for line in enrolments if line.status in TURN]
    status, label = state(it)
    turn = next_step(it, enrolments)
    settled = all(line.status in OWED for line in enrolments if line.status in LIVE)
    pages = [page for page, wanted in ((Follow, waits), (Invoice, settled and enrolments)) if wanted]
    file = File(
        status,
        label,
        next_step=turn,
        mine=bool(turn) and it.starts_on <= clock.today(),
        acts=offered(request.actor, pages, it),
        facts=[
            Fact("Organisme", it.body.name),
            Fact("Commune", it.commune.name),
            Fact("Dates", f"du {french.date(it.starts_on)} au {french.date(it.ends_on)}", note=f"{it.hours} heures"),
            Fact("Places", french.number(it.seats), note=f"{Money(it.seat_cents)} la place"),
        ],
        tables=[tables.of_enrolments(enrolments, "Les inscrits"), *([tables.of_invoices(bills)] if bills else [])],
        history=events(it),
    )
    context = {"title": it.title, "file": file, "breadcrumb": [tables.HOME, tables.SESSIONS]}
    return render(request, "design/object.html", context)


def state(it: Any) -> tuple[str, str]:
    """The tone and the words of a session."""
    if it.invoiced_at:
        return "done", "facturée"
    if it.ends_on < clock.today():
        return "open", "terminée"
    return ("open", "en cours") if it.starts_on <= clock.today() else ("planned", "à venir")


def next_step(it: Any, enrolments: list[queries.EnrolmentLine]) -> str:
    """What the body does next."""
    found = {line.status for line in enrolments}
    if it.invoiced_at:
        return ""
    if it.starts_on > clock.today():
        return f"la session commence le {french.date(it.starts_on)} ; les structures y inscrivent leurs conseillers."
    if E.ENROLLED in found:
        return "dites qui est là."
    if E.IN_PROGRESS in found:
        return "dites qui a suivi toute la formation, à partir du dernier jour."
    if E.COMPLETED in found:
        return "recopiez les certificats Pix, puis facturez les places suivies."
    return "facturez les places suivies." if E.CERTIFIED in found else ""


@require_safe
def enrolment(request: Request, pk: UUID) -> HttpResponse:
    """One person in a session. Raises NotFound."""
    it = queries.enrolment(pk, request.actor)
    row = queries.line(it)
    turn = TURN.get(EnrolmentStatus(row.status), "")
    file = File(
        row.status,
        row.status_label,
        next_step=turn,
        mine=bool(turn),
        acts=offered(request.actor, ON_ENROLMENT, it),
        facts=[
            Fact("Conseiller", row.adviser_name),
            Fact("Structure", row.organization_name),
            Fact("Session", row.title, reverse("training:session", args=[row.session_id])),
            Fact("Dates", f"du {french.date(row.starts_on)} au {french.date(row.ends_on)}"),
            *([Fact("Certificat Pix", row.certificate_number, note=f"score {row.pix_score}")] if row.certificate_number else []),
        ],
        history=events(it),
    )
    context = {"title": f"Inscription de {row.adviser_name}", "file": file, "breadcrumb": [tables.HOME, tables.SESSIONS]}
    return render(request, "design/object.html", context)
