"""Espace de l’assistance : retrouver une structure, voir ce qui n’est pas arrivé."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from lucette.foundation.accounts import queries as accounts
from lucette.foundation.notifications import queries as notifications
from lucette.foundation.organizations import queries as structures
from lucette.foundation.organizations.queries import Match
from lucette.kernel import french
from lucette.kernel.money import Money
from lucette.scheme.agreements import queries as agreements
from lucette.web.design.elements import Board, Cell, Column, Fact, Figure, File, Table, Task
from lucette.web.design.states import tone
from lucette.web.gate.acts import offered
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.request import Request
from lucette.web.support.acts.merges import ON_ORGANIZATION
from lucette.web.support.frame import frame


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """Letters that did not arrive; how many people hold each role."""
    failed, people = notifications.undelivered(), accounts.counts_by_role()
    tasks = []
    if failed:
        many = french.plural(len(failed), "lettre n’est pas arrivée", "lettres ne sont pas arrivées")
        tasks.append(Task(f"{many}.", "Voir les lettres", reverse("support:letters")))
    rows = sorted([role.label, french.number(count)] for role, count in people.items())
    board = Board(
        tasks,
        [Table("Les personnes, par rôle", ["Rôle", Column("Personnes", True)], rows, "Personne n’a encore de rôle.")],
        [
            Figure(french.number(sum(people.values())), "rôles tenus", definition="Une personne peut en tenir plusieurs."),
        ],
        nothing_to_do="Toutes les lettres sont arrivées.",
    )
    return render(request, "support/dashboard.html", {"title": "Espace de l’assistance", "board": board} | frame())


@require_safe
def organizations(request: Request) -> HttpResponse:
    """Search by name, SIRET or RIDET; at most twenty answers."""
    query = request.GET.get("q", "").strip()
    found = structures.search(query, request.actor) if query else []
    orders: Orders = {
        "Nom": ("nom", lambda it: it.name),
        "Commune": ("commune", lambda it: it.commune.name),
        "Département": ("departement", lambda it: it.commune.department.name),
    }
    draw = partial(found_table, asked=bool(query))
    of = Listed("Chercher une structure", draw, ("structure trouvée", "structures trouvées"), "structures")
    return short_list(request, of, found, orders, template="support/organizations.html", query=query, **frame())


def found_table(found: Sequence[Any], asked: bool) -> Table:
    rows = [
        [
            Cell(it.name, reverse("support:organization", args=[it.pk])),
            it.siret or it.ridet or "",
            it.commune.name,
            it.commune.department.name,
            it.get_kind_display(),
        ]
        for it in found
    ]
    empty = "Aucune structure ne répond à cette recherche." if asked else "Écrivez un nom, un SIRET ou un RIDET."
    return Table("Structures", ["Nom", "SIRET ou RIDET", "Commune", "Département", "Type"], rows, empty)


@require_safe
def organization(request: Request, organization_id: UUID) -> HttpResponse:
    """What the scheme knows of a structure."""
    it = structures.organization(organization_id, request.actor)
    signed = agreements.agreements_of(it.pk, request.actor)
    accounts_known = structures.bank_details(it.pk, request.actor)
    near = structures.close_matches(name=it.name, commune_code=it.commune_id, siret=it.siret or "", but=it.pk)
    merges = structures.merges_of(it.pk, request.actor)
    file = File(
        "closed" if it.closed_on else "active",
        f"fermée le {french.date(it.closed_on)}" if it.closed_on else "ouverte",
        it.siret or it.ridet or "",
        acts=offered(request.actor, ON_ORGANIZATION, it),
        facts=[
            Fact("Type", it.get_kind_display()),
            Fact("Employeur", it.get_employer_display()),
            Fact("Catégorie juridique", it.legal_category or "non renseignée"),
            Fact("Adresse", it.address or "non renseignée", note=f"{it.commune.name} ({it.commune.department.name})"),
            *(merged(fusion, it) for fusion in merges),
            *(Fact("Compte bancaire", details.masked_iban, note=details.get_status_display()) for details in accounts_known),
        ],
        tables=[
            Table(
                "Conventions",
                ["Numéro", "État", Column("Postes", True), Column("Montant", True)],
                [
                    [
                        a.number,
                        Cell(a.get_status_display(), tone=tone(a.status)),
                        french.number(a.posts),
                        str(Money(a.amount_cents)),
                    ]
                    for a in signed
                ],
                "Aucune convention avec cette structure.",
            ),
            *([resembling(near)] if near and not it.merged_into_id else []),
        ],
    )
    return render(request, "design/object.html", {"title": it.name, "file": file} | frame(("Structures", "support:organizations")))


def merged(fusion: Any, it: Any) -> Fact:
    """What a merge says on the page of either structure, with the way to undo it."""
    undo = reverse("support:undo_merge", args=[fusion.pk])
    if fusion.duplicate_id == it.pk:
        return Fact("Doublon de", fusion.kept.name, undo, note=f"{fusion.reason} — ouvrez pour annuler la fusion")
    return Fact("Doublon fusionné ici", fusion.duplicate.name, undo, note=f"{fusion.reason} — ouvrez pour annuler la fusion")


def resembling(near: list[Match]) -> Table:
    rows = [
        [Cell(it.organization.name, reverse("support:organization", args=[it.organization.pk])), it.organization.siret or "", it.sentence]
        for it in near
    ]
    return Table("Structures qui lui ressemblent", ["Nom", "SIRET", "Pourquoi"], rows)
