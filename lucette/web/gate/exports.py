"""What a list gives to take away: the rows of its screen, all of them, in a file that spreadsheets open."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from lucette.kernel import clock
from lucette.web.design.elements import Document, Table
from lucette.web.gate.lists import address
from lucette.web.gate.sheets import FORMATS, sheet

R = TypeVar("R")
Reader = Callable[[str, int], tuple[Sequence[R], str]]  # (after, limit) → rows, and the key that asks for the next ones ("" at the end)
BATCH = 5001  # rows asked of the base at once


def wants_export(request: HttpRequest) -> bool:
    return request.GET.get("format") in FORMATS


def links(request: HttpRequest, shown: bool = True) -> list[Document]:
    """This list in each format, its filters kept; none when nothing is shown."""
    return [Document(it.label, address(request, format=it.extension)) for it in FORMATS.values()] if shown else []


def pages(read: Reader[R]) -> Iterator[Sequence[R]]:
    """Every row of a list, little by little."""
    rows, after = read("", BATCH)
    yield rows
    while after:
        rows, after = read(after, BATCH)
        yield rows


def exported(request: HttpRequest, name: str, tables: Iterable[Table]) -> HttpResponse:
    """The file asked for. `tables`: the same table, part after part; there is always a first, even empty."""
    asked, parts, out = FORMATS[request.GET["format"]], iter(tables), io.BytesIO()
    first = next(parts)
    written = sheet(asked.extension, out, first.caption, first.heads)
    for table in (first, *parts):
        written.add(table)
    written.close()
    headers = {"Content-Disposition": f'attachment; filename="{filename(name, asked.extension)}"'}
    return HttpResponse(out.getvalue(), content_type=asked.content_type, headers=headers)


def filename(name: str, extension: str) -> str:
    return f"{name}-{clock.today():%Y-%m-%d}.{extension}"
