"""Espace de l’audit : les invariants du fonds, la piste d’un euro, les écritures et le journal d’un objet."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts.enums import SPACES, RoleName
from lucette.foundation.accounts.queries import names
from lucette.foundation.journal import queries as journal_queries
from lucette.jobs.checks import all_checks
from lucette.kernel import clock, french
from lucette.kernel.actor import SYSTEM, Actor
from lucette.kernel.clock import PARIS
from lucette.kernel.errors import NotFound
from lucette.kernel.money import Money
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.queries import Check
from lucette.scheme.payments import queries as payments
from lucette.web.audit.chain import chain
from lucette.web.design.elements import Board, Cell, Column, Figure, Table, Task
from lucette.web.gate.access import home_of
from lucette.web.gate.history import LABELS
from lucette.web.gate.request import Request

NAVIGATION = [
    ("Tableau de bord", "audit:dashboard"),
    ("Le fonds", "funder:fund"),
    ("Conventions", "caisse:agreements"),
    ("Ordres", "caisse:orders"),
    ("Lots", "caisse:batches"),
    ("Relevés", "caisse:statements"),
]


def frame(by: Actor, *steps: tuple[str, str]) -> dict[str, object]:
    """Menu (for the auditor) and breadcrumb."""
    own = by.role in RoleName.values and SPACES.get(RoleName(by.role)) == "audit"
    return {
        "navigation": [(label, reverse(name)) for label, name in NAVIGATION] if own else [],
        "breadcrumb": [("Mon espace", reverse(home_of(by))), *steps],
    }


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """The invariants as they are now, faults first; the last payments, each with its trail."""
    checks = all_checks()
    faults = [check for check in checks if not check.ok]
    executed, _ = payments.orders_page(request.actor, ("executed",), limit=8)
    board = Board(
        [Task(f"{check.name} n’est pas respecté : {check.label}.", "Voir le fonds", reverse("funder:fund")) for check in faults],
        [invariants(checks), trails(executed)],
        figures(checks),
        nothing_to_do=f"Tous les invariants du fonds sont respectés, vérifiés le {french.date(clock.today())}.",
    )
    return render(request, "design/dashboard.html", {"title": "Espace de l’audit", "board": board} | frame(request.actor))


def figures(checks: list[Check]) -> list[Figure]:
    applied = [check for check in checks if check.applies]
    good = sum(check.ok for check in applied)
    return [
        Figure(f"{good} sur {len(applied)}", "invariants respectés", "#invariants", "Recalculés à l’instant, sur toutes les écritures."),
        Figure(
            french.number(fund.postings_count()), "écritures au grand livre", definition="Jamais modifiées : une erreur se contre-passe."
        ),
    ]


def invariants(checks: list[Check]) -> Table:
    """One line each, the faults first."""
    rows = [
        [check.name, check.label[:1].upper() + check.label[1:], verdict(check), check.first]
        for check in sorted(checks, key=lambda check: check.ok)
    ]
    return Table(
        f"Les invariants du fonds au {french.date(clock.today())}", ["Code", "Ce qui doit être vrai", "État", "Premier écart"], rows
    )


def verdict(check: Check) -> Cell:
    if not check.applies:
        return Cell("sans objet", tone="neutral")
    return Cell("respecté", tone="success") if check.ok else Cell(french.plural(check.count, "écart"), tone="error")


def trails(orders: list[payments.OrderRow]) -> Table:
    rows = [[Cell(it.number, reverse("audit:trail", args=[it.id])), it.payee, it.what, str(it.amount)] for it in orders]
    empty = "Aucun paiement exécuté : la piste de chacun s’ouvrira d’ici."
    return Table("La piste des derniers paiements", ["Ordre", "Bénéficiaire", "Objet", Column("Montant", True)], rows, empty)


@require_safe
def trail(request: Request, order_id: UUID) -> HttpResponse:
    """From the bank's line up to the application, on one vertical page."""
    context = {
        "title": "La piste d’un euro",
        "lead": "Du virement reçu jusqu’à la candidature qui l’a demandé : chaque étape, sa date, ses mains, ses pièces.",
        "steps": chain(order_id, request.actor),
        "auditor": request.actor.role == RoleName.AUDITOR,
    }
    return render(request, "audit/trail.html", context | frame(request.actor, ("Ordres de paiement", reverse("caisse:orders"))))


@require_safe
def postings(request: Request, sort: str, pk: UUID) -> HttpResponse:
    """The postings of a subject in the three books, oldest first. Raises NotFound when it never moved anything."""
    events = fund.trail(f"{sort}/{pk}")
    if not events:
        raise NotFound
    rows = [
        [
            french.date(event.on),
            event.label,
            it.debit_label or it.debit.partition("/")[0],
            it.credit_label or it.credit.partition("/")[0],
            str(Money(it.amount)) if it.unit == "cents" else french.plural(it.amount, "poste"),
        ]
        for event in events
        for it in event.postings
    ]
    table = Table("Les écritures", ["Date", "Événement", "Débit", "Crédit", Column("Montant", True)], rows)
    context = {"title": "Les écritures au grand livre", "lead": french.plural(len(events), "événement", "événements") + ".", "table": table}
    return render(request, "audit/table.html", context | frame(request.actor))


@require_safe
def journal(request: Request, subject_type: str, subject_id: UUID) -> HttpResponse:
    """Who did what to an object, and when. Raises NotFound when nobody ever did."""
    entries = journal_queries.history_of(subject_type, str(subject_id))
    if not entries:
        raise NotFound
    known = names({entry.actor_id for entry in entries}) | {SYSTEM.pk: SYSTEM.name}
    roles = dict(RoleName.choices)
    rows = [
        [
            f"{entry.at.astimezone(PARIS):%d/%m/%Y à %H h %M}",
            LABELS.get(entry.act, f"Acte « {entry.act} »"),
            known.get(entry.actor_id, "personne inconnue"),
            roles.get(entry.role, "plateforme"),
            entry.reason,
        ]
        for entry in entries
    ]
    table = Table("Le journal", ["Le", "Acte", "Par", "En qualité de", "Motif"], rows)
    lead = f"{french.plural(len(entries), 'acte')} : le journal ne se modifie pas."
    return render(request, "audit/table.html", {"title": "Le journal d’un objet", "lead": lead, "table": table} | frame(request.actor))
