"""The reader's imports, and the page of each: where it is, what is wrong in it, what may be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lucette.foundation.imports import queries
from lucette.foundation.imports.actions import UNDO_DAYS
from lucette.foundation.imports.enums import ImportStatus
from lucette.kernel import french
from lucette.stories import imports
from lucette.web.design.elements import Cell, Column, Fact, File, Table
from lucette.web.design.parts import Progress
from lucette.web.design.states import tone
from lucette.web.gate.acts import ActPage, offered, routes
from lucette.web.gate.history import events
from lucette.web.gate.imports.acts import ON_IMPORT, WORKBOOK, Desk, acts
from lucette.web.gate.listings import Listed, short_list
from lucette.web.gate.lists import Orders
from lucette.web.gate.request import Request

MOST_PROBLEMS = 50
LEAVE = "Vous pouvez quitter cette page : l’import continue sans vous."


def addresses(desk: Desk) -> list[URLPattern]:
    """Every page of imports of this desk."""
    made = acts(desk)
    return [
        path(desk.under, listing(desk), name="imports"),
        path(f"{desk.under}modele/", template(desk), name="import_template"),
        *routes(*made.values()),
        path(f"{desk.under}<uuid:pk>/", page(desk, [made[name] for name in ON_IMPORT]), name="import"),
    ]


def listing(desk: Desk) -> Callable[..., HttpResponse]:
    """The reader's imports, newest first."""

    @never_cache
    @require_safe
    def view(request: Request) -> HttpResponse:
        found = queries.imports(request.actor, desk.kind)
        of = Listed(imports.target_of(desk.kind).title, partial(table, desk), ("import",), "imports")
        orders: Orders = {
            "Fichier": ("fichier", lambda it: it.filename),
            "Déposé le": ("depot", lambda it: it.created_at),
            "Lignes": ("lignes", lambda it: it.total),
        }
        more: dict[str, Any] = {"read_url": desk.url("import_read"), "template_url": desk.url("import_template")}
        more |= {"template": "gate/imports.html", "breadcrumb": desk.crumbs()[:-1]}
        return short_list(request, of, found, orders, states=ImportStatus.choices, **more)

    return view


def table(desk: Desk, found: Sequence[Any]) -> Table:
    rows = [
        [
            Cell(it.filename, desk.url("import", it.pk)),
            french.date(it.created_at.date()),
            french.number(it.total),
            Cell(it.get_status_display(), tone=tone(it.status)),
        ]
        for it in found
    ]
    return Table("Imports", ["Fichier", "Déposé le", Column("Lignes", True), "État"], rows, "Vous n’avez encore rien importé.")


def template(desk: Desk) -> Callable[..., HttpResponse]:
    """The workbook to fill."""

    @require_safe
    def view(request: Request) -> HttpResponse:
        answer = HttpResponse(imports.offer(desk.kind), content_type=WORKBOOK)
        answer["Content-Disposition"] = content_disposition_header(True, "modele-a-remplir.xlsx") or "attachment"
        return answer

    return view


def page(desk: Desk, made: Sequence[type[ActPage]]) -> Callable[..., HttpResponse]:
    """One import: where it is, what is wrong in it, what may be done."""

    @never_cache
    @require_safe
    def view(request: Request, pk: UUID) -> HttpResponse:
        it = queries.imported(pk, request.actor)
        file = File(
            it.status,
            it.get_status_display(),
            next_step=sentence(it),
            mine=it.status in (ImportStatus.READ, ImportStatus.TRIED),
            acts=offered(request.actor, made, it),
            facts=[
                Fact("Lignes", french.number(it.total)),
                *(Fact(words.capitalize(), french.number(n)) for words, n in it.counts.items()),
            ],
            tables=[wrong_lines(it)] if it.wrong else [],
            history=events(it),
        )
        running = it.status == ImportStatus.RUNNING
        progress = Progress("Lignes vérifiées", it.done, it.total, note=LEAVE) if running else None
        context = {"title": it.filename, "file": file, "progress": progress, "again_url": desk.url("import_read") if it.wrong else ""}
        return render(request, "gate/import.html", context | {"breadcrumb": desk.crumbs()})

    return view


def sentence(it: Any) -> str:
    match it.status:
        case ImportStatus.READ:
            return "Choisissez les colonnes de votre fichier, puis essayez-le."
        case ImportStatus.TRIED if it.wrong:
            return "Corrigez ces lignes dans votre tableau, puis déposez-le de nouveau. Rien n’est importé à moitié."
        case ImportStatus.TRIED:
            return it.refusal or "Toutes les lignes sont bonnes : vous pouvez les importer."
        case ImportStatus.RUNNING:
            return "Les lignes sont vérifiées une dernière fois, puis écrites ensemble."
        case ImportStatus.DONE:
            return f"Tout est importé. Vous pouvez annuler l’ensemble pendant {UNDO_DAYS} jours."
        case ImportStatus.UNDONE:
            return "Tout est comme avant l’import."
    return "Ce fichier est abandonné, ses lignes sont effacées."


def wrong_lines(it: Any) -> Table:
    found = queries.problems(it, MOST_PROBLEMS)
    more = f" (les {len(found)} premières erreurs)" if len(found) == MOST_PROBLEMS else ""
    rows = [[Cell(problem.words)] for problem in found]
    return Table(f"{french.plural(it.wrong, 'ligne à corriger', 'lignes à corriger')}{more}", ["Ce qui ne va pas"], rows)
