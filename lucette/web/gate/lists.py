"""Lists that one can share, sort and page through: addresses that keep their filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.http import HttpRequest

from lucette.kernel.french import folded
from lucette.web.design.elements import Column, Filter, Table

R = TypeVar("R")
Orders = Mapping[str, tuple[str, Callable[[Any], Any]]]
"""By the label of a column: the word of its order in the address, and what rows are compared by."""


def address(request: HttpRequest, **changes: str) -> str:
    """This page with other filters: an empty value takes one away; changing any goes back to the first page unless `apres` is given."""
    asked = request.GET.dict() | {"apres": "", "format": ""} | changes
    query = request.GET.__class__(mutable=True)
    query.update({name: value for name, value in asked.items() if value})
    return f"{request.path}?{query.urlencode()}" if query else request.path


def status_filters(
    request: HttpRequest, labels: Mapping[str, str], counts: Mapping[str, int], name: str = "etat", every: str = "Tous les états"
) -> list[Filter]:
    """`every`, then each status that has rows (or is the one asked), as links with their count."""
    asked = request.GET.get(name, "")
    shown = [(code, label) for code, label in labels.items() if counts.get(code) or code == asked]
    return [
        Filter(every, address(request, **{name: ""}), not asked, sum(counts.values())),
        *(
            Filter(label[:1].upper() + label[1:], address(request, **{name: code}), code == asked, counts.get(code, 0))
            for code, label in shown
        ),
    ]


def sorting(request: HttpRequest, label: str, key: str, number: bool = False, name: str = "tri") -> Column:
    """A column that is a link: sorts by `key`, then the other way round (`?tri=montant`, `?tri=-montant`)."""
    asked = request.GET.get(name, "")
    sort = {key: "ascending", f"-{key}": "descending"}.get(asked, "")
    return Column(label, number, address(request, **{name: f"-{key}" if asked == key else key}), sort)


def sortable(request: HttpRequest, told: Table, sorts: Mapping[str, str]) -> Table:
    """The same table, the columns of these labels as links that sort by these words."""
    return replace(told, columns=[sorting(request, it.label, sorts[it.label], it.number) if it.label in sorts else it for it in told.heads])


def asked_order(request: HttpRequest) -> str:
    """The order that the address asks for: a word, after a « - » the other way round; "" for the order of the house."""
    return request.GET.get("tri", "")[:20]


def in_order(request: HttpRequest, rows: Sequence[R], orders: Orders) -> list[R]:
    """The rows of a short list, held whole, in the order asked; as they come when none of `orders` is. Rows without a value come last."""
    asked = asked_order(request)
    for word, key in orders.values():
        if word == asked.lstrip("-"):
            known = [it for it in rows if key(it) not in (None, "")]
            known.sort(key=lambda it: folded(key(it)) if isinstance(key(it), str) else key(it), reverse=asked.startswith("-"))
            return known + [it for it in rows if key(it) in (None, "")]
    return list(rows)


def words(orders: Orders) -> dict[str, str]:
    """The columns that sort, for `sortable`."""
    return {label: word for label, (word, _) in orders.items()}
