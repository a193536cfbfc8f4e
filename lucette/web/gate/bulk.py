"""One act on many lines of a list: the boxes, what is asked, then the answer of each line on a page one may leave and come back to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lucette.foundation.bulk import queries
from lucette.foundation.drafts import actions as drafts
from lucette.kernel import french
from lucette.kernel.errors import NotFound, RuleBroken
from lucette.kernel.records import is_uuid
from lucette.stories import in_bulk
from lucette.web.design.elements import Cell, Listing, Table
from lucette.web.design.parts import Progress
from lucette.web.gate import entries
from lucette.web.gate.access import home_of
from lucette.web.gate.acts import ALREADY
from lucette.web.gate.exports import Reader, exported, links, pages, wants_export
from lucette.web.gate.listings import Listed, key_of, short_list
from lucette.web.gate.lists import address
from lucette.web.gate.request import Request

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Desk:
    """`code`: the act, of `stories.in_bulk`; `opens`: this person may do it; `tickable`: on which rows; `key`: the object of a row. The
    first cell of `table` names the row, which its second one then leads to."""

    code: str
    title: str
    lead: str
    button: str
    read: Reader[Any]
    table: Callable[[Sequence[Any]], Table]
    count: int
    count_sentence: str
    opens: bool
    key: Callable[[Any], str] = key_of
    tickable: Callable[[Any], bool] = bool

    def every(self) -> list[str]:
        """Each object of the list on which it may be done."""
        return [self.key(it) for rows in pages(self.read) for it in rows if self.tickable(it)]


def named(row: Sequence[Any]) -> str:
    """What the first cell says."""
    return str(row[0].text if isinstance(row[0], Cell) else row[0])


def boxed(of: Desk, rows: Sequence[Any], ticked: bool) -> Table:
    """The table, a box to tick before each row that may be."""
    table = of.table(rows)
    return replace(
        table, rows=[with_box(of, it, row, ticked) if of.tickable(it) else row for it, row in zip(rows, table.rows, strict=True)]
    )


def with_box(of: Desk, it: Any, row: Sequence[Any], ticked: bool) -> Sequence[Any]:
    first, second = row[0], row[1]
    url = second.url if isinstance(second, Cell) and second.url else first.url if isinstance(first, Cell) else ""
    text = second.text if isinstance(second, Cell) else second
    return [Cell(named(row), choice=of.key(it), ticked=ticked), Cell(text, url), *row[2:]]


def desk(
    request: Request, of: Desk, breadcrumb: Sequence[tuple[str, str]], *, template: str = "gate/bulk_desk.html", **more: Any
) -> HttpResponse:
    """The list, its boxes for who may; what is asked of the lines ticked, or of all of them once it is said again."""
    if request.method == "POST":
        return asked(request, of, breadcrumb)
    if wants_export(request):
        return exported(request, request.path.strip("/").rpartition("/")[2], map(of.table, pages(of.read)), of.count)
    rows, after = of.read(request.GET.get("apres", ""), SHOWN)
    boxes, ticked = of.opens and any(of.tickable(it) for it in rows), bool(request.GET.get("tout"))
    told = Listing(
        boxed(of, rows, ticked) if boxes else of.table(rows),
        of.count_sentence,
        next_url=address(request, apres=after) if after else "",
        exports=links(request, bool(rows)),
    )
    context = {
        "title": of.title,
        "lead": of.lead,
        "list": told,
        "button": of.button,
        "boxes": boxes,
        "ticked": ticked,
        "all_url": address(request, tout="1"),
        "none_url": address(request, tout=""),
        "at_once": french.number(in_bulk.SORTS[of.code].at_once) if boxes else "",
        "every": french.number(of.count) if boxes and of.count > len(rows) else "",
        "once": entries.new_token(),
        "breadcrumb": breadcrumb,
    }
    return render(request, template, context | more)


def asked(request: Request, of: Desk, breadcrumb: Sequence[tuple[str, str]]) -> HttpResponse:
    """Each line on its own: what is refused holds up nothing else."""
    if not of.opens:
        raise NotFound
    whole = bool(request.POST.get("tout"))
    chosen = of.every() if whole else [pk for pk in dict.fromkeys(request.POST.getlist("choix")) if is_uuid(pk)]
    if whole and not request.POST.get("vu"):
        return said_again(request, of, len(chosen), breadcrumb)
    try:
        with transaction.atomic():
            if not drafts.take_once(token=entries.token(request), by=request.actor):
                messages.info(request, ALREADY)
                return redirect(request.path)
            it = in_bulk.ask(code=of.code, ids=[UUID(pk) for pk in chosen], back=request.path, by=request.actor)
    except RuleBroken as refusal:
        messages.error(request, refusal.sentence)
        return redirect(request.path)
    return redirect("gate:bulk", it.pk)


def said_again(request: Request, of: Desk, count: int, breadcrumb: Sequence[tuple[str, str]]) -> HttpResponse:
    """Lines that are not on the screen are done once their number is read."""
    context = {
        "title": of.title,
        "sentence": f"{of.button} : toute la liste, soit {french.plural(count, 'ligne')}.",
        "button": of.button,
        "once": entries.new_token(),
        "back_url": request.path,
        "breadcrumb": breadcrumb,
    }
    return render(request, "gate/bulk_whole.html", context)


@never_cache
@require_safe
def bulk(request: Request, bulk_id: UUID) -> HttpResponse:
    """How far it is, and the answer of each line, refusals first. Raises NotFound."""
    it = queries.bulk(bulk_id, request.actor)
    found = queries.advance(it)
    context: dict[str, Any] = {
        "progress": None if it.ended_at else Progress("Lignes traitées", found.answered, it.total, failed=found.refused),
        "sentence": f"{french.plural(found.done, 'ligne traitée', 'lignes traitées')} sur {french.number(it.total)}.",
        "refused": found.refused,
        "back_url": it.back,
        "breadcrumb": [("Mon espace", reverse(home_of(request.actor))), ("Mes traitements en nombre", reverse("gate:bulks"))],
    }
    of = Listed(in_bulk.label_of(it), lines_table, ("ligne",))
    return short_list(request, of, queries.lines(it), {}, template="gate/bulk.html", **context)


def lines_table(lines: Sequence[Any]) -> Table:
    return Table("Réponses, ligne par ligne", ["Ligne", "Réponse", "Pourquoi"], [[it.name, answer(it), it.refusal] for it in lines])


def answer(it: Any) -> Cell:
    if it.refusal:
        return Cell("refusée", tone="error")
    return Cell("faite", tone="success") if it.answered_at else Cell("en attente", tone="info")


@never_cache
@require_safe
def bulks(request: Request) -> HttpResponse:
    """Those this person asked for in this role, the latest first."""
    of = Listed("Mes traitements en nombre", bulks_table, ("traitement",))
    return short_list(
        request, of, queries.bulks(request.actor), {}, key=bulk_key, breadcrumb=[("Mon espace", reverse(home_of(request.actor)))]
    )


def bulk_key(row: Any) -> str:
    return str(row[0].pk)


def bulks_table(rows: Sequence[Any]) -> Table:
    drawn = [
        [
            Cell(in_bulk.label_of(it), reverse("gate:bulk", args=[it.pk])),
            french.moment(it.created_at),
            french.number(it.total),
            french.number(found.done),
            french.number(found.refused),
            Cell("terminé", tone="success") if it.ended_at else Cell("en cours", tone="info"),
        ]
        for it, found in rows
    ]
    empty = "Aucun traitement. Cochez plusieurs lignes d’une liste pour les traiter ensemble."
    return Table("Traitements", ["Traitement", "Demandé le", "Lignes", "Faites", "Refusées", "État"], drawn, empty)
