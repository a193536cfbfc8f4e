"""The letters that did not arrive, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.notifications import queries
from lucette.foundation.notifications.rules import MAX_ATTEMPTS, reason
from lucette.kernel import clock, french
from lucette.web.design.elements import Cell, Column, Table
from lucette.web.design.templatetags.lucette import french_time
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import said
from lucette.web.gate.request import Request
from lucette.web.support.frame import frame

if TYPE_CHECKING:
    from lucette.foundation.notifications.models import Letter

SHOWN = 200


@require_safe
def letters(request: Request) -> HttpResponse:
    """Letters that failed and are still not sent: never what they say, since some carry a sign-in link."""
    found = queries.undelivered()
    orders: Orders = {
        "Destinataire": ("destinataire", lambda it: it.to_email),
        "Écrite le": ("ecrite", lambda it: it.created_at),
        "Essais": ("essais", lambda it: it.attempts),
    }
    lead = "Nous essayons douze fois, de plus en plus loin. Ouvrez une lettre pour la renvoyer tout de suite."
    of = Listed("Lettres non arrivées", table, ("lettre non arrivée", "lettres non arrivées"))
    return short_list(request, of, found, orders, lead=lead, **frame())


def table(found: Sequence[Letter]) -> Table:
    rows = [
        [
            Cell(it.subject, reverse("support:send_again", args=[it.pk])),
            it.to_email,
            said(it.created_at),
            reason(it.failure),
            french.number(it.attempts),
            following(it),
        ]
        for it in found
    ]
    columns = ["Objet", "Destinataire", "Écrite le", "Dernier échec", Column("Essais", True), "Prochain essai"]
    return Table("Lettres non arrivées", columns, rows, "Toutes les lettres sont arrivées.")


def following(it: Letter) -> Cell:
    """When it is tried next; a badge once it is given up."""
    if it.attempts >= MAX_ATTEMPTS:
        return Cell("abandonnée", tone="error")
    return Cell(french_time(it.due_at) if it.due_at > clock.now() else "dans la minute")
