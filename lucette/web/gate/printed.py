"""A list on paper: an accessible PDF of the rows that the screen counts."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lucette.foundation.documents.adapters import typeset
from lucette.kernel import clock, french
from lucette.web.design.elements import Table
from lucette.web.gate.lists import address
from lucette.web.gate.sheets import UNPRINTABLE, Format

PDF = Format("pdf", "PDF", "application/pdf")
READABLE = 1000  # rows, some forty sheets of paper: beyond, nobody reads them, and composing them keeps the reader waiting


def pdf(tables: Sequence[Table]) -> bytes:
    """The parts of one table (their caption and heads are the first one's)."""
    first, count = tables[0], sum(len(it.rows) for it in tables)
    facts = {
        "title": first.caption,
        "date": french.date(clock.today()),
        "count": french.plural(count, "ligne"),
        "columns": [{"label": it.label, "number": it.number} for it in first.heads],
        "rows": [[UNPRINTABLE.sub("", str(cell.text)) for _, cell in row] for table in tables for row in table.cells],
    }
    return typeset("list", facts)


def too_many(request: HttpRequest, caption: str) -> HttpResponse:
    """The page that says why not, and what to take instead."""
    context = {
        "title": "Cette liste est trop longue pour un PDF",
        "sentence": f"« {caption} » compte plus de {french.plural(READABLE, 'ligne')}.",
        "spreadsheet_url": address(request, format="xlsx"),
        "back_url": address(request, format=""),
    }
    return render(request, "gate/list_too_long_to_print.html", context)
