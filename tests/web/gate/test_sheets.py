"""What is written in a file: figures, dates, texts that never run."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from decimal import Decimal

import lxml.etree
import pytest
from openpyxl import load_workbook

from lucette.web.design.elements import Cell, Column, Table
from lucette.web.gate import sheets
from lucette.web.gate.sheets import FORMATS, sheet
from tests.web.gate.sheets import rows_of, tables

HOSTILE = ("=1+1", "+33 6", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "%appdata%", '=HYPERLINK("http://x")', "=cmd|'/C calc'!A0")
COLUMNS = ["Nom", Column("Montant", True), "Le"]


def written(extension: str, *parts: Table) -> bytes:
    out = io.BytesIO()
    file = sheet(extension, out, parts[0].caption, parts[0].heads)
    for table in parts:
        file.add(table)
    file.close()
    assert file.rows == sum(len(table.rows) for table in parts)
    return out.getvalue()


@pytest.mark.parametrize("extension", FORMATS)
@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_cell_of_any_column_begins_like_a_formula(extension: str, hostile: str) -> None:
    content = written(extension, Table("T", [hostile, Column("Montant", True), "Le"], [[hostile, hostile, Cell(hostile)]]))
    for row in rows_of(content, extension):
        for cell in row:
            assert not isinstance(cell, str) or not cell.startswith(sheets.FORMULAS), cell
    if extension == "xlsx":
        assert {it.data_type for row in load_workbook(io.BytesIO(content)).active.iter_rows() for it in row} <= {"s", "n"}
    elif extension == "ods":
        assert b"formula" not in zipfile.ZipFile(io.BytesIO(content)).read("content.xml")


def test_figures_and_dates_are_typed_where_the_format_has_types() -> None:
    table = Table(
        "T", COLUMNS, [["Été <&> « 1 »", "50\u202f000,50\u00a0€", "1ᵉʳ mars 2021"], ["", "−12", "avant le 1ᵉʳ mars"], ["x", "2 postes", ""]]
    )
    assert rows_of(written("csv", table), "csv") == [
        ["Nom", "Montant", "Le"],
        ["Été <&> « 1 »", "50000,50", "1ᵉʳ mars 2021"],
        ["", "-12", "avant le 1ᵉʳ mars"],
        ["x", "2 postes", ""],
    ]
    assert rows_of(written("xlsx", table), "xlsx")[1:] == [
        ["Été <&> « 1 »", 50000.5, dt.datetime(2021, 3, 1)],
        ["", -12, "avant le 1ᵉʳ mars"],
        ["x", "2 postes", ""],
    ]
    assert rows_of(written("ods", table), "ods")[1:] == [
        ["Été <&> « 1 »", 50000.5, "2021-03-01"],
        ["", -12.0, "avant le 1ᵉʳ mars"],
        ["x", "2 postes", ""],
    ]


def test_a_date_that_does_not_exist_stays_a_text() -> None:
    assert sheets.value("31 février 2021", number=False) == "31 février 2021"
    assert sheets.value("29 février 2024", number=False) == dt.date(2024, 2, 29)
    assert sheets.value("Infinity", number=True) == "Infinity"
    assert sheets.value("1\u202f234\u202f567,89\u00a0€", number=True) == Decimal("1234567.89")


@pytest.mark.parametrize("extension", FORMATS)
def test_what_no_file_may_hold_is_taken_away(extension: str) -> None:
    assert rows_of(written(extension, Table("T", ["A"], [["a\x00b\x0bc\x1f\ufffe"]])), extension)[1] == ["abc"]


def test_beyond_the_last_row_of_a_sheet_another_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST", 3)
    parts = [Table("T", ["N"], [[f"n{n}"] for n in range(first, first + 4)]) for first in (0, 4)]
    assert len(load_workbook(io.BytesIO(written("xlsx", *parts))).sheetnames) == len(tables(written("ods", *parts))) == 3
    for extension in ("xlsx", "ods"):
        found = [row for row in rows_of(written(extension, *parts), extension) if row != ["N"]]
        assert found == [[f"n{n}"] for n in range(8)]


def test_a_file_tells_its_title_its_language_and_the_head_of_its_columns() -> None:
    """As somebody hears it who does not see the sheet."""
    table = Table("Candidatures <à lire>", COLUMNS, [["A", "1", ""]])
    book = load_workbook(io.BytesIO(written("xlsx", table)))
    assert (book.properties.title, book.sheetnames, book.active.freeze_panes) == ("Candidatures <à lire>", ["Feuille1"], "A2")
    archive = zipfile.ZipFile(io.BytesIO(written("ods", table)))
    meta, styles, content = (lxml.etree.fromstring(archive.read(f"{it}.xml")) for it in ("meta", "styles", "content"))
    assert [it.text for it in meta.iter("{http://purl.org/dc/elements/1.1/}*")] == ["Candidatures <à lire>", "fr-FR"]
    assert styles.xpath("string(//@*[local-name()='language'])") == "fr"
    assert content.xpath("count(//*[local-name()='table-header-rows'])") == 1
