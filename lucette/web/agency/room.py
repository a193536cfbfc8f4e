"""The committee room: what is left above, each file below, decided by keyboard or by touch, without script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lucette.foundation.territories import queries as territories
from lucette.scheme.committee import queries as committee
from lucette.scheme.committee.enums import Decision
from lucette.scheme.committee.enums import SessionStatus as S
from lucette.scheme.committee.rules import FAVOURABLE
from lucette.web.agency.acts.sitting import can_decide, of_the_file
from lucette.web.agency.committee import DECIDED, LISTED, gauges, totals, useful
from lucette.web.design.elements import Fact
from lucette.web.gate.acts import offered
from lucette.web.gate.applications import points, priority, territory_facts
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request


@dataclass(frozen=True, slots=True)
class Seat:
    """A file in the room: what is read of it, how its decision stands, where its form is sent ("" for who decides nothing)."""

    line: committee.LineShown
    facts: list[Fact]
    territory: list[Fact]
    tone: str
    address: str

    @property
    def waits(self) -> bool:
        return not self.line.decision and not self.line.withdrawn

    @property
    def points(self) -> str:
        kept = self.line.snapshot.get("territory")
        return points(kept) if kept else ""

    @property
    def posts(self) -> str:
        """How many posts the form begins with; a number as HTML wants it."""
        return str(self.line.posts or self.line.asked)


@never_cache
@require_safe
def page(request: Request, session_id: UUID) -> HttpResponse:
    """The room, while the session is open. Raises NotFound."""
    shown = committee.session_page(session_id, request.actor)
    it = shown.session
    if it.status != S.OPEN:
        messages.info(request, "La salle est ouverte pendant la séance seulement.")
        return redirect("agency:session", it.pk)
    seats = seated(shown, can_decide(request.actor, it))
    waiting = [seat for seat in seats if seat.waits]
    context = {
        "title": f"Salle du comité, séance du {said(it.held_on)}",
        "heading": "Salle du comité",
        "lead": f"Séance du {said(it.held_on)}",
        "breadcrumb": [*LISTED, (f"Séance du {said(it.held_on)}", reverse("agency:session", args=[it.pk]))],
        "gauges": gauges(shown.dry_run),
        "seats": seats,
        "following": waiting[0].line if waiting else None,
        "pending": len(waiting),
        "hidden": shown.hidden,
        "totals": totals(shown.dry_run),
        "run": shown.dry_run,
        "acts": offered(request.actor, useful(shown), it),
        "signed": it.minutes_signed_at,
        "decisions": Decision,
        "together": reverse("agency:decide_together", args=[it.pk]) if any(seat.address for seat in seats) else "",
        "favourable": sum(seat.waits and seat.line.snapshot.get("opinion") == FAVOURABLE for seat in seats),
        "session_url": reverse("agency:session", args=[it.pk]),
    }
    return render(request, "agency/room.html", context | {"once": uuid4})


def seated(shown: committee.SessionPage, decides: bool) -> list[Seat]:
    """Every file that this person may see, with its territory; two questions to the base for all."""
    places = territories.communes({line.commune_code for line in shown.lines})
    zonings = territories.zonings(list(places.values()))
    return [
        Seat(
            line,
            of_the_file(line),
            [*territory_facts(places[line.commune_code], zonings[line.commune_code]), *priority(line.snapshot.get("territory"))],
            "neutral" if line.withdrawn else DECIDED[line.decision],
            address(shown.session, line) if decides and not line.withdrawn else "",
        )
        for line in shown.lines
    ]


def address(session: Any, line: committee.LineShown) -> str:
    return reverse("agency:decide", args=[session.pk, line.application_id])
