"""The page of a list: its count, its filters, its columns that sort, its next rows; or the file that it gives, whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from lucette.kernel import french
from lucette.web.design.elements import Filter, Listing, Table
from lucette.web.gate.exports import Reader, exported, links, pages, wants_export
from lucette.web.gate.lists import Orders, address, in_order, sortable, status_filters, words
from lucette.web.gate.request import Request

SHOWN = 50  # rows of a page


@dataclass(frozen=True, slots=True)
class Listed:
    """`table` draws some rows; `unit`: the words for one and for several (the plural in s when only one is given); `file`: the name of what
    is taken away, the title by default; `sorts`: the columns that are links, each with its word."""

    title: str
    table: Callable[[Sequence[Any]], Table]
    unit: tuple[str, ...]
    file: str = ""
    filters: Sequence[Filter] = ()
    sorts: Mapping[str, str] = field(default_factory=dict)


def long_list(
    request: Request, of: Listed, read: Reader[Any], total: int, *, template: str = "design/list.html", **context: Any
) -> HttpResponse:
    """A list read part by part: `read(after, limit)` gives rows in the order asked, and the key of the next; `total`: how many in all."""
    if wants_export(request):
        return exported(request, of.file or slugify(of.title), map(of.table, pages(read)), total)
    rows, after = read(request.GET.get("apres", ""), SHOWN)
    told = Listing(
        sortable(request, of.table(rows), of.sorts),
        french.plural(total, *of.unit),
        filters=of.filters,
        next_url=address(request, apres=after) if after else "",
        exports=links(request, bool(rows)),
    )
    return render(request, template, {"title": of.title, "list": told} | context)


def key_of(it: Any) -> str:
    return str(it.pk if hasattr(it, "pk") else it.id)


def short_list(
    request: Request,
    of: Listed,
    rows: Sequence[Any],
    orders: Orders,
    *,
    key: Callable[[Any], str] = key_of,
    states: Sequence[tuple[str, str]] = (),
    state: Callable[[Any], str] = attrgetter("status"),
    **context: Any,
) -> HttpResponse:
    """The same for rows held whole, put in the order asked; `key` names a row in the address. `states`: the words of what
    `state` says of a row, by which they are narrowed."""
    if states:
        asked, counts = request.GET.get("etat", ""), {code: sum(state(it) == code for it in rows) for code, _ in states}
        of = replace(of, filters=[*status_filters(request, dict(states), counts), *of.filters])
        rows = [it for it in rows if state(it) == asked] if asked in counts else rows
    kept = in_order(request, rows, orders)

    def read(after: str, limit: int) -> tuple[Sequence[Any], str]:
        first = next((n + 1 for n, it in enumerate(kept) if key(it) == after), 0)
        part = kept[first : first + limit]
        return part, key(part[-1]) if first + limit < len(kept) else ""

    return long_list(request, replace(of, sorts=words(orders)), read, len(kept), **context)
