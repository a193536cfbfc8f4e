"""A list short enough to be held whole: in the order asked, in its page or in a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from lucette.kernel import french
from lucette.web.design.elements import Filter, Listing, Table
from lucette.web.gate.exports import exported, links, wants_export
from lucette.web.gate.lists import Orders, in_order, sortable, words
from lucette.web.gate.request import Request


@dataclass(frozen=True, slots=True)
class Short:
    """`table` draws `rows`; `unit`: the word for one, and for several; `file`: the name of what is taken away."""

    title: str
    rows: Sequence[Any]
    table: Callable[[list[Any]], Table]
    unit: tuple[str, str]
    file: str
    orders: Orders
    filters: Sequence[Filter] = ()


def short_list(request: Request, of: Short, template: str = "design/list.html", **context: Any) -> HttpResponse:
    """The page, or the file that it gives."""
    rows = in_order(request, of.rows, of.orders)
    if wants_export(request):
        return exported(request, of.file, [of.table(rows)])
    table = sortable(request, of.table(rows), words(of.orders))
    told = Listing(table, french.plural(len(rows), *of.unit), of.filters, exports=links(request, bool(rows)))
    return render(request, template, {"title": of.title, "list": told} | context)
