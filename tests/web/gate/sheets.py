"""Reads back what an export wrote, as spreadsheets do."""

from __future__ import annotations

import csv
import io
from typing import Any

from odf.opendocument import load
from odf.table import Table, TableCell, TableRow
from openpyxl import load_workbook


def rows_of(content: bytes, extension: str) -> list[list[Any]]:
    """Every row, its head first: texts, numbers and dates as typed in the file (CSV: texts)."""
    if extension == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    if extension == "xlsx":
        book = load_workbook(io.BytesIO(content), read_only=True)
        return [[("" if it.value is None else it.value) for it in row] for page in book for row in page.iter_rows()]
    return [
        [typed(cell) for cell in row.getElementsByType(TableCell)] for table in tables(content) for row in table.getElementsByType(TableRow)
    ]


def tables(content: bytes) -> list[Any]:
    return load(io.BytesIO(content)).spreadsheet.getElementsByType(Table)


def typed(cell: Any) -> Any:
    kind = cell.getAttribute("valuetype")
    if kind == "float":
        return float(cell.getAttribute("value"))
    return cell.getAttribute("datevalue") if kind == "date" else "\n".join(str(text) for text in cell.childNodes)
