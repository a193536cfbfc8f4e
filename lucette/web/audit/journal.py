"""The journal of the house: of one object, or of everybody, by kind of file, role and day, to take away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import names
from lucette.foundation.journal import queries
from lucette.kernel import french
from lucette.kernel.actor import SYSTEM
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import NotFound
from lucette.web.audit.frame import frame
from lucette.web.design.elements import Cell, Table
from lucette.web.gate.history import LABELS
from lucette.web.gate.listings import Listed, long_list
from lucette.web.gate.lists import status_filters
from lucette.web.gate.request import Request

if TYPE_CHECKING:
    from lucette.foundation.journal.models import Entry

FAMILIES = {
    "endowment": "Dotation",
    "tranche": "Tranches",
    "envelope_move": "Enveloppes",
    "call": "Appels",
    "application": "Candidatures",
    "review": "Instruction",
    "session": "Comité",
    "award": "Attributions",
    "agreement": "Conventions",
    "post": "Postes",
    "order": "Paiements",
    "batch": "Lots de virements",
    "statement": "Relevés",
    "bank_details": "Coordonnées bancaires",
    "candidate": "Vivier",
    "hire": "Recrutements",
    "training": "Formations",
    "activity": "Activités",
    "workshop": "Ateliers",
    "referral": "Orientations",
    "appointment": "Rendez-vous",
    "report": "Comptes rendus",
    "agency_report": "Rapports à l’ANCT",
    "publication": "Publications",
    "person": "Personnes",
    "role": "Rôles",
    "rendering": "Comptes annuels",
    "books": "Vérifications",
    "export": "Exports",
}


@require_safe
def everything(request: Request) -> HttpResponse:
    """Who did what in the whole house, newest first."""
    family, day = request.GET.get("sorte", ""), asked_day(request.GET.get("jour", ""))
    family = family if family in FAMILIES else ""
    counts = queries.families()
    total = queries.count(family=family, on=day) if day else counts.get(family, 0) if family else sum(counts.values())
    filters = status_filters(request, FAMILIES, counts, name="sorte", every="Tous les actes")

    def read(after: str, limit: int) -> tuple[list[Entry], str]:
        return queries.page(family=family, on=day, after=after, limit=limit)

    what = f"Les actes du {french.date(day)}" if day else "Qui a fait quoi, et quand"
    lead = f"{what}. Le journal ne se modifie pas."
    more: dict[str, Any] = {"day": day.isoformat() if day else "", "kept": {"sorte": family} if family else {}}
    of = Listed("Journal", table, ("acte",), filters=filters)
    return long_list(request, of, read, total, template="audit/journal.html", lead=lead, **more, **frame(request.actor))


def asked_day(typed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError:
        return None


@require_safe
def of_one(request: Request, subject_type: str, subject_id: UUID) -> HttpResponse:
    """Who did what to an object, and when. Raises NotFound when nobody ever did."""
    entries = queries.history_of(subject_type, str(subject_id))
    if not entries:
        raise NotFound
    lead = f"{french.plural(len(entries), 'acte')} : le journal ne se modifie pas."
    context = {"title": "Le journal d’un objet", "lead": lead, "table": table(entries, whole=False)}
    return render(request, "audit/table.html", context | frame(request.actor, ("Journal", reverse("audit:journals"))))


def table(entries: Sequence[Entry], whole: bool = True) -> Table:
    """A line an act; with the way to the other acts on the same object, in the journal of `whole` house."""
    known = names({entry.actor_id for entry in entries}) | {SYSTEM.pk: SYSTEM.name}
    roles = dict(RoleName.choices)
    rows = [
        [
            f"{entry.at.astimezone(PARIS):%d/%m/%Y à %H h %M}",
            Cell(LABELS.get(entry.act, "Acte enregistré"), object_address(entry) if whole else ""),
            known.get(entry.actor_id, "personne inconnue"),
            roles.get(entry.role, "plateforme"),
            entry.reason,
        ]
        for entry in entries
    ]
    return Table("Le journal", ["Le", "Acte", "Par", "En qualité de", "Motif"], rows, "Aucun acte ce jour-là.")


def object_address(entry: Entry) -> str:
    return reverse("audit:journal", args=[entry.subject_type, entry.subject_id])
