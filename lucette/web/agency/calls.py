"""The calls, drafts included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.kernel import clock, french
from lucette.scheme.applications import queries as applications
from lucette.scheme.calls import queries as calls
from lucette.scheme.calls.enums import CallStatus as S
from lucette.scheme.calls.rules import share_text
from lucette.web.agency.acts.calls import CRUMBS, ON_CALL, PrepareCall
from lucette.web.agency.acts.rules import AMENDING
from lucette.web.agency.lists import listed
from lucette.web.design.elements import Cell, Column, Fact, File, Table
from lucette.web.design.states import tone
from lucette.web.gate.acts import offered
from lucette.web.gate.history import events
from lucette.web.gate.listings import Listed
from lucette.web.gate.lists import Orders
from lucette.web.gate.objects import documents_about, said
from lucette.web.gate.request import Request
from lucette.web.gate.scales import sums_table

SCHEDULE = "Échéances de la subvention"
NEXT = {
    S.DRAFT: "la direction de l’ANCT publie l’appel.",
    S.PUBLISHED: "l’appel ouvre à sa date.",
    S.OPEN: "les structures déposent leur candidature.",
    S.PAUSED: "la direction de l’ANCT rouvre l’appel, ou le clôt.",
    S.CLOSED: "",
}


def table(rows: Sequence[Any]) -> Table:
    return Table(
        "Appels à manifestation d’intérêt",
        ["Appel", "Structures visées", "Ouvre le", "Ferme le", "Pourquoi il est clos", "État"],
        [
            [
                Cell(it.title, reverse("agency:call", args=[it.pk])),
                it.get_employer_display().capitalize(),
                said(it.opens_on),
                said(it.closes_on),
                it.closing_reason,
                Cell(it.get_status_display(), tone=tone(it.status)),
            ]
            for it in rows
        ],
        empty="Les appels apparaîtront ici dès qu’ils seront préparés.",
    )


@require_safe
def listing(request: Request) -> HttpResponse:
    """Every call: by state, or all in a file."""
    found = calls.calls(request.actor)
    orders: Orders = {"Ouvre le": ("ouverture", lambda it: it.opens_on), "Ferme le": ("fermeture", lambda it: it.closes_on)}
    of = Listed("Appels à manifestation d’intérêt", table, ("appel",), "appels")
    return listed(request, of, found, dict(S.choices), orders, [PrepareCall])


@require_safe
def page(request: Request, call_id: UUID) -> HttpResponse:
    """The call, its rules in force, its files by state. Raises NotFound."""
    it = calls.call(call_id, request.actor)
    file = File(
        status=it.status,
        status_label=it.get_status_display(),
        next_step=NEXT[S(it.status)],
        mine=request.actor.role == RoleName.AGENCY_DIRECTOR and it.status in (S.DRAFT, S.PAUSED),
        acts=offered(request.actor, (*ON_CALL, *AMENDING), it),
        facts=facts(request, it),
        tables=rules(it, max(it.opens_on, clock.today())),
        documents=documents_about(request.actor, it),
        history=events(it),
    )
    return render(request, "design/object.html", {"title": it.title, "file": file, "breadcrumb": CRUMBS})


def facts(request: Request, it: Any) -> list[Fact]:
    counts = applications.counts_by_status(request.actor, it.pk)
    found = [
        Fact("Structures visées", it.get_employer_display().capitalize()),
        Fact("Ouvre le", said(it.opens_on)),
        Fact("Ferme le", said(it.closes_on) or "quand les postes de la dotation sont pourvus"),
        Fact("Dotation", it.endowment.title),
        Fact("Candidatures déposées", french.number(sum(counts.values()) - counts.get("draft", 0))),
        Fact("Brouillons", french.number(counts.get("draft", 0))),
        Fact("Pourquoi il est clos", it.closing_reason),
        Fact("Page publique", "Voir l’appel", reverse("public:call", args=[it.code])),
    ]
    return [fact for fact in found if fact.value]


def rules(it: Any, on: dt.date) -> list[Table]:
    """What is in force on that day, and what changes after it."""
    shown = calls.rules_shown(it.pk, on)
    scale = [[line.case, str(line.grant), french.plural(line.months, "mois", "mois"), line.source] for line in shown.scale]
    numbers = [[line.label, f"{french.number(line.value)} {line.unit}".strip(), line.source] for line in shown.parameters]
    coming = [[rule.label, rule.value, said(rule.from_on), rule.source] for rule in shown.coming]
    return [
        *([Table("Règles à venir", ["Règle", "Valeur", "À partir du", "Décision"], coming)] if coming else []),
        Table("Subvention pour un poste", ["Structure", Column("Montant", number=True), "Durée", "Texte"], scale),
        sums_table(shown.scale, SCHEDULE) or instalments(it, on),
        Table("Règles chiffrées", ["Règle", "Valeur", "Texte"], numbers),
    ]


def instalments(it: Any, on: dt.date) -> Table:
    rows = [
        [french.number(line.number), share_text(line.share), f"mois {line.months_after}", line.get_condition_display(), line.source]
        for line in calls.instalment_rules(it.pk, on)
    ]
    return Table(SCHEDULE, ["Versement", Column("Part", number=True), "Quand", "Condition", "Texte"], rows)
