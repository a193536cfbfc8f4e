"""Training sessions that still have seats, and where the host's advisers are in theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel import french
from lucette.scheme.trainings import queries as trainings
from lucette.scheme.trainings.enums import EnrolmentStatus as S
from lucette.web.design.elements import Cell, Column, Fact, File, Step, Table
from lucette.web.design.states import tone
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.host.acts import ON_ENROLMENT
from lucette.web.host.crumbs import CRUMB, crumb

ROAD = (
    (S.ENROLLED, "Inscription", "Votre structure"),
    (S.IN_PROGRESS, "Formation commencée", "L’organisme de formation"),
    (S.COMPLETED, "Formation achevée", "L’organisme de formation"),
    (S.CERTIFIED, "Certification Pix", "Le conseiller"),
)


@require_safe
def listing(request: Request) -> HttpResponse:
    """The seats to take, then the enrolments of the host."""
    sessions, mine = trainings.open_sessions(), trainings.enrolments(request.actor)
    orders: Orders = {
        "Organisme": ("organisme", lambda it: it.body_name),
        "Lieu": ("lieu", lambda it: it.commune),
        "Dates": ("dates", lambda it: it.starts_on),
        "Places restantes": ("places", lambda it: it.seats_left),
    }
    lead = "Chaque conseiller suit une formation, puis passe la certification Pix. La dotation paie tout."
    of = Listed("Formations", sessions_table, ("session ouverte", "sessions ouvertes"))
    more: dict[str, Any] = {"template": "host/two_tables.html", "lead": lead, "other": enrolments_table(mine), "breadcrumb": [CRUMB]}
    return short_list(request, of, sessions, orders, **more)


def sessions_table(sessions: Sequence[trainings.SessionLine]) -> Table:
    return Table(
        "Sessions ouvertes",
        ["Session", "Organisme", "Lieu", "Dates", Column("Places restantes", number=True), "Inscrire"],
        [
            [
                it.title,
                it.body_name,
                it.commune,
                f"du {said(it.starts_on)} au {said(it.ends_on)}",
                french.number(it.seats_left),
                Cell(f"Inscrire pour le {said(it.starts_on)}", reverse("host:enrol", args=[it.id])),
            ]
            for it in sessions
        ],
        empty="Les prochaines sessions de formation paraîtront ici.",
    )


def enrolments_table(rows: list[trainings.EnrolmentLine]) -> Table:
    return Table(
        "Mes conseillers en formation",
        ["Conseiller", "Formation", "Début", "Ce qui vient", "État"],
        [
            [
                Cell(it.adviser_name, reverse("host:enrolment", args=[it.id])),
                it.title,
                said(it.starts_on),
                it.next_step,
                Cell(it.status_label, tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Vos conseillers inscrits en formation apparaîtront ici.",
    )


@require_safe
def enrolment(request: Request, enrolment_id: UUID) -> HttpResponse:
    """One adviser's training. Raises NotFound."""
    it = trainings.enrolment(enrolment_id, request.actor)
    status = S(it.status)
    rank = next((n for n, (code, _, _) in enumerate(ROAD) if code == status), None)
    facts = [
        Fact("Conseiller", str(it.hire.candidate.person), reverse("host:hire", args=[it.hire_id])),
        Fact("Formation", it.session.title, note=it.session.body.name),
        Fact("Dates", f"du {said(it.session.starts_on)} au {said(it.session.ends_on)}", note=french.plural(it.session.hours, "heure")),
        Fact("Certificat", it.certificate_number),
        Fact("Score Pix", french.number(it.pix_score) if it.pix_score is not None else ""),
    ]
    file = File(
        status=status,
        status_label=status.label,
        next_step=trainings.NEXT_STEPS[status],
        acts=offered(request.actor, ON_ENROLMENT, it),
        facts=[fact for fact in facts if fact.value],
        steps=[
            Step(label, "done" if n <= rank else "now" if n == rank + 1 else "next", who if n > rank else "")
            for n, (_, label, who) in enumerate(ROAD)
        ]
        if rank is not None
        else [],
        history=events(it),
    )
    crumbs = [CRUMB, crumb("Formations", "host:trainings")]
    return render(request, "design/object.html", {"title": f"Formation de {it.hire.candidate.person}", "file": file, "breadcrumb": crumbs})
