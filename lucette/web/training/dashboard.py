"""Espace de l’organisme de formation : ce qui attend, ses sessions, ses inscrits, ses factures."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import clock, french
from lucette.kernel.money import total
from lucette.scheme.payments import queries as payments
from lucette.scheme.trainings import queries
from lucette.scheme.trainings.enums import EnrolmentStatus
from lucette.web.design.elements import Board, Figure, Task
from lucette.web.gate.request import Request
from lucette.web.training import tables
from lucette.web.training.tables import named

NOTHING = "Rien n’attend de vous aujourd’hui. Vos sessions de formation apparaîtront ici."
SHOWN = 8


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """Sessions to start, to end, to certify and to invoice; those under way and to come; what is paid."""
    sessions, enrolments = queries.sessions(request.actor), queries.enrolments(request.actor)
    invoices = payments.invoices(request.actor)
    near = [it for it in sessions if not it.invoiced][:SHOWN]
    lists, joined, bills = reverse("training:sessions"), reverse("training:enrolments"), reverse("training:invoices")
    board = Board(
        [*to_begin(enrolments), *to_end(enrolments), *to_certify(enrolments), *to_invoice(sessions)],
        [tables.of_sessions(near), tables.of_invoices(invoices[:SHOWN])],
        [
            Figure(french.number(len(sessions)), french.word(len(sessions), "session"), lists),
            Figure(french.number(count(enrolments, EnrolmentStatus.IN_PROGRESS)), "personnes en formation", f"{joined}?etat=in_progress"),
            Figure(french.number(count(enrolments, EnrolmentStatus.CERTIFIED)), "conseillers certifiés", f"{joined}?etat=certified"),
            Figure(str(total(it.amount for it in invoices if it.status == "executed")), "payés", bills),
        ]
        if sessions
        else (),
        nothing_to_do=NOTHING,
    )
    return render(request, "design/dashboard.html", {"title": "Espace de l’organisme de formation", "board": board})


def count(enrolments: list[queries.EnrolmentLine], status: EnrolmentStatus) -> int:
    return sum(it.status == status for it in enrolments)


def follow(pk: object) -> str:
    return reverse("training:follow", args=[pk])


def to_begin(enrolments: list[queries.EnrolmentLine]) -> list[Task]:
    """Sessions that began and whose enrolled were not said present."""
    late = {it.session_id: it for it in enrolments if it.status == EnrolmentStatus.ENROLLED and it.starts_on <= clock.today()}
    return [Task(f"{named(it)} a commencé : dites qui est là.", "Noter les présents", follow(pk), it.starts_on) for pk, it in late.items()]


def to_end(enrolments: list[queries.EnrolmentLine]) -> list[Task]:
    """Sessions that are over and that nobody said followed."""
    over = {it.session_id: it for it in enrolments if it.status == EnrolmentStatus.IN_PROGRESS and it.ends_on <= clock.today()}
    return [Task(f"{named(it)} se termine : dites qui l’a suivie.", "Attester le suivi", follow(pk), it.ends_on) for pk, it in over.items()]


def to_certify(enrolments: list[queries.EnrolmentLine]) -> list[Task]:
    done = {it.session_id: it for it in enrolments if it.status == EnrolmentStatus.COMPLETED}
    return [Task(f"{named(it)} : des certificats Pix sont attendus.", "Saisir les certificats", follow(pk)) for pk, it in done.items()]


def to_invoice(sessions: list[queries.SessionLine]) -> list[Task]:
    return [
        Task(f"{named(it)} est à facturer : {it.cost}.", "Facturer", reverse("training:invoice", args=[it.id]))
        for it in sessions
        if tables.to_invoice(it)
    ]
