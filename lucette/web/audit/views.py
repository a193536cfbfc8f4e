"""Espace de l’audit : les invariants du fonds, la piste d’un euro, les écritures d’un objet."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from lucette.foundation.accounts.enums import RoleName
from lucette.foundation.accounts.queries import names
from lucette.jobs.checks import verify_and_keep
from lucette.kernel import french
from lucette.kernel.actor import SYSTEM
from lucette.kernel.errors import NotFound
from lucette.scheme.fund import queries as fund
from lucette.scheme.fund.queries import Check, Verified
from lucette.scheme.payments import queries as payments
from lucette.web.audit.books import rows_of
from lucette.web.audit.chain import chain
from lucette.web.audit.frame import frame
from lucette.web.design.elements import Board, Cell, Column, Figure, Table, Task
from lucette.web.design.templatetags.lucette import french_time
from lucette.web.gate.refusals import refusals_as_messages
from lucette.web.gate.request import Request


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """What the last verification found, faults first; the last payments, each with its trail."""
    last = fund.last_verification(request.actor)
    executed, _ = payments.orders_page(request.actor, ("executed",), limit=8)
    board = Board(
        [Task(f"{check.name} n’est pas respecté : {check.label}.", "Voir le fonds", reverse("funder:fund")) for check in faults(last)],
        [*([invariants(last)] if last else []), trails(executed)],
        figures(last) if last else [],
        nothing_to_do="Tous les invariants du fonds sont respectés." if last else "Les livres n’ont pas encore été vérifiés.",
    )
    context = {"title": "Espace de l’audit", "board": board, "last": last, "who": who(last)}
    return render(request, "audit/dashboard.html", context | frame(request.actor))


@require_POST
@refusals_as_messages(back="audit:dashboard")
def verify(request: Request) -> HttpResponse:
    """Recompute every invariant now, and keep the result."""
    found = verify_and_keep(request.actor)
    broken = sum(not check.ok for check in found)
    sentence = f"{french.plural(broken, 'invariant rompu', 'invariants rompus')}." if broken else "Tous sont respectés."
    messages.success(request, f"{french.plural(len(found), 'invariant recalculé', 'invariants recalculés')}. {sentence}")
    return redirect("audit:dashboard")


def faults(last: Verified | None) -> list[Check]:
    return last.faults if last else []


def who(last: Verified | None) -> str:
    """Who asked for the last verification: the house itself, most nights."""
    if last is None or last.made_by == SYSTEM.pk:
        return "Lucette, d’elle-même" if last else ""
    return names([last.made_by]).get(last.made_by, "")


def figures(last: Verified) -> list[Figure]:
    applied = [check for check in last.checks if check.applies]
    good = sum(check.ok for check in applied)
    return [
        Figure(f"{good} sur {len(applied)}", "invariants respectés", definition="Recalculés sur toutes les écritures."),
        Figure(
            french.number(fund.postings_count()),
            "écritures au grand livre",
            reverse("audit:books"),
            "Jamais modifiées : une erreur se contre-passe.",
        ),
    ]


def invariants(last: Verified) -> Table:
    """One line each, the faults first."""
    rows = [
        [check.name, check.label[:1].upper() + check.label[1:], verdict(check), check.first]
        for check in sorted(last.checks, key=lambda check: check.ok)
    ]
    return Table(f"Les invariants du fonds, le {french_time(last.at)}", ["Code", "Ce qui doit être vrai", "État", "Premier écart"], rows)


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
        "file_url": reverse("audit:payment_file", args=[order_id]),
        "auditor": request.actor.role == RoleName.AUDITOR,
    }
    return render(request, "audit/trail.html", context | frame(request.actor, ("Ordres de paiement", reverse("caisse:orders"))))


@require_safe
def postings(request: Request, sort: str, pk: UUID) -> HttpResponse:
    """The postings of a subject in the three books, oldest first. Raises NotFound when it never moved anything."""
    events = fund.trail(f"{sort}/{pk}")
    if not events:
        raise NotFound
    rows = [row for event in events for row in rows_of(event)]
    table = Table("Les écritures", ["Date", "Événement", "Débit", "Crédit", Column("Montant", True)], rows)
    context = {"title": "Les écritures au grand livre", "lead": french.plural(len(events), "événement", "événements") + ".", "table": table}
    return render(request, "audit/table.html", context | frame(request.actor, ("Grand livre", reverse("audit:books"))))
