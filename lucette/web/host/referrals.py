"""The people whom the host sent to its advisers, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.kernel.clock import PARIS
from lucette.scheme.appointments import queries as appointments
from lucette.scheme.appointments.enums import ReferralStatus as S
from lucette.web.design.elements import Act, Cell, Fact, File, Step, Table
from lucette.web.design.states import tone
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import status_filters
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.host.acts import ON_REFERRAL
from lucette.web.host.crumbs import CRUMB, crumb

NEXT = {
    S.SENT: "votre conseiller rappelle la personne et fixe un rendez-vous.",
    S.ACCEPTED: "votre conseiller reçoit la personne.",
    S.DONE: "la personne a été reçue : rien à faire.",
    S.CLOSED: "cette orientation est close.",
}
ROAD = (
    (S.SENT, "Orientation envoyée", "Votre structure"),
    (S.ACCEPTED, "Rendez-vous fixé", "Le conseiller"),
    (S.DONE, "Personne reçue", ""),
)


@require_safe
def listing(request: Request) -> HttpResponse:
    """Newest first, by state, fifty at a time, or all in a file (without the people)."""
    by, asked = request.actor, request.GET.get("etat", "")
    statuses = [asked] if asked in S.values else []
    counts = appointments.referral_counts(by)
    filters = status_filters(request, dict(S.choices), counts)
    total = counts.get(asked, 0) if asked else sum(counts.values())
    lead, act = "Les personnes que vous avez adressées à vos conseillers.", Act("Orienter une personne", reverse("host:refer"))
    of = Listed("Orientations", table, ("orientation",), filters=filters)
    read = partial(appointments.referrals, by, statuses)
    return long_list(request, of, read, total, template="host/list.html", lead=lead, act=act, breadcrumb=[CRUMB])


def table(rows: Sequence[Any]) -> Table:
    return Table(
        "Orientations",
        ["Orientation", "Conseiller", "Besoin", "Rendez-vous", "État"],
        [
            [
                Cell(f"Du {said(it.created_at)}", reverse("host:referral", args=[it.pk])),
                str(it.hire.candidate.person),
                it.get_need_display().capitalize(),
                moment(it),
                Cell(it.get_status_display(), tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Les personnes que vous adresserez à vos conseillers apparaîtront ici.",
    )


def moment(it: Any) -> str:
    """When and where the person is received; "" before it is set."""
    held = getattr(it, "appointment", None)
    return f"{said(held.slot.lower)} à {held.slot.lower.astimezone(PARIS):%-H h %M}, {held.place.name}" if held else ""


@require_safe
def page(request: Request, referral_id: UUID) -> HttpResponse:
    """One referral: who has it, where it stands. Raises NotFound."""
    it = appointments.referral(referral_id, request.actor)
    status = S(it.status)
    rank = next((n for n, (code, _, _) in enumerate(ROAD) if code == status), None)
    facts = [
        Fact("Personne", it.first_name or "coordonnées effacées"),
        Fact("Besoin", it.get_need_display().capitalize()),
        Fact("Conseiller", str(it.hire.candidate.person)),
        Fact("Rendez-vous", moment(it)),
    ]
    file = File(
        status=status,
        status_label=status.label,
        next_step=NEXT[status],
        acts=offered(request.actor, ON_REFERRAL, it),
        facts=[fact for fact in facts if fact.value],
        steps=[Step(label, "done" if n <= rank else "now" if n == rank + 1 else "next", who) for n, (_, label, who) in enumerate(ROAD)]
        if rank is not None
        else [],
        history=events(it),
    )
    crumbs = [CRUMB, crumb("Orientations", "host:referrals")]
    return render(request, "design/object.html", {"title": f"Orientation du {said(it.created_at)}", "file": file, "breadcrumb": crumbs})
