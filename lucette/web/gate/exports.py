"""What a list gives to take away: the rows of its screen, all of them, in a file that spreadsheets open.

A short list is answered at once. For a long one, the reader asks (`my_exports`), the worker opens the same address in her name (`tasks`),
and the same view gives it the same rows: what the file holds is what the screen counts.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve

from lucette.foundation.exports.rules import KEPT_HOURS
from lucette.kernel import clock, french
from lucette.kernel.actor import Actor
from lucette.kernel.errors import Forbidden, RuleBroken
from lucette.web.design.elements import Document, Table
from lucette.web.gate.access import DOORS
from lucette.web.gate.lists import address
from lucette.web.gate.printed import PDF, READABLE, pdf, too_many
from lucette.web.gate.request import Request
from lucette.web.gate.sheets import FORMATS, Format, sheet

R = TypeVar("R")
Reader = Callable[[str, int], tuple[Sequence[R], str]]  # (after, limit) → rows, and the key that asks for the next ones ("" at the end)
INSTANT = 5000  # rows written while the reader waits
BATCH = INSTANT + 1  # rows asked of the base at once
SALT = "export"
OFFERED = {**FORMATS, PDF.extension: PDF}


class Told(HttpResponse):
    """A list as the worker reads it: its tables, part after part."""

    def __init__(self, tables: Iterator[Table]) -> None:
        super().__init__()
        self.tables = tables


def wants_export(request: HttpRequest) -> bool:
    return request.GET.get("format") in OFFERED


def links(request: HttpRequest, shown: bool = True) -> list[Document]:
    """This list in each format, its filters kept; none when nothing is shown."""
    return [Document(it.label, address(request, format=it.extension)) for it in OFFERED.values()] if shown else []


def pages(read: Reader[R]) -> Iterator[Sequence[R]]:
    """Every row of a list, little by little."""
    rows, after = read("", BATCH)
    yield rows
    while after:
        rows, after = read(after, BATCH)
        yield rows


def exported(request: Request, name: str, tables: Iterable[Table], count: int = 0) -> HttpResponse:
    """The file asked for; or, beyond INSTANT rows, the way to have it prepared. `tables`: the same table, part after part, of which there
    is always a first, even empty. `count`: how many rows they hold, when it is known (a list of tables tells it by itself)."""
    parts = iter(tables)
    if getattr(request, "replayed", False):
        return Told(parts)
    asked, read = OFFERED[request.GET["format"]], list[Table]()
    for table in parts:
        read.append(table)
        rows = sum(len(it.rows) for it in read)
        if asked == PDF and rows > READABLE:
            return too_many(request, read[0].caption)
        if rows > INSTANT:
            return too_long(request, name, read[0], rows if isinstance(tables, list) else count)
    headers = {"Content-Disposition": f'attachment; filename="{filename(name, asked.extension)}"'}
    return HttpResponse(content(asked, read), content_type=asked.content_type, headers=headers)


def content(asked: Format, read: Sequence[Table]) -> bytes:
    """The file of these parts of one table."""
    if asked == PDF:
        return pdf(read)
    out = io.BytesIO()
    written = sheet(asked.extension, out, read[0].caption, read[0].heads)
    for table in read:
        written.add(table)
    written.close()
    return out.getvalue()


def filename(name: str, extension: str) -> str:
    return f"{name}-{clock.today():%Y-%m-%d}.{extension}"


def too_long(request: Request, name: str, first: Table, count: int) -> HttpResponse:
    """The page that offers to prepare a long list."""
    many = french.plural(count, "ligne") if count else f"plus de {french.plural(INSTANT, 'ligne')}"
    label = FORMATS[request.GET["format"]].label
    sentence = f"« {first.caption} » compte {many} : le fichier ({label}) demande un peu de temps."
    return to_prepare(request, name, first.caption, request.GET["format"], count, sentence)


def to_prepare(request: Request, name: str, title: str, extension: str, count: int, sentence: str) -> HttpResponse:
    """The page that offers to prepare it: what it asks for is signed, so that it can only be what this site shows."""
    asked = {"address": request.get_full_path(), "title": title, "name": name, "extension": extension, "expected": count}
    context = {
        "title": "Préparer cet export",
        "sentence": sentence,
        "kept": french.plural(KEPT_HOURS, "heure"),
        "asked": signing.dumps(asked, salt=SALT, compress=True),
        "back_url": address(request, format=""),
    }
    return render(request, "gate/export_too_long.html", context)


def asked_for(signed: str) -> dict[str, Any]:
    """What that page asks for. Raises RuleBroken when it is not ours, or too old."""
    try:
        return dict(signing.loads(signed, salt=SALT, max_age=24 * 3600))
    except signing.BadSignature:
        raise RuleBroken("export.stale", "Cette demande n’est plus valable : reprenez l’export depuis la liste.") from None


# -- the worker reads the same list


def replayed(asked: str, by: Actor) -> Iterator[Table]:
    """The tables of the list at this address, as `by` sees them. Raises Forbidden, RuleBroken (no such list any more)."""
    answer = answered(asked, by)
    if not isinstance(answer, Told):
        raise no_list()
    first = next(answer.tables)
    return chain([first], answer.tables)


def no_list() -> RuleBroken:
    return RuleBroken("export.no_list", "Cette liste n’existe plus.")


def answered(asked: str, by: Actor) -> HttpResponse:
    """What this address answers to `by`, for the worker: what it holds rather than bytes. Raises Forbidden, RuleBroken."""
    parts = urlsplit(asked)
    try:
        match = resolve(parts.path)
    except Resolver404:
        raise no_list() from None
    if not DOORS[match.view_name].opens_to(by):
        raise Forbidden("export.closed", "Cette liste ne vous est plus ouverte.")
    request: Any = Request()
    request.method, request.path, request.path_info = "GET", parts.path, parts.path
    request.GET, request.resolver_match, request.actor, request.replayed = QueryDict(parts.query), match, by, True
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer
