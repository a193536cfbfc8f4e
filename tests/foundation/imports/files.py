"""Spreadsheets made by hand."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import openpyxl

NAMES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
REST_OF_ROW = '<table:table-cell table:number-columns-repeated="1000"/>'
REST_OF_PAGE = f'<table:table-row table:number-rows-repeated="1048000">{REST_OF_ROW}</table:table-row>'
DOCUMENT = """<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet>
<table:table table:name="A">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def ods(rows: Iterable[Sequence[Any]]) -> bytes:
    """An OpenDocument sheet, with the empty tails that LibreOffice writes."""
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}{REST_OF_ROW}</table:table-row>" for row in rows)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", DOCUMENT.format(names=NAMES, rows=body + REST_OF_PAGE))
    return kept.getvalue()


def cell(value: Any) -> str:
    if isinstance(value, dt.date):
        kind, said = f'office:value-type="date" office:date-value="{value}"', f"{value:%d/%m/%y}"
    elif isinstance(value, int | float):
        kind, said = f'office:value-type="float" office:value="{value}"', str(value)
    else:
        kind, said = 'office:value-type="string"', escape(str(value))
    return f"<table:table-cell {kind}><text:p>{said}</text:p></table:table-cell>"


def xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    for row in rows:
        page.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def text(rows: Iterable[Sequence[Any]], mark: str = ";", encoding: str = "utf-8") -> bytes:
    def written(value: Any) -> str:
        told = f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value)
        return '"' + told.replace('"', '""') + '"' if mark in told or '"' in told or "\n" in told else told

    return "\r\n".join(mark.join(map(written, row)) for row in rows).encode(encoding, errors="replace")
