"""Lists that one can share, page through and take away: addresses that keep their filters, exports without formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse

from lucette.kernel import clock
from lucette.web.design.elements import Cell, Column, Filter, Table

EXPORT = "csv"
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "|", "%")
NO_BREAK = str.maketrans("", "", "\u202f\u00a0€ ")


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


def wants_export(request: HttpRequest) -> bool:
    return request.GET.get("format") == EXPORT


def exported(table: Table, name: str) -> HttpResponse:
    """The table as a CSV file that French spreadsheets open, with no cell that they would run."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.label for column in table.heads])
    for cells in table.cells:
        writer.writerow([plain(cell, column.number) for column, cell in cells])
    content = "\ufeff" + out.getvalue()
    headers = {"Content-Disposition": f'attachment; filename="{name}-{clock.today():%Y-%m-%d}.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


def plain(cell: Cell, number: bool) -> str:
    """What goes in the file: `50000,00` for `50 000,00 €`; a text that begins like a formula is kept a text."""
    text = str(cell.text)
    if number:
        return text.translate(NO_BREAK).replace("−", "-")
    return f"'{text}" if text.startswith(FORMULAS) else text
